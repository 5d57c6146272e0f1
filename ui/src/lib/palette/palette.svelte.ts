/** So many of what was run last are remembered. */
const REMEMBERED = 12;

/** What the palette remembers while the window is open. */
export class PaletteStore {
  /** Keys of the rows that were run, the last one first. */
  recent = $state.raw<readonly string[]>([]);
  #words = '';

  /** The palette opens with these words. */
  begin(words: string): void {
    this.#words = words;
  }

  /** The words to open with; asked for once. */
  words(): string {
    const words = this.#words;
    this.#words = '';
    return words;
  }

  remember(key: string): void {
    this.recent = [key, ...this.recent.filter((one) => one !== key)].slice(0, REMEMBERED);
  }
}
