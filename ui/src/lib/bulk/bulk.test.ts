import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import App from '../../App.svelte';
import { Rehearsal } from '$lib/host/rehearsal';
import type { BulkMove, BulkPreview, BulkRow, OpportunityId } from '$lib/ipc';
import { goesAlong, mailed, parted, planLines, progressOf, runLines, unblocks } from './rows';

const opp = (id: string): OpportunityId => id as OpportunityId;

const row = (id: string, change: Partial<BulkRow> = {}): BulkRow => ({
  opportunity: opp(id),
  name: id,
  posting: 'p1' as BulkRow['posting'],
  postingTitle: 'Cellist',
  email: '',
  weight: 'ready',
  heldBack: null,
  findings: [],
  emails: true,
  texts: true,
  ...change,
});

const blocked = row('b', {
  weight: 'blocked',
  emails: false,
  texts: false,
  findings: [{ code: 'missing_email', severity: 'block', subject: null, suggestion: null, fix: { kind: 'add_email' } }],
});
const left = row('l', {
  weight: 'leftOut',
  findings: [{ code: 'invited_recently', severity: 'warn', subject: null, suggestion: null, fix: null }],
});
const plan: BulkPreview = {
  toStage: 's' as BulkPreview['toStage'],
  toStageName: 'myInterview',
  vendor: 'myinterview',
  rows: [
    blocked,
    left,
    row('w', { weight: 'warned', texts: false }),
    row('r'),
    row('h', { weight: 'blocked', heldBack: 'here' }),
  ],
  checkedAtMs: 0,
  holdSeconds: 10,
};

describe('the table before', () => {
  const ticked = new Set(plan.rows.filter(goesAlong).map((one) => one.opportunity));

  it('includes the warned and the ready, and nobody who would be asked twice', () => {
    expect([...ticked]).toEqual(['w', 'r']);
    expect(mailed(plan, ticked)).toBe(2);
    expect(planLines(plan, ticked).map((line) => [line.id, line.group, line.ticked])).toEqual([
      ['b', 'blocked', null],
      ['l', 'warned', false],
      ['w', 'warned', true],
      ['r', 'ready', true],
      ['h', 'blocked', null],
    ]);
  });

  it('says the consequence before the rest of it', () => {
    const lines = planLines(plan, ticked);
    expect(lines[0]?.lead).toBe('No email on file.');
    expect(lines[1]?.rest).toContain('Left out.');
    expect(lines[3]?.lead).toBe('Email and SMS.');
    expect(lines[4]?.lead).toBe('Is in this stage already.');
    expect(parted('Template “A. B” was not found. Did you mean “C”?')[1]).toContain('Did you mean');
    expect(parted('One sentence only')).toEqual(['One sentence only', '']);
  });

  it('counts who else a correction would unblock', () => {
    const fix = { kind: 'replace_posting_tag', from: 'myInterview:cello', to: 'myInterview:Cello' } as const;
    const misspelt = {
      code: 'template_not_found',
      severity: 'block',
      subject: 'cello',
      suggestion: fix.to,
      fix,
    } as const;
    const wrong = (id: string, more: BulkRow['findings'] = []): BulkRow =>
      row(id, { weight: 'blocked', findings: [misspelt, ...more] });
    const rows = [wrong('1'), wrong('2'), wrong('3', blocked.findings), row('4')];
    expect(unblocks({ ...plan, rows }, opp('1'))).toBe(1);
    expect(unblocks(plan, opp('b'))).toBe(0);
    expect(unblocks(plan, opp('nobody'))).toBe(0);
  });
});

