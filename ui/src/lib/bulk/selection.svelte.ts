import { SvelteSet } from 'svelte/reactivity';

import type { Host } from '$lib/host';
import type { BoardQuery, OpportunityId, StageId } from '$lib/ipc';
import { bulkWords } from '$lib/i18n/bulk';
import type { Announcer } from '$lib/stores/announcer.svelte';
import type { BoardStore } from '$lib/stores/board.svelte';

/** Most that can be chosen at once; the engine takes no more either. */
export const MOST = 500;

/** Cards read at once while a range is gathered. */
const PAGE = 200;

/** The cards that are chosen, wherever they are: a card that scrolls out of sight stays chosen. */
export class Selection {
  readonly ids = new SvelteSet<OpportunityId>();
  /** The question under which the cards were chosen. */
  #query: BoardQuery | null = null;
  /** Where a range begins. */
  #anchor: { stage: StageId; row: number } | null = null;

  constructor(
    private readonly host: Host,
    private readonly board: BoardStore,
    private readonly announcer: Announcer,
    private readonly failed: (error: unknown) => void,
  ) {}

  get size(): number {
    return this.ids.size;
  }

  /** Is this card one of several that are moved together? */
  together(id: OpportunityId): boolean {
    return this.ids.size > 1 && this.ids.has(id);
  }

  toggle(id: OpportunityId, stage: StageId, row: number): void {
    this.#anchor = { stage, row };
    if (!this.ids.delete(id)) this.#add([id]);
    this.#say();
  }

  /** Everybody from where the last choice was made down or up to this row; in another column, only this one. */
  async range(stage: StageId, row: number): Promise<void> {
    const from = this.#anchor?.stage === stage ? this.#anchor.row : row;
    this.#anchor ??= { stage, row };
    await this.#gather(stage, Math.min(from, row), Math.max(from, row) + 1);
  }

  /** Everybody in a column, as it is filtered now. */
  async column(stage: StageId): Promise<void> {
    await this.#gather(stage, 0, Number.MAX_SAFE_INTEGER);
  }

  /** Another question shows other cards: what was chosen under the old one could not be seen any more. */
  under(query: BoardQuery): void {
    if (this.#query !== null && this.#query !== query) this.clear();
    this.#query = query;
  }

  clear(): void {
    if (this.ids.size === 0) return;
    this.ids.clear();
    this.#anchor = null;
    this.#say();
  }

  async #gather(stage: StageId, first: number, last: number): Promise<void> {
    try {
      const { query } = this.board;
      for (let offset = first; offset < last && this.ids.size < MOST; offset += PAGE) {
        const page = await this.host.commands.column(query, stage, offset, Math.min(PAGE, last - offset));
        // Another question was asked meanwhile: what is read now answers the old one.
        if (query !== this.board.query) return;
        this.#add(page.cards.map((card) => card.id));
        if (offset + PAGE >= page.total) break;
      }
      this.#say();
    } catch (error) {
      this.failed(error);
    }
  }

  #add(ids: OpportunityId[]): void {
    for (const id of ids) {
      if (this.ids.size >= MOST && !this.ids.has(id)) {
        this.announcer.say(bulkWords.selection.most(MOST));
        return;
      }
      this.ids.add(id);
    }
  }

  #say(): void {
    this.announcer.say(bulkWords.selection.chosen(this.ids.size));
  }
}
