import type {
  SlotDesk,
  SlotDraft,
  SlotFinding,
  SlotLine,
  SlotQuestion,
  SlotReading,
  SlotSpan,
  SlotTimes,
  SlotWall,
  SlotWeekChoice,
  SlotZone,
  ZoneChoice,
} from '$lib/ipc';
import type { Person } from './people';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const names = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** Minutes east of UTC. The shell has rules of its own; a rehearsal asks the browser. */
function offset(at: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'medium',
  }).formatToParts(at);
  const n = (type: string): number => Number(parts.find((part) => part.type === type)?.value);
  const wall = Date.UTC(n('year'), n('month') - 1, n('day'), n('hour'), n('minute'), n('second'));
  return Math.round((wall - at) / MINUTE);
}
const dateOf = (wall: number): string => new Date(wall).toISOString().slice(0, 10);
const midnight = (date: string): number => Date.parse(`${date}T00:00:00Z`);
function instant(date: string, minute: number, zone: string): number {
  const wall = midnight(date) + minute * MINUTE;
  const guess = wall - offset(wall, zone) * MINUTE;
  return wall - offset(guess, zone) * MINUTE;
}
function wallOf(start: number, end: number, zone: string): SlotWall {
  const from = start + offset(start, zone) * MINUTE;
  const to = end + offset(end, zone) * MINUTE;
  const day = midnight(dateOf(from));
  return { date: dateOf(from), startMinute: (from - day) / MINUTE, endMinute: (to - day) / MINUTE };
}
const cityOf = (zone: string): string => (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');

const known = [
  'America/Chicago',
  'America/Los_Angeles',
  'America/New_York',
  'America/Sao_Paulo',
  'Asia/Kolkata',
  'Asia/Tokyo',
  'Australia/Adelaide',
  'Europe/Berlin',
  'Europe/Lisbon',
  'Europe/London',
  'UTC',
];

export function zonesOf(now: number): ZoneChoice[] {
  return known.map((zone) => {
    const minutes = offset(now, zone);
    const two = (n: number): string => String(n).padStart(2, '0');
    const face = `${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;
    return { zone, city: cityOf(zone), offset: `UTC${minutes < 0 ? '−' : '+'}${face}` };
  });
}

const zoneOf = (zone: string, basis: string | null, confirmed: boolean, now: number): SlotZone => ({
  zone,
  city: cityOf(zone),
  confirmed,
  basis,
  offsetMinutes: offset(now, zone),
});

/** The editor's head for one candidate. */
export function deskOf(person: Person, here: string, now: number): SlotDesk {
  return {
    opportunity: person.card.id,
    name: person.card.name,
    posting: person.posting?.title ?? null,
    vendor: 'jobtwine',
    round: 'Round 1, system design',
    minutes: 60,
    stage: 'wanted',
    sinceMs: now - DAY,
    scheduled: null,
    givenHereMs: null,
    candidate: zoneOf('America/Chicago', 'Chicago, IL', false, now),
    recruiter: zoneOf(here, null, true, now),
    link: { host: 'app.jobtwine.example', pinned: true, notedAtMs: now - DAY },
    sends: false,
    draft: null,
  };
}

interface Found {
  key: string;
  words: string;
  start: number;
  end: number;
  readings: [number, number][];
}

const clock = (hour: string, minute: string | undefined, half: string | undefined): number =>
  ((Number(hour) % 12) + (half?.startsWith('p') === true ? 12 : 0)) * 60 + Number(minute ?? 0);

/** Enough of a reader for a rehearsal: a weekday and a span, or a weekday's morning. */
function found(text: string, today: number): (Found & { date: string; why: string | null })[] {
  const pattern =
    /\b(mon|tue|wed|thu|fri|sat|sun)[a-z]*(?: \d+(?:st|nd|rd|th)?)?(?: (morning|afternoon)|(?: between)? (\d+)(?::(\d\d))?(am|pm)? ?(?:–|-|to|and) ?(\d+)(?::(\d\d))?(am|pm)?)/gi;
  let last = 0;
  return [...text.matchAll(pattern)].map((match) => {
    const [words, day = '', part, h1 = '', m1, half1, h2 = '', m2, half2] = match;
    const ahead = (names.indexOf(day.toLowerCase().slice(0, 3)) - new Date(today).getUTCDay() + 7) % 7 || 7;
    const whole = part === undefined && (half1 ?? half2) !== undefined;
    const span = (half: string): [number, number] => [clock(h1, m1, half1 ?? half), clock(h2, m2, half2 ?? half)];
    const readings: [number, number][] =
      part === 'morning'
        ? [
            [540, 600],
            [480, 720],
          ]
        : part === 'afternoon'
          ? [
              [780, 840],
              [720, 1020],
            ]
          : whole
            ? [span(half2 ?? half1 ?? 'am')]
            : [span('pm'), span('am')];
    // A week named day by day goes on, it does not jump back.
    const date = today + ahead * DAY;
    last = date < last ? date + 7 * DAY : date;
    const nth = text.slice(0, match.index).split(words).length - 1;
    return {
      key: `${words}#${nth}`,
      words,
      start: match.index,
      end: match.index + words.length,
      readings,
      date: dateOf(last),
      why: whole
        ? null
        : part === undefined
          ? 'This could be before or after noon.'
          : `“${words}” needs a start and an end.`,
    };
  });
}

