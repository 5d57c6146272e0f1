import type { SlotLine } from '$lib/ipc';
import { drawn, resized, shifted } from './week';

interface Place {
  date: string;
  minute: number;
}
interface Ghost {
  date: string;
  start: number;
  end: number;
}

/** Drawing, moving and resizing a slot by pointer. Nothing changes before the pointer is lifted. */
export class WeekDrag {
  #from = $state.raw<Place | null>(null);
  #at = $state.raw<Place | null>(null);
  held = $state.raw<SlotLine | null>(null);
  #grip: 'whole' | 'start' | 'end' = 'whole';

  constructor(
    private readonly shortest: () => number,
    private readonly draw: (date: string, start: number, end: number) => void,
    private readonly put: (line: SlotLine, to: { start: number; end: number }, date: string) => void,
  ) {}

  get active(): boolean {
    return this.#from !== null;
  }

  /** What would be there if the pointer were lifted now. */
  get ghost(): Ghost | null {
    const [from, at, line] = [this.#from, this.#at, this.held];
    if (from === null || at === null) return null;
    if (line === null) return { date: from.date, ...drawn(from.minute, at.minute, this.shortest()) };
    const by = at.minute - from.minute;
    if (this.#grip === 'whole') return { date: at.date, ...shifted(line.times.candidate, by) };
    return { date: line.times.candidate.date, ...resized(line.times.candidate, this.#grip, by) };
  }

  begin(place: Place): void {
    this.#start(place, null, 'whole');
  }

  take(line: SlotLine, grip: 'whole' | 'start' | 'end', place: Place): void {
    this.#start(place, line, grip);
  }

  to(place: Place): void {
    if (this.#from !== null) this.#at = place;
  }

  drop(): void {
    const [ghost, line] = [this.ghost, this.held];
    this.cancel();
    if (ghost === null) return;
    if (line === null) {
      this.draw(ghost.date, ghost.start, ghost.end);
      return;
    }
    const wall = line.times.candidate;
    const same = ghost.date === wall.date && ghost.start === wall.startMinute && ghost.end === wall.endMinute;
    if (!same) this.put(line, { start: ghost.start, end: ghost.end }, ghost.date);
  }

  cancel(): void {
    this.#from = null;
    this.#at = null;
    this.held = null;
  }

  #start(place: Place, line: SlotLine | null, grip: 'whole' | 'start' | 'end'): void {
    this.#from = place;
    // A press on a slot only gives it the focus; a press on the week draws.
    this.#at = line === null ? place : null;
    this.held = line;
    this.#grip = grip;
  }
}
