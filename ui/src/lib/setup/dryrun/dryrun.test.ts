import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import App from '../../../App.svelte';
import { Rehearsal } from '$lib/host/rehearsal';
import type { Finding } from '$lib/ipc';

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(1152);
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(690);
});

const untagged: Finding = {
  code: 'template_not_found',
  severity: 'block',
  subject: 'lever demo',
  suggestion: 'myInterview:Lever Demo',
  fix: null,
};

async function open(): Promise<{ host: Rehearsal; user: ReturnType<typeof userEvent.setup> }> {
  const host = new Rehearsal({ people: 20 });
  const user = userEvent.setup();
  render(App, { host });
  await user.click(await screen.findByTestId('nav-setup'));
  const steps = await screen.findAllByTestId('setup-step');
  const step = steps.find((one) => one.dataset['step'] === 'dryRun');
  if (step === undefined) throw new Error('no step');
  await user.click(within(step).getByRole('button'));
  await screen.findByTestId('dryrun-posting');
  return { host, user };
}

const option = (list: HTMLElement, at: number): string => list.querySelectorAll('option')[at]?.value ?? '';

async function choose(user: ReturnType<typeof userEvent.setup>): Promise<void> {
  const posting = screen.getByTestId('dryrun-posting');
  await user.selectOptions(posting, option(posting, 1));
  const reason = screen.getByTestId('dryrun-reason');
  await user.selectOptions(reason, option(reason, 1));
}

const links = (vendor: string): string[] => {
  const part = screen.getAllByTestId('dryrun-part').find((one) => one.dataset['vendor'] === vendor);
  if (part === undefined) throw new Error(`no part of ${vendor}`);
  return within(part)
    .getAllByTestId('dryrun-link')
    .map((one) => `${one.dataset['link'] ?? ''} ${one.dataset['standing'] ?? ''}`);
};

describe('the dry run', () => {
  it('chooses nothing ahead of the person but the address, and names exactly what will happen', async () => {
    const { host, user } = await open();
    expect(screen.getByTestId<HTMLInputElement>('dryrun-email').value).toBe('marta@tarnbrook.example');
    expect(screen.getByTestId<HTMLSelectElement>('dryrun-reason').value).toBe('');
    expect(screen.getByTestId('dryrun-plan').hasAttribute('disabled')).toBe(true);
    await choose(user);
    await user.type(screen.getByTestId('dryrun-phone'), '+44 7700 900142');
    await user.click(screen.getByTestId('dryrun-plan'));
    const dialog = await screen.findByTestId('dryrun-confirm');
    for (const words of [
      'Creates a candidate “Fulcrum test – please ignore” in Lever',
      'Moves it into “Video interview”; myInterview will e-mail marta@tarnbrook.example and text you',
      'Moves it into “JobTwine”; JobTwine will e-mail marta@tarnbrook.example',
      'none is given',
      'Archives it with the reason “Position closed”',
      'Contacts marta@tarnbrook.example and nobody else',
    ])
      expect(dialog.textContent).toContain(words);
    // Enter on what has the focus must not start it.
    expect(document.activeElement).toBe(screen.getByTestId('dryrun-cancel'));
    await user.keyboard('{Enter}');
    await waitFor(() => expect(screen.queryByTestId('dryrun-confirm')).toBeNull());
    expect(host.log.filter((line) => line.startsWith('dryRun'))).toEqual([]);
  });

  it('ticks link by link, says so, and asks what only the admin can see', async () => {
    const { host, user } = await open();
    await choose(user);
    await user.click(screen.getByTestId('dryrun-plan'));
    await user.click(await screen.findByTestId('dryrun-start'));
    await screen.findByTestId('dryrun-run');
    expect(host.log).toContain('dryRun myinterview+jobtwine marta@tarnbrook.example although:');
    host.dryRun.created();
    host.dryRun.ticked('myinterview', 'stage_entered');
    await waitFor(() => expect(links('myinterview')).toContain('stage_entered proven'));
    expect(links('myinterview')).toContain('reacted open');
    host.dryRun.ticked('myinterview', 'invited');
    await waitFor(() => expect(links('myinterview')).toContain('emailed unseen'));
    await waitFor(() => expect(document.body.textContent).toContain('myInterview: Invited, Proven'));
    await user.click(screen.getByTestId('dryrun-arrived'));
    await waitFor(() => expect(links('myinterview')).toContain('emailed stated'));
    host.dryRun.broke('jobtwine', 'reacted');
    const trouble = await screen.findByTestId('dryrun-trouble');
    expect(trouble.textContent).toContain('Then run again');
    await user.click(screen.getByTestId('dryrun-stop'));
    expect(host.log.some((line) => line.startsWith('stopDryRun'))).toBe(true);
    host.dryRun.ended();
    await waitFor(() => expect(screen.getByTestId('dryrun-phase').textContent).toContain('is archived'));
    await user.click(screen.getByTestId('dryrun-again'));
    await screen.findByTestId('dryrun-posting');
  });

  it('starts nothing that would not invite, unless the vendor’s own answer is wanted', async () => {
    const { host, user } = await open();
    host.dryRun.findings = { myinterview: [untagged] };
    await choose(user);
    await user.click(screen.getByTestId('dryrun-plan'));
    const start = await screen.findByTestId('dryrun-start');
    expect(start.hasAttribute('disabled')).toBe(true);
    expect(screen.getByTestId('dryrun-finding').textContent).toContain('Did you mean');
    await user.click(screen.getByTestId('dryrun-although-myinterview'));
    await user.click(start);
    await screen.findByTestId('dryrun-run');
    expect(host.log).toContain('dryRun myinterview+jobtwine marta@tarnbrook.example although:myinterview');
  });

  it('offers only vendors that the posting carries something for', async () => {
    const { user } = await open();
    const posting = screen.getByTestId('dryrun-posting');
    await user.selectOptions(posting, option(posting, 3));
    expect(screen.getByTestId<HTMLInputElement>('dryrun-vendor-myinterview').checked).toBe(true);
    const other = screen.getByTestId<HTMLInputElement>('dryrun-vendor-jobtwine');
    expect([other.checked, other.disabled]).toEqual([false, true]);
  });

  it('has no barrier for a screen reader, in the form, the question and the run', async () => {
    const { host, user } = await open();
    const clean = async (testid: string): Promise<void> => {
      const found = await axe.run(screen.getByTestId(testid), { rules: { 'color-contrast': { enabled: false } } });
      expect(found.violations.map((one) => `${one.id} ${one.nodes[0]?.html ?? ''}`)).toEqual([]);
    };
    await clean('dryrun');
    await choose(user);
    await user.click(screen.getByTestId('dryrun-plan'));
    await screen.findByTestId('dryrun-confirm');
    await clean('dryrun-confirm');
    await user.click(screen.getByTestId('dryrun-start'));
    await screen.findByTestId('dryrun-run');
    host.dryRun.ticked('myinterview', 'invited');
    host.dryRun.broke('jobtwine', 'reacted');
    await screen.findByTestId('dryrun-trouble');
    await clean('dryrun');
  });
});
