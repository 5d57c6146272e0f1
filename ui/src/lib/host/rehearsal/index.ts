import type {
  BoardQuery,
  Card,
  Changes,
  Dock,
  DockItem,
  Environment,
  FirstNote,
  Download,
  FocusCard,
  IntentId,
  LostChange,
  Notice,
  OpportunityId,
  Pending,
  Phase,
  Preferences,
  Problem,
  ProblemCode,
  Rights,
  Session,
  Setup,
  SlotDesk,
  SlotDraft,
  StageId,
  SyncPhase,
  UserChoice,
  UserId,
} from '$lib/ipc';
import { type Host, Refusal } from '../index';
import { RehearsedDay, reasons } from './day';
import { candidateOf, findings, previewOf } from './details';
import { RehearsedBulk } from './bulk';
import { connectGuide } from './connect';
import { RehearsedDryRun } from './dryrun';
import { RehearsedHealth } from './health';
import { RehearsedExperts } from './jobtwine';
import { RehearsedInbox } from './inbox';
import { RehearsedPostings } from './postings';
import { RehearsedLeaving } from './leaving';
import { ResultsRehearsal } from './results';
import { invent, oppId, type Person, type Posting, type Stage, stages, templates } from './people';
import { deskOf, readingOf, zonesOf } from './slots';
import { hasWords, RehearsedViews } from './views';
import { allRights, RehearsedWizard } from './wizard';

/** How a rehearsal starts. */
export interface Scenario {
  people: number;
  phase: Phase;
  sync: SyncPhase;
  /** One move is held from the start, as in the reference picture. */
  held: boolean;
  preferences: Preferences;
  now: () => number;
  /** What the seat's role may do. */
  rights: Rights;
  /** Nothing was chosen yet. */
  fresh: boolean;
}

const scenario: Scenario = {
  people: 2000,
  phase: 'ready',
  sync: 'live',
  held: false,
  preferences: { theme: 'light', density: 'comfortable' },
  now: () => Date.now(),
  rights: allRights,
  fresh: false,
};

const MINUTE = 60_000;
const seat = {
  user: 'user-1' as UserId,
  name: 'Marta Vellinho',
  email: 'marta@tarnbrook.example',
  role: 'admin',
  account: 'Tarnbrook Systems',
  rights: allRights,
};
const users: UserChoice[] = [
  { id: seat.user, name: seat.name, email: seat.email, role: seat.role },
  { id: 'user-2' as UserId, name: 'Joonas Pihlaja', email: 'joonas@tarnbrook.example', role: 'team member' },
  { id: 'user-3' as UserId, name: 'myInterview', email: 'integrations@tarnbrook.example', role: 'admin' },
];

const refuse = (code: ProblemCode, sentence: string, cause: string, wayOut: string): never => {
  throw new Refusal({ code, sentence, cause, wayOut } satisfies Problem);
};

