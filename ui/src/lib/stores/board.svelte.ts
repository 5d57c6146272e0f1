import { SvelteMap } from 'svelte/reactivity';

import type { Host } from '$lib/host';
import type { Board, BoardQuery, Card, Changes, OpportunityId, StageId } from '$lib/ipc';
import { coalesce } from './coalesce';
import { ColumnWindow } from './column.svelte';

/** Where the keyboard stands: the card by identity, its row as a fallback when it leaves. */
export interface Cursor {
  id: OpportunityId;
  stage: StageId;
  index: number;
}

/** Cards read at once when one of them is looked for. */
const PAGE = 200;

const same = (a: Card, b: Card): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The board: heads, cards by id, windows of columns, one cursor. */
export class BoardStore {
  query = $state.raw<BoardQuery>({
    scope: 'mine',
    postings: [],
    stages: [],
    waitingOn: null,
    tag: null,
    text: '',
    sort: 'timeOwed',
  });
  board = $state.raw<Board | null>(null);
  cursor = $state.raw<Cursor | null>(null);
  readonly cards = new SvelteMap<OpportunityId, Card>();
  readonly #windows = new Map<StageId, ColumnWindow>();
  readonly #shown = new Set<StageId>();
  #generation = 0;
  /** Reads the heads again. */
  readonly refreshHeads: () => Promise<void>;

  constructor(
    private readonly host: Host,
    private readonly failed: (error: unknown) => void,
  ) {
    this.refreshHeads = coalesce(() => this.#loadHeads());
  }

  /** The window of a stage's column. */
  window(stage: StageId): ColumnWindow {
    let found = this.#windows.get(stage);
    if (found === undefined) {
      found = new ColumnWindow(
        stage,
        (of, offset, limit) => this.host.commands.column(this.query, of, offset, limit),
        (cards) => this.#keep(cards),
        this.failed,
      );
      this.#windows.set(stage, found);
    }
    return found;
  }

  /** A column came on screen; returns what to call when it leaves. */
  show(stage: StageId): () => void {
    this.#shown.add(stage);
    return () => this.#shown.delete(stage);
  }

  card(id: OpportunityId): Card | undefined {
    return this.cards.get(id);
  }

  stageName(stage: StageId): string {
    return this.board?.columns.find((column) => column.stage === stage)?.name ?? '';
  }

  /** Asks another question; the cursor survives if its card still answers it. */
  async ask(change: Partial<BoardQuery>): Promise<void> {
    this.query = { ...this.query, ...change };
    this.#generation += 1;
    for (const window of this.#windows.values()) window.forget();
    await this.refresh();
  }

  /** Reads heads and the columns on screen again. */
  async refresh(): Promise<void> {
    await Promise.all([this.refreshHeads(), ...[...this.#shown].map((stage) => this.window(stage).refresh())]);
    this.#settleCursor();
    this.#sweep();
  }

  /** Merges a batch of changes: only what is on screen is read again. */
  async merge(changes: Changes): Promise<void> {
    if (changes.board) {
      await this.refresh();
      return;
    }
    const touched = new Set(changes.opportunities);
    if (touched.size === 0) return;
    const windows = [...this.#shown]
      .map((stage) => this.window(stage))
      .filter((window) => window.ids.some((id) => touched.has(id)));
    await Promise.all(windows.map((window) => window.refresh()));
    this.#settleCursor();
  }

  /** Puts the cursor on a row of a column, reading it first if it is not here. */
  async point(stage: StageId, index: number): Promise<OpportunityId | null> {
    const window = this.window(stage);
    const row = Math.max(0, Math.min(index, window.total - 1));
    if (window.idAt(row) === undefined) await window.want(row, row + 1);
    const id = window.idAt(row);
    if (id === undefined) return null;
    this.cursor = { id, stage, index: row };
    return id;
  }

  /** Puts the cursor on a card by name of its stage; cards are ordered by the engine, so it is looked for page by page. */
  async locate(id: OpportunityId, stage: StageId): Promise<void> {
    if (this.cursor?.id === id) return;
    const held = this.window(stage).indexOf(id);
    let index = held;
    for (let offset = 0; index < 0; offset += PAGE) {
      const page = await this.host.commands.column(this.query, stage, offset, PAGE);
      const at = page.cards.findIndex((card) => card.id === id);
      if (at >= 0) index = offset + at;
      else if (offset + PAGE >= page.total) return;
    }
    await this.point(stage, index);
  }

  async #loadHeads(): Promise<void> {
    const generation = this.#generation;
    try {
      const board = await this.host.commands.board(this.query);
      if (generation !== this.#generation) return;
      this.board = board;
      for (const column of board.columns) {
        const window = this.#windows.get(column.stage);
        if (window !== undefined) window.total = column.total;
      }
    } catch (error) {
      this.failed(error);
    }
  }

  #keep(cards: Card[]): void {
    for (const card of cards) {
      const before = this.cards.get(card.id);
      if (before === undefined || !same(before, card)) this.cards.set(card.id, card);
    }
  }

  /** The card under the cursor may have moved, or left: follow it, or stay at its height. */
  #settleCursor(): void {
    const cursor = this.cursor;
    if (cursor === null) return;
    for (const stage of this.#shown) {
      const index = this.window(stage).indexOf(cursor.id);
      if (index >= 0) {
        if (stage !== cursor.stage || index !== cursor.index) this.cursor = { id: cursor.id, stage, index };
        return;
      }
    }
    const window = this.window(cursor.stage);
    const scrolledAway = cursor.index < window.offset || cursor.index >= window.offset + window.ids.length;
    if (scrolledAway && window.total > cursor.index) return;
    const index = Math.min(cursor.index, window.total - 1);
    const id = window.idAt(index);
    this.cursor = id === undefined ? null : { id, stage: cursor.stage, index };
  }

  /** Drops cards that no window holds. */
  #sweep(): void {
    const held = new Set([...this.#windows.values()].flatMap((window) => window.ids));
    for (const id of this.cards.keys()) if (!held.has(id)) this.cards.delete(id);
  }
}
