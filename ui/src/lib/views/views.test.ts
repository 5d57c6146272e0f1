import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import App from '../../App.svelte';
import { Rehearsal } from '$lib/host/rehearsal';
import type { BoardQuery } from '$lib/ipc';
import { asksTheSame, narrows } from './views.svelte';

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(1152);
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(690);
});

async function open() {
  const host = new Rehearsal({ people: 300 });
  const user = userEvent.setup();
  render(App, { host });
  await screen.findAllByTestId('card');
  await screen.findAllByTestId('saved-view');
  return { host, user };
}
const names = (): string[] =>
  screen.getAllByTestId('saved-view-open').map((one) => (one.querySelector('.clip')?.textContent ?? '').trim());
const view = (name: string): HTMLElement => {
  const found = screen.getAllByTestId('saved-view').find((one) => one.textContent.includes(name));
  if (found === undefined) throw new Error(name);
  return found;
};
const menu = async (user: ReturnType<typeof userEvent.setup>, name: string, entry: string): Promise<void> => {
  await user.click(within(view(name)).getByTestId('saved-view-more'));
  await user.click(await screen.findByRole('menuitem', { name: entry }));
};
const pressed = (id: string): string | null => screen.getByTestId(id).getAttribute('aria-pressed');

const plain: BoardQuery = {
  scope: 'mine',
  postings: [],
  stages: [],
  waitingOn: null,
  tag: null,
  text: '',
  sort: 'timeOwed',
};

describe('a saved view', () => {
  it('is known by what it asks, not by its order', () => {
    expect(asksTheSame(plain, { ...plain, sort: 'name', text: ' ' })).toBe(true);
    expect(asksTheSame({ ...plain, stages: ['a', 'b'] as never }, { ...plain, stages: ['b', 'a'] as never })).toBe(
      true,
    );
    expect(asksTheSame(plain, { ...plain, scope: 'all' })).toBe(false);
    expect(narrows({ ...plain, scope: 'all', sort: 'name' })).toBe(false);
    expect(narrows({ ...plain, text: 'an' })).toBe(true);
  });

  it('is saved from the board, opened by click and by its key, and marked while it is shown', async () => {
    const { user } = await open();
    expect(screen.queryByTestId('view-save')).toBeNull();
    await user.click(screen.getByTestId('waiting-vendor'));
    await user.click(await screen.findByTestId('view-save'));
    await user.type(await screen.findByTestId('view-name-input'), 'With vendors{Enter}');
    await waitFor(() => expect(names()).toContain('With vendors'));
    expect(screen.queryByTestId('view-name')).toBeNull();
    await waitFor(() =>
      expect(within(view('With vendors')).getByTestId('saved-view-open').getAttribute('aria-current')).toBe('true'),
    );
    expect(screen.queryByTestId('view-save')).toBeNull();

    await user.keyboard('{Control>}1{/Control}');
    await waitFor(() => expect(pressed('waiting-you')).toBe('true'));
    expect(pressed('waiting-vendor')).toBe('false');
    await user.click(within(view('With vendors')).getByTestId('saved-view-open'));
    await waitFor(() => expect(pressed('waiting-vendor')).toBe('true'));
    const shown = screen.getByTestId('shown').textContent.split(' ')[0];
    expect(within(view('With vendors')).getByTestId('saved-view-count').textContent).toBe(shown);
  });

  it('opens from another screen, and a number without a view is told', async () => {
    const { user } = await open();
    await user.keyboard('gi');
    await screen.findByTestId('inbox');
    await user.keyboard('{Control>}9{/Control}');
    await waitFor(() => expect(screen.getByTestId('live-region').textContent).toContain('no saved view 9'));
    await user.keyboard('{Control>}2{/Control}');
    await waitFor(() => expect(pressed('waiting-candidate')).toBe('true'));
  });

  it('is renamed, moved, and deleted with a way back', async () => {
    const { user } = await open();
    const before = names();
    await menu(user, 'Owed by me', 'Move down');
    await waitFor(() => expect(names()).toEqual([before[1], before[0], before[2]]));
    await menu(user, 'Owed by me', 'Rename…');
    const field = await screen.findByTestId('view-name-input');
    await user.clear(field);
    await user.type(field, 'Mine to do');
    await user.click(screen.getByTestId('view-name-save'));
    await waitFor(() => expect(names()).toEqual([before[1], 'Mine to do', before[2]]));
    await menu(user, 'Mine to do', 'Delete');
    await waitFor(() => expect(names()).toEqual([before[1], before[2]]));
    await user.click(screen.getByRole('button', { name: /Undo/ }));
    await waitFor(() => expect(names()).toEqual([before[1], 'Mine to do', before[2]]));
  });

  it('that names a posting which is gone says so and opens with the rest', async () => {
    const { host, user } = await open();
    await host.commands.saveView('Ledger', {
      ...plain,
      scope: 'all',
      postings: ['posting-gone' as never],
      waitingOn: 'you',
    });
    await waitFor(() => expect(names()).toContain('Ledger'));
    expect(within(view('Ledger')).getByTestId('saved-view-open').title).toContain('Ledger Lead');
    await user.click(within(view('Ledger')).getByTestId('saved-view-open'));
    await waitFor(() => expect(document.body.textContent).toContain('Lever no longer has the posting “Ledger Lead”'));
    expect(document.body.textContent).toContain('opened with the rest of its filters');
    await waitFor(() => expect(pressed('waiting-you')).toBe('true'));
  });
});

describe('the filter', () => {
  it('narrows by words and stages, keeps every stage as a target, and is cleared by one button', async () => {
    const { user } = await open();
    const all = screen.getByTestId('shown').textContent;
    screen.getAllByTestId('card')[0]?.focus();
    await user.keyboard('f');
    await user.type(await screen.findByTestId('filter-text'), 'ruairi'.slice(0, 2));
    const boxes = screen.getAllByTestId('filter-stage');
    await user.click(boxes.find((one) => one.dataset['stage'] === 'recruiter-screen') as HTMLElement);
    await user.click(screen.getByTestId('filter-close'));
    await waitFor(() => expect(screen.getByTestId('stage-chip').textContent).toContain('Recruiter screen'));
    expect(screen.getByTestId('text-chip').textContent).toContain('ru');
    await waitFor(() => expect(screen.getAllByTestId('board-column')).toHaveLength(1));
    const cards = await screen.findAllByTestId('card');
    cards[0]?.focus();
    await user.keyboard('m');
    expect((await screen.findAllByTestId('menu-item')).length).toBeGreaterThan(5);
    await user.keyboard('{Escape}');
    await user.click(screen.getByTestId('filter-open'));
    await user.click(await screen.findByTestId('filter-clear'));
    await user.click(screen.getByTestId('filter-close'));
    await waitFor(() => expect(screen.getByTestId('shown').textContent).toBe(all));
  });
});
