import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { StageId, Vendor } from '$lib/ipc';
import { columnAt, edgeSpeed, type Extent, isDrag, TOP_SPEED } from './hit';
import { arrange, GAP, GUTTER, type Wishes } from './layout';
import { heightOf, pitch, rowsAt, scrollTo, stepOf } from './rows';

const stage = (name: string): StageId => name as StageId;

describe('windows of a column', () => {
  const size = fc.constantFrom(pitch.comfortable, pitch.compact);

  it('holds every row that can be seen, and few others', () => {
    fc.assert(
      fc.property(size, fc.nat(3000), fc.nat(2000), fc.nat(400_000), (pitchOf, total, viewport, scrolled) => {
        const max = Math.max(0, heightOf(total, pitchOf) - viewport);
        const top = Math.min(scrolled, max);
        const rows = rowsAt(top, viewport, total, pitchOf);
        for (let row = 0; row < total; row += 1) {
          const from = row * stepOf(pitchOf);
          if (from + pitchOf.card > top && from < top + viewport) {
            expect(row).toBeGreaterThanOrEqual(rows.first);
            expect(row).toBeLessThan(rows.last);
          }
        }
        expect(rows.last - rows.first).toBeLessThanOrEqual(Math.ceil(viewport / stepOf(pitchOf)) + 5);
        expect(rows.last).toBeLessThanOrEqual(total);
      }),
      { numRuns: 60 },
    );
  });

  it('scrolls a row into sight by as little as needed', () => {
    fc.assert(
      fc.property(
        size,
        fc.nat(500),
        fc.nat(50_000),
        fc.integer({ min: 200, max: 2000 }),
        (pitchOf, row, top, viewport) => {
          const to = scrollTo(row, top, viewport, pitchOf);
          expect(row * stepOf(pitchOf)).toBeGreaterThanOrEqual(to);
          expect(row * stepOf(pitchOf) + pitchOf.card).toBeLessThanOrEqual(to + viewport);
          expect(scrollTo(row, to, viewport, pitchOf)).toBe(to);
        },
      ),
    );
  });
});

describe('what is under the pointer', () => {
  const row = fc.array(fc.integer({ min: 20, max: 400 }), { minLength: 1, maxLength: 14 }).map((widths) => {
    let left = 0;
    return widths.map((width, at): Extent => {
      const extent = { stage: stage(`s${at}`), left, right: left + width };
      left += width + GAP;
      return extent;
    });
  });

  it('is the column that contains it, and in a gap or outside the nearest one', () => {
    fc.assert(
      fc.property(row, fc.integer({ min: -500, max: 6000 }), (extents, x) => {
        const found = extents.find((extent) => extent.stage === columnAt(extents, x));
        expect(found).toBeDefined();
        const inside = extents.find((extent) => x > extent.left && x < extent.right);
        if (inside !== undefined) expect(found).toBe(inside);
        const distance = (extent: Extent): number => Math.max(extent.left - x, x - extent.right, 0);
        const least = Math.min(...extents.map(distance));
        expect(found === undefined ? NaN : distance(found)).toBe(least);
      }),
    );
  });

  it('is nothing on an empty board', () => {
    expect(columnAt([], 10)).toBeNull();
  });

  it('scrolls towards the edge it is near, never in the middle, never too fast', () => {
    fc.assert(
      fc.property(fc.integer({ min: 300, max: 3000 }), fc.integer({ min: -200, max: 3200 }), (width, x) => {
        const speed = edgeSpeed(x, 0, width);
        expect(Math.abs(speed)).toBeLessThanOrEqual(TOP_SPEED);
        if (x > 60 && x < width - 60) expect(speed).toBe(0);
        if (x < 40) expect(speed).toBeLessThan(0);
        if (x > width - 40) expect(speed).toBeGreaterThan(0);
      }),
    );
  });

  it('tells a click from a drag', () => {
    expect(isDrag(2, 3)).toBe(false);
    expect(isDrag(-6, 0)).toBe(true);
  });
});

describe('columns and strips', () => {
  const wishes = (change: Partial<Wishes>): Wishes => ({
    width: 1152,
    min: 232,
    collapsed: new Set(),
    expanded: new Set(),
    peeked: null,
    active: null,
    ...change,
  });
  const head = (name: string, vendor: Vendor | null = null) => ({ stage: stage(name), vendor, total: 3 });
  const seven = [
    head('new'),
    head('screen'),
    head('my', 'myinterview'),
    head('review'),
    head('jt', 'jobtwine'),
    head('site'),
    head('offer'),
  ];
  const open = (change: Partial<Wishes>): string[] =>
    arrange(seven, wishes(change))
      .slots.filter((slot) => !slot.collapsed)
      .map((slot) => slot.stage);

  it('keeps the lanes that contact people and their neighbours open at the designed size', () => {
    expect(open({})).toEqual(['screen', 'my', 'review', 'jt']);
    expect(open({ min: 176 })).toEqual(['new', 'screen', 'my', 'review', 'jt', 'site']);
  });

  it('follows the person before its own order', () => {
    expect(open({ collapsed: new Set([stage('my')]) })).not.toContain('my');
    expect(open({ expanded: new Set([stage('offer')]) })).toContain('offer');
    expect(open({ width: 300, expanded: new Set([stage('offer'), stage('new')]) })).toEqual(['new', 'offer']);
  });

  it('opens a strip under a carried card without closing another column', () => {
    const before = open({});
    expect(open({ peeked: stage('offer') })).toEqual([...before, 'offer']);
  });

  it('keeps the open card’s column in sight beside the panel', () => {
    for (const column of seven) {
      const { slots } = arrange(seven, wishes({ width: 504, active: column.stage }));
      const slot = slots.find((one) => one.stage === column.stage);
      expect(slot?.collapsed).toBe(false);
      expect((slot?.left ?? 0) + (slot?.width ?? 0)).toBeLessThanOrEqual(504);
    }
  });

  it('gives every stage one place, in order, without overlap, never narrower than allowed', () => {
    const heads = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,4}$/), { minLength: 1, maxLength: 20 }).chain((names) =>
      fc
        .array(fc.constantFrom<Vendor | null>(null, null, null, 'myinterview', 'jobtwine'), {
          minLength: names.length,
          maxLength: names.length,
        })
        .map((vendors) => names.map((name, at) => head(name, vendors[at] ?? null))),
    );
    fc.assert(
      fc.property(
        heads,
        fc.integer({ min: 200, max: 3000 }),
        fc.boolean(),
        fc.nat(30),
        fc.nat(30),
        (columns, width, beside, one, two) => {
          const pick = (at: number): StageId => columns[at % columns.length]?.stage ?? stage('');
          const plan = arrange(
            columns,
            wishes({ width, collapsed: new Set([pick(one)]), active: beside ? pick(two) : null }),
          );
          expect(plan.slots.map((slot) => slot.stage)).toEqual(columns.map((column) => column.stage));
          let right = GUTTER - GAP;
          for (const slot of plan.slots) {
            expect(slot.left).toBeCloseTo(right + GAP, 5);
            if (!slot.collapsed) expect(slot.width).toBeGreaterThanOrEqual(232);
            right = slot.left + slot.width;
          }
          expect(plan.width).toBeCloseTo(right + GUTTER, 5);
        },
      ),
    );
  });
});
