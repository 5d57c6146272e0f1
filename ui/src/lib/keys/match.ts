import { type Action, bindings, keysOf, prefixes, type Scope } from './table';

/** What of a key press matters here. */
export interface Press {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

/** What has the focus. */
export interface Standing {
  /** Scopes that hold the focus; `anywhere` is always one of them. */
  scopes: readonly Scope[];
  /** A text field has the focus: keys that write are its own. */
  typing: boolean;
}

/** The press in the table's spelling. */
export function spelling(press: Press): string {
  const parts: string[] = [];
  if (press.ctrlKey || press.metaKey) parts.push('Mod');
  if (press.altKey) parts.push('Alt');
  const writes = press.key.length === 1 && press.key !== ' ';
  const letter = writes && press.key.toLowerCase() !== press.key.toUpperCase();
  // A sign such as "?" needs Shift on some layouts and not on others: only the sign counts.
  if (press.shiftKey && (!writes || letter)) parts.push('Shift');
  parts.push(press.key === ' ' ? 'Space' : writes ? press.key.toUpperCase() : press.key);
  return parts.join('+');
}

/** Does this press begin a sequence, such as the G of "G B"? */
export const beginsSequence = (press: Press, standing: Standing): boolean =>
  !standing.typing && prefixes.has(spelling(press));

/** The action a press stands for, or none; `prefix` is the key of a sequence that was pressed just before. */
export function actionFor(press: Press, standing: Standing, prefix = ''): Action | null {
  const spelt = prefix === '' ? spelling(press) : `${prefix} ${spelling(press)}`;
  const plain = !press.ctrlKey && !press.metaKey && !press.altKey;
  if (standing.typing && plain && press.key !== 'Escape' && press.key !== 'F6') return null;
  const found = bindings.find(
    (binding) => binding.keys.includes(spelt) && binding.scopes.some((scope) => standing.scopes.includes(scope)),
  );
  return found?.action ?? null;
}

/** The action of a press inside a menu, a list or a dialog, which answer for themselves. */
export function actionIn(press: Press, scope: Scope): Action | null {
  const spelt = spelling(press);
  return bindings.find((one) => one.keys.includes(spelt) && one.scopes.includes(scope))?.action ?? null;
}

/** Which of an action's keys was pressed, from 0; -1: none of them. */
export const numberOf = (press: Press, action: Action): number => keysOf(action).indexOf(spelling(press));

/** A key that only changes others. */
export const isModifier = (press: Press): boolean => ['Shift', 'Control', 'Alt', 'Meta'].includes(press.key);

/** What has the focus, read from the page. */
export function standingOf(target: EventTarget | null): Standing {
  const element = target instanceof Element ? target : null;
  const typing =
    element !== null &&
    element.closest('input:not([type="checkbox"]), textarea, select, [contenteditable="true"]') !== null;
  const scopes: Scope[] = ['anywhere'];
  const region = element?.closest('[data-focus-scope]')?.getAttribute('data-focus-scope');
  if (region === 'board') scopes.push('board');
  if (region === 'panel') scopes.push('panel');
  if (element?.closest('[data-note]') != null) scopes.push('note');
  if (region === 'slots') scopes.push('slots');
  if (element?.closest('[data-slot]') != null) scopes.push('slot');
  if (element?.closest('[data-slot-question]') != null) scopes.push('slotQuestion');
  if (region === 'inbox') scopes.push('inbox');
  if (region === 'bulk') scopes.push('bulk');
  if (region === 'setup') scopes.push('setup');
  if (region === 'postings') scopes.push('postings');
  if (region !== 'inbox' && element?.matches('[data-card]') === true) scopes.push('card');
  return { scopes, typing };
}
