import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import App from './App.svelte';
import { Rehearsal, type Scenario } from '$lib/host/rehearsal';
import type { UserId } from '$lib/ipc';

// A window of the designed size: the page here has no layout of its own.
beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(1152);
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(690);
});

async function open(given: Partial<Scenario> = {}) {
  const host = new Rehearsal({ people: 300, ...given });
  const user = userEvent.setup();
  const { container } = render(App, { host });
  await waitFor(() => expect(screen.getByTestId('app').dataset['phase']).not.toBe('starting'));
  return { host, user, container };
}

const column = (stage: string): HTMLElement => {
  const found = document.querySelector<HTMLElement>(`[data-testid="board-column"][data-stage="${stage}"]`);
  if (found === null) throw new Error(`no column ${stage}`);
  return found;
};
const cards = (stage: string): HTMLElement[] => within(column(stage)).queryAllByTestId('card');
const byName = (name: string): HTMLElement => {
  const found = screen.getAllByTestId('card').find((card) => card.textContent.includes(name));
  if (found === undefined) throw new Error(`no card of ${name}`);
  return found;
};
const board = async (given: Partial<Scenario> = {}) => {
  const opened = await open(given);
  await waitFor(() => expect(cards('my-stage').length).toBeGreaterThan(3));
  return opened;
};

describe('the board', () => {
  it('is a region of lists whose cards know their place', async () => {
    await board();
    expect(screen.getByRole('region', { name: 'Pipeline' })).toBe(screen.getByTestId('board'));
    const list = within(column('my-stage')).getByRole('listbox');
    expect(list.getAttribute('aria-label')).toMatch(/^myInterview, \d+ candidates$/);
    const [first, second] = within(list).getAllByRole('option');
    expect(first?.getAttribute('aria-posinset')).toBe('1');
    expect(second?.getAttribute('aria-posinset')).toBe('2');
    expect(first?.getAttribute('aria-setsize')).toBe(
      within(column('my-stage')).getByTestId('column-count').textContent,
    );
  });

  it('has one tab stop in each column', async () => {
    await board();
    expect(cards('my-stage').filter((card) => card.tabIndex === 0)).toHaveLength(1);
  });

  it('says which lanes contact people', async () => {
    await board();
    expect(column('my-stage').textContent).toContain('Entering emails a video invite');
    expect(column('recruiter-screen').textContent).not.toContain('Entering');
  });

  it('shows hostile text as text', async () => {
    const { host } = await board();
    const person = [...host.people.values()].find((one) => one.card.stage === ('my-stage' as never));
    if (person === undefined) throw new Error('nobody');
    person.card = { ...person.card, name: '<img src=x onerror=alert(1)>' };
    await host.commands.setEmail(person.card.id, 'a@example.org');
    await waitFor(() => expect(byName('<img src=x')).toBeTruthy());
    expect(document.querySelector('img')).toBeNull();
  });

  it('follows a link into the program, and says where one leads nowhere', async () => {
    const { host } = await board();
    const person = [...host.people.values()].find((one) => one.card.stage === ('my-stage' as never));
    if (person === undefined) throw new Error('nobody');
    host.askLink(person.card.id);
    await waitFor(() => expect(screen.getByTestId('panel').dataset['id']).toBe(person.card.id));
    host.askLink(null);
    await waitFor(() => expect(screen.getByTestId('toast').dataset['code']).toBe('linkRefused'));
  });

  it('says that a link leads nowhere before anybody is connected, too', async () => {
    const { host } = await open({ phase: 'connect' });
    await screen.findByTestId('connect-key');
    host.askLink(null);
    await waitFor(() => expect(screen.getByTestId('toast').dataset['code']).toBe('linkRefused'));
  });

  it('keeps a link until somebody is connected', async () => {
    const { host } = await open({ phase: 'connect' });
    const [person] = host.people.values();
    if (person === undefined) throw new Error('nobody');
    host.askLink(person.card.id);
    await screen.findByTestId('connect-key');
    expect(screen.queryByTestId('panel')).toBeNull();
    await host.commands.chooseSeat('user-1' as UserId);
    await waitFor(() => expect(screen.getByTestId('panel').dataset['id']).toBe(person.card.id));
  });

  it('marks training so that nobody can miss it', async () => {
    await board();
    expect(screen.getByTestId('training-mark').textContent).toBe('Training');
    expect(document.body.textContent).toContain('invented candidates, nothing reaches anybody');
  });

  it('narrows to whom a card waits on', async () => {
    const { user } = await board();
    const shown = screen.getByTestId('shown').textContent;
    await user.click(screen.getByTestId('waiting-candidate'));
    await waitFor(() => expect(screen.getByTestId('shown').textContent).not.toBe(shown));
    expect(screen.getByTestId('waiting-candidate').getAttribute('aria-pressed')).toBe('true');
    await waitFor(() => expect(cards('my-stage').every((card) => card.textContent.includes('Candidate'))).toBe(true));
  });

  it('stays small with 2,000 candidates', async () => {
    const { user } = await board({ people: 2000 });
    await user.click(screen.getByTestId('scope'));
    await user.click(screen.getByRole('menuitemradio', { name: /All candidates/ }));
    await waitFor(() => expect(screen.getByTestId('shown').textContent).toBe('2,000 of 2,000'));
    expect(screen.getByTestId('board').querySelectorAll('*').length).toBeLessThan(1500);
  });
});

