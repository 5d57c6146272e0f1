import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import App from '../../App.svelte';
import { Rehearsal, type Scenario } from '$lib/host/rehearsal';
import type { Check, StageChoice, StageId, StepHealth } from '$lib/ipc';
import { setupWords as w } from '$lib/i18n/setup';
import { answeredBelow, needsLook, repairLabel, verdict, whenWords, worstFirst } from './standing';
import { found, renames } from './stages/stages';

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(1152);
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(690);
});
afterEach(() => void vi.useRealTimers());

async function setup(given: Partial<Scenario> = {}) {
  const host = new Rehearsal({ people: 60, ...given });
  const user = userEvent.setup();
  render(App, { host });
  await waitFor(() => expect(screen.getByTestId('app').dataset['phase']).not.toBe('starting'));
  await user.keyboard('gh');
  await screen.findAllByTestId('setup-step');
  return { host, user };
}
const row = (step: string): HTMLElement => {
  const found = screen.getAllByTestId('setup-step').find((one) => one.dataset['step'] === step);
  if (found === undefined) throw new Error(step);
  return found;
};
const opener = (step: string): HTMLElement => within(row(step)).getByRole('button');
const shown = (): string | undefined => screen.getByTestId('setup-detail').dataset['step'];
const fact = (name: string): HTMLElement => {
  const found = screen.getAllByTestId('fact').find((one) => one.dataset['fact'] === name);
  if (found === undefined) throw new Error(name);
  return found;
};

const check = (given: Partial<Check>): Check => ({
  id: 'x',
  vendor: null,
  standing: 'verified',
  subject: 'Something',
  finding: 'It is so.',
  cause: '',
  wayOut: '',
  atMs: null,
  by: null,
  repair: null,
  ...given,
});

describe('how a check is shown', () => {
  const now = new Date(2026, 10, 22, 12, 0).getTime();

  it('folds questions that the place itself asks, where several have one reason', () => {
    const open = (id: string, cause: string, step: StepHealth['step'] = 'rounds') =>
      check({ id, cause, standing: 'todo', repair: { kind: 'go', step } });
    const [one, other] = [open('one', 'Nobody looked.'), open('other', 'Nobody looked.')];
    const alone = open('alone', 'Another reason.');
    const elsewhere = open('elsewhere', 'Nobody looked.', 'templates');
    const broken = check({ standing: 'broken', cause: 'Nobody looked.', repair: { kind: 'go', step: 'rounds' } });
    const all = [one, broken, alone, other, elsewhere];
    expect(answeredBelow(all, 'rounds')).toEqual([one, other]);
    expect(answeredBelow(all, 'templates')).toEqual([]);
  });

  it('has a word for a whole step: problems and things to look at are counted', () => {
    const step = (standing: StepHealth['standing'], ...all: Check['standing'][]): StepHealth => ({
      step: 'stages',
      standing,
      line: '',
      checks: all.map((one, at) => check({ id: String(at), standing: one })),
    });
    expect(verdict(step('verified', 'verified'))).toBe('Verified');
    expect(verdict(step('broken', 'broken', 'warn', 'broken'))).toBe('2 problems');
    expect(verdict(step('warn', 'warn', 'verified'))).toBe('One to look at');
    expect(verdict(step('unverifiable'))).toBe('Not verifiable');
    expect(verdict(step('todo'))).toBe('To do');
  });

  it('puts what needs a look first and leaves the rest in its order', () => {
    const all = [
      check({ id: 'a' }),
      check({ id: 'b', standing: 'warn' }),
      check({ id: 'c' }),
      check({ id: 'd', standing: 'broken' }),
    ];
    expect(worstFirst(all).map((one) => one.id)).toEqual(['d', 'b', 'a', 'c']);
    expect(all.filter(needsLook).map((one) => one.id)).toEqual(['b', 'd']);
  });

  it('says when, and who said so', () => {
    const at = new Date(2026, 10, 22, 10, 38).getTime();
    expect(whenWords(check({ atMs: at }), now)).toBe('checked 10:38');
    const stated = check({ standing: 'stated', atMs: at - 34 * 86_400_000, by: 'Marta Vellinho' });
    expect(whenWords(stated, now)).toBe('said 19 Oct 10:38 by Marta Vellinho');
    expect(whenWords(check({}), now)).toBe('');
  });

  it('names what one key does', () => {
    const kinds: NonNullable<Check['repair']>[] = [
      { kind: 'go', step: 'templates' },
      { kind: 'repinStage', vendor: 'jobtwine', stage: 's' as StageId },
      { kind: 'openLever', what: 'webhooks' },
      { kind: 'importTemplates' },
      { kind: 'fixPostingTags' },
      { kind: 'reconnect' },
      { kind: 'checkAgain' },
      { kind: 'accept' },
    ];
    const labels = kinds.map((repair) => repairLabel(check({ repair })));
    expect(labels[0]).toBe('Open myInterview templates');
    expect(labels[2]).toBe('Open Lever webhooks');
    expect(new Set(labels).size).toBe(kinds.length);
    expect(labels.join(' ')).not.toMatch(/undefined|null/);
    expect(repairLabel(check({}))).toBeNull();
  });
});