/** Rehearses the shell in the page: invented people, no Lever, nothing kept. For tests and a plain browser only. */
export class Rehearsal implements Host {
  readonly people: Map<OpportunityId, Person>;
  private readonly postings: Posting[];
  private readonly experts: RehearsedExperts;
  /** What was asked, for tests. */
  readonly log: string[] = [];
  private readonly scenario: Scenario;
  private session: Session;
  private setupState = { trigger: 'my-stage' as StageId | null, neutral: null as StageId | null };
  private hosts: string[] = ['review.myinterview.example'];
  private authors: UserId[] = [];
  private held = new Map<
    IntentId,
    DockItem & { from: StageId; timer: ReturnType<typeof setTimeout> | null; done?: () => void }
  >();
  private counter = 0;
  /** Who was waiting in a file that was lost. */
  lost: LostChange[] = [];
  private environment: Environment = 'production';
  private link: OpportunityId | 'refused' | null = null;
  private slotDesk: Partial<SlotDesk> = {};
  private readonly slotDrafts = new Map<OpportunityId, SlotDraft>();
  readonly day = new RehearsedDay({
    person: (id) => this.person(id),
    now: () => this.scenario.now(),
    changed: (id) => this.tell({ opportunities: [id], board: true }),
    log: (line) => this.log.push(line),
    hold: (person, kind, subject, done) => this.holdOther(person, kind, subject, done),
  });
  readonly leaving = new RehearsedLeaving({
    people: () => [...this.people.values()],
    now: () => this.scenario.now(),
    log: (line) => this.log.push(line),
    left: () => {
      this.session = { ...this.session, phase: 'connect', seat: null };
      this.tell({ session: true });
      return this.session;
    },
  });
  private readonly inboxDesk = new RehearsedInbox(
    () => [...this.people.values()],
    (person) => this.results.journeysOf(person),
    () => this.scenario.now(),
    (changes) => this.tell(changes),
  );
  readonly dryRun = new RehearsedDryRun(
    () => this.postings,
    () => reasons,
    () => this.scenario.now(),
    () => this.tell({ dryRun: true, health: true }),
    (line) => this.log.push(line),
  );
  readonly health = new RehearsedHealth(
    () => this.scenario.now(),
    () => this.tell({ health: true }),
  );
  /** Lever's stages; a test may take some away, rename or add them. */
  stageList: Stage[] = [...stages];
  readonly wizard = new RehearsedWizard(
    () => this.scenario.now(),
    () => this.session,
    (line) => this.log.push(line),
    () => this.tell({ session: true, health: true }),
  );
  readonly tagging = new RehearsedPostings(
    () => this.scenario.now(),
    (changes) => this.tell(changes),
    (line) => this.log.push(line),
  );
  private readonly views = new RehearsedViews(
    this.postingsHere.bind(this),
    (query) => this.ordered(query).length,
    (changes) => this.tell(changes),
  );
  private readonly bulk = new RehearsedBulk(
    {
      person: (id) => this.person(id),
      stage: (id) => this.stage(id),
      place: (person, stage) => this.place(person, stage, null),
      now: () => this.scenario.now(),
      tell: (changes) => this.tell(changes),
      ended: (id, detail) => this.notice('bulk_ended', id, detail),
    },
    120,
    (id) => this.refused.has(id),
  );
  /** Whom Lever refuses to move, once their turn comes in a bulk move. */
  readonly refused = new Set<OpportunityId>();
  private browser: { back: (users: UserChoice[]) => void; gone: (why: Refusal) => void } | null = null;
  private listeners = {
    changes: new Set<(changes: Changes) => void>(),
    downloadChanged: new Set<(download: Download) => void>(),
    notice: new Set<(notice: Notice) => void>(),
    focusCard: new Set<(focus: FocusCard) => void>(),
    linkAsked: new Set<() => void>(),
    setupAsked: new Set<() => void>(),
  };

  private readonly results = new ResultsRehearsal(
    () => this.people.values(),
    () => this.scenario.now(),
    (download) => {
      for (const listener of this.listeners.downloadChanged) listener(download);
    },
  );

  constructor(given: Partial<Scenario> = {}) {
    this.scenario = { ...scenario, ...given };
    const world = invent(this.scenario.people, this.scenario.now());
    this.people = new Map(world.people.map((one) => [one.card.id, one]));
    this.postings = world.postings;
    this.experts = new RehearsedExperts(world.postings, this.scenario.now);
    if (this.scenario.fresh) {
      this.setupState.trigger = null;
      this.wizard.forget();
    }
    const problem: Problem | null =
      this.scenario.phase === 'blocked'
        ? {
            code: 'keyringLocked',
            sentence: 'The keyring is locked.',
            cause: 'This computer’s keyring holds the key to the encrypted files and did not give it out.',
            wayOut: 'Unlock the keyring with your login password, then try again.',
          }
        : null;
    this.session = {
      phase: this.scenario.phase,
      training: true,
      seat: this.scenario.phase === 'ready' ? { ...seat, rights: this.scenario.rights } : null,
      problem,
    };
    if (this.scenario.held) {
      const person = [...this.people.values()].find((one) => one.card.name.startsWith('Þórdís'));
      if (person !== undefined) this.hold(person, stages[4] as Stage, 8);
    }
  }

