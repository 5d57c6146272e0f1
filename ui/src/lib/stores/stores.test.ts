import { flushSync } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { Card, Download, OpportunityId, StageId } from '$lib/ipc';
import { Rehearsal } from '$lib/host/rehearsal';
import { themeName } from './appearance.svelte';
import { FulcrumApp } from './app.svelte';
import { coalesce } from './coalesce';
import { Clock } from './clock.svelte';
import { DownloadStore } from './downloads.svelte';
import { type Toast, TOAST_MS, Toasts } from './toasts.svelte';

const screen = 'recruiter-screen' as StageId;
const interview = 'my-stage' as StageId;

async function started(people = 300): Promise<{ host: Rehearsal; app: FulcrumApp; stop: () => void }> {
  const host = new Rehearsal({ people });
  const app = new FulcrumApp(host, new Clock());
  await app.start();
  const stops = [app.board.show(screen), app.board.show(interview)];
  await Promise.all([app.board.window(screen).want(0, 8), app.board.window(interview).want(0, 8)]);
  return {
    host,
    app,
    stop: () => {
      for (const stop of stops) stop();
      app.stop();
    },
  };
}

const settled = (): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, 5));

describe('downloads', () => {
  it('believe what was told since over an answer that comes late', () => {
    const downloads = new DownloadStore(new Rehearsal(), () => undefined);
    const running: Download = {
      id: 7,
      journey: null,
      part: 'report',
      name: 'Report.pdf',
      state: 'running',
      received: 0,
      total: null,
      problem: null,
    };
    downloads.changed({ ...running, state: 'done' });
    downloads.begun(running);
    expect(downloads.items.map((one) => one.state)).toEqual(['done']);
    downloads.begun({ ...running, id: 8 });
    expect(downloads.items.map((one) => one.state)).toEqual(['done', 'running']);
  });
});

describe('coalesce', () => {
  it('turns a burst into the run under way and one more', async () => {
    let runs = 0;
    const read = coalesce(async () => {
      runs += 1;
      await settled();
    });
    await Promise.all([read(), read(), read(), read()]);
    expect(runs).toBe(2);
    await read();
    expect(runs).toBe(3);
  });

  it('goes on after a failure', async () => {
    let fail = true;
    const read = coalesce(() => (fail ? Promise.reject(new Error('no')) : Promise.resolve()));
    await expect(read()).rejects.toThrow('no');
    fail = false;
    await expect(read()).resolves.toBeUndefined();
  });
});

describe('the board', () => {
  it('holds windows, not columns', async () => {
    const { app, stop } = await started(2000);
    await app.board.ask({ scope: 'all' });
    expect(app.board.window(screen).total).toBeGreaterThan(100);
    expect(app.board.cards.size).toBeLessThan(150);
    stop();
  });

  it('opens on my active candidates', async () => {
    const { app, stop } = await started();
    expect(app.board.query.scope).toBe('mine');
    expect(app.board.board?.shown).toBeLessThan(app.board.board?.total ?? 0);
    stop();
  });

  it('reads again only what a change touches, and keeps the objects of other cards', async () => {
    const { host, app, stop } = await started();
    const [first, second] = app.board.window(screen).ids as [OpportunityId, OpportunityId];
    const before = app.board.card(second);
    const person = host.people.get(first);
    if (person === undefined) throw new Error('nobody');
    person.card = { ...person.card, late: !person.card.late };
    host.log.length = 0;
    await app.merge({
      opportunities: [first],
      board: false,
      dock: false,
      postings: false,
      session: false,
      status: false,
      inbox: null,
      health: false,
      dryRun: false,
    });
    expect(app.board.card(first)?.late).toBe(person.card.late);
    expect(app.board.card(second)).toBe(before);
    expect(host.log.filter((line) => line.startsWith('column'))).toEqual([expect.stringContaining(screen)]);
    await app.merge({
      opportunities: ['nobody' as OpportunityId],
      board: false,
      dock: false,
      postings: false,
      session: false,
      status: false,
      inbox: null,
      health: false,
      dryRun: false,
    });
    expect(host.log).toHaveLength(1);
    stop();
  });

  it('follows the card under the cursor into its new column', async () => {
    const { app, stop } = await started();
    const id = await app.board.point(screen, 0);
    if (id === null) throw new Error('nobody');
    await app.moves.move(id, interview);
    await vi.waitFor(() => expect(app.board.cursor).toMatchObject({ id, stage: interview }));
    expect(app.board.card(id)?.pending?.phase).toBe('held');
    stop();
  });

  it('stays at its height when the card leaves the board', async () => {
    const { host, app, stop } = await started();
    const id = await app.board.point(screen, 2);
    const next = app.board.window(screen).idAt(3);
    host.people.delete(id as OpportunityId);
    await app.board.refresh();
    expect(app.board.cursor).toMatchObject({ id: next, index: 2 });
    stop();
  });

  it('ignores an answer to a question that was replaced', async () => {
    const { host, app, stop } = await started();
    const slow = host.commands.column;
    host.commands.column = async (query, stage, offset, limit) => {
      const page = await slow(query, stage, offset, limit);
      if (query.sort === 'name') await settled();
      return page;
    };
    const late = app.board.ask({ sort: 'name' });
    await app.board.ask({ sort: 'newest' });
    await late;
    const cards = app.board.window(screen).ids.map((id) => app.board.card(id) as Card);
    const since = cards.map((card) => card.inStageSinceMs ?? 0);
    expect(since).toEqual([...since].sort((a, b) => b - a));
    stop();
  });

  it('finds a card page by page', async () => {
    const { app, stop } = await started(2000);
    await app.board.ask({ scope: 'all' });
    const page = await app.host.commands.column(app.board.query, screen, 250, 1);
    const id = page.cards[0]?.id as OpportunityId;
    await app.board.locate(id, screen);
    expect(app.board.cursor).toMatchObject({ id, stage: screen, index: 250 });
    stop();
  });
});