describe('the vendors’ stages', () => {
  it('notices a new name, and nothing else', () => {
    const list = (...names: string[]): StageChoice[] =>
      names.map((name, at) => ({ id: `s${at}` as StageId, name, vendor: null }));
    const before = new Map(list('Screen', 'Video').map((one) => [one.id, one.name]));
    expect(renames(before, list('Screen', 'Video', 'Added'))).toEqual([]);
    expect(renames(before, list('Screening', 'Video'))).toEqual([{ was: 'Screen', is: 'Screening' }]);
  });

  it('waits only for what a person has to make', async () => {
    const host = new Rehearsal({ people: 10, fresh: true });
    const state = async () => found(await host.commands.setup(), await host.commands.jobtwineSetup());
    expect((await state()).myinterview).toMatchObject({ waiting: false, proposed: { name: 'myInterview' } });
    expect((await state()).jobtwine).toMatchObject({ waiting: false, pinned: { name: 'JobTwine' } });
    host.stageList = host.stageList.filter((one) => one.vendor === null);
    expect((await state()).myinterview).toMatchObject({ waiting: true, proposed: null, pinned: null });
    expect((await state()).jobtwine.waiting).toBe(true);
  });
});

describe('setup & health', () => {
  it('lists seven steps with their standing, and one step’s detail', async () => {
    await setup();
    expect(screen.getAllByTestId('setup-step').map((one) => one.dataset['step'])).toEqual([
      'connect',
      'stages',
      'webhooks',
      'templates',
      'rounds',
      'postings',
      'dryRun',
    ]);
    expect(row('stages').dataset['standing']).toBe('broken');
    expect(row('stages').textContent).toContain('1 problem');
    expect(row('connect').textContent).toContain('11 permissions');
    await waitFor(() => expect(shown()).toBe('dryRun'));
    expect(screen.getByTestId('setup-problems').textContent).toContain('2');
  });

  it('goes over the steps by arrows, opens by Enter and checks by R', async () => {
    const { user, host } = await setup();
    await waitFor(() => expect(document.activeElement).toBe(opener('dryRun')));
    await user.keyboard('{ArrowUp}');
    expect(document.activeElement).toBe(opener('postings'));
    expect(shown()).toBe('dryRun');
    await user.keyboard('kk{Enter}');
    expect(shown()).toBe('templates');
    expect(screen.getAllByRole('button', { current: 'step' })).toHaveLength(1);
    const before = await host.commands.health();
    await user.keyboard('r');
    await waitFor(() => expect(screen.getByTestId('live-region').textContent).toBe('Checked. 2 problems.'));
    expect((await host.commands.health()).checkedAtMs).toBeGreaterThan(before.checkedAtMs ?? 0);
    expect(await host.commands.setupPlace()).toBe('templates');
  });

  it('resumes where it was left', async () => {
    const host = new Rehearsal({ people: 60 });
    await host.commands.setSetupPlace('webhooks');
    const user = userEvent.setup();
    render(App, { host });
    await waitFor(() => expect(screen.getByTestId('app').dataset['phase']).toBe('ready'));
    await user.keyboard('gh');
    await waitFor(() => expect(shown()).toBe('webhooks'));
  });

  it('mends by one key, and opens pages of Lever outside', async () => {
    const { user, host } = await setup();
    await user.click(opener('stages'));
    const broken = (await screen.findAllByTestId('check')).find((one) => one.dataset['standing'] === 'broken');
    expect(broken?.textContent).toContain('called “Job Twine” now');
    await user.keyboard('f');
    expect(host.log).toContain('lever page stages');
    await user.click(opener('postings'));
    await user.click(opener('templates'));
    await waitFor(() => expect(shown()).toBe('templates'));
  });

  it('tells what changed since it last worked, and leads there', async () => {
    const { user } = await setup();
    await user.click(screen.getByTestId('setup-changed'));
    const items = await screen.findAllByTestId('drift-item');
    expect(items.map((one) => one.dataset['mended'])).toEqual(['false', 'true']);
    expect(items[0]?.textContent).toContain('“Job Twine”');
    await user.click(within(items[0] as HTMLElement).getByRole('button'));
    expect(shown()).toBe('stages');
    expect(screen.queryByTestId('drift')).toBeNull();
    await user.click(screen.getByTestId('setup-changed'));
    await user.keyboard('{Escape}');
    expect(screen.queryByTestId('drift')).toBeNull();
    expect(document.activeElement).toBe(screen.getByTestId('setup-changed'));
  });
});

