import type { CellStanding, ComparedPosting, MarkedPiece, PostingRow, TagFailure } from '$lib/ipc';
import type { IconName } from '$lib/components/icons';
import { postingWords as w } from '$lib/i18n/postings';

/** What a cell of the matrix shows. */
export interface Cell {
  icon: IconName | null;
  /** Of the icon; exceptions tint their words too. */
  tone: string;
  loud: boolean;
  words: string;
  hint: string;
}

const cell = (icon: IconName | null, tone: string, words: string, loud = false, hint = words): Cell => ({
  icon,
  tone,
  loud,
  words,
  hint,
});

const unused = (words: string): Cell => cell(null, 'muted', words, true);

const tag = (standing: CellStanding, words: string, wrong: 't-danger' | 't-warn'): Cell => {
  switch (standing) {
    case 'unused':
      return unused(w.notUsed);
    case 'good':
      return cell('ok', 't-ok', words);
    case 'unchecked':
      return cell('help', 't-info', words, false, `${words}. ${w.unchecked}`);
    case 'wrong':
      return cell(wrong === 't-warn' ? 'warn' : 'fail', wrong, words, true);
  }
};

export const templateCell = (row: PostingRow): Cell =>
  tag(row.template, row.templateTags > 1 ? w.tags(row.templateTags) : visible(row.templateText), 't-danger');

export const jobtwineCell = (row: PostingRow): Cell => tag(row.jobtwine, visible(row.jobtwineText), 't-warn');

export function roundsCell(row: PostingRow): Cell {
  const n = (row.read ?? row.stated)?.names.length ?? 0;
  const words = w.rounds[row.rounds](n);
  switch (row.rounds) {
    case 'unused':
    case 'noJob':
      return unused(words);
    case 'stated':
      return cell('help', 't-info', words);
    case 'read':
      return cell('ok', 't-ok', words);
    case 'statedNone':
    case 'contradicted':
      return cell('warn', 't-warn', words, true);
    case 'unknown':
      return cell('fail', 't-danger', words, true);
  }
}

export function invitesCell(row: PostingRow): Cell {
  const words = w.invites[row.invites](row.short);
  if (row.invites === 'nobody') return row.short ? cell('fail', 't-danger', words, true) : unused(words);
  return row.short ? cell('warn', 't-warn', words, true) : cell('ok', 't-ok', words);
}

/** Letters that nobody would see, and blanks, as something that can be seen. */
export const visible = (text: string, blanks = false): string =>
  text.replaceAll(/[\p{Cf}\p{Cc}]|\s/gu, (letter) => {
    if (/[\p{Cf}\p{Cc}]/u.test(letter) && letter !== ' ') {
      const code = letter.codePointAt(0) ?? 0;
      return w.lint.invisible(`U+${code.toString(16).toUpperCase().padStart(4, '0')}`);
    }
    return blanks ? w.lint.blank : letter;
  });

/** A piece of a tag: blanks are shown where they are what differs. */
export const shown = (piece: MarkedPiece): string => visible(piece.text, piece.differs);

/** Names of fields, as a list. */
export const fields = (names: readonly string[]): string => names.join(', ');

/** Why changing many is locked: a sentence, its cause, the way out. */
export function locked(proof: ComparedPosting | null): string[] {
  if (proof === null) return [w.many.lockedTitle, w.many.lockedFirst];
  if (proof.kept) return [];
  const back =
    proof.putBack === true ? w.many.putBack : proof.putBack === false ? w.many.notPutBack : w.many.putBackUnknown;
  return [w.many.lockedTitle, `${w.many.lockedChanged(proof.title, fields(proof.differing))} ${back}`, w.many.wayOut];
}

/** Why one posting of many was not changed. */
export const failure = (one: TagFailure): string => w.many.why[one.code]?.(fields(one.differing)) ?? w.many.refused;
