import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import App from './App.svelte';
import { Rehearsal, type Scenario } from '$lib/host/rehearsal';

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(1152);
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(690);
});

/** Opens a screen, does something there, and names what a screen reader or a keyboard would stumble over. */
async function stumbles(given: Partial<Scenario>, act: (user: ReturnType<typeof userEvent.setup>) => Promise<void>) {
  const user = userEvent.setup();
  render(App, { host: new Rehearsal({ people: 120, ...given }) });
  await waitFor(() => expect(screen.getByTestId('app').dataset['phase']).not.toBe('starting'));
  if (given.phase === undefined) await screen.findAllByTestId('card');
  await act(user);
  // The page here paints nothing: contrast is judged by the tokens' own figures.
  const found = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false } } });
  return found.violations.map((one) => `${one.id}: ${one.nodes[0]?.html.slice(0, 120)}`);
}
const card = (name: string): HTMLElement => {
  const found = screen.getAllByTestId('card').find((one) => one.textContent.includes(name));
  if (found === undefined) throw new Error(name);
  return found;
};
const nothing = (): Promise<void> => Promise.resolve();

describe('nobody stumbles over', () => {
  it('the board with a held move', async () => {
    expect(
      await stumbles({ held: true }, async () => {
        await screen.findByTestId('dock');
      }),
    ).toEqual([]);
  });

  it('the panel', async () => {
    expect(
      await stumbles({}, async (user) => {
        await user.click(card('Oluwaseun'));
        await screen.findByTestId('panel-name');
      }),
    ).toEqual([]);
  });

  it('the findings before a move', async () => {
    expect(
      await stumbles({}, async (user) => {
        card('Mścisław').focus();
        await user.keyboard('v');
        await screen.findByRole('alertdialog');
      }),
    ).toEqual([]);
  });

  it('the search', async () => {
    expect(
      await stumbles({}, async (user) => {
        await user.keyboard('{Control>}k{/Control}');
        await user.type(await screen.findByRole('combobox'), 'kwa');
        await screen.findByTestId('search-hit');
      }),
    ).toEqual([]);
  });

  it('a menu', async () => {
    expect(
      await stumbles({}, async (user) => {
        card('Ruairí').focus();
        await user.keyboard('m');
        await screen.findByRole('menu');
      }),
    ).toEqual([]);
  });

  it.each(['connect', 'stages', 'webhooks', 'templates', 'rounds', 'postings', 'dryRun'])(
    'the set-up: %s',
    async (step) => {
      expect(
        await stumbles({ fresh: true }, async (user) => {
          await user.click(screen.getByTestId('nav-setup'));
          await screen.findAllByTestId('setup-step');
          await user.click(
            document.querySelector(`[data-testid="setup-step"][data-step="${step}"] button`) as HTMLElement,
          );
          await waitFor(() => expect(screen.getByTestId('setup-detail').dataset['step']).toBe(step));
          if (step === 'templates') await user.click(await screen.findByTestId('vendor-access-open'));
          if (step === 'rounds') await user.click((await screen.findAllByTestId('jobtwine-rounds'))[0] as HTMLElement);
        }),
      ).toEqual([]);
    },
  );

  it('what changed since it last worked', async () => {
    expect(
      await stumbles({}, async (user) => {
        await user.click(screen.getByTestId('nav-setup'));
        await user.click(await screen.findByTestId('setup-changed'));
        await screen.findAllByTestId('drift-item');
      }),
    ).toEqual([]);
  });

  it('the inbox', async () => {
    expect(
      await stumbles({}, async (user) => {
        await user.keyboard('gi');
        await screen.findByTestId('inbox-name');
      }),
    ).toEqual([]);
  });

  it('the table of a bulk move, and the list that follows it', async () => {
    const start = async (user: ReturnType<typeof userEvent.setup>): Promise<void> => {
      card('Ruairí').focus();
      await user.keyboard('{Control>}a{/Control}');
      await screen.findByTestId('selection-bar');
      await user.keyboard('v');
      await screen.findByTestId('bulk-totals');
    };
    expect(await stumbles({}, start)).toEqual([]);
  });

  it('the snooze menu', async () => {
    expect(
      await stumbles({}, async (user) => {
        await user.keyboard('gi');
        await screen.findByTestId('inbox-name');
        await user.keyboard('h');
        await screen.findByTestId('snooze-menu');
      }),
    ).toEqual([]);
  });

  it('the filter of the board', async () => {
    expect(
      await stumbles({}, async (user) => {
        await user.click(screen.getByTestId('filter-open'));
        await screen.findAllByTestId('filter-stage');
      }),
    ).toEqual([]);
  });

  it('the name of a view', async () => {
    expect(
      await stumbles({}, async (user) => {
        await user.keyboard('{Control>}s{/Control}');
        await screen.findByTestId('view-name-input');
      }),
    ).toEqual([]);
  });

  it('a candidate beside the inbox', async () => {
    expect(
      await stumbles({}, async (user) => {
        await user.keyboard('gi');
        await screen.findByTestId('inbox-name');
        await user.keyboard('{Enter}');
        await screen.findByTestId('panel-name');
      }),
    ).toEqual([]);
  });

  it('signing in with Lever', async () => {
    expect(
      await stumbles({ phase: 'connect' }, async (user) => {
        await user.click(await screen.findByTestId('connect-oauth'));
        await screen.findByTestId('oauth-client-id');
      }),
    ).toEqual([]);
  });

  it.each(['connect', 'blocked'] as const)('the way in: %s', async (phase) => {
    expect(await stumbles({ phase }, nothing)).toEqual([]);
  });
});
