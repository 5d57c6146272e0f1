import type { DownloadState, InterviewTime, ResultPart, Vendor } from '$lib/ipc';

/** Words about feedback, downloads and the agenda. */

const word = (table: Readonly<Record<string, string>>, code: string | null, otherwise: string): string =>
  (code !== null && Object.hasOwn(table, code) ? table[code] : undefined) ?? otherwise;
const plural = (n: number, one: string, many: string): string => (n === 1 ? one : many);

/** How an outcome is drawn: only what arrived well is tinted, and nothing is red that is merely a no. */
export interface OutcomeLook {
  words: string;
  icon: 'ok' | 'x' | 'help';
  tone: '' | 'ok' | 'warn';
}

export const outcomes: Readonly<Record<string, OutcomeLook>> = {
  strongly_recommended: { words: 'Strongly recommended', icon: 'ok', tone: 'ok' },
  good_fit: { words: 'Is a good fit', icon: 'ok', tone: 'ok' },
  not_recommended: { words: 'Not recommended', icon: 'x', tone: 'warn' },
};

/** An outcome's look; one that is not known is shown in the vendor's words. */
export const outcomeLook = (code: string | null, vendorWords: string | null): OutcomeLook =>
  (code !== null && Object.hasOwn(outcomes, code) ? outcomes[code] : undefined) ?? {
    words: vendorWords ?? 'No outcome stated',
    icon: 'help',
    tone: '',
  };

/** Why a time is not certain, after "not certain:". */
export const unsure = {
  ambiguous_zone: 'the zone’s abbreviation means several zones',
  zone_out_of_season: 'the zone’s abbreviation does not fit the season',
  no_zone: 'no zone is given',
  ambiguous_day: 'day and month could be exchanged',
  ambiguous_hour: 'morning or afternoon is not said',
  no_year: 'the year is not given',
  no_date: 'no day is given',
  no_time: 'no time of day is given',
  contradiction: 'its parts contradict each other',
  clock_change: 'the clocks change in that hour',
} as const satisfies Record<string, string>;
export const unsureWords = (time: InterviewTime): string => word(unsure, time.why, 'it could be read in several ways');

/** Links of a journey with an expert's interview. */
export const interviewLinks = {
  slots_wanted: () => 'Slots requested',
  slots_given: () => 'Slots given',
  scheduled: () => 'Scheduled',
  held: () => 'Interview held',
  feedback_in: () => 'Feedback in',
  cancelled: () => 'Interview cancelled',
  no_show: () => 'Somebody did not appear',
} as const satisfies Record<string, () => string>;

/** Where a link comes from that nothing proves: something later did happen. */
export const unprovenWords = (vendor: Vendor, link: string): string =>
  vendor === 'jobtwine' && link === 'invited' ? 'JobTwine leaves no tag for this' : 'Follows from what came later';

const dayTime = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short' });
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

/** What follows "Scheduled": the time, or the vendor's own words for it. */
export function scheduledWords(time: InterviewTime | null): string {
  if (time === null) return '';
  if (time.atMs === null) return time.asWritten === null ? '' : `, “${time.asWritten}”`;
  return `, ${dayTime.format(time.atMs).replace(',', '')} ${clock.format(time.atMs)}`;
}

/** Bytes as people read them. */
export function sizeWords(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB'];
  let size = bytes;
  let unit = 0;
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000;
    unit += 1;
  }
  return `${unit === 0 || size >= 10 ? Math.round(size) : size.toFixed(1)} ${units[unit] ?? ''}`;
}

export const resultWords = {
  feedback: 'Feedback',
  fresh: 'New',
  underReview: 'JobTwine still reviews it',
  vendorSays: (words: string) => `JobTwine wrote “${words}”.`,
  round: (n: number, name: string | null) => (name === null ? `Round ${n}` : `Round ${n}, ${name}`),
  by: (name: string, day: string) => (day === '' ? `Interviewer ${name}` : `Interviewer ${name}, ${day}`),
  came: (day: string) => `Came ${day}`,
  rating: (name: string, words: string) => `${name}: ${words}`,
  noRating: 'not rated',
  earlier: 'Earlier rounds',
  openVideo: 'Open video',
  openReport: 'Open report',
  download: 'Download',
  copyLink: 'Copy link',
  anyone: { video: 'Anyone with it can watch', report: 'Anyone with it can read' } satisfies Record<ResultPart, string>,
  copied: 'Link copied. Anyone with it can open it.',
  what: { video: 'Video', report: 'Report, PDF' } satisfies Record<ResultPart, string>,
  whatToCopy: { video: 'Link to the video', report: 'Link to the report' } satisfies Record<ResultPart, string>,
  menu: { download: 'Download what', copy: 'Copy which link' },
  noLinks: 'The note holds no links.',
  state: {
    running: 'Downloading',
    stopped: 'Stopped',
    done: 'In your folder for downloads',
  } satisfies Record<DownloadState, string>,
  progress: (here: string, all: string | null) => (all === null ? here : `${here} of ${all}`),
  downloading: (name: string) => `Downloading ${name}`,
  stop: 'Stop',
  resume: 'Resume',
  drop: 'Discard',
  forget: 'Hide',
  show: 'Show in folder',
  downloads: 'Downloads',
  saved: (name: string) => ({ lead: `${name} is saved`, rest: 'in your folder for downloads.' }),
} as const;

export const agendaWords = {
  title: 'Agenda',
  today: (n: number) => `${n} today`,
  clock: (city: string) => `Times in ${city}`,
  copy: 'Copy as text',
  copied: 'Agenda copied.',
  file: 'Calendar file',
  fileAll: 'Calendar file of all',
  fileOf: (name: string) => `Calendar file, ${name}`,
  unsure: 'Time needs an answer',
  unsureMeans: (why: string) => `Not certain: ${why}.`,
  noWords: 'no time',
  earlier: (n: number) => `Earlier this week, ${n} ${plural(n, 'interview', 'interviews')}`,
  day: { past: '', today: 'Today', ahead: '' },
  cancelled: 'Cancelled',
  minutes: (n: number) => `${n} min`,
  interviewer: (name: string) => `with ${name}`,
  noName: 'No name in Lever',
  open: (name: string) => `Open ${name}`,
  look: 'Read the note',
  empty: 'No interviews ahead.',
  emptyMeans: 'An interview stands here as soon as JobTwine’s note gives its time.',
  loading: 'Reading your interviews',
  list: 'Interviews by day',
} as const;
