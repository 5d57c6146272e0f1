import type {
  BatchId,
  BulkItem,
  BulkMove,
  BulkPreview,
  BulkRow,
  BulkWeight,
  Changes,
  IntentId,
  OpportunityId,
  StageId,
} from '$lib/ipc';
import type { Commands } from '../index';
import { previewOf } from './details';
import type { Person, Stage } from './people';

const heavy: BulkWeight[] = ['blocked', 'leftOut', 'warned', 'ready'];
const twice = new Set(['invite_open', 'invited_recently', 'already_completed', 'same_person_elsewhere']);

interface World {
  person: (id: OpportunityId) => Person;
  stage: (id: StageId) => Stage;
  place: (person: Person, stage: StageId) => void;
  now: () => number;
  tell: (changes: Partial<Changes>) => void;
  ended: (id: OpportunityId, detail: string) => void;
}

type BulkCommands = Pick<
  Commands,
  'bulkPreview' | 'bulkEstimate' | 'startBulk' | 'bulkMoves' | 'pauseBulk' | 'resumeBulk' | 'dropBulkRest' | 'hideBulk'
>;

/** Bulk moves as the engine makes them: held together, one after the other. */
export class RehearsedBulk {
  private moves: BulkMove[] = [];
  private timer: ReturnType<typeof setTimeout> | null = null;
  private counter = 0;

  constructor(
    private readonly world: World,
    /** Between two moves, ms. */
    private readonly pace: number,
    /** These cannot be moved when their turn comes. */
    private readonly refused: (id: OpportunityId) => boolean,
  ) {}

  private row(id: OpportunityId, to: Stage): BulkRow {
    const person = this.world.person(id);
    const preview = previewOf(person, to);
    const here = person.card.stage === to.id;
    const busy = person.card.pending !== null;
    const weights = preview.findings.map((one): BulkWeight => {
      if (one.severity === 'stop' || one.severity === 'block') return 'blocked';
      if (one.severity === 'unknown') return 'ready';
      return twice.has(one.code) ? 'leftOut' : 'warned';
    });
    return {
      opportunity: id,
      name: person.card.name,
      posting: person.posting?.id ?? null,
      postingTitle: person.posting?.title ?? null,
      email: person.email?.includes('@') === false ? person.email : '',
      weight: here || busy ? 'blocked' : (heavy.find((weight) => weights.includes(weight)) ?? 'ready'),
      heldBack: busy ? 'busy' : here ? 'here' : null,
      findings: preview.findings,
      emails: preview.emails,
      texts: preview.texts,
    };
  }

  private cost(to: StageId, moves: number): BulkMove['left'] {
    const each = this.world.stage(to).vendor === null ? 2 : 3;
    return {
      requestsEach: each,
      requests: each * moves,
      waiting: 0,
      ratePerSecond: 8,
      seconds: Math.ceil((each * moves) / 8),
    };
  }

  private change(batch: BatchId, change: (move: BulkMove) => BulkMove): void {
    this.moves = this.moves.map((move) => (move.batch === batch ? change(move) : move));
    this.world.tell({ dock: true, board: true });
  }

  private later(batch: BatchId, ms: number): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = setTimeout(() => this.next(batch), ms);
  }

  private next(batch: BatchId): void {
    const move = this.moves.find((one) => one.batch === batch);
    if (move === undefined || move.phase === 'paused' || move.phase === 'finished') return;
    const at = move.items.findIndex((item) => item.state === 'waiting');
    const item = move.items[at];
    if (item === undefined) return;
    const refused = this.refused(item.opportunity);
    const became: BulkItem = refused
      ? {
          ...item,
          state: 'needsYou',
          problem: {
            code: 'conflict',
            sentence: 'Lever refused the change.',
            cause: 'It answered refused.',
            wayOut: 'Look at the candidate in Lever, then decide again.',
          },
        }
      : { ...item, state: at % 4 === 3 ? 'moved' : 'answered', movedAtMs: this.world.now() };
    if (!refused) this.world.place(this.world.person(item.opportunity), move.toStage);
    const items = move.items.with(at, became);
    const left = items.filter((one) => one.state === 'waiting').length;
    this.change(batch, (one) => ({
      ...one,
      items,
      phase: left === 0 ? 'finished' : 'running',
      holdUntilMs: null,
      left: this.cost(one.toStage, left),
    }));
    if (left > 0) this.later(batch, this.pace);
    else this.world.ended(item.opportunity, `${items.length} of ${items.length} moved.`);
  }

  readonly commands: BulkCommands = {
    bulkPreview: (ids, toStage) =>
      Promise.resolve().then((): BulkPreview => {
        const to = this.world.stage(toStage);
        const rows = ids
          .map((id) => this.row(id, to))
          .toSorted((a, b) => heavy.indexOf(a.weight) - heavy.indexOf(b.weight) || a.name.localeCompare(b.name));
        return {
          toStage,
          toStageName: to.name,
          vendor: to.vendor,
          rows,
          checkedAtMs: this.world.now(),
          holdSeconds: 10,
        };
      }),
    bulkEstimate: (toStage, moves) => Promise.resolve(this.cost(toStage, moves)),
    startBulk: (ids, toStage) =>
      Promise.resolve().then(() => {
        this.counter += 1;
        const batch = `batch-${this.counter}` as BatchId;
        const to = this.world.stage(toStage);
        const until = this.world.now() + 10_000;
        const items = ids.map((id): BulkItem => {
          const row = this.row(id, to);
          return {
            intent: `${batch}-${id}` as IntentId,
            opportunity: id,
            name: row.name,
            postingTitle: row.postingTitle,
            state: 'waiting',
            failure: null,
            problem: null,
            findings: [],
            movedAtMs: null,
          };
        });
        this.moves = [
          {
            batch,
            toStage,
            toStageName: to.name,
            vendor: to.vendor,
            phase: 'held',
            restsBecause: null,
            holdUntilMs: until,
            items,
            left: this.cost(toStage, items.length),
          },
          ...this.moves,
        ];
        this.later(batch, 10_000);
        this.world.tell({ dock: true, board: true });
        return { batch, moves: items.length, holdUntilMs: until };
      }),
    bulkMoves: () => Promise.resolve(this.moves),
    pauseBulk: (batch) => {
      this.change(batch, (move) => ({ ...move, phase: 'paused', restsBecause: 'person', holdUntilMs: null }));
      return Promise.resolve(null);
    },
    resumeBulk: (batch) => {
      this.change(batch, (move) => ({ ...move, phase: 'running', restsBecause: null, holdUntilMs: null }));
      this.later(batch, this.pace);
      return Promise.resolve(null);
    },
    dropBulkRest: (batch) => {
      const untouched = this.moves.find((move) => move.batch === batch)?.items.every((one) => one.state === 'waiting');
      if (untouched === true) this.moves = this.moves.filter((move) => move.batch !== batch);
      this.change(batch, (move) => ({
        ...move,
        phase: 'finished',
        restsBecause: null,
        holdUntilMs: null,
        items: move.items.map((item) => (item.state === 'waiting' ? { ...item, state: 'takenOut' } : item)),
      }));
      return Promise.resolve(null);
    },
    hideBulk: (batch) => {
      this.moves = this.moves.filter((move) => move.batch !== batch);
      this.world.tell({ dock: true });
      return Promise.resolve(null);
    },
  };
}
