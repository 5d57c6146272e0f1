import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import App from '../../App.svelte';
import { Rehearsal } from '$lib/host/rehearsal';
import { dockEffect, dockWhat, leftOpen, leftOpenWords } from '$lib/i18n/day';
import type { DockItem, OpportunityId, StageId } from '$lib/ipc';
import { completed, matching, mentionAt } from './mentions';

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(1152);
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(690);
});
afterEach(() => {
  vi.restoreAllMocks();
});

const raw = /[a-z]_[a-z]|undefined|null|\[object/;

describe('a mention that is being typed', () => {
  it('begins where no word does', () => {
    expect(mentionAt('Ask @joo', 8)).toEqual({ start: 4, query: 'joo' });
    expect(mentionAt('@', 1)).toEqual({ start: 0, query: '' });
    expect(mentionAt('ana@joo', 7)).toBeNull();
    expect(mentionAt('Ask @joo now', 12)).toBeNull();
  });

  it('is completed in place, whatever stands round it', () => {
    fc.assert(
      fc.property(fc.string(), fc.stringMatching(/^[a-z.]{0,5}$/), fc.string(), (head, query, tail) => {
        const text = `${head} @${query}${tail}`;
        const caret = head.length + 2 + query.length;
        const mention = mentionAt(text, caret);
        expect(mention).toEqual({ start: head.length + 1, query });
        if (mention === null) return;
        const after = completed(text, mention, 'joonas.p');
        expect(after.text.startsWith(`${head} @joonas.p `)).toBe(true);
        expect(after.text.endsWith(tail)).toBe(true);
        expect(after.text.slice(0, after.caret)).toBe(`${head} @joonas.p `);
      }),
    );
  });

  it('finds people by user name or any word of their name, without accents', () => {
    const people = [
      { username: 'joonas.p', name: 'Joonas Pihlaja' },
      { username: 'ines', name: 'Inês Ferreira' },
    ];
    const found = (query: string): string[] => matching(people, query).map((one) => one.username);
    expect(found('pih')).toEqual(['joonas.p']);
    expect(found('INE')).toEqual(['ines']);
    expect(found('')).toHaveLength(2);
    expect(found('onas')).toEqual([]);
  });
});

describe('words', () => {
  it('say what stays open, with and without a time', () => {
    for (const what of [...Object.keys(leftOpen), 'something_new'])
      for (const atMs of [null, Date.UTC(2026, 10, 24, 14)])
        for (const vendor of ['jobtwine', 'myinterview'] as const)
          expect(leftOpenWords({ vendor, round: 1, what, atMs })).toMatch(/^\S.*\.$/);
  });

  it('say what a line of the dock is about; a move has words of its own', () => {
    const item = (kind: string, subject: string | null): DockItem => ({ kind, subject }) as DockItem;
    for (const kind of ['archive', 'unarchive', 'note', 'note_removal', 'tag', 'tag_removal'])
      for (const subject of [null, 'Joonas']) {
        expect(dockWhat(item(kind, subject))).toMatch(/^: .*\.$/);
        expect(dockWhat(item(kind, subject))).not.toMatch(raw);
        expect(dockEffect(item(kind, subject))).toMatch(/\.$/);
      }
    expect(dockWhat(item('move', null))).toBeNull();
    expect(dockWhat(item('resend', null))).toBeNull();
  });
});

async function panel(stage: string) {
  const host = new Rehearsal({ people: 300 });
  const user = userEvent.setup();
  render(App, { host });
  await waitFor(() => expect(screen.getByTestId('app').dataset['phase']).toBe('ready'));
  const person = [...host.people.values()].find((one) => one.card.stage === (stage as StageId) && one.mine);
  if (person === undefined) throw new Error(`nobody stands in ${stage}`);
  const id: OpportunityId = person.card.id;
  host.focus(id);
  await screen.findByTestId('note-add');
  return { host, user, id };
}

describe('the card through the day', () => {
  it('asks before archiving what is under way, and holds it', async () => {
    const { host, user, id } = await panel('jt-stage');
    screen.getByTestId('panel').focus();
    await user.keyboard('e');
    const dialog = await screen.findByTestId('archive-dialog');
    expect(within(dialog).getByTestId('left-open').textContent).toContain('stays booked with JobTwine');
    expect((await axe.run(dialog, { rules: { 'color-contrast': { enabled: false } } })).violations).toEqual([]);
    await user.keyboard('withd');
    expect(within(dialog).getAllByTestId('archive-reason')).toHaveLength(1);
    await user.keyboard('{Enter}');
    await waitFor(() => expect(screen.queryByTestId('archive-dialog')).toBeNull());
    expect((await screen.findByTestId('dock-item')).textContent).toContain('archive as “Withdrew”');
    await user.keyboard('z');
    await waitFor(() => expect(screen.queryByTestId('dock-item')).toBeNull());
    expect(host.day.archived.has(id)).toBe(false);
  });

  it('archives at once where nothing is under way, takes back, and leads back out', async () => {
    const { host, user, id } = await panel('on-site');
    await user.click(screen.getByTestId('archive'));
    await screen.findByTestId('archive-dialog');
    await user.keyboard('{Enter}');
    expect(screen.getByTestId<HTMLButtonElement>('archive-confirm').disabled).toBe(true);
    await user.keyboard('{ArrowDown}{ArrowDown}{Enter}');
    await screen.findByTestId('unarchive');
    expect(host.day.archived.get(id)).toBe('Underqualified');
    expect(screen.getByTestId('archived').textContent).toContain('Underqualified');
    screen.getByTestId('panel').focus();
    await user.keyboard('z');
    await waitFor(() => expect(host.day.archived.has(id)).toBe(false));
  });

  it('keeps a note that was begun, completes a mention and holds what reaches somebody', async () => {
    const { host, user, id } = await panel('on-site');
    screen.getByTestId('panel').focus();
    await user.keyboard('n');
    const text = await screen.findByTestId<HTMLTextAreaElement>('note-text');
    await waitFor(() => expect(document.activeElement).toBe(text));
    await user.keyboard('Ask @joo');
    await waitFor(() => expect(host.day.drafts.get(id)?.text).toBe('Ask @joo'));
    await user.keyboard('{Enter}');
    await waitFor(() => expect(text.value).toBe('Ask @joonas.p '));
    await waitFor(() => expect(screen.getByTestId('note-reaches').textContent).toContain('Joonas Pihlaja'));
    await user.click(screen.getByTestId('note-secret'));
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByTestId('note-box')).toBeNull());
    await user.click(await screen.findByTestId('note-add'));
    expect((await screen.findByTestId<HTMLTextAreaElement>('note-text')).value).toBe('Ask @joonas.p ');
    screen.getByTestId('note-text').focus();
    await user.keyboard('{Control>}{Enter}{/Control}');
    await waitFor(() => expect(host.log).toContain(`note ${id} true Ask @joonas.p `));
    expect((await screen.findByTestId('dock-item')).textContent).toContain('mentions Joonas Pihlaja');
    expect(host.day.drafts.has(id)).toBe(false);
  });

  it('adds a tag by keys, removes it with its cross and takes that back', async () => {
    const { host, user, id } = await panel('on-site');
    screen.getByTestId('panel').focus();
    await user.keyboard('l');
    const field = await screen.findByTestId('tag-text');
    await waitFor(() => expect(document.activeElement).toBe(field));
    await user.keyboard('reloc');
    await waitFor(() => expect(screen.getAllByTestId('known-tag')).toHaveLength(1));
    await user.keyboard('{ArrowDown}{Enter}');
    const tags = (): string[] => host.people.get(id)?.tags ?? [];
    await waitFor(() => expect(tags()).toContain('relocation'));
    const cross = await screen.findByRole('button', { name: 'Remove tag relocation' });
    await user.click(cross);
    await waitFor(() => expect(tags()).not.toContain('relocation'));
    await user.click(await screen.findByRole('button', { name: 'Undo' }));
    await waitFor(() => expect(tags()).toContain('relocation'));
  });

  it('warns before a tag that is evidence goes', async () => {
    const { host, user, id } = await panel('my-stage');
    const tagged = [...host.people.values()].find((one) => one.card.chip?.kind === 'invited' && one.mine);
    const other = tagged?.card.id ?? id;
    host.focus(other);
    await waitFor(() => expect(screen.getByTestId('panel').dataset['id']).toBe(other));
    await waitFor(() => expect(screen.getByTestId('panel-name').textContent).toContain(tagged?.card.name ?? ''));
    const cross = await screen.findByRole('button', { name: /^Remove tag myInterview: / });
    await user.click(cross);
    expect((await screen.findByTestId('tag-evidence')).textContent).toContain('The vendor wrote this tag');
    expect(host.log.some((line) => line.startsWith('untag'))).toBe(false);
    await user.click(screen.getByTestId('tag-remove-anyway'));
    await waitFor(() => expect(host.log.some((line) => line.startsWith('untag') && line.endsWith('true'))).toBe(true));
  });
});
