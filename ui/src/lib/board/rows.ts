/** Height of a card and of the gap below it, px. */
export interface Pitch {
  card: number;
  gap: number;
}

export const pitch = { comfortable: { card: 135, gap: 8 }, compact: { card: 96, gap: 4 } } as const satisfies Record<
  string,
  Pitch
>;

/** Rows kept beyond both edges. */
export const OVERSCAN = 1;

export interface Rows {
  /** First row, inclusive. */
  first: number;
  /** Last row, exclusive. */
  last: number;
}

export const stepOf = (size: Pitch): number => size.card + size.gap;

/** Height of a whole column, px. */
export const heightOf = (total: number, size: Pitch): number => (total === 0 ? 0 : total * stepOf(size) - size.gap);

/** Which rows a scrolled column has to hold. */
export function rowsAt(scrollTop: number, viewport: number, total: number, size: Pitch, overscan = OVERSCAN): Rows {
  const step = stepOf(size);
  const top = Math.max(0, scrollTop);
  const first = Math.min(total, Math.max(0, Math.floor(top / step) - overscan));
  const last = Math.min(total, Math.ceil((top + Math.max(0, viewport)) / step) + overscan);
  return { first, last: Math.max(first, last) };
}

/** Where to scroll so that a row is in sight, moving as little as possible. */
export function scrollTo(row: number, scrollTop: number, viewport: number, size: Pitch, inset = 4): number {
  const top = row * stepOf(size);
  const bottom = top + size.card;
  if (top - inset < scrollTop) return Math.max(0, top - inset);
  if (bottom + inset > scrollTop + viewport) return Math.max(0, bottom + inset - viewport);
  return scrollTop;
}
