import type { MentionChoice } from '$lib/ipc';

/** A mention that is being typed: where its `@` stands, and what follows it up to the caret. */
export interface Mention {
  start: number;
  query: string;
}

/** The mention at the caret, if one is being typed there. An e-mail address is none. */
export function mentionAt(text: string, caret: number): Mention | null {
  const head = text.slice(0, caret);
  const found = /(^|[^\p{L}\p{N}_])@([\p{L}\p{N}._+-]*)$/u.exec(head);
  if (found === null) return null;
  const query = found[2] ?? '';
  return { start: caret - query.length - 1, query };
}

const folded = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();

/** Colleagues whose user name, or a word of whose name, begins with the query. */
export function matching(people: readonly MentionChoice[], query: string, limit = 6): MentionChoice[] {
  const wanted = folded(query);
  return people
    .filter((one) => [one.username, ...one.name.split(/\s+/)].some((word) => folded(word).startsWith(wanted)))
    .slice(0, limit);
}

/** The text with the mention completed, and where the caret stands then. */
export function completed(text: string, mention: Mention, username: string): { text: string; caret: number } {
  const before = text.slice(0, mention.start);
  const after = text.slice(mention.start + 1 + mention.query.length);
  const gap = after.startsWith(' ') ? '' : ' ';
  return { text: `${before}@${username}${gap}${after}`, caret: before.length + username.length + 2 };
}
