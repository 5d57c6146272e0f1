import type { Host } from '$lib/host';
import { viewWords as w } from '$lib/i18n/views';
import type { BoardQuery, Changes, SavedView, SavedViewId } from '$lib/ipc';
import type { Announcer } from '$lib/stores/announcer.svelte';
import { coalesce } from '$lib/stores/coalesce';
import type { Toasts } from '$lib/stores/toasts.svelte';

/** A name is being given: to what the board shows, or anew to a view. */
export type Naming = { view: SavedView | null } | null;

/** The same question, in whatever order its parts were chosen. How it is sorted does not make it another one. */
export function asksTheSame(a: BoardQuery, b: BoardQuery): boolean {
  const plain = (query: BoardQuery): string =>
    JSON.stringify([
      query.scope,
      [...query.postings].sort(),
      [...query.stages].sort(),
      query.waitingOn,
      query.tag,
      query.text.trim(),
    ]);
  return plain(a) === plain(b);
}

/** Does a question narrow the board at all? */
export const narrows = (query: BoardQuery): boolean =>
  query.postings.length > 0 ||
  query.stages.length > 0 ||
  query.waitingOn !== null ||
  query.tag !== null ||
  query.text.trim() !== '';

/** Saved views: kept by the shell, shown in the sidebar and the palette. */
export class ViewsStore {
  list = $state.raw<readonly SavedView[]>([]);
  naming = $state.raw<Naming>(null);
  readonly refresh: () => Promise<void>;

  constructor(
    private readonly host: Host,
    private readonly announcer: Announcer,
    private readonly toasts: Toasts,
    /** Shows the board with this question. */
    private readonly show: (query: BoardQuery) => Promise<void>,
    private readonly failed: (error: unknown) => void,
  ) {
    this.refresh = coalesce(async () => {
      try {
        this.list = await this.host.commands.savedViews();
      } catch (error) {
        this.failed(error);
      }
    });
  }

  async merge(changes: Changes): Promise<void> {
    if (changes.board || changes.session) await this.refresh();
  }

  /** The view that the board shows now, if any. */
  current(query: BoardQuery): SavedView | null {
    return this.list.find((view) => asksTheSame(view.query, query)) ?? null;
  }

  /** Opens a view; what it names and Lever no longer has is told. */
  async open(view: SavedView): Promise<void> {
    if (view.gone.length > 0)
      this.toasts.show({
        key: `view-${view.id}`,
        code: 'viewGone',
        lead: w.gone(view.gone),
        rest: w.goneRest,
        icon: 'warn',
        tone: 'warn',
        stays: false,
        action: null,
      });
    else this.announcer.say(w.opened(view.name));
    await this.show(view.query);
  }

  /** Opens the view at a place, from 0. */
  async openAt(place: number): Promise<void> {
    const view = this.list[place];
    if (view === undefined) this.announcer.say(w.noSuch(place + 1));
    else await this.open(view);
  }

  /** Saves a question under a name; false when it was refused. */
  async save(name: string, query: BoardQuery): Promise<boolean> {
    return await this.#change(async () => {
      await this.host.commands.saveView(name, query);
      this.announcer.say(w.saved(name.trim()));
    });
  }

  async rename(view: SavedView, name: string): Promise<boolean> {
    return await this.#change(() => this.host.commands.renameView(view.id, name));
  }

  /** Deletes a view and offers to take it back. */
  async delete(view: SavedView): Promise<void> {
    const gone = await this.#change(() => this.host.commands.deleteView(view.id));
    if (!gone) return;
    this.toasts.show({
      key: `view-${view.id}`,
      code: 'viewDeleted',
      lead: w.deleted(view.name),
      rest: '',
      icon: 'undo',
      tone: 'you',
      stays: false,
      action: { label: w.undo, run: () => void this.restore(view.id) },
    });
  }

  async restore(id: SavedViewId): Promise<void> {
    await this.#change(() => this.host.commands.restoreView(id));
  }

  /** Moves a view up or down by one. */
  async move(view: SavedView, by: -1 | 1): Promise<void> {
    const order = this.list.map((one) => one.id);
    const at = order.indexOf(view.id);
    const to = at + by;
    if (at < 0 || to < 0 || to >= order.length) return;
    order.splice(at, 1);
    order.splice(to, 0, view.id);
    await this.#change(() => this.host.commands.orderViews(order));
  }

  /** Another seat: nothing of the last one stays. */
  forget(): void {
    this.list = [];
    this.naming = null;
  }

  async #change(work: () => Promise<unknown>): Promise<boolean> {
    let worked = true;
    try {
      await work();
    } catch (error) {
      worked = false;
      this.failed(error);
    }
    await this.refresh();
    return worked;
  }
}