describe('the steps', () => {
  it('pins what was found by one key, and one stage for both vendors’ resends', async () => {
    const { user, host } = await setup({ fresh: true });
    await user.click(opener('stages'));
    await screen.findByTestId('stage-pin');
    await user.keyboard('p');
    await waitFor(async () => expect((await host.commands.setup()).triggerStage).toBe('my-stage'));
    await user.click(await screen.findByTestId('neutral-both'));
    await waitFor(() => expect(screen.getByTestId('neutral-line').textContent).toContain('passes through'));
    expect((await host.commands.jobtwineSetup()).neutralStage).not.toBeNull();
  });

  it('waits for a stage that is missing, and offers it when it appears', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    const user = userEvent.setup({ advanceTimers: (ms) => vi.advanceTimersByTime(ms) });
    const host = new Rehearsal({ people: 60, fresh: true });
    const all = host.stageList;
    host.stageList = all.filter((one) => one.name !== 'myInterview');
    await host.commands.setSetupPlace('stages');
    render(App, { host });
    await waitFor(() => expect(screen.getByTestId('app').dataset['phase']).toBe('ready'));
    await user.keyboard('gh');
    expect((await screen.findByTestId('stage-waiting')).textContent).toContain('Waiting for it');
    expect(screen.getByText(w.stages.make.myinterview[0] ?? '')).toBeTruthy();
    host.stageList = all.map((one) => (one.name === 'Recruiter screen' ? { ...one, name: 'Phone screen' } : one));
    await vi.advanceTimersByTimeAsync(6000);
    expect((await screen.findByTestId('stage-pin')).textContent).toContain('myInterview');
    expect(screen.getByTestId('stage-renamed').textContent).toContain(
      '“Recruiter screen” is called “Phone screen” now',
    );
  });

  it('takes what was confirmed with one key, and takes it back', async () => {
    const { user, host } = await setup();
    await user.click(opener('webhooks'));
    await user.click(await screen.findByTestId('webhooks-all'));
    await waitFor(() => expect(within(fact('archiveChangeWebhook')).getByTestId('said').textContent).toContain('On'));
    expect(fact('jobTwineConnected').textContent).toContain('by Marta Vellinho');
    await user.click(within(fact('stageChangeWebhook')).getByTestId('take-back'));
    await waitFor(() => expect(within(fact('stageChangeWebhook')).getByTestId('fact-on')).toBeTruthy());
    await user.click(within(fact('stageChangeWebhook')).getByTestId('fact-off'));
    await waitFor(() => expect(within(fact('stageChangeWebhook')).getByTestId('said').dataset['value']).toBe('off'));
    expect((await host.commands.stated()).length).toBe(4);
  });

  it('reads the vendor’s list, says which columns, and points out names that mislead', async () => {
    const { user } = await setup();
    await user.click(opener('templates'));
    await waitFor(() => expect(screen.getByTestId('templates-sharing').textContent).toBe('2 share a name.'));
    const careful = screen.getAllByTestId('template')[0];
    expect(careful?.textContent).toContain('use the id');
    await user.click(screen.getByTestId('setup-templates-paste'));
    await user.type(await screen.findByTestId('setup-templates-text'), 'id,name\n1,Backend');
    await user.click(screen.getByTestId('setup-templates-import'));
    expect((await screen.findByTestId('templates-read')).textContent).toContain(
      'Ids from column “id”, names from “name”',
    );
    await waitFor(() => expect(screen.getAllByTestId('template')).toHaveLength(1));
    await user.click(screen.getByTestId('confirm-all'));
    await waitFor(() =>
      expect(within(fact('myInterviewTrigger')).getByTestId('said').textContent).toContain('myInterview'),
    );
  });

  it('states the same rounds for all jobs about which nobody said anything', async () => {
    const host = new Rehearsal({ people: 60 });
    const jobs = async () =>
      (await host.commands.jobtwineSetup()).postings.filter((one) => one.exact && one.state === 'published');
    for (const one of await jobs()) await host.commands.stateRounds(one.id, null);
    await host.commands.setSetupPlace('rounds');
    const user = userEvent.setup();
    render(App, { host });
    await waitFor(() => expect(screen.getByTestId('app').dataset['phase']).toBe('ready'));
    await user.keyboard('gh');
    await user.selectOptions(await screen.findByTestId('rounds-each'), '2');
    await user.click(screen.getByTestId('rounds-all-save'));
    await waitFor(async () => expect((await jobs()).map((one) => one.stated?.names.length)).toEqual([2, 2, 2]));
    await waitFor(() => expect(screen.queryByTestId('rounds-for-all')).toBeNull());
  });

  it('keeps keys on an admin’s seat only, and says so elsewhere', async () => {
    const { user } = await setup({ rights: { writes: true, postings: true, admin: false, integrations: false } });
    await user.click(opener('templates'));
    expect((await screen.findByTestId('vendor-access')).textContent).toContain('Only an admin’s seat');
    expect(screen.queryByTestId('vendor-access-open')).toBeNull();
    await user.click(opener('connect'));
    expect((await screen.findByTestId('connect-role')).textContent).toContain('Super Admin');
  });

  it('keeps the vendor’s keys out of the page once they are kept', async () => {
    const { user } = await setup();
    await user.click(opener('templates'));
    await user.click(await screen.findByTestId('vendor-access-open'));
    await user.type(screen.getByTestId('vendor-key'), 'ak');
    await user.type(screen.getByTestId('vendor-secret'), 'hush-hush');
    await user.type(screen.getByTestId('vendor-company'), 'c1');
    await user.click(screen.getByTestId('vendor-save'));
    await waitFor(() => expect(screen.getByTestId('vendor-access').dataset['inUse']).toBe('true'));
    const field = screen.queryByTestId<HTMLInputElement>('vendor-secret');
    expect(field?.value ?? '').toBe('');
  });
});

