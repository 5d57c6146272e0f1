import type { Host } from '$lib/host';
import type { Candidate, Changes, InboxCounts, InboxItem, InboxTab, JourneyBlock, SnoozeChoice } from '$lib/ipc';
import { inboxWords } from '$lib/i18n/inbox';
import type { Announcer } from '$lib/stores/announcer.svelte';
import { coalesce } from '$lib/stores/coalesce';

/** Rows read at first, and again whenever the cursor nears the end. */
const STEP = 100;

/** The inbox as the window holds it: one tab, one cursor, what can be undone. The numbers come from the shell alone. */
export class InboxStore {
  counts = $state.raw<InboxCounts | null>(null);
  tab = $state.raw<InboxTab>('needsYou');
  items = $state.raw<readonly InboxItem[]>([]);
  total = $state.raw(0);
  loaded = $state.raw(false);
  cursor = $state.raw<string | null>(null);
  /** The candidate under the cursor. */
  candidate = $state.raw<Candidate | null>(null);
  /** The screen shows it; otherwise only the counts are kept. */
  shown = false;
  readonly refresh: () => Promise<void>;
  #limit = STEP;
  #undo: (() => Promise<unknown>)[] = [];

  constructor(
    private readonly host: Host,
    private readonly announcer: Announcer,
    private readonly failed: (error: unknown) => void,
  ) {
    this.refresh = coalesce(() => this.#load());
  }

  get item(): InboxItem | null {
    return this.items.find((one) => one.key === this.cursor) ?? null;
  }

  get index(): number {
    return this.items.findIndex((one) => one.key === this.cursor);
  }

  /** The attempt that the item is about. */
  get journey(): JourneyBlock | null {
    const item = this.item;
    return (
      this.candidate?.journeys.find(
        (one) => one.vendor === item?.vendor && one.round === item.round && one.attempt === item.attempt,
      ) ?? null
    );
  }

  async choose(tab: InboxTab): Promise<void> {
    if (this.tab !== tab) {
      this.tab = tab;
      this.items = [];
      this.loaded = false;
      this.cursor = null;
      this.#limit = STEP;
    }
    await this.refresh();
  }

  async loadCounts(): Promise<void> {
    try {
      this.counts = await this.host.commands.inboxCounts();
    } catch (error) {
      this.failed(error);
    }
  }

  async merge(changes: Changes): Promise<void> {
    if (changes.inbox !== null) this.counts = changes.inbox;
    if (this.shown) {
      const id = this.item?.opportunity;
      if (changes.inbox !== null || changes.board || changes.session) await this.refresh();
      else if (id !== undefined && changes.opportunities.includes(id)) await this.#look();
    } else if (changes.session) await this.loadCounts();
  }

  /** A person goes to an item, and so has looked at it. */
  async point(key: string): Promise<void> {
    this.cursor = key;
    const item = this.item;
    if (item?.unread === true) this.host.commands.inboxSeen(key).catch(this.failed);
    if (this.index > this.items.length - 10 && this.items.length < this.total) {
      this.#limit += STEP;
      void this.refresh();
    }
    await this.#look();
  }

  /** The key of the item next to the cursor, or none. */
  neighbour(by: -1 | 1): string | null {
    const at = this.index;
    return this.items[at < 0 ? 0 : Math.min(this.items.length - 1, Math.max(0, at + by))]?.key ?? null;
  }

  async done(): Promise<void> {
    const item = this.item;
    if (item === null || this.tab !== 'needsYou') return;
    await this.#act(inboxWords.said.done(item.name), () => this.host.commands.inboxDone(item.key));
    this.#undo.push(() => this.host.commands.inboxRestore(item.key));
  }

  async snooze(choice: SnoozeChoice): Promise<void> {
    const item = this.item;
    if (item === null) return;
    await this.#act(inboxWords.said.snoozed(item.name), () => this.host.commands.inboxSnooze(item.key, choice));
    this.#undo.push(() => this.host.commands.inboxRestore(item.key));
  }

  async mute(muted: boolean): Promise<void> {
    const item = this.item;
    if (item === null) return;
    await this.#act(muted ? inboxWords.said.muted(item.name) : inboxWords.said.undone, () =>
      this.host.commands.mute(item.opportunity, muted),
    );
    this.#undo.push(() => this.host.commands.mute(item.opportunity, !muted));
  }

  /** Takes back that the item was done or put off. */
  async restore(): Promise<void> {
    const item = this.item;
    if (item !== null) await this.#act(inboxWords.said.undone, () => this.host.commands.inboxRestore(item.key));
  }

  /** Something else was done from here; undoing it comes first. */
  remember(undo: () => Promise<unknown>): void {
    this.#undo.push(undo);
  }

  /** Takes back what was done last; false when there is nothing to take back. */
  undo(): boolean {
    const last = this.#undo.pop();
    if (last === undefined) return false;
    void this.#act(inboxWords.said.undone, last);
    return true;
  }

  /** Another seat: nothing of the last one stays. */
  forget(): void {
    this.counts = null;
    this.items = [];
    this.total = 0;
    this.loaded = false;
    this.cursor = null;
    this.candidate = null;
    this.#undo = [];
  }

  async #act(said: string, work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
      this.announcer.say(said);
    } catch (error) {
      this.failed(error);
    }
    await this.refresh();
  }

  async #load(): Promise<void> {
    const tab = this.tab;
    try {
      const inbox = await this.host.commands.inbox(tab, this.#limit);
      if (this.tab !== tab) return;
      // The cursor stays on its item, or on its place when the item has gone.
      const at = Math.max(0, this.index);
      this.counts = inbox.counts;
      this.items = inbox.items;
      this.total = inbox.total;
      this.loaded = true;
      if (this.item === null) this.cursor = inbox.items[Math.min(at, inbox.items.length - 1)]?.key ?? null;
      await this.#look();
    } catch (error) {
      this.failed(error);
    }
  }

  async #look(): Promise<void> {
    const id = this.item?.opportunity ?? null;
    if (id === null) {
      this.candidate = null;
      return;
    }
    if (this.candidate?.card.id !== id) this.candidate = null;
    try {
      const candidate = await this.host.commands.candidate(id);
      if (this.item?.opportunity === id) this.candidate = candidate;
    } catch (error) {
      this.failed(error);
    }
  }
}