describe('a move', () => {
  it('by keys: picked up, consequence read, dropped, held, undone', async () => {
    const { user, host } = await board();
    byName('Ruairí').focus();
    await user.keyboard(' {ArrowRight}');
    await waitFor(() =>
      expect(within(column('my-stage')).getByTestId('drop-consequence').textContent).toContain(
        'Dropping here emails an invite to Ruairí Mac Giolla Fhionnuisce',
      ),
    );
    await user.keyboard('{Enter}');
    await waitFor(() => expect(within(byName('Ruairí')).getByTestId('hold').textContent).toContain('Sending in'));
    expect(byName('Ruairí').dataset).toMatchObject({ stage: 'my-stage', phase: 'held' });
    expect(screen.getByTestId('dock').textContent).toContain('1 move held');
    expect(screen.getByTestId('live-region').textContent).toContain('held 10 seconds');
    await user.keyboard('z');
    await waitFor(() => expect(byName('Ruairí').dataset['stage']).toBe('recruiter-screen'));
    expect(screen.getByTestId('toast').textContent).toContain('Nothing was sent');
    expect(host.log.filter((line) => line.startsWith('move'))).toHaveLength(1);
  });

  it('into a lane that would not invite opens the findings, with fixes and the way around', async () => {
    const { user } = await board();
    byName('Mścisław').focus();
    await user.keyboard('v');
    const dialog = await screen.findByRole('alertdialog');
    const finding = within(dialog)
      .getByText(/Did you mean “Lever Demo”/)
      .closest('[data-testid="preflight-finding"]');
    expect(finding).toMatchObject({ dataset: { code: 'template_not_found', severity: 'block' } });
    expect(within(dialog).getByTestId('move-anyway').textContent).toBe('Move anyway, no invitation will go out');
    expect(dialog.contains(document.activeElement)).toBe(true);
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull());
  });

  it('by menu lists every stage and what entering it does', async () => {
    const { user } = await board();
    byName('Ruairí').focus();
    await user.keyboard('m');
    const menu = await screen.findByRole('menu');
    expect(within(menu).getAllByRole('menuitem')).toHaveLength(7);
    expect(within(menu).getByText('Emails an invite')).toBeTruthy();
    await user.keyboard('offer{Enter}');
    await waitFor(() => expect(screen.getByTestId('live-region').textContent).toContain('Offer'));
  });
});

describe('the panel', () => {
  it('opens with Enter, takes the focus, and gives it back', async () => {
    const { user } = await board();
    const card = byName('Oluwaseun');
    card.focus();
    await user.keyboard('{Enter}');
    await waitFor(() => expect(screen.getByTestId('panel-name').textContent).toContain('Oluwaseun'));
    const panel = screen.getByRole('complementary', { name: 'Candidate' });
    await waitFor(() => expect(panel.contains(document.activeElement)).toBe(true));
    expect(
      within(panel)
        .getAllByTestId('journey-link')
        .map((link) => link.dataset['certainty']),
    ).toContain('proven');
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByTestId('panel')).toBeNull());
    await waitFor(() => expect(document.activeElement?.textContent).toContain('Oluwaseun'));
  });

  it('adds a missing email and says what is wrong with a bad one', async () => {
    const { user, host } = await board();
    await user.click(byName('Tāne'));
    await user.click(await screen.findByTestId('email-add'));
    await user.type(screen.getByTestId('email-input'), 'nope');
    await user.click(screen.getByTestId('email-save'));
    expect((await screen.findByTestId('problem')).dataset['code']).toBe('badInput');
    await user.clear(screen.getByTestId('email-input'));
    await user.type(screen.getByTestId('email-input'), 'tane@example.org{Enter}');
    await waitFor(() => expect(screen.getByTestId('email-line').textContent).toContain('tane@example.org'));
    expect([...host.people.values()].some((one) => one.email === 'tane@example.org')).toBe(true);
  });

  it('asks once before a host that is not pinned', async () => {
    const { user, host } = await board();
    const plain = host.commands.candidate;
    host.commands.candidate = async (id) => {
      const candidate = await plain(id);
      return {
        ...candidate,
        journeys: candidate.journeys
          .filter((one) => one.vendor === 'myinterview')
          .map((one) => ({ ...one, video: { host: 'elsewhere.example', pinned: false } })),
      };
    };
    await user.click(byName('Oluwaseun'));
    await user.click(await screen.findByTestId('open-video'));
    expect(host.log.some((line) => line.startsWith('video'))).toBe(false);
    await user.click(await screen.findByTestId('allow-host'));
    await waitFor(() => expect(host.log.find((line) => line.startsWith('video'))).toMatch(/ myinterview 1 1 true$/));
  });

  it('opens from a native notification', async () => {
    const { host } = await board();
    const person = [...host.people.values()].find((one) => one.card.name.startsWith('林'));
    if (person === undefined) throw new Error('nobody');
    host.focus(person.card.id);
    await waitFor(() => expect(screen.getByTestId('panel-name').textContent).toContain('林 雨晴'));
  });
});