describe('moves', () => {
  const named = (host: Rehearsal, name: string): OpportunityId => {
    const found = [...host.people.values()].find((one) => one.card.name.startsWith(name));
    if (found === undefined) throw new Error(name);
    return found.card.id;
  };

  it('asks when something is in the way, and moves anyway only when told', async () => {
    const { host, app, stop } = await started();
    const id = named(host, 'Jo Quill');
    await app.moves.move(id, interview);
    expect(app.moves.decision?.preview.findings[0]?.code).toBe('posting_untagged');
    expect(host.log.some((line) => line.startsWith('move'))).toBe(false);
    await app.moves.moveAnyway();
    expect(app.moves.decision).toBeNull();
    expect(host.log).toContain(`move ${id} ${interview} true`);
    stop();
  });

  it('checks again after a fix', async () => {
    const { host, app, stop } = await started();
    const id = named(host, 'Tāne');
    const person = host.people.get(id);
    if (person?.posting) person.posting.template = 'Lever Demo';
    await app.moves.move(id, interview);
    expect(app.moves.decision?.preview.findings.map((one) => one.code)).toContain('missing_email');
    await app.moves.fix(() => host.commands.setEmail(id, 'tane@example.org'));
    expect(app.moves.decision?.preview.findings.map((one) => one.code)).not.toContain('missing_email');
    stop();
  });

  it('undoes the newest held move and offers it again', async () => {
    const { host, app, stop } = await started();
    const id = named(host, 'Ruairí');
    await app.moves.move(id, interview);
    await vi.waitFor(() => expect(app.dock.held?.opportunity).toBe(id));
    await app.moves.undo();
    await vi.waitFor(() => expect(app.dock.items).toEqual([]));
    expect(host.people.get(id)?.card.stage).toBe(screen);
    expect(app.toasts.current).toMatchObject({ code: 'undone', rest: 'Nothing was sent.' });
    expect(app.toasts.current?.action?.label).toBe('Redo');
    expect(app.toasts.waiting).toBe(0);
    stop();
  });

  it('says a refusal with its way out', async () => {
    const { app, stop } = await started();
    await app.moves.move('gone' as OpportunityId, interview);
    expect(app.toasts.current).toMatchObject({ code: 'notFound', stays: true });
    expect(app.toasts.current?.rest).toContain('Choose another card.');
    stop();
  });
});

describe('toasts', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());
  const toast = (key: string, stays = false): Toast => ({
    key,
    code: key,
    lead: key,
    rest: '',
    icon: 'ok',
    tone: 'ok',
    stays,
    action: null,
  });

  it('leave after their time, one at a time; failures stay', () => {
    const toasts = new Toasts();
    toasts.show(toast('failure', true));
    toasts.show(toast('news'));
    expect(toasts.current?.key).toBe('failure');
    vi.advanceTimersByTime(10 * TOAST_MS);
    expect(toasts.current?.key).toBe('failure');
    toasts.dismiss();
    expect(toasts.current?.key).toBe('news');
    vi.advanceTimersByTime(TOAST_MS + 1);
    flushSync();
    expect(toasts.current).toBeNull();
  });

  it('stay while hovered or focused', () => {
    const toasts = new Toasts();
    toasts.show(toast('news'));
    toasts.hold(true);
    vi.advanceTimersByTime(10 * TOAST_MS);
    expect(toasts.current?.key).toBe('news');
    toasts.hold(false);
    vi.advanceTimersByTime(TOAST_MS + 1);
    expect(toasts.current).toBeNull();
  });

  it('leave by themselves also when they took the place of one that was hovered', () => {
    const toasts = new Toasts();
    toasts.show(toast('hovered'));
    toasts.hold(true);
    toasts.show(toast('news'));
    vi.advanceTimersByTime(TOAST_MS + 1);
    expect(toasts.current).toBeNull();
    toasts.show(toast('failure', true));
    toasts.show(toast('later'));
    toasts.hold(true);
    toasts.dismiss();
    vi.advanceTimersByTime(TOAST_MS + 1);
    expect(toasts.current).toBeNull();
  });

  it('give way to newer news and never repeat themselves', () => {
    const toasts = new Toasts();
    toasts.show(toast('a'));
    toasts.show(toast('b'));
    toasts.show(toast('b'));
    expect(toasts.current?.key).toBe('b');
    expect(toasts.waiting).toBe(0);
  });
});

describe('themes', () => {
  it('follow the person first, the system otherwise', () => {
    expect(themeName('light', true, true)).toBe('light');
    expect(themeName('dark', false, false)).toBe('dark');
    expect(themeName('contrast', true, false)).toBe('contrast-dark');
    expect(themeName('contrast', false, false)).toBe('contrast');
    expect(themeName('system', true, false)).toBe('dark');
    expect(themeName('system', false, false)).toBe('light');
    expect(themeName('system', false, true)).toBe('contrast');
  });
});
