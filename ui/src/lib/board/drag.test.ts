import { afterEach, describe, expect, it, vi } from 'vitest';

import type { Card, StageId } from '$lib/ipc';
import { Rehearsal } from '$lib/host/rehearsal';
import { Announcer } from '$lib/stores/announcer.svelte';
import { DragController } from './drag.svelte';

const stage = (name: string): StageId => name as StageId;
const order = ['applicant-new', 'recruiter-screen', 'my-stage', 'manager-review'].map(stage);
const stops: (() => void)[] = [];
afterEach(() => stops.splice(0).forEach((stop) => stop()));

function set() {
  const host = new Rehearsal({ people: 60 });
  const announcer = new Announcer();
  const drop = vi.fn(() => Promise.resolve());
  const failed = vi.fn();
  const drag = new DragController(host, announcer, (id) => id, drop, failed);
  const scroller = document.createElement('div');
  const element = document.createElement('div');
  document.body.append(scroller);
  stops.push(
    drag.attach({
      scroller,
      extents: () => order.map((one, at) => ({ stage: one, left: at * 250, right: at * 250 + 240 })),
    }),
  );
  const card = [...host.people.values()].find((one) => one.card.name.startsWith('Ruairí'))?.card as Card;
  const fire = (type: string, x: number, y = 10, buttons = 1): void => {
    window.dispatchEvent(
      new PointerEvent(type, { clientX: x, clientY: y, pointerId: 1, isPrimary: true, button: 0, buttons }),
    );
  };
  const press = (x: number): void =>
    drag.press(
      new PointerEvent('pointerdown', {
        clientX: x,
        clientY: 10,
        pointerId: 1,
        isPrimary: true,
        button: 0,
        buttons: 1,
      }),
      card,
      element,
    );
  return { drag, drop, failed, announcer, card, fire, press };
}

describe('dragging by pointer', () => {
  it('is a click until it has moved', () => {
    const { drag, drop, fire, press } = set();
    press(300);
    fire('pointermove', 302);
    expect(drag.carried).toBeNull();
    fire('pointerup', 302, 10, 0);
    expect(drag.swallowsClick()).toBe(false);
    expect(drop).not.toHaveBeenCalled();
  });

  it('says what a drop would cause before it happens, and then makes one move', async () => {
    const { drag, drop, announcer, card, fire, press } = set();
    press(300);
    fire('pointermove', 560);
    expect(drag.carried).toMatchObject({ from: 'recruiter-screen', over: 'my-stage', by: 'pointer' });
    await vi.waitFor(() => expect(drag.preview).toMatchObject({ toStage: 'my-stage', emails: true }));
    expect(announcer.text).toContain('emails an invite to Ruairí Mac Giolla Fhionnuisce');
    fire('pointerup', 560, 10, 0);
    expect(drop).toHaveBeenCalledExactlyOnceWith(card.id, 'my-stage');
    expect(drag.carried).toBeNull();
    expect(drag.swallowsClick()).toBe(true);
    expect(drag.swallowsClick()).toBe(false);
  });

  it('does nothing on its own column', () => {
    const { drag, drop, fire, press } = set();
    press(300);
    fire('pointermove', 560);
    fire('pointermove', 310);
    fire('pointerup', 310, 10, 0);
    expect(drop).not.toHaveBeenCalled();
    expect(drag.carried).toBeNull();
  });

  it('is taken back by cancelling, whatever the pointer does afterwards', () => {
    const { drag, drop, announcer, fire, press } = set();
    press(300);
    fire('pointermove', 560);
    drag.cancel();
    expect(announcer.text).toContain('stays where it was');
    fire('pointermove', 800);
    fire('pointerup', 800, 10, 0);
    expect(drop).not.toHaveBeenCalled();
  });

  it('goes back when the window loses the pointer', () => {
    const { drag, drop, fire, press } = set();
    press(300);
    fire('pointermove', 560);
    window.dispatchEvent(new Event('blur'));
    expect(drag.carried).toBeNull();
    fire('pointerup', 560, 10, 0);
    expect(drop).not.toHaveBeenCalled();
  });

  it('forgets a button that was let go outside the window', () => {
    const { drag, fire, press } = set();
    press(300);
    fire('pointermove', 560, 10, 0);
    expect(drag.carried).toBeNull();
  });

  it('shows no consequence of a column that was left meanwhile', async () => {
    const { drag, fire, press } = set();
    press(300);
    fire('pointermove', 560);
    fire('pointermove', 800);
    await vi.waitFor(() => expect(drag.preview?.toStage).toBe('manager-review'));
    expect(drag.preview?.vendor).toBeNull();
  });
});

describe('carrying by keys', () => {
  it('steps over stages, stops at the ends, and drops with the same move', async () => {
    const { drag, drop, announcer, card } = set();
    drag.pickUp(card, new DOMRect());
    expect(announcer.text).toContain('picked up in recruiter-screen');
    drag.step(-1, order);
    drag.step(-1, order);
    expect(drag.carried?.over).toBe('applicant-new');
    drag.step(1, order);
    drag.step(1, order);
    await vi.waitFor(() => expect(drag.preview?.toStage).toBe('my-stage'));
    await drag.release();
    expect(drop).toHaveBeenCalledExactlyOnceWith(card.id, 'my-stage');
  });
});
