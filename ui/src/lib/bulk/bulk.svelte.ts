import { SvelteSet } from 'svelte/reactivity';

import type { Host } from '$lib/host';
import type { BatchId, BulkEstimate, BulkMove, BulkPreview, Changes, OpportunityId, StageId } from '$lib/ipc';
import { bulkWords } from '$lib/i18n/bulk';
import type { Announcer } from '$lib/stores/announcer.svelte';
import { coalesce } from '$lib/stores/coalesce';
import type { Toasts } from '$lib/stores/toasts.svelte';
import { goesAlong, mayGoAlong } from './rows';

/** Moving many: the table before, the list afterwards. */
export class BulkStore {
  /** The table before a bulk move. */
  plan = $state.raw<BulkPreview | null>(null);
  /** Who is included in it. */
  readonly ticked = new SvelteSet<OpportunityId>();
  estimate = $state.raw<BulkEstimate | null>(null);
  /** A fix is being carried out, or the move is being accepted. */
  busy = $state(false);
  /** Bulk moves that were not put away, newest first. */
  moves = $state.raw<BulkMove[]>([]);
  /** The row under the keyboard. */
  row = $state.raw<OpportunityId | null>(null);
  /** The one whose list is shown. */
  shown = $state.raw<BatchId | null>(null);
  readonly refresh: () => Promise<void>;
  #asked = 0;

  constructor(
    private readonly host: Host,
    private readonly toasts: Toasts,
    private readonly announcer: Announcer,
    /** Shows the screen, or the board. */
    private readonly screen: (open: boolean) => void,
    private readonly failed: (error: unknown) => void,
  ) {
    this.refresh = coalesce(async () => {
      try {
        this.moves = await this.host.commands.bulkMoves();
        if (this.shown !== null && this.current === null) this.close();
      } catch (error) {
        this.failed(error);
      }
    });
  }

  /** The bulk move whose list is shown. */
  get current(): BulkMove | null {
    return this.moves.find((move) => move.batch === this.shown) ?? null;
  }

  /** One that can still be undone as a whole. */
  get held(): BulkMove | null {
    return this.moves.find((move) => move.phase === 'held') ?? null;
  }

  /** Checks everybody who was chosen and shows the table. */
  async prepare(ids: OpportunityId[], to: StageId): Promise<void> {
    try {
      const plan = await this.host.commands.bulkPreview(ids, to);
      this.ticked.clear();
      for (const row of plan.rows) if (goesAlong(row)) this.ticked.add(row.opportunity);
      this.plan = plan;
      this.shown = null;
      this.screen(true);
      this.announcer.say(bulkWords.title(plan.rows.length, plan.toStageName));
      await this.#cost();
    } catch (error) {
      this.failed(error);
    }
  }

  toggle(id: OpportunityId): void {
    const row = this.plan?.rows.find((one) => one.opportunity === id);
    if (row === undefined || !mayGoAlong(row)) return;
    if (!this.ticked.delete(id)) this.ticked.add(id);
    void this.#cost();
  }

  /** Includes everybody who can be moved, or nobody. */
  toggleAll(): void {
    const able = this.plan?.rows.filter(mayGoAlong).map((row) => row.opportunity) ?? [];
    const all = able.every((id) => this.ticked.has(id));
    this.ticked.clear();
    if (!all) for (const id of able) this.ticked.add(id);
    void this.#cost();
  }

  /** Carries out a fix and checks everybody again; who was blocked and is not any more comes along. */
  async fix(work: () => Promise<unknown>): Promise<void> {
    await this.#busy(async () => {
      await work();
      await this.recheck();
    });
  }

  async recheck(): Promise<void> {
    const before = this.plan;
    if (before === null) return;
    const ids = before.rows.map((row) => row.opportunity);
    const plan = await this.host.commands.bulkPreview(ids, before.toStage);
    if (this.plan !== before) return;
    const blocked = new Set(before.rows.filter((row) => !mayGoAlong(row)).map((row) => row.opportunity));
    for (const row of plan.rows) {
      if (!mayGoAlong(row)) this.ticked.delete(row.opportunity);
      else if (blocked.has(row.opportunity) && goesAlong(row)) this.ticked.add(row.opportunity);
    }
    this.plan = plan;
    await this.#cost();
  }

  /** Accepts the moves of everybody who is included; true when it did. */
  async start(): Promise<boolean> {
    const plan = this.plan;
    if (plan === null || this.ticked.size === 0 || this.busy) return false;
    const ids = plan.rows.map((row) => row.opportunity).filter((id) => this.ticked.has(id));
    let started = false;
    await this.#busy(async () => {
      const { batch } = await this.host.commands.startBulk(ids, plan.toStage);
      started = true;
      await this.refresh();
      this.plan = null;
      this.ticked.clear();
      this.shown = batch;
      this.announcer.say(bulkWords.held(plan.holdSeconds));
    });
    return started;
  }

  /** Shows the list of a bulk move. */
  show(batch: BatchId | undefined = this.moves[0]?.batch): void {
    if (batch === undefined) return;
    this.plan = null;
    this.shown = batch;
    this.screen(true);
  }

  close(): void {
    this.plan = null;
    this.shown = null;
    this.screen(false);
  }

  pause(batch: BatchId): Promise<void> {
    return this.#try(() => this.host.commands.pauseBulk(batch));
  }

  /** Goes on, or ends the hold. */
  resume(batch: BatchId): Promise<void> {
    return this.#try(() => this.host.commands.resumeBulk(batch));
  }

  /** Drops what has not left; in the hold that is everything. */
  async drop(batch: BatchId): Promise<void> {
    const held = this.moves.find((move) => move.batch === batch)?.phase === 'held';
    await this.#try(async () => {
      await this.host.commands.dropBulkRest(batch);
      if (!held) return;
      this.announcer.say(`${bulkWords.undone} ${bulkWords.undoneRest}`);
      this.toasts.show({
        key: `bulk-undone-${batch}`,
        code: 'undone',
        lead: bulkWords.undone,
        rest: bulkWords.undoneRest,
        icon: 'undo',
        tone: 'you',
        stays: false,
        action: null,
      });
    });
  }

  async putAway(batch: BatchId): Promise<void> {
    await this.#try(() => this.host.commands.hideBulk(batch));
  }

  async merge(changes: Changes): Promise<void> {
    const touched = this.moves.length > 0 && (changes.board || changes.opportunities.length > 0);
    if (changes.dock || touched) await this.refresh();
  }

  forget(): void {
    this.plan = null;
    this.shown = null;
    this.moves = [];
  }

  async #cost(): Promise<void> {
    const plan = this.plan;
    if (plan === null) return;
    this.#asked += 1;
    const asked = this.#asked;
    try {
      const estimate = await this.host.commands.bulkEstimate(plan.toStage, this.ticked.size);
      if (asked === this.#asked) this.estimate = estimate;
    } catch (error) {
      this.failed(error);
    }
  }

  async #busy(work: () => Promise<void>): Promise<void> {
    this.busy = true;
    await this.#try(work);
    this.busy = false;
  }

  async #try(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.failed(error);
    }
  }
}