describe('search', () => {
  it('says how much was searched and opens the card', async () => {
    const { user } = await board();
    await user.keyboard('{Control>}k{/Control}');
    const field = await screen.findByRole('combobox');
    await user.type(field, 'kwabena');
    await waitFor(() => expect(screen.getAllByTestId('search-hit')).toHaveLength(1));
    expect(screen.getByTestId('search-searched').textContent).toContain('300 people');
    await user.keyboard('{Enter}');
    await waitFor(() => expect(screen.getByTestId('panel-name').textContent).toContain('Kwabena'));
  });
});

describe('the way in', () => {
  it('asks for the key, says what is wrong with it, and binds a seat', async () => {
    const { user } = await open({ phase: 'connect' });
    const key = screen.getByTestId<HTMLInputElement>('connect-key');
    expect(key.type).toBe('password');
    await user.type(key, 'abc');
    await user.click(screen.getByTestId('connect-go'));
    const problem = await screen.findByTestId('problem');
    expect(problem.dataset['code']).toBe('wrongKey');
    expect(problem.textContent).toContain('ask a Lever admin');
    await user.type(key, 'abcdefgh{Enter}');
    await waitFor(() => expect(screen.getAllByTestId('seat-choice').length).toBe(3));
    await user.type(screen.getByTestId('seat-search'), 'marta');
    await user.click(screen.getByTestId('seat-choice'));
    await waitFor(() => expect(screen.getByTestId('app').dataset['phase']).toBe('ready'));
    await waitFor(() => expect(screen.getByTestId('seat-name').textContent).toBe('Marta Vellinho'));
  });

  it('signs in with Lever: says what to register, waits, can be cancelled, names what is in the way', async () => {
    const { user, host } = await open({ phase: 'connect' });
    const way = await screen.findByTestId('connect-oauth');
    expect(way.getAttribute('aria-expanded')).toBe('false');
    await user.click(way);
    const addresses = await screen.findAllByText(/^http:\/\/127\.0\.0\.1:\d+\/callback$/);
    expect(addresses).toHaveLength(3);
    const scopes = screen.getByTestId('oauth-scopes');
    expect([...scopes.querySelectorAll('code')].map((code) => code.textContent)).toEqual([
      'offline_access',
      'opportunities:write:admin',
      'archive_reasons:read:admin',
    ]);
    expect(scopes.textContent).toContain('Write: stage moves that you ask for.');
    const go = screen.getByTestId<HTMLButtonElement>('oauth-go');
    const secret = screen.getByTestId<HTMLInputElement>('oauth-client-secret');
    expect(secret.type).toBe('password');
    await user.type(screen.getByTestId('oauth-client-id'), 'taken');
    expect(go.disabled).toBe(true);
    await user.type(secret, 'a-secret');
    await user.click(go);
    const problem = await screen.findByTestId('problem');
    expect(problem.dataset['code']).toBe('portTaken');
    expect(problem.textContent).toContain('47622');
    expect(problem.textContent).toContain('sign in again');

    await user.clear(screen.getByTestId('oauth-client-id'));
    await user.type(screen.getByTestId('oauth-client-id'), 'our-app{Enter}');
    const wait = await screen.findByTestId('oauth-wait');
    expect(wait.parentElement?.textContent).toContain('120 seconds');
    expect(screen.queryByTestId('problem')).toBeNull();
    await user.click(screen.getByTestId('oauth-cancel'));
    await screen.findByTestId('oauth-go');
    expect(screen.queryByTestId('problem')).toBeNull();
    expect(host.log).toEqual(['sign in taken', 'sign in our-app', 'sign in cancelled']);

    await user.click(screen.getByTestId('oauth-go'));
    await screen.findByTestId('oauth-wait');
    host.accept();
    await waitFor(() => expect(screen.getAllByTestId('seat-choice')).toHaveLength(3));
  });

  it('says before anything is tried what is needed, and asks the environment that was chosen', async () => {
    const { user, host } = await open({ phase: 'connect' });
    const permissions = await screen.findByTestId('connect-permissions');
    expect(permissions.textContent).toContain('Archive reasons read: the reasons to choose from.');
    expect(screen.getByTestId('connect-basic').textContent).toContain('Lever Basic has no Data API');
    const production = screen.getByTestId<HTMLInputElement>('environment-production');
    const sandbox = screen.getByTestId<HTMLInputElement>('environment-sandbox');
    expect([production.checked, sandbox.checked]).toEqual([true, false]);
    await user.click(sandbox);
    await waitFor(() => expect([production.checked, sandbox.checked]).toEqual([false, true]));
    expect(host.log).toEqual(['environment sandbox']);
  });

  it('says why it cannot go on, and tries again', async () => {
    const { user } = await open({ phase: 'blocked' });
    expect(screen.getByTestId('problem').dataset['code']).toBe('keyringLocked');
    expect(screen.getByTestId('problem').textContent).toContain('try again');
    await user.click(screen.getByTestId('blocked-retry'));
    await screen.findByTestId('connect-key');
  });
});