  private shownSetup(): Setup {
    return {
      stages: this.stageList.map(({ id, name, vendor }) => ({ id, name, vendor })),
      triggerStage: this.setupState.trigger,
      neutralStage: this.setupState.neutral,
      proposedTrigger:
        this.setupState.trigger === null
          ? (this.stageList.find((one) => one.name === 'myInterview')?.id ?? null)
          : null,
      proposedNeutral:
        this.setupState.neutral === null ? (this.stageList.find((one) => one.vendor === null)?.id ?? null) : null,
      templates: this.wizard.count,
      templatesAsOfMs: this.wizard.readAtMs,
      templatesSource: 'file',
      vendorProfile: false,
      hosts: this.hosts,
      noteAuthors: this.authors,
      users,
    };
  }

  private firstNote(): FirstNote {
    return {
      opportunity: oppId('opp-1'),
      author: { id: 'user-4' as UserId, name: 'JobTwine Integration' },
      host: 'app.jobtwine.example',
      atMs: this.scenario.now() - 26 * 60 * MINUTE,
    };
  }

  private stage(id: StageId): Stage {
    return (
      stages.find((one) => one.id === id) ??
      refuse('notFound', 'That stage is gone.', 'Lever no longer has it.', 'Choose another.')
    );
  }

  private person(id: OpportunityId): Person {
    return (
      this.people.get(id) ??
      refuse('notFound', 'This candidate is gone.', 'Lever no longer has the opportunity.', 'Choose another card.')
    );
  }

  private tell(changes: Partial<Changes>): void {
    const whole: Changes = {
      opportunities: [],
      board: false,
      dock: false,
      postings: false,
      session: false,
      status: false,
      inbox: null,
      health: false,
      dryRun: false,
      ...changes,
    };
    for (const listener of this.listeners.changes) listener(whole);
  }

  /** Raises a notice, as the engine would. */
  notice(code: string, id: OpportunityId, detail: string | null = null): void {
    const notice: Notice = {
      code,
      opportunity: id,
      name: this.person(id).card.name,
      detail,
      title: null,
      body: null,
      atMs: this.scenario.now(),
    };
    for (const listener of this.listeners.notice) listener(notice);
  }

  /** Something is different about the slots of a candidate. */
  slotsChange(id: OpportunityId, change: Partial<SlotDesk>): void {
    this.slotDesk = { ...this.slotDesk, ...change };
    this.tell({ opportunities: [id] });
  }

  /** The person accepted on Lever's page. */
  accept(): void {
    this.browser?.back(users);
  }

  /** The seat's own file is lost, or was mended, depending on where the session stands. */
  loseDesk(lost: LostChange[]): void {
    this.lost = lost;
    this.session = {
      ...this.session,
      problem: { code: 'deskLost', sentence: 'This file is lost.', cause: 'Its key is gone.', wayOut: 'Begin anew.' },
    };
    this.tell({ session: true, board: true });
  }

  /** A link into the program was opened; `null`: one that leads nowhere. */
  askLink(id: OpportunityId | null): void {
    this.link = id ?? 'refused';
    for (const listener of this.listeners.linkAsked) listener();
  }

  /** A native notification was clicked. */
  focus(id: OpportunityId): void {
    for (const listener of this.listeners.focusCard) listener({ opportunity: id });
  }

  /** A native notification about the set-up was clicked. */
  askSetup(): void {
    for (const listener of this.listeners.setupAsked) listener();
  }

  private postingsHere(): ReadonlySet<string> {
    return new Set(this.postings.map((one) => one.id));
  }

