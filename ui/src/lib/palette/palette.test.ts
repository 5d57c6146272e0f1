import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import App from '../../App.svelte';
import { Rehearsal, type Scenario } from '$lib/host/rehearsal';
import { dice } from '$lib/host/rehearsal/people';
import { capsOf, commands } from '$lib/keys/table';
import { FulcrumApp } from '$lib/stores/app.svelte';
import { commandRows } from './rows';
import { fit, Fit, lettersOf, pieces } from './score';

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(1152);
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(690);
});

const fitOf = (words: string, typed: string): Fit | null => fit(words, typed)?.fit ?? null;
const marked = (words: string, typed: string): string =>
  pieces(words, fit(words, typed)?.letters ?? [])
    .map((piece) => (piece.marked ? `[${piece.text}]` : piece.text))
    .join('');

describe('how words fit what is typed', () => {
  it('prefers the beginning, then beginnings of words, then the inside, then letters in order', () => {
    expect(fitOf('Move to JobTwine', 'mov')).toBe(Fit.Prefix);
    expect(fitOf('Move to JobTwine', 'mo jo')).toBe(Fit.WordStarts);
    expect(fitOf('Move to JobTwine', 'mtj')).toBe(Fit.WordStarts);
    expect(fitOf('Move to JobTwine', 'twine')).toBe(Fit.Inside);
    expect(fitOf('Move to JobTwine', 'mvjw')).toBe(Fit.Subsequence);
    expect(fitOf('Move to JobTwine', 'video')).toBeNull();
    expect(fitOf('Snooze', 'oz')).toBe(Fit.Inside);
    expect(fitOf('Snooze', 'sz')).toBeNull();
  });

  it('does not care for case, accents and white space', () => {
    expect(fitOf('Zsófia Kőrisvölgyi', ' KORIS ')).toBe(Fit.WordStarts);
    expect(fitOf('Kőrisvölgyi', 'kőr')).toBe(Fit.Prefix);
    expect(fitOf('Setup & health', 'set  hea')).toBe(Fit.WordStarts);
    expect(fitOf('ليلى عبد النور', 'عبد')).toBe(Fit.WordStarts);
    expect(fitOf('김하늘별', '하늘')).toBe(Fit.Inside);
    expect(fitOf('Anything', '')).toBe(Fit.Prefix);
  });

  it('marks the letters it found', () => {
    expect(marked('Move to JobTwine', 'mo jo')).toBe('[Mo]ve to [Jo]bTwine');
    expect(marked('Enter slots', 's')).toBe('Enter [s]lots');
    expect(marked('Þórdís Skýjadóttir', 'sky')).toBe('Þórdís [Ský]jadóttir');
    expect(marked('Move to JobTwine', 'mt')).toBe('[M]ove [t]o JobTwine');
  });

  it('finds what it was given parts of, in one pass over many words', () => {
    const roll = dice(7);
    const pick = (count: number): number => Math.floor(roll() * count);
    const alphabet = [...'abcdeéø łm-'];
    for (let turn = 0; turn < 2000; turn += 1) {
      const words = Array.from({ length: 1 + pick(14) }, () => alphabet[pick(alphabet.length)]).join('');
      const letters = lettersOf(words);
      const from = pick(letters.length);
      const part = letters.slice(from, from + 1 + pick(5)).join('');
      const found = fit(words, part);
      expect(found, `${words} / ${part}`).not.toBeNull();
      const at = found?.letters ?? [];
      expect(at).toEqual([...new Set(at)].sort((a, b) => a - b));
      for (const one of at) expect(one).toBeLessThan(letters.length);
      expect(
        pieces(words, at)
          .map((piece) => piece.text)
          .join(''),
      ).toBe(letters.join(''));
    }
  });
});

async function open(given: Partial<Scenario> = {}) {
  const host = new Rehearsal({ people: 300, ...given });
  const user = userEvent.setup();
  render(App, { host });
  await screen.findAllByTestId('card');
  return { host, user };
}
const card = (name: string): HTMLElement => {
  const found = screen.getAllByTestId('card').find((one) => one.textContent.includes(name));
  if (found === undefined) throw new Error(name);
  return found;
};
const palette = async (user: ReturnType<typeof userEvent.setup>, typed = ''): Promise<HTMLElement> => {
  await user.keyboard('{Control>}k{/Control}');
  const field = await screen.findByTestId('search-input');
  if (typed !== '') await user.type(field, typed);
  return field;
};
const options = (): HTMLElement[] => within(screen.getByTestId('search')).queryAllByRole('option');
const chosen = (): HTMLElement => {
  const found = options().find((one) => one.getAttribute('aria-selected') === 'true');
  if (found === undefined) throw new Error('nothing is chosen');
  return found;
};

