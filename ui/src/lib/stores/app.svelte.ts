import { getContext, setContext } from 'svelte';

import { type Host, Refusal } from '$lib/host';
import type {
  BoardQuery,
  Changes,
  JobTwineSetup,
  LostChange,
  Notice,
  OpportunityId,
  Problem,
  Session,
  Setup,
  StageId,
  SyncStatus,
  UserChoice,
} from '$lib/ipc';
import { t } from '$lib/i18n';
import { noticeWords } from '$lib/i18n/catalogue';
import { BulkStore } from '$lib/bulk/bulk.svelte';
import { Selection } from '$lib/bulk/selection.svelte';
import { LeavingStore } from '$lib/setup/leaving/leaving.svelte';
import { DayStore } from '$lib/day/day.svelte';
import { bulkWords } from '$lib/i18n/bulk';
import { InboxStore } from '$lib/inbox/inbox.svelte';
import { SetupStore } from '$lib/setup/setup.svelte';
import { SlotsStore } from '$lib/slots/slots.svelte';
import { PaletteStore } from '$lib/palette/palette.svelte';
import { ViewsStore } from '$lib/views/views.svelte';
import { AgendaStore } from './agenda.svelte';
import { Announcer } from './announcer.svelte';
import { Appearance } from './appearance.svelte';
import { BoardStore } from './board.svelte';
import { Clock } from './clock.svelte';
import { DockStore } from './dock.svelte';
import { DownloadStore } from './downloads.svelte';
import { Moves } from './moves.svelte';
import { PanelStore } from './panel.svelte';
import { Toasts } from './toasts.svelte';

export type Screen = 'inbox' | 'board' | 'bulk' | 'agenda' | 'setup';
/** Whom a command is about. */
export interface Subject {
  id: OpportunityId;
  name: string;
  stage: StageId | null;
}
export type Overlay = 'search' | 'help' | 'settings' | 'filter' | null;

/** Any failure as sentence, cause and way out. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Refusal) return error.problem;
  return {
    code: 'internal',
    sentence: 'Something went wrong inside the window.',
    cause: 'The program gave an answer that the window does not understand.',
    wayOut: 'Try again. If it stays, close the window and open it again.',
  };
}

/** Everything the window holds, made once and handed down by context. */
export class FulcrumApp {
  session = $state.raw<Session | null>(null);
  /** Who may sit here, told by the key that was just checked. */
  users = $state.raw<UserChoice[] | null>(null);
  status = $state.raw<SyncStatus | null>(null);
  /** What was chosen, and what there is to choose from. */
  setup = $state.raw<Setup | null>(null);
  jobtwine = $state.raw<JobTwineSetup | null>(null);
  /** Who was waiting in a file of this seat that was lost. */
  lost = $state.raw<LostChange[]>([]);
  screen = $state<Screen>('board');
  overlay = $state<Overlay>(null);
  readonly clock: Clock;
  readonly announcer = new Announcer();
  readonly toasts = new Toasts();
  readonly appearance: Appearance;
  readonly board: BoardStore;
  readonly dock: DockStore;
  readonly agenda: AgendaStore;
  readonly downloads: DownloadStore;
  readonly panel: PanelStore;
  readonly moves: Moves;
  readonly slots: SlotsStore;
  readonly day: DayStore;
  readonly inbox: InboxStore;
  readonly views: ViewsStore;
  readonly leaving: LeavingStore;
  readonly palette = new PaletteStore();
  readonly selection: Selection;
  readonly bulk: BulkStore;
  readonly setupDesk: SetupStore;
  readonly #stops: (() => void)[] = [];
  /** Whom a link leads to, until somebody is connected. */
  #wanted: OpportunityId | null = null;