  private matching(query: BoardQuery): Person[] {
    return [...this.people.values()].filter(
      (one) =>
        !this.day.archived.has(one.card.id) &&
        (query.scope === 'all' || one.mine) &&
        (query.postings.length === 0 || (one.posting !== null && query.postings.includes(one.posting.id))) &&
        (query.stages.length === 0 || query.stages.includes(one.card.stage)) &&
        (query.tag === null || one.tags.includes(query.tag)) &&
        hasWords(one, query.text),
    );
  }

  private ordered(query: BoardQuery): Card[] {
    const cards = this.matching(query)
      .map((one) => one.card)
      .filter((card) => query.waitingOn === null || card.next.actor === query.waitingOn);
    switch (query.sort) {
      case 'name':
        return cards.sort((a, b) => a.name.localeCompare(b.name));
      case 'newest':
        return cards.sort((a, b) => (b.inStageSinceMs ?? 0) - (a.inStageSinceMs ?? 0));
      case 'timeOwed':
        return cards;
    }
  }

  private place(person: Person, stage: StageId, pending: Pending | null): void {
    person.card = { ...person.card, stage, pending };
    const rest = [...this.people.values()].filter((one) => one !== person);
    this.people.clear();
    for (const one of [person, ...rest]) this.people.set(one.card.id, one);
  }

  /** Holds what moves nobody. */
  private holdOther(person: Person, kind: DockItem['kind'], subject: string | null, done: () => void): IntentId {
    const intent = this.hold(person, this.stage(person.card.stage), 10);
    const item = this.held.get(intent);
    if (item !== undefined) {
      const pending = { ...item.pending, kind, vendor: null };
      this.held.set(intent, { ...item, pending, kind, subject, done });
      person.card = { ...person.card, pending: kind === 'archive' ? pending : null };
    }
    this.tell({ opportunities: [person.card.id], board: true, dock: true });
    return intent;
  }

  private hold(person: Person, to: Stage, seconds: number): IntentId {
    this.counter += 1;
    const intent = `intent-${this.counter}` as IntentId;
    const until = seconds > 0 ? this.scenario.now() + seconds * 1000 : null;
    const pending: Pending = {
      intent,
      kind: 'move',
      phase: this.scenario.sync === 'offline' ? 'queued' : until === null ? 'sending' : 'held',
      holdUntilMs: until,
      toStage: to.id,
      vendor: to.vendor,
    };
    const from = person.card.stage;
    const timer = setTimeout(() => this.send(intent), this.scenario.sync === 'offline' ? 2 ** 30 : seconds * 1000);
    this.held.set(intent, {
      pending,
      opportunity: person.card.id,
      name: person.card.name,
      toStageName: to.name,
      fromStageName: this.stage(from).name,
      kind: 'move',
      subject: null,
      problem: null,
      from,
      timer,
    });
    this.place(person, to.id, pending);
    return intent;
  }

  private send(intent: IntentId): void {
    const item = this.held.get(intent);
    if (item === undefined) return;
    if (item.timer !== null) clearTimeout(item.timer);
    this.held.delete(intent);
    const person = this.person(item.opportunity);
    if (item.done !== undefined) {
      person.card = { ...person.card, pending: null };
      item.done();
      this.tell({ opportunities: [person.card.id], board: true, dock: true });
      return;
    }
    const blocked = findings(person, this.stage(item.pending.toStage)).some((one) => one.severity === 'block');
    person.card = {
      ...person.card,
      pending: null,
      inStageSinceMs: this.scenario.now(),
      chip:
        item.pending.vendor === null
          ? person.card.chip
          : blocked
            ? { kind: 'failed', code: 'template_not_found', sinceMs: this.scenario.now() }
            : { kind: 'invited', code: null, sinceMs: this.scenario.now() },
      next:
        item.pending.vendor === null
          ? person.card.next
          : {
              actor: 'candidate',
              vendor: null,
              phrase: 'records_video',
              dueMs: this.scenario.now() + 5 * 24 * 60 * MINUTE,
            },
    };
    this.tell({ opportunities: [person.card.id], board: true, dock: true });
    if (item.pending.vendor !== null)
      this.notice(blocked ? 'failed' : 'invited', person.card.id, blocked ? 'template_not_found' : null);
  }

