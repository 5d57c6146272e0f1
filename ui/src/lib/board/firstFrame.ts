/** What a start is measured by: when the first cards stood on the screen. `docs/benchmarks.md` says how it is read. */
export const FIRST_FRAME = 'first-frame';

let marked = false;

/** Called by every card that comes into the page; the first one marks the frame after the one it is painted in. */
export function markFirstFrame(): void {
  if (marked) return;
  marked = true;
  requestAnimationFrame(() => requestAnimationFrame(() => performance.mark(FIRST_FRAME)));
}