  constructor(
    readonly host: Host,
    clock: Clock = new Clock(),
  ) {
    this.clock = clock;
    this.appearance = new Appearance(host, this.failed);
    this.board = new BoardStore(host, this.failed);
    this.dock = new DockStore(host, this.failed);
    this.agenda = new AgendaStore(host, this.failed);
    this.downloads = new DownloadStore(host, this.failed);
    this.panel = new PanelStore(host, this.failed);
    this.slots = new SlotsStore(host, this.failed);
    this.day = new DayStore(host, this.toasts, this.announcer, this.failed);
    this.inbox = new InboxStore(host, this.announcer, this.failed);
    this.views = new ViewsStore(host, this.announcer, this.toasts, (query) => this.showBoard(query), this.failed);
    this.leaving = new LeavingStore(host, (session) => this.enter(session), this.failed);
    this.selection = new Selection(host, this.board, this.announcer, this.failed);
    this.bulk = new BulkStore(host, this.toasts, this.announcer, (open) => this.#showBulk(open), this.failed);
    this.setupDesk = new SetupStore(
      host,
      this.announcer,
      () => Promise.all([this.loadSetup(), this.loadJobTwine(), this.board.refresh()]),
      this.failed,
    );
    this.moves = new Moves(host, this.dock, this.toasts, this.announcer, this.failed);
  }

  /** Says what went wrong, with the way out. */
  readonly failed = (error: unknown): void => {
    // A question that was on its way when the seat was let go of.
    if (this.session?.phase === 'connect') return;
    const problem = problemOf(error);
    const mend = problem.code === 'cacheBroken' && this.ready;
    this.toasts.problem(problem, mend ? { label: t.banner.readAgain, run: () => void this.readAgain() } : null);
  };

  get ready(): boolean {
    return this.session?.phase === 'ready';
  }

  /** The seat's role may change candidates; what it may not is not offered. */
  get writes(): boolean {
    return this.session?.seat?.rights.writes !== false;
  }

  get training(): boolean {
    return this.session?.training === true;
  }

  /** Lever cannot be reached, so what is shown may be old. */
  get offline(): boolean {
    return this.status?.phase === 'offline' || this.status?.phase === 'signedOut';
  }

  /** Why something still waits for Lever. */
  get queuedWords(): string {
    if (this.status?.phase === 'signedOut') return t.card.queuedSignedOut;
    return this.offline ? t.card.queuedOffline : t.card.queued;
  }

  async start(): Promise<void> {
    const { events } = this.host;
    this.#stops.push(
      await events.changes((changes) => void this.merge(changes)),
      await events.downloadChanged((download) => this.downloads.changed(download)),
      await events.notice((notice) => this.notice(notice)),
      await events.focusCard((focus) => void this.openCard(focus.opportunity)),
      await events.linkAsked(() => void this.followLink()),
      await events.setupAsked(() => this.showSetup()),
    );
    await Promise.all([this.appearance.load(), this.loadSession()]);
    await this.followLink();
  }

  /** A link into the program was opened: leads to its candidate, at once or as soon as somebody is connected. */
  async followLink(): Promise<void> {
    try {
      this.#wanted = (await this.host.commands.takeLink()) ?? this.#wanted;
    } catch (error) {
      // Said before anybody is connected too: it was a person who opened the link.
      this.toasts.problem(problemOf(error));
    }
    await this.#openWanted();
  }