  readonly commands: Host['commands'] = {
    session: () => Promise.resolve(this.session),
    tryAgain: () => {
      if (this.session.phase === 'blocked') this.session = { ...this.session, phase: 'connect', problem: null };
      return Promise.resolve(this.session);
    },
    readAgain: () => Promise.resolve(this.session),
    beginAnew: () => {
      this.session = { ...this.session, phase: 'ready', seat };
      return Promise.resolve(this.session);
    },
    lostChanges: () => Promise.resolve(this.lost),
    mendingSeen: () => {
      this.lost = [];
      this.session = { ...this.session, problem: null };
      return Promise.resolve(this.session);
    },
    takeLink: () => {
      const link = this.link;
      this.link = null;
      if (link !== 'refused') return Promise.resolve(link);
      return Promise.resolve().then(() => refuse('linkRefused', 'This link leads nowhere.', 'Its form.', 'Search.'));
    },
    checkKey: (key) =>
      key.length < 4
        ? Promise.reject(
            new Refusal({
              code: 'wrongKey',
              sentence: 'Lever does not know this key.',
              cause: 'It was mistyped, or it has been revoked.',
              wayOut: 'Copy the whole key again, or ask a Lever admin for a new one.',
            }),
          )
        : Promise.resolve(users),
    connectGuide: () => Promise.resolve({ ...connectGuide, environment: this.environment }),
    chooseEnvironment: (environment) => {
      this.environment = environment;
      this.log.push(`environment ${environment}`);
      return Promise.resolve(this.session);
    },
    signIn: (clientId) =>
      Promise.resolve().then(() => {
        this.log.push(`sign in ${clientId}`);
        if (clientId === 'taken')
          refuse(
            'portTaken',
            'All ports for signing in are taken.',
            'Other programs listen on 47621, 47622, 47623.',
            'Close one of them, then sign in again.',
          );
        return null;
      }),
    signInFinished: () => new Promise((back, gone) => (this.browser = { back, gone })),
    cancelSignIn: () => {
      this.log.push('sign in cancelled');
      this.browser?.gone(
        new Refusal({
          code: 'badInput',
          sentence: 'The sign-in was cancelled.',
          cause: 'It was ended in this window.',
          wayOut: 'Sign in again.',
        }),
      );
      return Promise.resolve(null);
    },
    chooseSeat: () => {
      this.session = { ...this.session, phase: 'ready', seat };
      this.tell({ session: true, board: true });
      return Promise.resolve(this.session);
    },
    reconnect: () => {
      this.session = { ...this.session, phase: 'connect', seat: null };
      this.tell({ session: true });
      return Promise.resolve(this.session);
    },
    disconnect: () => {
      this.session = { ...this.session, phase: 'connect', seat: null };
      this.tell({ session: true });
      return Promise.resolve(this.session);
    },
    board: (query) => {
      const all = this.matching(query);
      const shown = this.ordered(query);
      const count = (actor: string): number => all.filter((one) => one.card.next.actor === actor).length;
      return Promise.resolve({
        columns: stages.map((stage) => {
          const cards = shown.filter((card) => card.stage === stage.id);
          return {
            stage: stage.id,
            name: stage.name,
            total: cards.length,
            youOwe: cards.filter((card) => card.next.actor === 'you').length,
            vendor: stage.vendor,
          };
        }),
        waiting: { you: count('you'), candidate: count('candidate'), vendor: count('vendor'), nobody: count('nobody') },
        shown: shown.length,
        total: this.people.size,
        postings: this.postings.map((one) => ({
          id: one.id,
          title: one.title,
          cards: [...this.people.values()].filter((p) => p.posting === one && (query.scope === 'all' || p.mine)).length,
        })),
      });
    },
    column: (query, stage, offset, limit) => {
      this.log.push(`column ${stage} ${offset} ${limit}`);
      const cards = this.ordered(query).filter((card) => card.stage === stage);
      return Promise.resolve({ stage, offset, total: cards.length, cards: cards.slice(offset, offset + limit) });
    },
    candidate: (id) =>
      Promise.resolve().then(() => {
        const person = this.person(id);
        const candidate = candidateOf(person, seat.name, this.hosts, this.scenario.now());
        return this.day.shown({
          ...candidate,
          journeys: [...candidate.journeys, ...this.results.journeysOf(person)],
        });
      }),
    preview: (id, toStage) => Promise.resolve().then(() => previewOf(this.person(id), this.stage(toStage))),
    moveCard: (id, toStage, overrideBlock) =>
      Promise.resolve().then(() => {
        this.log.push(`move ${id} ${toStage} ${overrideBlock}`);
        const person = this.person(id);
        const preview = previewOf(person, this.stage(toStage));
        if (!overrideBlock && preview.findings.some((one) => one.severity === 'block'))
          refuse(
            'blocked',
            'No invitation would go out.',
            'Preflight found something in the way.',
            'Fix it, or move anyway.',
          );
        const intent = this.hold(person, this.stage(toStage), preview.holdSeconds);
        this.tell({ opportunities: [id], board: true, dock: true });
        return { intent, holdUntilMs: this.held.get(intent)?.pending.holdUntilMs ?? null };
      }),
    undo: (intent) =>
      Promise.resolve().then(() => {
        const item =
          this.held.get(intent) ??
          refuse('notFound', 'This move has left already.', 'The hold ended.', 'Move the card back.');
        if (item.timer !== null) clearTimeout(item.timer);
        this.held.delete(intent);
        this.place(this.person(item.opportunity), item.from, null);
        this.tell({ opportunities: [item.opportunity], board: true, dock: true });
        this.notice('undone', item.opportunity);
        return null;
      }),
    sendNow: (intent) => {
      this.send(intent);
      return Promise.resolve(null);
    },
    dismiss: (intent) => {
      this.held.delete(intent);
      this.tell({ dock: true });
      return Promise.resolve(null);
    },
    retry: (intent) => Promise.resolve({ intent, holdUntilMs: null }),
    dock: () => Promise.resolve<Dock>({ items: [...this.held.values()].reverse() }),
    search: (text, limit) => {
      const needle = text.trim().toLocaleLowerCase();
      const hits =
        needle === ''
          ? []
          : [...this.people.values()]
              .filter((one) => one.card.name.toLocaleLowerCase().includes(needle) || (one.email ?? '').includes(needle))
              .slice(0, limit)
              .map((one) => ({
                id: one.card.id,
                name: one.card.name,
                posting: one.card.posting,
                stageName: this.stage(one.card.stage).name,
                matched: one.card.name.toLocaleLowerCase().includes(needle) ? 'name' : 'email',
                excerpt: one.card.name.toLocaleLowerCase().includes(needle) ? one.card.name : (one.email ?? ''),
                archived: false,
              }));
      return Promise.resolve({ hits, people: this.people.size, notes: 812 });
    },
    fixPostingTag: (posting, _from, to) => {
      const found = this.postings.find((one) => one.id === posting);
      const template = templates.find((one) => to === `myInterview:${one}`);
      if (found !== undefined && template !== undefined) found.template = template;
      this.experts.tag(posting, to);
      this.tell({ board: true });
      return Promise.resolve(null);
    },
    setEmail: (id, email) =>
      Promise.resolve().then(() => {
        if (!/^\S+@\S+\.\S+$/.test(email))
          refuse(
            'badInput',
            'That is not an email address.',
            'An address has a name, an @ and a domain.',
            'Check it and save again.',
          );
        this.person(id).email = email;
        this.tell({ opportunities: [id] });
        return null;
      }),
    setPhone: (id, phone) =>
      Promise.resolve().then(() => {
        this.person(id).phone = phone;
        this.tell({ opportunities: [id] });
        return null;
      }),
    resend: (id) =>
      Promise.resolve().then(() => {
        const intent = this.hold(this.person(id), this.stage('my-stage' as StageId), 10);
        this.tell({ opportunities: [id], board: true, dock: true });
        return { intent, holdUntilMs: this.held.get(intent)?.pending.holdUntilMs ?? null };
      }),
    openVideo: (id, vendor, round, attempt, allowHost) => {
      this.log.push(`video ${id} ${vendor} ${round} ${attempt} ${allowHost}`);
      return Promise.resolve(null);
    },
    openInLever: (id) => {
      this.log.push(`lever ${id}`);
      return Promise.resolve(null);
    },
    syncStatus: () => {
      const now = this.scenario.now();
      const phase = this.scenario.sync;
      return Promise.resolve({
        phase,
        syncedAtMs: phase === 'backfill' ? null : phase === 'offline' ? now - 14 * MINUTE : now - 4000,
        rateTenths: phase === 'offline' ? 0 : 6,
        shareTenths: 20,
        opportunities: this.people.size,
        queued: 0,
        nextTryMs: phase === 'offline' ? now + 19_000 : null,
        problem: null,
      });
    },
    syncNow: () => Promise.resolve(null),
    setup: () => Promise.resolve(this.shownSetup()),
    lookForStages: () => Promise.resolve(this.shownSetup()),
    chooseTriggerStage: (vendor, stage) => {
      if (vendor === 'jobtwine') this.experts.choose('trigger', stage);
      else this.setupState.trigger = stage;
      this.tell({ session: true });
      return Promise.resolve(null);
    },
    chooseNeutralStage: (vendor, stage) => {
      if (vendor === 'jobtwine') this.experts.choose('neutral', stage);
      else this.setupState.neutral = stage;
      this.tell({ session: true });
      return Promise.resolve(null);
    },
    pinHost: (vendor, host) => {
      if (vendor === 'jobtwine') this.experts.pinHost(host);
      else this.hosts = [...this.hosts, host];
      return Promise.resolve(null);
    },
    pinAuthor: (vendor, user) => {
      if (vendor === 'jobtwine') this.experts.pinAuthor(user, users.find((one) => one.id === user)?.name ?? user);
      else this.authors = [...this.authors, user];
      return Promise.resolve(null);
    },
    ...this.tagging.commands(),
    jobtwineSetup: () => Promise.resolve(this.experts.shown(this.stageList, this.firstNote())),
    stateRounds: (posting, rounds) => {
      this.log.push(`rounds ${posting} ${JSON.stringify(rounds)}`);
      this.experts.state(posting, rounds);
      this.tagging.state(posting, rounds);
      return Promise.resolve(null);
    },
    preferences: () => Promise.resolve(this.scenario.preferences),
    setPreferences: (preferences) => {
      this.scenario.preferences = preferences;
      return Promise.resolve(null);
    },
    looksAway: () => Promise.resolve(null),
    seen: (id) => {
      this.log.push(`seen ${id}`);
      return Promise.resolve(null);
    },
    slotDesk: (id, here) =>
      Promise.resolve().then(() => {
        const person = this.person(id);
        if (person.card.stage !== 'jt-stage')
          refuse(
            'badInput',
            'No slots are wanted here.',
            'JobTwine has not asked for slots for this candidate.',
            'Move the candidate to JobTwine first.',
          );
        const draft = this.slotDrafts.get(id) ?? null;
        return { ...deskOf(person, here, this.scenario.now()), draft, ...this.slotDesk };
      }),
    readSlots: (_id, here, draft, week) => Promise.resolve(readingOf(draft, week, here, this.scenario.now())),
    keepSlots: (id, draft) => {
      if (draft === null) this.slotDrafts.delete(id);
      else this.slotDrafts.set(id, draft);
      return Promise.resolve(null);
    },
    zones: () => Promise.resolve(zonesOf(this.scenario.now())),
    sendSlots: (id, here, draft, allowHost) => {
      this.slotDrafts.delete(id);
      const { slots } = readingOf(draft, { date: null, weekend: false }, here, this.scenario.now());
      this.log.push(`slots ${id} ${slots.length} ${draft.zone}${allowHost ? ' allowed' : ''}`);
      return Promise.resolve({
        slots: slots.length,
        sent: this.slotDesk.sends ?? false,
        noted: true,
        noteProblem: null,
      });
    },
    openSlotPage: (id) => {
      this.log.push(`slot page ${id}`);
      return Promise.resolve(null);
    },
    ...this.leaving.commands,
    ...this.views.commands,
    ...this.bulk.commands,
    ...this.inboxDesk.commands,
    ...this.day.commands,
    ...this.health.commands,
    ...this.dryRun.commands,
    ...this.wizard.commands,
    openResult: (journey, part, allowHost) => {
      this.log.push(`open ${part} ${journey.opportunity} ${journey.vendor} ${journey.round} ${allowHost}`);
      return Promise.resolve(null);
    },
    resultLink: (journey, part) => Promise.resolve(`link-to-${part}-${journey.round}`),
    feedbackSeen: (journey) => {
      this.log.push(`feedback seen ${journey.opportunity} ${journey.round}`);
      this.results.seen.add(`${journey.opportunity} ${journey.round}`);
      this.tell({ opportunities: [journey.opportunity], board: true });
      return Promise.resolve(null);
    },
    downloadResult: (journey, part, allowHost) => {
      this.log.push(`download ${part} ${journey.opportunity} ${journey.round} ${allowHost}`);
      return Promise.resolve(this.results.download(journey, part));
    },
    downloads: () => Promise.resolve(this.results.list()),
    stopDownload: (id) => {
      this.results.stop(id);
      return Promise.resolve(null);
    },
    resumeDownload: (id) => {
      this.results.resume(id);
      return Promise.resolve(null);
    },
    dropDownload: (id) => {
      this.results.drop(id);
      return Promise.resolve(null);
    },
    showDownload: (id) => {
      this.log.push(`show ${id}`);
      return Promise.resolve(null);
    },
    agenda: (zone) => Promise.resolve(this.results.agenda(zone)),
    saveCalendar: (journey) => {
      this.log.push(`calendar ${journey === null ? 'all' : `${journey.opportunity} ${journey.round}`}`);
      return Promise.resolve(this.results.write(journey));
    },
  };

