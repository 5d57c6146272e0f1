import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import App from '../../App.svelte';
import { Rehearsal, type Scenario } from '$lib/host/rehearsal';

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(1152);
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(690);
});

async function inbox(given: Partial<Scenario> = {}) {
  const host = new Rehearsal({ people: 300, ...given });
  const user = userEvent.setup();
  render(App, { host });
  await waitFor(() => expect(screen.getByTestId('app').dataset['phase']).not.toBe('starting'));
  await user.keyboard('gi');
  await screen.findAllByTestId('inbox-item');
  return { host, user };
}

const items = (): HTMLElement[] => screen.queryAllByTestId('inbox-item');
const names = (): (string | undefined)[] => items().map((item) => item.dataset['key']);
const count = (tab: string): number => Number(screen.getByTestId(`inbox-count-${tab}`).textContent);
const badge = (): number => Number(screen.queryByTestId('inbox-badge')?.firstElementChild?.textContent ?? '0');
const unread = (): number => items().filter((item) => item.dataset['unread'] === 'true').length;
const selected = (): string | undefined =>
  items().find((item) => item.getAttribute('aria-selected') === 'true')?.dataset['key'];

describe('the inbox', () => {
  it('says the same number in the sidebar, on the tab and in the list', async () => {
    await inbox();
    expect(count('needsYou')).toBe(items().length);
    expect(badge()).toBe(unread());
    expect(badge()).toBeGreaterThan(1);
  });

  it('has one tab stop, and looking reads', async () => {
    const { user } = await inbox();
    expect(items().filter((item) => item.tabIndex === 0)).toHaveLength(1);
    // What the window chose by itself nobody has looked at.
    const before = badge();
    expect(unread()).toBe(before);
    await user.keyboard('j');
    await waitFor(() => expect(badge()).toBe(before - 1));
    expect(unread()).toBe(before - 1);
    expect(selected()).toBe(names()[1]);
    expect(screen.getByTestId('inbox-detail').dataset['key']).toBe(names()[1]);
  });

  it('is worked through by keys, and Z brings the last one back', async () => {
    const { user } = await inbox();
    const all = names();
    await user.keyboard('e');
    await waitFor(() => expect(names()).toEqual(all.slice(1)));
    expect(count('doneToday')).toBe(1);
    expect(selected()).toBe(all[1]);
    await user.keyboard('h');
    await screen.findByTestId('snooze-menu');
    await user.keyboard('1');
    await waitFor(() => expect(names()).toEqual(all.slice(2)));
    expect(count('snoozed')).toBe(1);
    expect(screen.queryByTestId('snooze-menu')).toBeNull();
    await user.keyboard('z');
    await waitFor(() => expect(count('snoozed')).toBe(0));
    await user.keyboard('z');
    await waitFor(() => expect(names()).toEqual(all));
  });

  it('mutes a candidate, and lets them be heard again', async () => {
    const { user } = await inbox();
    const first = names()[0];
    await user.keyboard('{Shift>}m{/Shift}');
    await waitFor(() => expect(names()).not.toContain(first));
    await user.click(screen.getByTestId('inbox-tab-snoozed'));
    await waitFor(() => expect(names()).toEqual([first]));
    expect(screen.getByTestId('inbox-group').dataset['group']).toBe('muted');
    await user.click(await screen.findByTestId('inbox-unmute'));
    await screen.findByTestId('inbox-empty');
  });

  it('acts on the candidate under the cursor', async () => {
    const { user, host } = await inbox();
    const video = items().find((item) => item.dataset['reason'] === 'video_in');
    if (video === undefined) throw new Error('no video');
    await user.click(video);
    await screen.findByTestId('inbox-video');
    await user.keyboard('o');
    expect(host.log).toContain(`lever ${video.dataset['id']}`);
    await user.keyboard('p');
    await waitFor(() => expect(host.log.some((line) => line.startsWith(`video ${video.dataset['id']}`))).toBe(true));
    await user.keyboard('a');
    await waitFor(() => expect(host.log.some((line) => line.startsWith(`move ${video.dataset['id']}`))).toBe(true));
  });

  it('leads to the fix of a failed invite', async () => {
    const { user } = await inbox();
    const failed = items().find((item) => item.dataset['reason'] === 'missing_email');
    if (failed === undefined) throw new Error('nothing failed');
    await user.click(failed);
    await user.keyboard('f');
    await waitFor(() => expect(screen.getByTestId('panel').dataset['id']).toBe(failed.dataset['id']));
  });

  it('opens the candidate beside the list, goes on from there, and comes back', async () => {
    const { user } = await inbox();
    const all = items().map((item) => item.dataset['id']);
    await user.keyboard('{Enter}');
    await waitFor(() => expect(screen.getByTestId('panel').dataset['id']).toBe(all[0]));
    expect(items()).toHaveLength(all.length);
    expect(screen.queryByTestId('inbox-detail')).toBeNull();
    await waitFor(() => expect(document.activeElement).toBe(screen.getByTestId('panel')));
    expect((await screen.findByText(`1 of ${all.length} in the inbox`)).textContent).not.toBe('');
    await user.keyboard('j');
    await waitFor(() => expect(screen.getByTestId('panel').dataset['id']).toBe(all[1]));
    expect(selected()).toBe(names()[1]);
    await user.keyboard('m');
    expect((await screen.findAllByTestId('menu-item')).length).toBeGreaterThan(5);
    await user.keyboard('{Escape}{Escape}');
    await waitFor(() => expect(screen.queryByTestId('panel')).toBeNull());
    expect(screen.getByTestId('inbox-detail').dataset['key']).toBe(names()[1]);
    await waitFor(() => expect((document.activeElement as HTMLElement).dataset['key']).toBe(names()[1]));
  });

  it('draws what an interviewer said', async () => {
    const { user } = await inbox();
    const said = items().find((item) => item.dataset['reason'] === 'feedback');
    if (said === undefined) throw new Error('no feedback');
    expect(said.textContent).toContain('Is a good fit');
    await user.click(said);
    const verdict = await screen.findByTestId('inbox-verdict');
    expect(verdict.dataset['outcome']).toBe('good_fit');
    expect(verdict.textContent).toContain('Is a good fit');
    expect(verdict.querySelectorAll('[data-testid=rating]').length).toBeGreaterThan(1);
    expect(verdict.querySelector('blockquote')?.textContent).toContain('trade-offs');
  });

  it('says so when nothing needs anybody', async () => {
    const host = new Rehearsal({ people: 300 });
    host.people.clear();
    const user = userEvent.setup();
    render(App, { host });
    await waitFor(() => expect(screen.getByTestId('app').dataset['phase']).not.toBe('starting'));
    await user.keyboard('gi');
    expect((await screen.findByTestId('inbox-empty')).textContent).toContain('Nothing needs you.');
    expect(screen.queryByTestId('inbox-badge')).toBeNull();
  });

  it('keeps quiet hours and what a notification says', async () => {
    const { user, host } = await inbox();
    expect(screen.getByTestId('notice-settings').textContent).toContain('18:00–08:30');
    await user.click(screen.getByTestId('notice-settings'));
    await user.click(await screen.findByTestId('privacy-hidden'));
    await user.click(screen.getByTestId('quiet-none'));
    await waitFor(async () =>
      expect(await host.commands.noticePreferences()).toEqual({ privacy: 'hidden', quiet: null }),
    );
  });
});
