const SECOND = 1000;
export const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A duration in its largest unit: "19 s", "4 min", "4 h", "2 d". */
export function span(ms: number): string {
  const whole = Math.max(0, ms);
  if (whole < MINUTE) return `${Math.floor(whole / SECOND)} s`;
  if (whole < HOUR) return `${Math.floor(whole / MINUTE)} min`;
  if (whole < DAY) return `${Math.floor(whole / HOUR)} h`;
  return `${Math.floor(whole / DAY)} d`;
}

/** How long ago `at` was, seen from `now` (both ms since the epoch). */
export const ago = (at: number, now: number): string => span(now - at);

/** How long ago, as words: "just now", "4 min ago". Whatever is younger than `fresh` ms is just now. */
export const agoWords = (at: number, now: number, fresh = 2 * SECOND): string =>
  now - at < fresh ? 'just now' : `${ago(at, now)} ago`;

/** Days in a stage, as the card shows them. */
export function days(since: number, now: number): string {
  const whole = Math.floor(Math.max(0, now - since) / DAY);
  return whole === 0 ? 'today' : `${whole} d`;
}

/** Whole seconds left until `at`, never below zero; the last second shows as 1. */
export const secondsLeft = (at: number, now: number): number => Math.max(0, Math.ceil((at - now) / SECOND));

const sameDay = (a: Date, b: Date): boolean => a.toDateString() === b.toDateString();
const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const dayMonth = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const dayMonthYear = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
const weekday = new Intl.DateTimeFormat('en-GB', { weekday: 'short' });

/** The time of day, 24 h. */
export const timeOfDay = (at: number): string => clock.format(at);

/** "Today 09:18", "9 Oct 10:12", "9 Oct 2024". */
export function moment(at: number, now: number): string {
  const words = momentWithin(at, now);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The same within a sentence: "today 09:18". */
export function momentWithin(at: number, now: number): string {
  const date = new Date(at);
  const today = new Date(now);
  if (sameDay(date, today)) return `today ${clock.format(date)}`;
  if (date.getFullYear() !== today.getFullYear()) return dayMonthYear.format(date);
  return `${dayMonth.format(date)} ${clock.format(date)}`;
}

/** The day only: "12 Oct", "12 Oct 2024". */
export function day(at: number, now: number): string {
  const date = new Date(at);
  return date.getFullYear() === new Date(now).getFullYear() ? dayMonth.format(date) : dayMonthYear.format(date);
}

/** A day in the near future: "Mon", otherwise "12 Oct"; with the time where it is today. */
export function due(at: number, now: number): string {
  const date = new Date(at);
  if (sameDay(date, new Date(now))) return clock.format(date);
  return Math.abs(at - now) < 6 * DAY ? weekday.format(date) : day(at, now);
}

/** When something begins: "today 14:00", "Thu 14:00" within a week, otherwise "12 Oct 14:00". */
export function start(at: number, now: number): string {
  const date = new Date(at);
  const near = Math.abs(at - now) < 6 * DAY ? weekday.format(date) : day(at, now);
  return `${sameDay(date, new Date(now)) ? 'today' : near} ${clock.format(date)}`;
}
