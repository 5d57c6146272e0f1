import type { StageId } from '$lib/ipc';

/** A column's horizontal extent on screen, px. */
export interface Extent {
  stage: StageId;
  left: number;
  right: number;
}

/** Width of the zone at both edges in which the board scrolls by itself, px. */
export const EDGE = 56;
/** Fastest scrolling, px per frame. */
export const TOP_SPEED = 18;

/** The column under the pointer: the one it is in, else the nearest, so that a gap is never a hole. */
export function columnAt(extents: readonly Extent[], x: number): StageId | null {
  let best: Extent | null = null;
  let least = Infinity;
  for (const extent of extents) {
    const distance = x < extent.left ? extent.left - x : x > extent.right ? x - extent.right : 0;
    if (distance < least) {
      best = extent;
      least = distance;
    }
  }
  return best?.stage ?? null;
}

/** How far to scroll in this frame: none in the middle, faster towards an edge, px. */
export function edgeSpeed(x: number, left: number, right: number): number {
  const zone = Math.min(EDGE, Math.max(0, (right - left) / 2));
  if (zone === 0) return 0;
  if (x < left + zone) return -TOP_SPEED * Math.min(1, (left + zone - x) / zone);
  if (x > right - zone) return TOP_SPEED * Math.min(1, (x - (right - zone)) / zone);
  return 0;
}

/** Far enough to be a drag and not a click, px. */
export const isDrag = (dx: number, dy: number): boolean => Math.hypot(dx, dy) >= 5;