describe('a lost file', () => {
  it('is begun anew on request, and names who was waiting in it until that is seen', async () => {
    const { user, host } = await open({ phase: 'blocked' });
    expect(screen.queryByTestId('begin-anew')).toBeNull();
    const [one, two] = [...host.people.values()];
    if (one === undefined || two === undefined) throw new Error('nobody');
    host.loseDesk([
      { opportunity: one.card.id, name: one.card.name, to: 'On-site', now: 'Recruiter screen' },
      { opportunity: two.card.id, name: null, to: null, now: null },
    ]);
    await user.click(await screen.findByTestId('begin-anew'));
    await waitFor(() => expect(screen.getAllByTestId('lost-change')).toHaveLength(2));
    const [first, second] = screen.getAllByTestId('lost-change');
    expect(first?.textContent).toContain('to On-site');
    expect(first?.textContent).toContain('now in Recruiter screen');
    expect(second?.textContent).toContain('Not read from Lever yet');
    await user.click(within(first as HTMLElement).getByRole('button'));
    await waitFor(() => expect(screen.getByTestId('panel').dataset['id']).toBe(one.card.id));
    await user.click(screen.getByTestId('mending-seen'));
    await waitFor(() => expect(screen.queryByTestId('banner')).toBeNull());
  });
});

describe('the frame', () => {
  it('says that it is offline and what still works', async () => {
    await board({ sync: 'offline' });
    expect(screen.getByTestId('sync-status').dataset['phase']).toBe('offline');
    expect(screen.getByTestId('banner').textContent).toContain('You can read and move');
  });

  it('keeps theme and density', async () => {
    const { user, host } = await board();
    await user.click(screen.getByTestId('settings-open'));
    await user.click(await screen.findByTestId('theme-dark'));
    await user.click(screen.getByTestId('density-compact'));
    await waitFor(() => expect(document.documentElement.dataset).toMatchObject({ theme: 'dark', density: 'compact' }));
    expect(await host.commands.preferences()).toEqual({ theme: 'dark', density: 'compact' });
  });

  it('offers a role that only reads nothing that changes anybody', async () => {
    const { user, host } = await board({
      rights: { writes: false, postings: false, admin: false, integrations: false },
    });
    const card = byName('Ruairí');
    card.focus();
    await user.keyboard('v');
    await waitFor(() => expect(screen.getByTestId('live-region').textContent).toContain('reads only'));
    await user.keyboard('{Enter}');
    expect((await screen.findByTestId('reads-only')).textContent).toContain('reads only');
    for (const act of ['move-to', 'advance', 'resend', 'archive', 'note-add', 'tag-add'])
      expect(screen.queryByTestId(act)).toBeNull();
    expect((await host.commands.dock()).items).toEqual([]);
  });
});
