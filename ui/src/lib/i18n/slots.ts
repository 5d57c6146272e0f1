import type { SlotClockChange, SlotTimes, SlotWall } from '$lib/ipc';

const plural = (n: number, one: string, many: string): string => (n === 1 ? one : many);

const weekday = new Intl.DateTimeFormat('en-GB', { weekday: 'short', timeZone: 'UTC' });
const dayOfMonth = new Intl.DateTimeFormat('en-GB', { day: 'numeric', timeZone: 'UTC' });
const month = new Intl.DateTimeFormat('en-GB', { month: 'short', timeZone: 'UTC' });
const whole = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' });

/** A calendar day is no moment: it is shown as it stands, whatever zone this computer is in. */
const dated = (date: string): Date => new Date(`${date}T00:00:00Z`);

/** "Mon" and "26". */
export const dayParts = (date: string): [string, string] => [
  weekday.format(dated(date)),
  dayOfMonth.format(dated(date)),
];
/** "Mon 26". */
export const dayWords = (date: string): string => dayParts(date).join(' ');
/** "Sun 25 Oct". */
export const dayMonthWords = (date: string): string => `${dayWords(date)} ${month.format(dated(date))}`;
/** "26 – 30 Oct", "30 Nov – 4 Dec". */
export function weekWords(first: string, last: string): string {
  const [from, to] = [dated(first), dated(last)];
  const head = month.format(from) === month.format(to) ? '' : ` ${month.format(from)}`;
  return `${dayOfMonth.format(from)}${head} – ${dayOfMonth.format(to)} ${month.format(to)} ${to.getUTCFullYear()}`;
}

const two = (n: number): string => String(n).padStart(2, '0');
/** A minute of the day as "09:30"; of the day after, too. */
export const wallTime = (minute: number): string => `${two(Math.floor(minute / 60) % 24)}:${two(minute % 60)}`;
/** "09:00–10:30". */
export const wallSpan = (wall: SlotWall): string => `${wallTime(wall.startMinute)}–${wallTime(wall.endMinute)}`;
/** "14:00–15:30", with the day where it is not `date`: "Tue 27 02:00–03:30". */
export const otherSpan = (wall: SlotWall, date: string): string =>
  wall.date === date ? wallSpan(wall) : `${dayWords(wall.date)} ${wallSpan(wall)}`;
/** What a clock `offset` minutes east of UTC shows at `at` (ms). */
export const clockFace = (at: number, offset: number): string => {
  const minutes = Math.floor(at / 60_000) + offset;
  return wallTime(((minutes % 1440) + 1440) % 1440);
};

/** "5 h", "5 h 30 min". */
export function apart(minutes: number): string {
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return [hours > 0 || rest === 0 ? `${hours} h` : '', rest > 0 ? `${rest} min` : '']
    .filter((one) => one !== '')
    .join(' ');
}

