import type { Column, StageId, Vendor } from '$lib/ipc';

/** Space between columns, and on both sides of the board, px. */
export const GAP = 4;
export const GUTTER = 12;
/** A collapsed column: 36 px and 2 px of margin on both sides; narrower while the panel is open. */
export const STRIP = 40;
export const STRIP_NARROW = 24;

export interface Slot {
  stage: StageId;
  collapsed: boolean;
  /** Outer width, px. */
  width: number;
  /** Left edge inside the scrolled board, px. */
  left: number;
}

export interface Arrangement {
  slots: Slot[];
  /** Width of the scrolled content, px; wider than the board: it scrolls sideways. */
  width: number;
  narrow: boolean;
}

export interface Wishes {
  /** Width of the board that can be seen, px (without what the panel covers). */
  width: number;
  /** Narrowest column, px. */
  min: number;
  /** Collapsed by the person. */
  collapsed: ReadonlySet<StageId>;
  /** Opened by the person (or by a card held above it). */
  expanded: ReadonlySet<StageId>;
  /** Opened under a card in the hand: nothing else may move meanwhile, so it comes on top of the others. */
  peeked: StageId | null;
  /** The panel shows a card of this column: it has to stay in sight. */
  active: StageId | null;
}

type Head = Pick<Column, 'stage'> & { vendor: Vendor | null; total: number };

/** Lanes that contact people come first, then their neighbours, then whoever stands further left. */
function priority(columns: readonly Head[], wishes: Wishes): number[] {
  const lanes = columns.flatMap((column, at) => (column.vendor === null ? [] : [at]));
  const distance = (at: number): number =>
    lanes.length === 0 ? at : Math.min(...lanes.map((lane) => Math.abs(lane - at)));
  const wanted = (at: number): number => (wishes.expanded.has(columns[at]?.stage as StageId) ? 0 : 1);
  return columns
    .map((_, at) => at)
    .filter((at) => !wishes.collapsed.has(columns[at]?.stage as StageId))
    .sort((a, b) => wanted(a) - wanted(b) || distance(a) - distance(b) || a - b);
}

/** Which columns stand open, how wide, and which are strips. */
export function arrange(columns: readonly Head[], wishes: Wishes): Arrangement {
  return wishes.active !== null && columns.some((column) => column.stage === wishes.active)
    ? besidePanel(columns, wishes, wishes.active)
    : whole(columns, wishes);
}

function whole(columns: readonly Head[], wishes: Wishes): Arrangement {
  const order = priority(columns, wishes);
  const room = wishes.width - 2 * GUTTER - GAP * Math.max(0, columns.length - 1);
  const widthFor = (open: number): number => (open === 0 ? 0 : (room - STRIP * (columns.length - open)) / open);
  const forced = order.filter((at) => wishes.expanded.has(columns[at]?.stage as StageId)).length;
  let open = order.length;
  while (open > Math.max(1, forced) && widthFor(open) < wishes.min) open -= 1;
  const shown = new Set(order.slice(0, open));
  const width = Math.max(wishes.min, widthFor(shown.size));
  const peeked = columns.findIndex((column) => column.stage === wishes.peeked);
  return place(columns, (at) => shown.has(at) || at === peeked, width, STRIP, false);
}

function besidePanel(columns: readonly Head[], wishes: Wishes, active: StageId): Arrangement {
  const width = wishes.min + 14;
  const at = columns.findIndex((column) => column.stage === active);
  const before = columns.slice(0, at);
  // Columns on the left close one by one, from the left, until the active one is in sight.
  let closed = 0;
  const fits = (): boolean => {
    const left = before.reduce(
      (sum, column, i) => sum + GAP + (i < closed || wishes.collapsed.has(column.stage) ? STRIP_NARROW : width),
      GUTTER,
    );
    return left + width + GAP <= wishes.width;
  };
  while (closed < before.length && !fits()) closed += 1;
  let left = GUTTER;
  return place(
    columns,
    (i) => {
      const stage = columns[i]?.stage as StageId;
      const open = i === at || (!wishes.collapsed.has(stage) && i >= closed && left < wishes.width);
      left += GAP + (open ? width : STRIP_NARROW);
      return open;
    },
    width,
    STRIP_NARROW,
    true,
  );
}

function place(
  columns: readonly Head[],
  open: (at: number) => boolean,
  width: number,
  strip: number,
  narrow: boolean,
): Arrangement {
  let left = GUTTER;
  const slots = columns.map((column, at): Slot => {
    const collapsed = !open(at);
    const slot = { stage: column.stage, collapsed, width: collapsed ? strip : width, left };
    left += slot.width + GAP;
    return slot;
  });
  return { slots, width: left - GAP + GUTTER, narrow };
}
