import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';

import App from '../../../App.svelte';
import { Rehearsal } from '$lib/host/rehearsal';
import type { PostingRow } from '$lib/ipc';
import { failure, invitesCell, jobtwineCell, locked, roundsCell, shown, templateCell, visible } from './looks';

const row = (change: Partial<PostingRow>): PostingRow => ({
  id: 'p' as PostingRow['id'],
  title: 'Cook',
  state: 'published',
  template: 'good',
  templateText: 'Lever Demo',
  templateTags: 1,
  jobtwine: 'unused',
  jobtwineText: '',
  rounds: 'unused',
  stated: null,
  read: null,
  invites: 'myInterview',
  short: false,
  problem: null,
  ...change,
});
const rounds = (n: number): PostingRow['stated'] => ({
  names: Array.from({ length: n }, () => ''),
  minutes: Array.from({ length: n }, () => null),
  atMs: 0,
});

describe('a cell of the matrix', () => {
  it('is loud about exceptions alone', () => {
    expect(templateCell(row({}))).toMatchObject({ words: 'Lever Demo', tone: 't-ok', loud: false });
    expect(templateCell(row({ template: 'wrong', templateText: 'lever demo' }))).toMatchObject({
      words: 'lever demo',
      tone: 't-danger',
      loud: true,
    });
    expect(templateCell(row({ template: 'wrong', templateText: '', templateTags: 2 })).words).toBe('2 tags');
    expect(templateCell(row({ template: 'unused' })).words).toBe('Not used');
    expect(templateCell(row({ template: 'unchecked' })).hint).toContain('no template file');
    expect(jobtwineCell(row({ jobtwine: 'wrong', jobtwineText: 'Jobtwine' }))).toMatchObject({ tone: 't-warn' });
  });

  it('says of rounds who said so, and tells none from unknown', () => {
    const words = (change: Partial<PostingRow>): string => roundsCell(row(change)).words;
    expect(words({ rounds: 'stated', stated: rounds(2) })).toBe('2, you said so');
    expect(words({ rounds: 'read', read: rounds(3), stated: rounds(3) })).toBe('3, JobTwine says');
    expect(words({ rounds: 'contradicted', read: rounds(1), stated: rounds(2) })).toBe('JobTwine has 1');
    expect(words({ rounds: 'statedNone', stated: rounds(0) })).toBe('None, you said so');
    expect(words({ rounds: 'unknown' })).toBe('Not confirmed');
    expect(words({ rounds: 'noJob' })).toBe('No job yet');
  });

  it('foretells what a move invites', () => {
    expect(invitesCell(row({ invites: 'both' })).words).toBe('Both');
    expect(invitesCell(row({ short: true }))).toMatchObject({ words: 'myInterview only', tone: 't-warn' });
    expect(invitesCell(row({ invites: 'nobody', short: true }))).toMatchObject({ words: 'None', tone: 't-danger' });
    expect(invitesCell(row({ invites: 'nobody' }))).toMatchObject({ words: 'No vendor', icon: null });
  });

  it('shows what nobody would see', () => {
    expect(visible('Lever\u200bDemo')).toBe('Lever⟨U+200B⟩Demo');
    expect(shown({ text: ' ', differs: true })).toBe('␣');
    expect(shown({ text: 'Lever ', differs: false })).toBe('Lever ');
  });
});