/** Reads and checks a draft, as far as a rehearsal needs it. */
export function readingOf(draft: SlotDraft, choice: SlotWeekChoice, here: string, now: number): SlotReading {
  const zone = draft.zone === '' ? here : draft.zone;
  const times = (startMs: number, endMs: number): SlotTimes => ({
    startMs,
    endMs,
    candidate: wallOf(startMs, endMs, zone),
    recruiter: wallOf(startMs, endMs, here),
  });
  const on = (date: string, [from, to]: [number, number]): SlotTimes =>
    times(instant(date, from, zone), instant(date, to, zone));
  const today = midnight(dateOf(now + offset(now, zone) * MINUTE));
  const spans: SlotSpan[] = [];
  const lines: SlotLine[] = [];
  const questions: SlotQuestion[] = [];
  for (const find of found(draft.text, today)) {
    const answer = draft.answers.find((one) => one.question === find.key);
    const out = draft.leftOut.includes(find.key) || answer?.choice === null;
    const chosen = find.why === null ? find.readings[0] : find.readings[answer?.choice ?? -1];
    const kind = out ? 'leftOut' : chosen === undefined ? 'question' : 'found';
    spans.push({ start: find.start, end: find.end, kind });
    if (kind === 'found' && chosen !== undefined)
      lines.push({
        key: find.key,
        number: 0,
        words: find.words,
        question: find.why === null ? null : find.key,
        usualLength: false,
        times: on(find.date, chosen),
      });
    if (kind === 'question')
      questions.push({
        key: find.key,
        words: find.words,
        why: find.why ?? '',
        answers: find.readings.map((one) => ({ slots: [on(find.date, one)], date: find.date })),
      });
  }
  for (const one of draft.drawn)
    lines.push({
      key: `drawn-${one.id}`,
      number: 0,
      words: null,
      question: null,
      usualLength: false,
      times: on(one.date, [one.startMinute, one.endMinute]),
    });
  const slots = lines
    .sort((a, b) => a.times.startMs - b.times.startMs)
    .map((line, index) => ({ ...line, number: index + 1 }));
  const findings: SlotFinding[] = slots.flatMap((slot, at) => {
    const { startMs, endMs } = slot.times;
    const say = (code: string, sentence: string): SlotFinding => ({ key: slot.key, code, sentence });
    if (startMs < now) return [say('past', 'This time is over.')];
    if (endMs - startMs < HOUR) return [say('too_short', 'This is shorter than the 60 min that the round needs.')];
    const other = slots.slice(0, at).find((one) => one.times.endMs > startMs);
    return other === undefined ? [] : [say('overlaps', `This overlaps with slot ${other.number}.`)];
  });
  const first = choice.date ?? slots[0]?.times.candidate.date ?? questions[0]?.answers[0]?.date;
  const shown = first === undefined ? today : midnight(first);
  const monday = shown - ((new Date(shown).getUTCDay() + 6) % 7) * DAY;
  const length = choice.weekend ? 7 : 5;
  const ahead = (at: number): number => offset(at, here) - offset(at, zone);
  const scale = ahead(monday + 12 * HOUR);
  const days = Array.from({ length }, (_, n) => monday + n * DAY);
  const past = Math.round((now + offset(now, zone) * MINUTE - today) / MINUTE);
  const face = (minute: number): string => new Date(minute * MINUTE).toISOString().slice(11, 16);
  const changes = [zone, here].flatMap((one, at) => {
    if (zone === here) return [];
    const day = Array.from({ length: 21 }, (_, n) => monday + (n - 7) * DAY).find(
      (start) => offset(start, one) !== offset(start + DAY, one),
    );
    if (day === undefined) return [];
    const inWeek = days.findIndex((shownDay) => shownDay > day && shownDay - day <= DAY);
    return [
      {
        date: dateOf(day),
        city: cityOf(one),
        candidate: at === 0,
        changeMinutes: offset(day + DAY, one) - offset(day, one),
        beforeMinutes: ahead(day - DAY),
        afterMinutes: ahead(day + 2 * DAY),
        beforeDay: inWeek === -1 ? null : inWeek,
      },
    ];
  });
  return {
    zone: draft.zone === '' ? null : zoneOf(draft.zone, null, draft.confirmed, now),
    spans,
    slots,
    questions,
    findings,
    week: {
      days: days.map((day) => ({
        date: dateOf(day),
        apartMinutes: ahead(day + 12 * HOUR),
        pastMinutes: day < today ? 1440 : day === today ? past : 0,
      })),
      before: monday <= today ? null : dateOf(monday - 7 * DAY),
      after: dateOf(monday + 7 * DAY),
      hours: Array.from({ length: 24 }, (_, hour) => ({
        candidate: face(hour * 60),
        recruiter: face((((hour * 60 + scale) % 1440) + 1440) % 1440),
      })),
      apartMinutes: scale,
    },
    changes: changes.sort((a, b) => a.date.localeCompare(b.date)),
    obstacles: [
      ...(slots.length === 0 ? ['no_slots'] : []),
      ...(draft.zone === '' ? ['zone_unknown'] : draft.confirmed ? [] : ['zone_unconfirmed']),
      ...(findings.length > 0 ? ['findings'] : []),
    ],
    text: slots
      .map(({ times: { candidate } }) => `${candidate.date} ${face(candidate.startMinute)} (${zone})`)
      .join('\n'),
  };
}