/** Words of the slot editor. */
export const slotWords = {
  open: 'Enter slots',
  title: 'Slots for ',
  minutes: (n: number) => `${n} min`,
  facts: {
    asked: (vendor: string, ago: string) => `${vendor} asked for slots ${ago}.`,
    wanted: (vendor: string) => `${vendor} waits for slots.`,
    round: (round: string) => `${round},`,
  },
  candidate: 'Candidate',
  you: 'You',
  noZone: 'No zone yet',
  unconfirmed: 'not confirmed',
  apart: (minutes: number) => (minutes === 0 ? 'same time' : `${apart(minutes)} apart`),
  thatWeek: 'that week',
  changeZone: (city: string) => `Candidate’s time zone: ${city}. Change`,
  paste: 'Paste or type times',
  placeholder: 'Mon 26 9–10:30am, Tue 27th 1pm to 3pm',
  readAs: ['Read as ', ' time'] as const,
  confirmed: 'confirmed',
  confirm: (city: string) => `Yes, ${city}`,
  change: 'Change',
  choose: 'Choose',
  whichZone: 'Which time zone is the candidate in?',
  guessed: (basis: string) => `guessed from “${basis}”`,
  zonePicker: 'Time zone of the candidate',
  zoneSearch: 'City or zone',
  zoneNone: (text: string) => `No zone matches “${text}”.`,
  found: (n: number) => `${n} ${plural(n, 'time', 'times')} found`,
  none: 'No times yet',
  ready: (n: number) => `${n} ready`,
  ask: (n: number) => `${n} ${plural(n, 'needs', 'need')} an answer`,
  foundList: 'Slots found',
  other: (city: string, span: string) => `${city} ${span}`,
  quote: (words: string) => `“${words}”`,
  drawn: 'Drawn on the week',
  answered: 'Read as you said.',
  usualLength: (n: number) => `No end was given, so ${n} min.`,
  onDay: (day: string) => `On ${day}, drawn by you`,
  askAgain: (n: number) => `Ask again about slot ${n}`,
  takeOut: (n: number) => `Remove slot ${n}`,
  leaveOut: 'Leave out',
  leftOut: (n: number) => `${n} left out`,
  bringBack: 'Bring back',
  add: 'Add a time, or drag on the week',
  fine: (minutes: number) => `No overlaps, none in the past, each ${minutes} min or longer`,
  wrong: (n: number) => `${n} ${plural(n, 'problem', 'problems')} to mend`,
  nothingToCheck: 'Slots are checked as they appear',
  week: {
    label: 'Week',
    before: 'The week before',
    after: 'The week after',
    weekend: 'Sat, Sun',
    over: 'over',
    day: (date: string, n: number) => `${whole.format(dated(date))}, ${n} ${plural(n, 'slot', 'slots')}`,
    shifted: (minutes: number) => `${minutes > 0 ? '+' : '−'}${apart(minutes)} here`,
    hint: 'Drag to draw a slot. Arrows move the one with focus, with Shift they change its end, Delete takes it out.',
  },
  block: (n: number, times: SlotTimes, here: string, there: string) =>
    `Slot ${n}, ${whole.format(dated(times.candidate.date))}, ${wallTime(times.candidate.startMinute)} to ${wallTime(times.candidate.endMinute)} ${here}, ${otherSpan(times.recruiter, times.candidate.date).replace('–', ' to ')} ${there}`,
  taken: (n: number) => `Slot ${n} taken out.`,
  changes: {
    lead: 'Clocks change between the two cities.',
    leadOne: (city: string) => `The clocks change in ${city}.`,
    days: (changes: readonly SlotClockChange[]) =>
      `${changes
        .map((one, at) => {
          const way = one.changeMinutes < 0 ? 'back' : 'forward';
          const again = at > 0 && Math.sign(changes[at - 1]?.changeMinutes ?? 0) === Math.sign(one.changeMinutes);
          return again
            ? `${one.city} on ${dayMonthWords(one.date)}`
            : `${one.city} goes ${way} on ${dayMonthWords(one.date)}`;
        })
        .join(', ')}.`,
    apart: (now: number, else_: number) => `That week they are ${apart(now)} apart, not ${apart(else_)}.`,
    correct: 'Times below are already correct.',
    column: (changes: readonly SlotClockChange[]) =>
      changes
        .map(
          (one) => `${dayWords(one.date)}: ${one.city} ${one.changeMinutes < 0 ? '−' : '+'}${apart(one.changeMinutes)}`,
        )
        .join(', '),
  },
  scheduled: (vendor: string, times: string) =>
    `${vendor} has scheduled the interview: ${times}. The candidate was faster, so nothing is left to send.`,
  scheduledNoTime: (vendor: string) =>
    `${vendor} has scheduled the interview. The candidate was faster, so nothing is left to send.`,
  given: (ago: string) => `Slots were given ${ago}. What you send now is added to them.`,
  givenHere: (ago: string) => `You gave slots ${ago}. Lever’s notes say which.`,
  over: (vendor: string) => `${vendor} wants no slots for this interview any more.`,
  both: (candidate: string, here: string, recruiter: string, there: string) =>
    `${candidate} ${here}, ${recruiter} ${there}`,
  consequence: {
    sends: ['JobTwine books an interviewer for one of these slots', ' and emails the candidate.'] as const,
    copies: ['The slots are copied, and JobTwine’s page opens for you to enter them.', ''] as const,
    copiesOnly: ['The slots are copied for you to hand on.', ''] as const,
    note: 'A note in Lever says what was offered.',
    link: (date: string) => `Uses the link from JobTwine’s note of ${date}.`,
    candidate: 'The candidate can still change the slots there.',
    noLink: 'No note with JobTwine’s link has been read yet.',
  },
  obstacle: {
    no_slots: 'No slot is ready yet.',
    zone_unknown: 'Choose the candidate’s time zone first.',
    zone_unconfirmed: 'Confirm the candidate’s time zone first.',
    findings: 'Mend or take out the slots that have a problem.',
  } as Record<string, string>,
  questionsOpen: (n: number) => `${n} open ${plural(n, 'question is', 'questions are')} not sent.`,
  openLink: 'Open JobTwine link',
  send: (n: number) => (n === 0 ? 'Send slots to JobTwine' : `Send ${n} ${plural(n, 'slot', 'slots')} to JobTwine`),
  copyOpen: (n: number) =>
    n === 0 ? 'Copy slots and open JobTwine' : `Copy ${n} ${plural(n, 'slot', 'slots')} and open JobTwine`,
  copy: (n: number) => (n === 0 ? 'Copy slots' : `Copy ${n} ${plural(n, 'slot', 'slots')}`),
  sending: 'On the way',
  askHost: (host: string) => `The link leads to ${host}, which has not been opened before.`,
  allowHost: (host: string) => `Open ${host}`,
  keepClosed: 'Keep closed',
  done: {
    sent: (n: number) => `${n} ${plural(n, 'slot', 'slots')} sent to JobTwine.`,
    copied: (n: number) => `${n} ${plural(n, 'slot', 'slots')} copied.`,
    noted: 'The note is in Lever.',
    noNote: (why: string) => `There is no note in Lever: ${why}`,
    noteWaits: 'The note goes to Lever as soon as it answers.',
  },
};