  async #openWanted(): Promise<void> {
    const id = this.#wanted;
    if (id === null || !this.ready) return;
    this.#wanted = null;
    await this.openCard(id);
  }

  stop(): void {
    for (const stop of this.#stops.splice(0)) stop();
  }

  async loadSession(): Promise<void> {
    try {
      await this.enter(await this.host.commands.session());
    } catch (error) {
      this.session = { phase: 'blocked', training: false, seat: null, problem: problemOf(error) };
    }
  }

  /** Shows what a session allows. */
  async enter(session: Session): Promise<void> {
    const before = this.session?.phase;
    this.session = session;
    if (session.phase === 'ready') this.users = null;
    if (session.phase !== 'ready') {
      this.toasts.clear();
      this.panel.close();
      this.slots.forget();
      this.day.forget();
      this.inbox.forget();
      this.views.forget();
      this.selection.clear();
      this.bulk.forget();
      this.setupDesk.forget();
      this.overlay = null;
      return;
    }
    const work = [this.loadSetup(), this.loadLost(), this.setupDesk.load()];
    if (before !== 'ready')
      work.push(
        this.board.refresh(),
        this.dock.refresh(),
        this.loadStatus(),
        this.agenda.refresh(),
        this.downloads.refresh(),
        this.inbox.loadCounts(),
        this.views.refresh(),
        this.bulk.refresh(),
      );
    await Promise.all(work);
    await this.#openWanted();
  }

  /** Lets go of the account, or of a key without a seat. */
  async disconnect(): Promise<void> {
    try {
      this.users = null;
      await this.enter(await this.host.commands.disconnect());
    } catch (error) {
      this.failed(error);
    }
  }

  /** Reads everything from Lever once more, in the place of a file that is damaged. */
  async readAgain(): Promise<void> {
    if (this.toasts.current?.code === 'cacheBroken') this.toasts.dismiss();
    try {
      await this.enter(await this.host.commands.readAgain());
    } catch (error) {
      this.failed(error);
    }
  }

  /** Begins a new file of this seat in the place of one that cannot be read. */
  async beginAnew(): Promise<void> {
    await this.enter(await this.host.commands.beginAnew());
  }

  /** Who was waiting in a file that was lost; names come with Lever's data. */
  async loadLost(): Promise<void> {
    try {
      this.lost = this.session?.problem?.code === 'deskLost' ? await this.host.commands.lostChanges() : [];
    } catch (error) {
      this.failed(error);
    }
  }

  /** The person has seen what was mended. */
  async mendingSeen(): Promise<void> {
    try {
      this.lost = [];
      await this.enter(await this.host.commands.mendingSeen());
    } catch (error) {
      this.failed(error);
    }
  }

  /** Asks for another key and keeps everything that is here. */
  async reconnect(): Promise<void> {
    try {
      this.users = null;
      await this.enter(await this.host.commands.reconnect());
    } catch (error) {
      this.failed(error);
    }
  }

  /** Steps of the set-up in which nothing was decided yet. */
  get stepsToDo(): number {
    return this.setupDesk.health?.steps.filter((step) => step.standing === 'todo').length ?? 0;
  }

  async loadSetup(): Promise<void> {
    try {
      this.setup = await this.host.commands.setup();
    } catch (error) {
      this.failed(error);
    }
  }

  /** JobTwine's part; the vendor may be asked, so it is read for its screen only. */
  async loadJobTwine(): Promise<void> {
    try {
      this.jobtwine = await this.host.commands.jobtwineSetup();
    } catch (error) {
      this.failed(error);
    }
  }

  async loadStatus(): Promise<void> {
    try {
      this.status = await this.host.commands.syncStatus();
    } catch (error) {
      this.failed(error);
    }
  }

  async merge(changes: Changes): Promise<void> {
    const work: Promise<void>[] = [];
    if (changes.session) work.push(this.loadSession());
    if (this.ready) {
      if (changes.status) work.push(this.loadStatus());
      if (changes.health) work.push(this.setupDesk.load());
      if (changes.board && this.session?.problem?.code === 'deskLost') work.push(this.loadLost());
      if (changes.dock) work.push(this.dock.refresh());
      if (changes.board) work.push(this.agenda.refresh());
      work.push(
        this.board.merge(changes),
        this.slots.merge(changes),
        this.inbox.merge(changes),
        this.bulk.merge(changes),
        this.views.merge(changes),
      );
      const open = this.panel.id;
      if (open !== null && (changes.session || changes.opportunities.includes(open))) work.push(this.panel.refresh());
    }
    await Promise.all(work);
  }

  notice(notice: Notice): void {
    const words = noticeWords(notice);
    this.announcer.say(`${words.lead} ${words.rest}`);
    // What the eye already saw on the board needs no toast.
    if (notice.code === 'moved') return;
    // The toast of one's own undo offers Redo; the notice that follows says nothing new.
    const own = this.toasts.current;
    if (notice.code === 'undone' && own?.key === `undone-${notice.opportunity}`) return;
    this.toasts.show({
      key: `${notice.code}-${notice.opportunity}`,
      code: notice.code,
      ...words,
      action:
        notice.code === 'bulk_ended'
          ? { label: bulkWords.showList, run: () => this.bulk.show() }
          : notice.code === 'undone'
            ? null
            : { label: t.toast.open, run: () => void this.openCard(notice.opportunity) },
    });
  }

  /** The candidate that commands are about: the open one, or the one under the cursor. */
  get subject(): Subject | null {
    if (this.screen === 'inbox') {
      const item = this.inbox.item;
      if (item === null) return null;
      const card = this.inbox.candidate?.card;
      return { id: item.opportunity, name: item.name, stage: card?.id === item.opportunity ? card.stage : null };
    }
    if (this.screen !== 'board') return null;
    const id = this.panel.id ?? this.board.cursor?.id ?? null;
    const open = this.panel.candidate?.card;
    const card = id === null ? undefined : (this.board.card(id) ?? (open?.id === id ? open : undefined));
    return card === undefined ? null : { id: card.id, name: card.name, stage: card.stage };
  }

  /** The board with a question. */
  async showBoard(change: Partial<BoardQuery>): Promise<void> {
    this.screen = 'board';
    this.overlay = null;
    await this.board.ask(change);
  }

  /** The screen of a bulk move, or the board behind it. */
  #showBulk(open: boolean): void {
    if (open) this.panel.close();
    if (open || this.screen === 'bulk') this.screen = open ? 'bulk' : 'board';
  }

  /** The page of the set-up, where somebody is connected. */
  showSetup(): void {
    if (!this.ready) return;
    this.panel.close();
    this.overlay = null;
    this.screen = 'setup';
  }

  async openCard(id: OpportunityId): Promise<void> {
    if (!this.ready) return;
    this.screen = 'board';
    this.overlay = null;
    await this.panel.open(id);
    const card = this.panel.candidate?.card;
    if (card?.id !== id) return;
    try {
      await this.board.locate(id, card.stage);
    } catch (error) {
      this.failed(error);
    }
  }
}

const key = Symbol('fulcrum');
export const provideApp = (app: FulcrumApp): FulcrumApp => setContext(key, app);
export const useApp = (): FulcrumApp => getContext<FulcrumApp>(key);
