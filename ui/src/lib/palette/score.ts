/** How well words fit what was typed; the lower, the better. */
export enum Fit {
  /** The words begin with it. */
  Prefix,
  /** Each typed part begins a word, in order: "mo st" and "ms" both fit "Move to stage". */
  WordStarts,
  /** It stands somewhere inside. */
  Inside,
  /** Its letters come in order, with others between them. */
  Subsequence,
}

export interface Match {
  fit: Fit;
  /** Where the typed letters stand: indices of letters (not of code units), ascending. */
  letters: number[];
}

/** One letter for comparison: without accents, in lower case. */
function plain(letter: string): string {
  const bare = letter.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase();
  return bare === '' ? letter.toLocaleLowerCase() : bare;
}

/** The letters of words, as they are compared and marked. */
export const lettersOf = (words: string): string[] => [...words.normalize('NFC')];

const isWord = (letter: string | undefined): boolean => letter !== undefined && /[\p{L}\p{N}]/u.test(letter);

const run = (from: number, length: number): number[] => Array.from({ length }, (_, at) => from + at);

function standsAt(letters: readonly string[], wanted: readonly string[], from: number): boolean {
  return wanted.every((letter, at) => letters[from + at] === letter);
}

/** Takes the typed letters from beginnings of words, as few words as possible left out. */
function wordStarts(letters: readonly string[], wanted: readonly string[]): number[] | null {
  const starts = letters.flatMap((letter, at) => (isWord(letter) && !isWord(letters[at - 1]) ? [at] : []));
  /** `typed`: how many letters are placed; `word`: the first word that may still be used. */
  function place(typed: number, word: number): number[] | null {
    let next = typed;
    while (next < wanted.length && !isWord(wanted[next])) next += 1;
    if (next >= wanted.length) return [];
    for (let at = word; at < starts.length; at += 1) {
      const start = starts[at] ?? 0;
      let length = 0;
      while (
        next + length < wanted.length &&
        isWord(wanted[next + length]) &&
        letters[start + length] === wanted[next + length]
      )
        length += 1;
      // The longest piece first; a shorter one leaves letters for the words behind.
      for (let taken = length; taken > 0; taken -= 1) {
        const rest = place(next + taken, at + 1);
        if (rest !== null) return [...run(start, taken), ...rest];
      }
    }
    return null;
  }
  // Long texts are not put together from first letters; trying would take long.
  return wanted.length > 24 || starts.length > 24 ? null : place(0, 0);
}

function subsequence(letters: readonly string[], wanted: readonly string[]): number[] | null {
  const found: number[] = [];
  let from = 0;
  for (const letter of wanted) {
    const at = letters.indexOf(letter, from);
    if (at < 0) return null;
    found.push(at);
    from = at + 1;
  }
  return found;
}

/** How `words` fit what was typed, or null. Case and accents do not matter, nor does white space around or between. */
export function fit(words: string, typed: string): Match | null {
  const letters = lettersOf(words).map(plain);
  const wanted = lettersOf(typed.trim().replace(/\s+/gu, ' ')).map(plain);
  if (wanted.length === 0) return { fit: Fit.Prefix, letters: [] };
  if (standsAt(letters, wanted, 0)) return { fit: Fit.Prefix, letters: run(0, wanted.length) };
  const starts = wordStarts(letters, wanted);
  if (starts !== null) return { fit: Fit.WordStarts, letters: starts };
  for (let at = 1; at + wanted.length <= letters.length; at += 1)
    if (standsAt(letters, wanted, at)) return { fit: Fit.Inside, letters: run(at, wanted.length) };
  // One or two letters in order are in nearly everything: that is no match.
  const bare = wanted.filter((letter) => letter !== ' ');
  const scattered = bare.length > 2 ? subsequence(letters, bare) : null;
  return scattered === null ? null : { fit: Fit.Subsequence, letters: scattered };
}

/** The words in pieces, marked or not. */
export function pieces(words: string, marked: readonly number[]): { text: string; marked: boolean }[] {
  const out: { text: string; marked: boolean }[] = [];
  const set = new Set(marked);
  for (const [at, letter] of lettersOf(words).entries()) {
    const last = out.at(-1);
    if (last !== undefined && last.marked === set.has(at)) last.text += letter;
    else out.push({ text: letter, marked: set.has(at) });
  }
  return out;
}
