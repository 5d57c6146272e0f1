import { describe, expect, it } from 'vitest';

import { actionFor, beginsSequence, type Press, type Standing, spelling } from './match';
import { bindings, capsOf, keyCaps, prefixes, type Scope } from './table';

const press = (key: string, change: Partial<Press> = {}): Press => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...change,
});
const at = (...scopes: Scope[]): Standing => ({ scopes: ['anywhere', ...scopes], typing: false });
const typing: Standing = { scopes: ['anywhere'], typing: true };

/** What can hold the focus together. */
const places: Scope[][] = [
  ['anywhere'],
  ['anywhere', 'board'],
  ['anywhere', 'board', 'card'],
  ['anywhere', 'panel'],
  ['anywhere', 'panel', 'note'],
  ['anywhere', 'inbox'],
  ['anywhere', 'bulk'],
  ['anywhere', 'setup'],
  ['anywhere', 'postings'],
  ['slots', 'slot'],
  ['slots', 'slotQuestion'],
  ['menu', 'snooze'],
  ['list'],
  ['dialog'],
];

/** Every source file of the window but the table's own folder and tests. */
const sources = import.meta.glob<string>(
  ['/src/**/*.ts', '/src/**/*.svelte', '!/src/lib/keys/**', '!/src/**/*.test.ts'],
  {
    query: '?raw',
    import: 'default',
    eager: true,
  },
);

describe('the table of keys', () => {
  it('gives each key one meaning in each place', () => {
    for (const place of places) {
      const reachable = bindings.filter((binding) => binding.scopes.some((scope) => place.includes(scope)));
      const keys = reachable.flatMap((binding) => binding.keys);
      expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
    }
  });

  it('names every action once, with a label and a group', () => {
    const actions = bindings.map((binding) => binding.action);
    expect(new Set(actions).size).toBe(actions.length);
    for (const binding of bindings) {
      expect(binding.label).not.toBe('');
      expect(binding.keys.length).toBeGreaterThan(0);
      expect(capsOf(binding.action)).toEqual(keyCaps(binding.keys[0] ?? ''));
    }
  });

  it('gives no key two meanings in one scope', () => {
    const scopes = new Set(bindings.flatMap((binding) => binding.scopes));
    expect(scopes.size).toBeGreaterThan(8);
    for (const scope of scopes) {
      const keys = bindings.filter((binding) => binding.scopes.includes(scope)).flatMap((binding) => binding.keys);
      expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
    }
  });

  it('is the only place where a key is bound', () => {
    const files = Object.entries(sources);
    expect(files.length).toBeGreaterThan(60);
    // A press is read by the table's own functions alone; what else has a `key` is a key of data.
    const bound =
      /\b(?:event|e|press)\.(?:key|code|keyCode|which)\b|\bkey(?:Code)? ?===? ?['"`](?:Enter|Escape|Tab|Arrow|Space| )|accesskey=|aria-keyshortcuts=/;
    expect(files.filter(([, text]) => bound.test(text)).map(([name]) => name)).toEqual([]);
    const listening = files.filter(([, text]) => /onkey(?:down|up|press)=\{(?!\(\) => undefined)/.test(text));
    expect(listening.length).toBeGreaterThan(5);
    for (const [name, text] of listening) expect(text, name).toMatch(/from '\$lib\/keys\/match'/);
  });

  it('spells every key the way a press is spelt', () => {
    for (const binding of bindings) {
      for (const key of binding.keys.flatMap((one) => one.split(' '))) {
        const parts = key.split('+');
        const last = parts.at(-1) ?? '';
        const spelt = spelling(
          press(last === 'Space' ? ' ' : last.length === 1 ? last.toLowerCase() : last, {
            ctrlKey: parts.includes('Mod'),
            altKey: parts.includes('Alt'),
            shiftKey: parts.includes('Shift'),
          }),
        );
        expect(spelt).toBe(key);
      }
    }
  });
});

describe('a press', () => {
  it('means different things on a card and in the panel', () => {
    expect(actionFor(press('j'), at('board', 'card'))).toBe('down');
    expect(actionFor(press('j'), at('panel'))).toBe('nextCandidate');
    expect(actionFor(press('j'), at())).toBeNull();
  });

  it('is left to a text field, except where it does not write', () => {
    expect(actionFor(press('z'), typing)).toBeNull();
    expect(actionFor(press('/'), typing)).toBeNull();
    expect(actionFor(press('k', { ctrlKey: true }), typing)).toBe('search');
    expect(actionFor(press('Escape'), typing)).toBe('back');
  });

  it('is not taken from the system when a modifier is held', () => {
    expect(actionFor(press('z', { ctrlKey: true }), at())).toBeNull();
    expect(actionFor(press('m', { metaKey: true }), at('board', 'card'))).toBeNull();
  });

  it('finds a sign whatever layout types it', () => {
    expect(actionFor(press('?', { shiftKey: true }), at())).toBe('help');
    expect(actionFor(press('?'), at())).toBe('help');
    expect(actionFor(press('/', { shiftKey: true }), at())).toBe('search');
  });

  it('begins and ends a sequence, but not in a text field', () => {
    expect(beginsSequence(press('g'), at())).toBe(true);
    expect(beginsSequence(press('g'), typing)).toBe(false);
    expect(actionFor(press('h'), at(), 'G')).toBe('goSetup');
    expect(actionFor(press('h'), at())).toBeNull();
    expect(actionFor(press('j'), at('board', 'card'), 'G')).toBeNull();
    const single = bindings.flatMap((binding) => binding.keys);
    for (const prefix of prefixes) expect(single).not.toContain(prefix);
  });

  it('picks up only on a card', () => {
    expect(actionFor(press(' '), at('board', 'card'))).toBe('pickUp');
    expect(actionFor(press(' '), at('board'))).toBeNull();
    expect(actionFor(press('Enter', { shiftKey: true }), at('board', 'card'))).toBe('sendNow');
  });
});