describe('the palette', () => {
  it('has every command of the table, with its keys, wherever one stands', () => {
    for (const where of ['board', 'inbox', 'agenda', 'setup'] as const) {
      const app = new FulcrumApp(new Rehearsal({ people: 5 }));
      app.screen = where;
      const rows = commandRows(app, () => undefined);
      expect(rows.map((row) => row.key)).toEqual(commands.map((binding) => binding.action));
      for (const row of rows) {
        expect(row.caps).toEqual(capsOf(row.key as never));
        // What cannot be run from here says where it works.
        if (row.only !== null) expect(row.hint).toMatch(/^Works (on|in) /);
      }
    }
  });

  it('finds each command by its name', async () => {
    const { user } = await open();
    const field = await palette(user);
    for (const binding of commands.filter((_, at) => at % 5 === 0)) {
      await user.clear(field);
      await user.type(field, binding.label.replace(/[{[]/g, '$&$&'));
      await waitFor(() =>
        expect(screen.getAllByTestId('palette-row').map((row) => row.dataset['key'])).toContain(binding.action),
      );
    }
  });

  it('runs a command by keys alone and gives the focus back first', async () => {
    const { user } = await open();
    card('Ruairí').focus();
    await palette(user, 'move to...'.slice(0, 7));
    expect(screen.getByTestId('palette-about').textContent).toContain('Ruairí');
    expect(chosen().dataset['key']).toBe('moveTo');
    expect(within(chosen()).getByTestId('palette-keys').textContent).toBe('M');
    await user.keyboard('{Enter}');
    expect(await screen.findByRole('menu')).toBeTruthy();
    expect(screen.queryByTestId('search')).toBeNull();
  });

  it('moves the card to a stage through the same preflight as every move', async () => {
    const { user, host } = await open();
    card('Mścisław').focus();
    await palette(user, 'move to myinter');
    const row = screen
      .getAllByTestId('palette-row')
      .find((one) => one.dataset['kind'] === 'stage' && one.textContent.includes('myInterview'));
    expect(row?.textContent).toContain('Emails an invite');
    await user.click(row as HTMLElement);
    // Its template is not found: the move asks, and nothing is sent.
    expect(await screen.findByRole('alertdialog')).toBeTruthy();
    expect(host.log.filter((line) => line.startsWith('move '))).toEqual([]);
  });

  it('opens a candidate, a posting and a saved view', async () => {
    const { user } = await open();
    await palette(user, 'Ruairí');
    await screen.findByTestId('search-hit');
    await user.keyboard('{Enter}');
    await waitFor(() => expect(screen.getByTestId('panel-name').textContent).toContain('Ruairí'));
    await user.keyboard('{Escape}');
    await palette(user, 'board of platform');
    await user.keyboard('{Enter}');
    await waitFor(() => expect(screen.getByTestId('scope').textContent).toContain('Platform SRE'));
    await palette(user, 'owed by me');
    expect(chosen().dataset['kind']).toBe('view');
    await user.keyboard('{Enter}');
    await waitFor(() => expect(screen.getByTestId('waiting-you').getAttribute('aria-pressed')).toBe('true'));
    expect(screen.getByTestId('scope').textContent).toContain('My postings');
  });

  it('lists the saved views for the command that opens one', async () => {
    const { user } = await open();
    await palette(user, 'open a saved');
    await user.keyboard('{Enter}');
    await waitFor(() =>
      expect(
        options()
          .map((row) => row.dataset['kind'])
          .slice(0, 3),
      ).toEqual(['view', 'view', 'view']),
    );
  });

  it('says where a command works that cannot be run from here', async () => {
    const { user } = await open();
    await palette(user, 'mute the cand');
    expect(chosen().getAttribute('aria-disabled')).toBe('true');
    await user.keyboard('{Enter}');
    expect(screen.getByTestId('palette-refused').textContent).toBe('Mute the candidate works in the inbox.');
    await user.keyboard('{Escape}');
    await user.keyboard('gi');
    await screen.findByTestId('inbox-name');
    const before = screen.getAllByTestId('inbox-item').length;
    await palette(user, 'mute the cand');
    await user.keyboard('{Enter}');
    await waitFor(() => expect(screen.getAllByTestId('inbox-item')).toHaveLength(before - 1));
  });

  it('goes around the list by arrows, and follows the pointer', async () => {
    const { user } = await open();
    const field = await palette(user, 'saved view');
    const rows = options();
    expect(rows.length).toBeGreaterThan(2);
    expect(field.getAttribute('aria-activedescendant')).toBe(chosen().id);
    await user.keyboard('{ArrowUp}');
    expect(chosen()).toBe(rows.at(-1));
    await user.keyboard('{ArrowDown}');
    expect(chosen()).toBe(rows[0]);
    await user.hover(rows[1] as HTMLElement);
    expect(chosen()).toBe(rows[1]);
    expect(field.getAttribute('aria-activedescendant')).toBe(rows[1]?.id);
  });

  it('says what to do when nothing is found', async () => {
    const { user } = await open();
    await palette(user, 'qqqq');
    const nothing = await screen.findByTestId('palette-nothing');
    expect(nothing.textContent).toContain('Nothing found for “qqqq”');
    expect(nothing.textContent).toContain('Try a part of a name');
    expect(options()).toEqual([]);
    await user.keyboard('{Enter}');
    expect(screen.getByTestId('search')).toBeTruthy();
  });

  it('puts what was run last first', async () => {
    const { user } = await open();
    await palette(user, 'agenda');
    await user.keyboard('{Enter}');
    await waitFor(() => expect(screen.getByTestId('nav-agenda').getAttribute('aria-current')).toBe('page'));
    await palette(user);
    const groups = screen.getAllByTestId('palette-group');
    expect(groups[0]?.dataset['group']).toBe('recent');
    expect(chosen().dataset['key']).toBe('goAgenda');
  });
});
