import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import App from '../../../App.svelte';
import { Rehearsal } from '$lib/host/rehearsal';

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(1152);
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(690);
});

async function setup() {
  const host = new Rehearsal({ people: 60 });
  const user = userEvent.setup();
  render(App, { host });
  await user.click(await screen.findByTestId('nav-setup'));
  await user.click(within(await screen.findByTestId('setup-leaving')).getByRole('button'));
  await screen.findByTestId('leaving-lever');
  const part = (vendor: string): HTMLElement => {
    const found = document.querySelector<HTMLElement>(`[data-testid="leaving-vendor"][data-vendor="${vendor}"]`);
    if (found === null) throw new Error(`no part of ${vendor}`);
    return found;
  };
  return { host, user, part };
}

describe('leaving', () => {
  it('says what stops and who is in the middle before a vendor is switched off, and judges it afterwards', async () => {
    const { host, user, part } = await setup();
    await user.click(within(part('myinterview')).getByTestId('vendor-off'));
    const asked = part('myinterview').textContent;
    expect(asked).toContain('count as any other move');
    expect(asked).toContain('2 moves that wait here are taken back');
    expect(asked).toContain('10 candidates are in the middle');
    expect(within(part('myinterview')).getAllByTestId('mid-flow')).toHaveLength(8);
    expect(asked).toContain('and 2 more');
    expect(host.log).not.toContain('disable myinterview');

    await user.click(within(part('myinterview')).getByTestId('vendor-off-go'));
    await waitFor(() => expect(part('myinterview').dataset['standing']).toBe('off'));
    await user.click(within(part('myinterview')).getByTestId('authorized-apps'));
    expect(host.log).toContain('authorized apps');
    await user.click(within(part('myinterview')).getByTestId('vendor-revoked'));
    await waitFor(() => expect(part('myinterview').textContent).toContain('Cannot be verified'));
    host.leaving.writes('myinterview');
    await user.click(within(part('myinterview')).getByTestId('vendor-look'));
    await waitFor(() => expect(part('myinterview').textContent).toContain('Still reacting'));
    await user.click(within(part('myinterview')).getByTestId('vendor-on'));
    await waitFor(() => expect(part('myinterview').dataset['standing']).toBe('on'));
    expect(part('jobtwine').dataset['standing']).toBe('on');
  });

  it('leads from the settings to what disconnecting means, and names who waits', async () => {
    const { host, user } = await setup();
    await user.click(screen.getByTestId('nav-board'));
    await user.click(screen.getByTestId('settings-open'));
    await user.click(await screen.findByTestId('disconnect'));
    const waiting = await screen.findByTestId('disconnect-waiting');
    expect(waiting.textContent).toContain('Oluwaseun');
    expect(host.log.some((line) => line.startsWith('disconnect'))).toBe(false);
    await user.click(screen.getByTestId('disconnect-keep'));
    await user.click(screen.getByTestId('disconnect-go'));
    await waitFor(() => expect(screen.getByTestId('app').dataset['phase']).toBe('connect'));
    expect(host.log).toContain('disconnect true');
    expect((await screen.findByTestId('gone-access')).textContent).toContain('a Super Admin deletes it');
    expect(screen.getByTestId('gone-files').textContent).toContain('waits for you');
  });

  it('removes everything only after it was named and confirmed, and shows the receipt', async () => {
    const { host, user } = await setup();
    await user.click(screen.getByTestId('wipe-ask'));
    const dialog = await screen.findByTestId('wipe-dialog');
    expect(dialog.textContent).toContain('The copy of Lever’s data');
    expect(dialog.textContent).toContain('Interview, Support Lead');
    expect(dialog.textContent).toContain('1 change of yours waits and will never be sent');
    await user.click(screen.getByTestId('wipe-keep'));
    expect(screen.queryByTestId('wipe-dialog')).toBeNull();
    expect(host.log).not.toContain('wipe false');

    await user.click(screen.getByTestId('wipe-ask'));
    await user.click(await screen.findByTestId('wipe-go'));
    await waitFor(() => expect(screen.getByTestId('app').dataset['phase']).toBe('connect'));
    expect(host.log).toContain('wipe false');
    expect((await screen.findByTestId('receipt-removed')).textContent).toContain('Entries in the keyring: 4');
    expect(screen.getByTestId('receipt-left').textContent).toContain('it was to stay');
    await user.click(screen.getByTestId('receipt-save'));
    expect((await screen.findByTestId('receipt-saved')).textContent).toContain('wipe receipt.txt');
    await user.click(screen.getByTestId('left-close'));
    expect(screen.queryByTestId('left')).toBeNull();
  });

  it('takes 7 to 365 days or none', async () => {
    const { host, user } = await setup();
    const days = screen.getByTestId('retention-days');
    const save = screen.getByTestId<HTMLButtonElement>('retention-save');
    await user.clear(days);
    await user.type(days, '6');
    expect(save.disabled).toBe(true);
    await user.clear(days);
    await user.type(days, '90');
    await user.click(save);
    await waitFor(async () => expect((await host.commands.leaving()).retention.days).toBe(90));
    await user.click(screen.getByTestId('retention-keep'));
    await user.click(save);
    await waitFor(async () => expect((await host.commands.leaving()).retention.days).toBeNull());
  });

  /** The parts alone: the screens around them are looked at elsewhere. */
  const stumbles = async (where: HTMLElement): Promise<string[]> => {
    const found = await axe.run(where, { rules: { 'color-contrast': { enabled: false } } });
    return found.violations.map((one) => `${one.id}: ${one.nodes[0]?.html.slice(0, 120)}`);
  };

  it('is no obstacle for a keyboard or a screen reader', async () => {
    const { user, part } = await setup();
    await user.click(within(part('jobtwine')).getByTestId('vendor-off'));
    await user.click(screen.getByTestId('disconnect-ask'));
    expect(await stumbles(screen.getByTestId('leaving'))).toEqual([]);
  });

  it('asks before a wipe in a dialog that nobody stumbles over', async () => {
    const { user } = await setup();
    await user.click(screen.getByTestId('wipe-ask'));
    expect(await stumbles(await screen.findByTestId('wipe-dialog'))).toEqual([]);
  });
});
