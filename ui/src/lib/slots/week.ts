import type { SlotQuestion, SlotReading, SlotWall } from '$lib/ipc';

/** Slots are drawn in quarters of an hour. */
export const SNAP = 15;
export const DAY = 1440;
/** Height of an hour on the week, px. */
export const HOUR_PX = 43;

export const px = (minutes: number): number => (minutes * HOUR_PX) / 60;
export const minuteAt = (y: number): number => Math.min(DAY, Math.max(0, (y * 60) / HOUR_PX));
const snapped = (minute: number): number => Math.round(minute / SNAP) * SNAP;

/** Where a pointer that was put down at `from` and is now at `to` (minutes of the day) draws a slot. */
export function drawn(from: number, to: number, shortest: number): { start: number; end: number } {
  const start = Math.floor(Math.min(from, to) / SNAP) * SNAP;
  const end = Math.ceil(Math.max(from, to) / SNAP) * SNAP;
  // A press without a drag means the shortest slot.
  const length = end - start <= SNAP ? Math.max(shortest, SNAP) : end - start;
  const last = Math.min(start, DAY - SNAP);
  return { start: last, end: last + length };
}

/** The slot moved by so many minutes; it starts on its day. */
export function shifted(wall: SlotWall, by: number): { start: number; end: number } {
  const start = Math.min(DAY - SNAP, Math.max(0, snapped(wall.startMinute + by)));
  return { start, end: start + (wall.endMinute - wall.startMinute) };
}

/** The slot with another end, or another start; never shorter than a quarter of an hour. */
export function resized(wall: SlotWall, edge: 'start' | 'end', by: number): { start: number; end: number } {
  if (edge === 'end')
    return { start: wall.startMinute, end: Math.max(wall.startMinute + SNAP, snapped(wall.endMinute + by)) };
  return {
    start: Math.max(0, Math.min(wall.endMinute - SNAP, snapped(wall.startMinute + by))),
    end: wall.endMinute,
  };
}

/** A place for a new slot: the first day not over, the first full hour from nine on that nothing lies on. */
export function freePlace(
  reading: SlotReading,
  minutes: number,
): { date: string; startMinute: number; endMinute: number } | null {
  for (const day of reading.week.days) {
    const taken = reading.slots.map((slot) => slot.times.candidate).filter((wall) => wall.date === day.date);
    for (let start = 9 * 60; start + minutes <= 18 * 60; start += 60) {
      const free = taken.every((wall) => wall.endMinute <= start || wall.startMinute >= start + minutes);
      if (start >= day.pastMinutes && free) return { date: day.date, startMinute: start, endMinute: start + minutes };
    }
  }
  return null;
}

/** A piece of a slot on one day; a slot over midnight has two. */
export interface Part {
  date: string;
  start: number;
  end: number;
  /** The rest of a slot that began the day before. */
  rest: boolean;
}

export function parts(wall: SlotWall, days: readonly string[]): Part[] {
  const first: Part = { date: wall.date, start: wall.startMinute, end: Math.min(DAY, wall.endMinute), rest: false };
  if (wall.endMinute <= DAY) return [first];
  const next = days[days.indexOf(wall.date) + 1];
  if (next === undefined || !days.includes(wall.date)) return [first];
  return [first, { date: next, start: 0, end: Math.min(DAY, wall.endMinute - DAY), rest: true }];
}

/** What a question's words could mean, as areas of the week; readings that touch are one. */
export function meant(question: SlotQuestion): { words: string; date: string; start: number; end: number }[] {
  const areas: { words: string; date: string; start: number; end: number }[] = [];
  const walls = question.answers
    .flatMap((answer) => answer.slots.map((one) => one.candidate))
    .sort((a, b) => a.date.localeCompare(b.date) || a.startMinute - b.startMinute);
  for (const wall of walls) {
    const last = areas.at(-1);
    const end = Math.min(DAY, wall.endMinute);
    if (last?.date === wall.date && wall.startMinute <= last.end) last.end = Math.max(last.end, end);
    else areas.push({ words: question.words, date: wall.date, start: wall.startMinute, end });
  }
  return areas;
}