  readonly events: Host['events'] = {
    changes: (listener) => this.listen('changes', listener),
    downloadChanged: (listener) => this.listen('downloadChanged', listener),
    notice: (listener) => this.listen('notice', listener),
    focusCard: (listener) => this.listen('focusCard', listener),
    linkAsked: (listener) => this.listen('linkAsked', listener),
    setupAsked: (listener) => this.listen('setupAsked', listener),
  };

  private listen<K extends keyof typeof this.listeners>(
    kind: K,
    listener: (typeof this.listeners)[K] extends Set<infer L> ? L : never,
  ): Promise<() => void> {
    const set = this.listeners[kind] as Set<typeof listener>;
    set.add(listener);
    return Promise.resolve(() => set.delete(listener));
  }
}

/** The rehearsal named by the page's address, e.g. `?theme=dark&density=compact&held`. */
export function rehearsalFrom(address: URLSearchParams): Rehearsal {
  const given: Partial<Scenario> = { held: address.has('held'), fresh: address.has('fresh') };
  const phase = address.get('phase');
  if (phase !== null) given.phase = phase as Phase;
  const sync = address.get('sync');
  if (sync !== null) given.sync = sync as SyncPhase;
  const people = address.get('people');
  if (people !== null) given.people = Number(people);
  given.preferences = {
    theme: (address.get('theme') ?? 'light') as Preferences['theme'],
    density: (address.get('density') ?? 'comfortable') as Preferences['density'],
  };
  return new Rehearsal(given);
}

export { oppId };