describe('the list afterwards', () => {
  const item = (id: string, state: BulkMove['items'][number]['state']): BulkMove['items'][number] => ({
    intent: `i-${id}` as BulkMove['items'][number]['intent'],
    opportunity: opp(id),
    name: id,
    postingTitle: null,
    state,
    failure: state === 'notInvited' ? 'template_not_found' : null,
    problem:
      state === 'needsYou'
        ? { code: 'conflict', sentence: 'Lever refused the change.', cause: 'It answered refused.', wayOut: 'Look.' }
        : null,
    findings: [],
    movedAtMs: null,
  });
  const move: BulkMove = {
    batch: 'b1' as BulkMove['batch'],
    toStage: 's' as BulkMove['toStage'],
    toStageName: 'myInterview',
    vendor: 'myinterview',
    phase: 'running',
    restsBecause: null,
    holdUntilMs: null,
    items: [
      item('1', 'answered'),
      item('2', 'moved'),
      item('3', 'needsYou'),
      item('4', 'waiting'),
      item('5', 'takenOut'),
      item('6', 'already'),
      item('7', 'notInvited'),
    ],
    left: { requestsEach: 3, requests: 3, waiting: 0, ratePerSecond: 8, seconds: 1 },
  };

  it('counts what Lever has, what is proven and what is left', () => {
    expect(progressOf(move)).toEqual({ all: 6, done: 4, answered: 1, needsYou: 2, left: 1 });
  });

  it('says why one was not moved, and that the vendor has still to answer', () => {
    const lines = runLines(move);
    expect(lines[2]).toMatchObject({ group: 'needsYou', rest: 'Lever refused the change. It answered refused.' });
    expect(lines[1]?.rest).toContain('not answered yet');
    expect(lines[6]).toMatchObject({ group: 'needsYou', tone: 't-danger' });
  });
});