describe('why many are locked', () => {
  const proof = {
    kept: false,
    atMs: 0,
    posting: row({}).id,
    title: 'Cook',
    differing: ['state', 'urls'],
    putBack: true,
  };

  it('is a sentence, a cause and a way out', () => {
    expect(locked(null)[1]).toContain('Nothing was changed from here yet');
    expect(locked({ ...proof, kept: true })).toEqual([]);
    const [sentence, cause, wayOut] = locked(proof);
    expect([sentence, cause]).toEqual([
      'Fixing many at once is locked.',
      'Cook came back from Lever with more changed than its tags: state, urls. Fulcrum put it back as it was.',
    ]);
    expect(wayOut).toContain('Fix one posting');
    expect(locked({ ...proof, putBack: false })[1]).toContain('Not all of it');
    expect(locked({ ...proof, putBack: null })[1]).toContain('Nobody can say');
  });

  it('names what became of one of many', () => {
    const one = { posting: proof.posting, title: 'Cook', code: 'changed', differing: [], putBack: null };
    expect(failure(one)).toContain('somebody changed its tags');
    expect(failure({ ...one, code: 'not_kept', differing: ['state'] })).toContain('state');
    expect(failure({ ...one, code: 'anything' })).toBe('Lever refused it');
  });
});

describe('the screen', () => {
  let host: Rehearsal;

  async function open(begin: (host: Rehearsal) => void = () => undefined): Promise<ReturnType<typeof userEvent.setup>> {
    host = new Rehearsal({ people: 24 });
    begin(host);
    render(App, { host });
    await screen.findByTestId('board');
    const user = userEvent.setup();
    await user.keyboard('gh');
    const steps = await screen.findAllByTestId('setup-step');
    const step = steps.find((one) => one.dataset['step'] === 'postings') as HTMLElement;
    await user.click(within(step).getByRole('button'));
    await screen.findByText('Problem 1 of 3');
    return user;
  }
  const rowOf = (title: string): HTMLElement =>
    within(screen.getByTestId('posting-matrix')).getByText(title).closest('tr') as HTMLElement;
  const chosen = (): (string | undefined)[] =>
    screen
      .getAllByTestId('posting-row')
      .filter((one) => one.getAttribute('aria-selected') === 'true')
      .map((one) => one.dataset['id']);
  const tagged = (): string[] => host.log.filter((line) => /^(tags|untag) /.test(line));

  afterEach(() => document.body.replaceChildren());

  it('begins at the first problem and marks the letters', async () => {
    await open();
    expect(chosen()).toEqual(['tagged-4']);
    expect(screen.getByTestId('lint-del').querySelector('mark')?.textContent).toBe('d');
    expect(screen.getByTestId('lint-ins').querySelector('mark')?.textContent).toBe('D');
    expect(screen.getByTestId('lint-why').textContent).toMatch(
      /^Letter case differs in 1 place\. Names must match exactly\. 7 moves since .* invited nobody\.$/,
    );
    expect(within(rowOf('Support Lead, Nights')).getByTestId('posting-invites').textContent.trim()).toBe('None');
    expect(screen.getByTestId('fix-all').hasAttribute('disabled')).toBe(true);
    expect(screen.getByTestId('fix-all-locked').textContent).toContain('Nothing was changed from here yet');
  });

  it('goes by arrow keys, and from problem to problem', async () => {
    const user = await open();
    await user.click(rowOf('Product Designer'));
    await waitFor(() => expect(chosen()).toEqual(['tagged-3']));
    await screen.findByTestId('lint-good');
    await user.keyboard('{ArrowUp}');
    await waitFor(() => expect(document.activeElement).toBe(rowOf('Data Engineer, Billing')));
    await user.keyboard('{ArrowDown}{ArrowDown}');
    await waitFor(() => expect(chosen()).toEqual(['tagged-4']));
    await user.click(screen.getByTestId('lint-next'));
    await screen.findByText('Problem 2 of 3');
    expect(chosen()).toEqual(['tagged-5']);
    await user.click(screen.getByTestId('postings-problems'));
    await waitFor(() => expect(screen.getAllByTestId('posting-row')).toHaveLength(3));
    expect(chosen()).toEqual(['tagged-5']);
  });

  it('fixes one by F, which opens fixing many; both are taken back', async () => {
    const user = await open();
    await user.click(rowOf('Support Lead, Nights'));
    await waitFor(() => expect(document.activeElement).toBe(rowOf('Support Lead, Nights')));
    await user.keyboard('f');
    await screen.findByTestId('fix-all-open');
    expect(tagged()).toEqual(['tags tagged-4 myInterview:Lever Demo']);
    expect(screen.getByTestId('lint-said').textContent).toContain('Fixing many at once is open now');

    await user.click(screen.getByTestId('fix-all'));
    expect((await screen.findByTestId('tag-run-state')).textContent).toBe('Fixing Payroll Specialist, DACH…');
    await user.click(screen.getByTestId('tag-run-pause'));
    await waitFor(() => expect(screen.getByTestId('tag-run-state').textContent).toContain('Paused'));
    await user.click(screen.getByTestId('tag-run-resume'));
    host.tagging.finish();
    await waitFor(() => expect(screen.getByTestId('tag-run-state').textContent).toBe('Done.'));
    expect(tagged()).toHaveLength(2);

    await user.click(screen.getByTestId('tags-undo'));
    await waitFor(() => expect(tagged().at(-1)).toBe('untag tagged-7'));
    await user.click(await screen.findByTestId('lint-undo'));
    await waitFor(() => expect(tagged().at(-1)).toBe('untag tagged-4'));
    await screen.findByText('Problem 1 of 3');
  });

  it('keeps many locked when the first comes back changed, and says what changed', async () => {
    const user = await open((one) => (one.tagging.damage = ['state', 'urls']));
    await user.click(screen.getAllByTestId('lint-fix')[0] as HTMLElement);
    expect((await screen.findByTestId('problem')).textContent).toContain('state, urls');
    await waitFor(() => expect(screen.getByTestId('fix-all-locked').textContent).toContain('state, urls'));
    expect(screen.getByTestId('fix-all').hasAttribute('disabled')).toBe(true);
    expect(tagged()).toEqual([]);
  });

  it('leaves a choice of several to the person, and writes any template', async () => {
    const user = await open();
    await user.click(rowOf('Ledger Analyst'));
    await screen.findByText('Problem 2 of 3');
    expect(screen.getAllByTestId('lint-fix').map((one) => one.textContent.replace(/F$/, ''))).toEqual([
      'Keep “Data intro”',
      'Keep “Lever Demo”',
    ]);
    await user.click(screen.getByTestId('lint-pick'));
    await user.type(await screen.findByTestId('template-search'), 'sales');
    await waitFor(() => expect(screen.getAllByTestId('template-choice')).toHaveLength(1));
    await user.click(screen.getByTestId('template-choice'));
    await waitFor(() => expect(tagged()).toEqual(['tags tagged-5 myInterview:Sales intro']));
    await user.click(await screen.findByTestId('lint-share'));
    await waitFor(() => expect(tagged().at(-1)).toBe('tags tagged-5 myInterview:Sales intro|JobTwine'));
  });

  it('opens the editor of rounds from its cell', async () => {
    const user = await open();
    await user.click(within(rowOf('Staff Backend Engineer')).getByTestId('posting-state-rounds'));
    await screen.findByLabelText('How many rounds has Staff Backend Engineer in JobTwine?');
    expect(screen.queryByTestId('linter')).toBeNull();
    expect(chosen()).toEqual(['tagged-0']);
    expect(screen.getAllByTestId('round-name')).toHaveLength(2);
    await fireEvent.submit(screen.getByTestId('rounds-editor'));
    await screen.findByTestId('linter');
    expect(host.log.filter((line) => line.startsWith('rounds '))).toEqual([
      'rounds tagged-0 [{"name":"","minutes":null},{"name":"","minutes":null}]',
    ]);
  });

  it('lays out a window of thousands', async () => {
    await open((one) => one.tagging.add(4000, false));
    expect(screen.getByTestId('postings-all').textContent).toMatch(/4\D?012/);
    expect(screen.getAllByTestId('posting-row').length).toBeLessThan(60);
    expect(screen.getByTestId('posting-matrix').querySelector('[role=grid]')?.getAttribute('aria-rowcount')).toBe(
      '4014',
    );
  });
});