describe('a team file', () => {
  const file = (text: string): File => new File([text], 'team.json', { type: 'application/json' });

  it('is looked at before it is used, and refused with a way out', async () => {
    const { user, host } = await setup();
    await user.click(opener('connect'));
    await user.upload(await screen.findByTestId('team-file'), file('not one'));
    expect((await screen.findByTestId('problem')).textContent).toContain('go on without it');
    await user.upload(screen.getByTestId('team-file'), file('{"fulcrum_team":1,"account":"api.lever.co"}'));
    await user.click(await screen.findByTestId('team-take'));
    await waitFor(async () => expect((await host.commands.teamFile())?.taken).toBe(true));
    await user.click(screen.getByTestId('team-export'));
    expect((await screen.findByTestId('team-exported')).textContent).toContain('Fulcrum team.json');
  });

  it('waits on the way in until somebody says who they are, and can be left out', async () => {
    const host = new Rehearsal({ people: 60, phase: 'connect' });
    const user = userEvent.setup();
    render(App, { host });
    expect((await screen.findByTestId('connect-basic')).textContent).toContain('Lever Basic has no Data API');
    await user.upload(screen.getByTestId('team-file'), file('{"fulcrum_team":1}'));
    expect((await screen.findByTestId('team-summary')).textContent).toContain(
      '3 stages, 14 templates, rounds of 5 jobs',
    );
    await user.click(screen.getByTestId('team-leave'));
    expect(await host.commands.teamFile()).toBeNull();
    expect(await screen.findByTestId('team-file')).toBeTruthy();
  });
});