describe('choosing and moving many in the window', () => {
  beforeEach(() => {
    vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(1152);
    vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(690);
  });
  afterEach(() => vi.useRealTimers());

  const cards = (): HTMLElement[] =>
    within(
      document.querySelector<HTMLElement>('[data-testid="board-column"][data-stage="recruiter-screen"]') as HTMLElement,
    ).getAllByTestId('card');

  async function board() {
    const host = new Rehearsal({ people: 120 });
    const user = userEvent.setup();
    render(App, { host });
    await screen.findAllByTestId('card');
    return { host, user };
  }
  const count = (): string | undefined => screen.queryByTestId('selection-count')?.textContent;

  it('chooses by click with Ctrl and Shift, by X and by column; Escape clears', async () => {
    const { user } = await board();
    const [first, , third] = cards();
    if (first === undefined || third === undefined) throw new Error('too few cards');
    await user.keyboard('{Control>}');
    await user.click(first);
    await user.keyboard('{/Control}');
    await waitFor(() => expect(count()).toBe('1 candidate chosen'));
    await user.keyboard('{Shift>}');
    await user.click(third);
    await user.keyboard('{/Shift}');
    await waitFor(() => expect(count()).toBe('3 candidates chosen'));
    expect(cards().filter((card) => card.getAttribute('aria-selected') === 'true')).toHaveLength(3);
    cards()[0]?.focus();
    await user.keyboard('x');
    await waitFor(() => expect(count()).toBe('2 candidates chosen'));
    await user.keyboard('{Control>}a{/Control}');
    const all = within(
      document.querySelector<HTMLElement>('[data-stage="recruiter-screen"]') as HTMLElement,
    ).getByTestId('column-count').textContent;
    await waitFor(() => expect(count()).toBe(`${all} candidates chosen`));
    await user.keyboard('{Escape}');
    await waitFor(() => expect(count()).toBeUndefined());
    expect(screen.queryByTestId('panel')).toBeNull();
  });

  it('checks everybody, takes a fix, starts, pauses and ends with what became of each', async () => {
    const { user, host } = await board();
    cards()[0]?.focus();
    await user.keyboard('{Control>}a{/Control}');
    await waitFor(() => expect(count()).toMatch(/1\d|\d/));
    await user.keyboard('v');
    const totals = await screen.findByTestId('bulk-totals');
    const blocked = screen.getAllByTestId('bulk-row').filter((one) => one.dataset['state'] === 'blocked');
    expect(totals.textContent).toContain(`${blocked.length} are blocked`);
    for (const one of blocked)
      expect(within(one).getByTestId('bulk-tick')).toMatchObject({ checked: false, disabled: true });

    // Mending the posting's tag unblocks everybody of it.
    const mend = blocked.find((one) => one.textContent.includes('Did you mean'));
    if (mend === undefined) throw new Error('nobody to mend');
    const id = mend.dataset['id'] ?? '';
    await user.click(within(mend).getByTestId('bulk-fix'));
    await waitFor(() => {
      const after = screen.getAllByTestId('bulk-row').find((one) => one.dataset['id'] === id);
      expect(after?.dataset['state']).not.toBe('blocked');
      expect(within(after as HTMLElement).getByTestId('bulk-tick')).toMatchObject({ checked: true });
    });

    const start = screen.getByTestId('bulk-start');
    const many = Number(/\d+/.exec(start.textContent)?.[0]);
    expect(many).toBe(screen.getAllByTestId('bulk-tick').filter((one) => (one as HTMLInputElement).checked).length);
    host.refused.add(opp(id));
    await user.click(start);
    await waitFor(() => expect(screen.getByTestId('bulk-title').textContent).toContain(`${many} moves leave in`));
    expect(screen.queryByTestId('selection-bar')).toBeNull();
    await user.click(screen.getByTestId('bulk-send-now'));
    await waitFor(() => expect(screen.getByTestId('bulk-title').textContent).toContain('Moving'));
    await user.click(screen.getByTestId('bulk-pause'));
    await waitFor(() => expect(screen.getByTestId('bulk-rest').textContent).toContain('until you go on'));
    await user.click(screen.getByTestId('bulk-resume'));
    await waitFor(() => expect(screen.getByTestId('bulk-title').textContent).toBe(`${many - 1} of ${many} moved`), {
      timeout: 15_000,
    });
    const failed = screen.getAllByTestId('bulk-row').find((one) => one.dataset['id'] === id);
    expect(failed?.textContent).toContain('Lever refused the change');
    await user.click(screen.getByTestId('bulk-put-away'));
    await waitFor(() => expect(screen.queryByTestId('bulk')).toBeNull());
  }, 30_000);

  it('carries all that are chosen when one of them is dropped', async () => {
    const { user } = await board();
    cards()[0]?.focus();
    await user.keyboard('{Control>}a{/Control}');
    await waitFor(() => expect(count()).toBe(`${cards()[0]?.getAttribute('aria-setsize')} candidates chosen`));
    const many = cards()[0]?.getAttribute('aria-setsize');
    await user.keyboard(' {ArrowRight}{Enter}');
    expect(await screen.findByRole('heading', { name: `Move ${many} candidates to myInterview` })).toBeTruthy();
    await user.keyboard('{Escape}');
    await waitFor(() => expect(count()).toBe(`${many} candidates chosen`));
  });

  it('is undone as a whole in the hold', async () => {
    const { user } = await board();
    const before = cards().length;
    cards()[0]?.focus();
    await user.keyboard('x{ArrowDown}');
    await waitFor(() => expect(document.activeElement).toBe(cards()[1]));
    await user.keyboard('x');
    await waitFor(() => expect(count()).toBe('2 candidates chosen'));
    await user.keyboard('m');
    await user.click(within(await screen.findByRole('menu')).getByText('Manager review'));
    expect((await screen.findByTestId('bulk-totals')).textContent).toContain('Nobody will be mailed');
    await user.click(screen.getByTestId('bulk-start'));
    await screen.findByTestId('bulk-undo');
    await user.keyboard('z');
    await waitFor(() => expect(screen.queryByTestId('bulk')).toBeNull());
    expect(screen.getByTestId('toast').textContent).toContain('Nobody was moved');
    await waitFor(() => expect(cards()).toHaveLength(before));
  });
});
