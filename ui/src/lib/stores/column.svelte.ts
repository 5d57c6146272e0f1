import type { Card, ColumnPage, OpportunityId, StageId } from '$lib/ipc';
import { coalesce } from './coalesce';

/** Cards read beyond what is on screen, in each direction. */
const MARGIN = 24;

/** A contiguous window of one column: ids in order, never the whole column. */
export class ColumnWindow {
  /** Index of the first held card. */
  offset = $state.raw(0);
  ids = $state.raw<OpportunityId[]>([]);
  total = $state.raw(0);
  /** An answer has arrived at least once. */
  loaded = $state.raw(false);
  /** First row on screen, told by the view: so that left and right keep the height of the cursor. */
  firstVisible = 0;
  #first = 0;
  #last = MARGIN;
  #generation = 0;
  /** Reads the wanted rows again. */
  readonly refresh: () => Promise<void>;

  constructor(
    readonly stage: StageId,
    private readonly read: (stage: StageId, offset: number, limit: number) => Promise<ColumnPage>,
    private readonly keep: (cards: Card[]) => void,
    private readonly failed: (error: unknown) => void,
  ) {
    this.refresh = coalesce(() => this.#load());
  }

  /** The view shows rows `first..last` (half open) and a few more: see to it that they are here. */
  async want(first: number, last: number): Promise<void> {
    this.#first = Math.max(0, first - MARGIN);
    this.#last = last + MARGIN;
    const end = this.loaded ? Math.min(last, this.total) : last;
    const here = this.loaded && first >= this.offset && end <= this.offset + this.ids.length;
    if (!here) await this.refresh();
  }

  /** The query changed: what is held answers another question. */
  forget(): void {
    this.#generation += 1;
    this.loaded = false;
    this.offset = 0;
    this.ids = [];
    this.#first = 0;
    this.#last = 2 * MARGIN;
  }

  idAt(index: number): OpportunityId | undefined {
    return this.ids[index - this.offset];
  }

  indexOf(id: OpportunityId): number {
    const at = this.ids.indexOf(id);
    return at < 0 ? -1 : at + this.offset;
  }

  async #load(): Promise<void> {
    const generation = this.#generation;
    try {
      const page = await this.read(this.stage, this.#first, this.#last - this.#first);
      if (generation !== this.#generation) return;
      this.keep(page.cards);
      const ids = page.cards.map((card) => card.id);
      if (this.offset !== page.offset) this.offset = page.offset;
      if (ids.length !== this.ids.length || ids.some((id, at) => id !== this.ids[at])) this.ids = ids;
      this.total = page.total;
      this.loaded = true;
    } catch (error) {
      this.failed(error);
    }
  }
}
