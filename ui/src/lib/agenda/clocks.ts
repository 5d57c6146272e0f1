import type { Agenda, AgendaDay, AgendaEntry } from '$lib/ipc';
import { vendorName } from '$lib/i18n';
import { agendaWords, resultWords, unsureWords } from '$lib/i18n/results';

/** The zone in which this window shows times (IANA). */
export const ownZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

const clock = (zone: string | undefined): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: zone });

/** The time of day in a zone, or null for a zone this page does not know. */
export function timeIn(at: number, zone: string): string | null {
  try {
    return clock(zone).format(at);
  } catch {
    return null;
  }
}

const dayIn = (at: number, zone: string): string =>
  new Intl.DateTimeFormat('en-GB', { year: 'numeric', month: '2-digit', day: '2-digit', timeZone: zone }).format(at);
const shortDay = (at: number, zone: string): string =>
  new Intl.DateTimeFormat('en-GB', { weekday: 'short', timeZone: zone }).format(at);

/** A zone's city: the last part of its name. */
export const cityOf = (zone: string): string => (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');

/** The other side's clock: "17:30 Kolkata", with the day where it is another one; null where both clocks agree. */
export function otherClock(at: number, own: string, other: string | null): string | null {
  if (other === null || other === own) return null;
  const time = timeIn(at, other);
  if (time === null || (time === timeIn(at, own) && dayIn(at, other) === dayIn(at, own))) return null;
  const day = dayIn(at, other) === dayIn(at, own) ? '' : `${shortDay(at, other)} `;
  return `${day}${time} ${cityOf(other)}`;
}

/** A calendar day, "Thursday 22 October", whatever the zone of the page. */
export function dayName(date: string): string {
  const noon = new Date(`${date}T12:00:00Z`);
  return new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' }).format(
    noon,
  );
}

/** What an interview is about, without its person. */
export const aboutWords = (entry: AgendaEntry): string =>
  [
    entry.posting,
    `${vendorName[entry.journey.vendor]}, ${resultWords.round(entry.journey.round, entry.roundName).toLocaleLowerCase()}`,
  ]
    .filter((part) => part !== null)
    .join('. ');

function line(entry: AgendaEntry, zone: string): string {
  const at = entry.time.atMs;
  const own = at === null ? (entry.time.asWritten ?? agendaWords.noWords) : (timeIn(at, zone) ?? '');
  const other = at === null ? null : otherClock(at, zone, entry.time.zone);
  const doubt = at === null ? ` (${agendaWords.unsureMeans(unsureWords(entry.time))})` : '';
  const off = entry.cancelled ? `${agendaWords.cancelled}: ` : '';
  const when = other === null ? own : `${own} (${other})`;
  return `${off}${when}${doubt}  ${entry.name === '' ? agendaWords.noName : entry.name}, ${aboutWords(entry)}`;
}

/** What is still to come, for the clipboard. */
export function asText(agenda: Agenda): string {
  const ahead = agenda.days.filter((day: AgendaDay) => day.standing !== 'past');
  const blocks = ahead.map((day) =>
    [dayName(day.date), ...day.entries.map((entry) => line(entry, agenda.zone))].join('\n'),
  );
  if (agenda.unsure.length > 0)
    blocks.push([agendaWords.unsure, ...agenda.unsure.map((entry) => line(entry, agenda.zone))].join('\n'));
  return [agendaWords.clock(cityOf(agenda.zone)), ...blocks].join('\n\n');
}
