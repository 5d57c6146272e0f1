import type {
  Changes,
  ComparedPosting,
  LastTags,
  LintFinding,
  LintFix,
  PostingId,
  PostingLint,
  PostingRow,
  StatedRound,
  TagProgress,
  TagRunId,
  TagWriteId,
  TemplateId,
} from '$lib/ipc';
import { type Commands, Refusal } from '../index';

const DAY = 24 * 3_600_000;
const PREFIX = 'myInterview:';
const known = [
  ['tpl_5f3a9c', 'Lever Demo'],
  ['tpl_11aa00', 'Backend – first video'],
  ['tpl_22bb00', 'SRE scenarios'],
  ['tpl_33cc00', 'Data intro'],
  ['tpl_44dd00', 'Design intro'],
  ['tpl_55ee00', 'Mobile – first video'],
  ['tpl_66ff00', 'People intro'],
  ['tpl_77aa00', 'Sales intro'],
] as const;

interface Kept {
  id: PostingId;
  title: string;
  state: string;
  tags: string[];
  rounds: number | null;
}

interface Written {
  id: TagWriteId;
  run: TagRunId;
  posting: PostingId;
  before: string[];
  after: string[];
  atMs: number;
  undone: boolean;
}

/** A run, as far as it got. */
interface Run {
  progress: TagProgress;
  left: { posting: PostingId; from: string[]; to: string | null }[];
}

const first: [title: string, template: string | null, jobtwine: string | null, rounds: number | null][] = [
  ['Staff Backend Engineer', 'Backend – first video', 'JobTwine', 2],
  ['Platform SRE', 'SRE scenarios', 'JobTwine', 1],
  ['Data Engineer, Billing', 'Data intro', 'JobTwine', 2],
  ['Product Designer', 'Design intro', null, null],
  ['Support Lead, Nights', 'Lever demo', null, null],
  ['Ledger Analyst', 'Data intro|Lever Demo', null, null],
  ['Mobile Engineer, iOS', 'Mobile – first video', 'JobTwine', null],
  ['Payroll Specialist, DACH', 'People intro', 'Jobtwine', null],
  ['Solutions Consultant', 'Sales intro', 'JobTwine', 1],
  ['Security Engineer', null, 'JobTwine', 3],
  ['Sales Engineer', 'Sales intro', 'JobTwine', 1],
  ['Office Lead, Oslo', 'People intro', null, null],
];

/** Tagging postings, rehearsed: the twelve of the reference picture, and as many more as a test wants. */
export class RehearsedPostings {
  /** Fields that the next write is to change without being asked. */
  damage: string[] = [];
  private readonly postings: Kept[];
  private proof: ComparedPosting | null = null;
  private readonly written: Written[] = [];
  private run: Run | null = null;
  private counter = 0;

  constructor(
    private readonly now: () => number,
    private readonly tell: (changes: Partial<Changes>) => void,
    private readonly log: (line: string) => void,
  ) {
    this.postings = first.map(([title, template, jobtwine, rounds], at) => ({
      id: `tagged-${at}` as PostingId,
      title,
      state: 'published',
      tags: [
        ...(template?.split('|').map((name) => `${PREFIX}${name}`) ?? []),
        ...(jobtwine === null ? [] : [jobtwine]),
      ],
      rounds,
    }));
  }

  /** So many more postings, all misspelt in case when asked for. */
  add(many: number, wrong: boolean): void {
    for (let at = 0; at < many; at++)
      this.postings.push({
        id: `more-${at}` as PostingId,
        title: `Zone ${String(at).padStart(4, '0')}`,
        state: 'published',
        tags: [wrong ? `${PREFIX}data intro` : `${PREFIX}Data intro`],
        rounds: null,
      });
  }

  state(id: PostingId, rounds: StatedRound[] | null): void {
    const kept = this.postings.find((one) => one.id === id);
    if (kept !== undefined) kept.rounds = rounds?.length ?? null;
  }

  /** Goes on with a run until nothing is left, as the engine would. */
  finish(): void {
    const run = this.run;
    for (const one of run?.left.splice(0) ?? []) {
      this.change(one.posting, one.from, one.to, run?.progress.run);
      if (run !== null) run.progress = { ...run.progress, done: run.progress.done + 1 };
    }
    if (run !== null) run.progress = { ...run.progress, state: 'ended', title: null };
    this.tell({ postings: true });
  }

  private findings(kept: Kept): LintFinding[] {
    const found: LintFinding[] = [];
    const tags = kept.tags.filter((tag) => tag.startsWith(PREFIX));
    const blank = { inPrefix: false, inVain: 0, inVainSinceMs: null, onPosting: [], meant: [], places: 0 };
    if (tags.length > 1)
      found.push({
        ...blank,
        vendor: 'myinterview',
        code: 'several_tags',
        stored: tags,
        fixes: tags.map((tag) => ({
          kind: 'keep',
          template: tag.slice(PREFIX.length),
          tag,
          from: tags.filter((other) => other !== tag),
          to: null,
        })),
      });
    const [tag = ''] = tags;
    const name = tag.slice(PREFIX.length);
    const meant = known.find(([, one]) => one.toLowerCase() === name.toLowerCase() && one !== name);
    if (tags.length === 1 && meant !== undefined) {
      const at = [...name].findIndex((letter, place) => letter !== meant[1][place]);
      const pieces = (text: string): LintFinding['meant'] => [
        { text: PREFIX + text.slice(0, at), differs: false },
        { text: text.slice(at, at + 1), differs: true },
        { text: text.slice(at + 1), differs: false },
      ];
      const fix = (kind: string, value: string): LintFix => ({
        kind,
        template: meant[1],
        tag: PREFIX + value,
        from: [tag],
        to: PREFIX + value,
      });
      found.push({
        ...blank,
        vendor: 'myinterview',
        code: 'letter_case',
        stored: [tag],
        onPosting: pieces(name),
        meant: pieces(meant[1]),
        places: 1,
        inVain: kept.title.startsWith('Support') ? 7 : 0,
        inVainSinceMs: kept.title.startsWith('Support') ? this.now() - 50 * DAY : null,
        fixes: [fix('use_name', meant[1]), fix('use_id', meant[0])],
      });
    }
    const word = kept.tags.find((one) => one.toLowerCase() === 'jobtwine' && one !== 'JobTwine');
    if (word !== undefined)
      found.push({
        ...blank,
        vendor: 'jobtwine',
        code: 'letter_case',
        stored: [word],
        onPosting: [
          { text: 'Job', differs: false },
          { text: 't', differs: true },
          { text: 'wine', differs: false },
        ],
        meant: [
          { text: 'Job', differs: false },
          { text: 'T', differs: true },
          { text: 'wine', differs: false },
        ],
        places: 1,
        fixes: [{ kind: 'write_job_twine', template: null, tag: 'JobTwine', from: [word], to: 'JobTwine' }],
      });
    return found;
  }

  private rows(): PostingRow[] {
    let problem = 0;
    return this.postings.map((kept): PostingRow => {
      const found = this.findings(kept);
      const mine = kept.tags.filter((tag) => tag.startsWith(PREFIX));
      const video = found.some((one) => one.vendor === 'myinterview') ? 'wrong' : mine.length > 0 ? 'good' : 'unused';
      const word = kept.tags.find((tag) => tag.toLowerCase() === 'jobtwine') ?? null;
      const experts = word === null ? 'unused' : word === 'JobTwine' ? 'good' : 'wrong';
      const invitesExperts = experts === 'good' && (kept.rounds ?? 0) > 0;
      return {
        id: kept.id,
        title: kept.title,
        state: kept.state,
        template: video,
        templateText: mine.length === 1 ? (mine[0]?.slice(PREFIX.length) ?? '') : '',
        templateTags: mine.length,
        jobtwine: experts,
        jobtwineText: word ?? '',
        rounds:
          experts === 'unused'
            ? 'unused'
            : experts === 'wrong'
              ? 'noJob'
              : kept.rounds === null
                ? 'unknown'
                : kept.rounds === 0
                  ? 'statedNone'
                  : 'stated',
        stated:
          kept.rounds === null
            ? null
            : {
                names: Array.from({ length: kept.rounds }, () => ''),
                minutes: Array.from({ length: kept.rounds }, () => null),
                atMs: this.now() - 34 * DAY,
              },
        read: null,
        invites: video === 'good' ? (invitesExperts ? 'both' : 'myInterview') : invitesExperts ? 'jobTwine' : 'nobody',
        short: video === 'wrong' || (experts !== 'unused' && !invitesExperts),
        problem: found.length > 0 ? ++problem : null,
      };
    });
  }

  private change(id: PostingId, from: string[], to: string | null, run?: TagRunId): void {
    const kept = this.postings.find((one) => one.id === id);
    if (kept === undefined)
      throw new Refusal({ code: 'notFound', sentence: 'This posting is gone.', cause: '', wayOut: '' });
    const fields = this.damage;
    this.damage = [];
    const compared = { atMs: this.now(), posting: id, title: kept.title };
    if (fields.length > 0) {
      this.proof = { ...compared, kept: false, differing: fields, putBack: true };
      this.tell({ postings: true });
      throw new Refusal({
        code: 'conflict',
        sentence: `Lever changed more of this posting than its tags: ${fields.join(', ')}.`,
        cause: 'After the write Fulcrum read the posting again, found this, and put it back as it was.',
        wayOut: 'Compare the posting in Lever.',
      });
    }
    const before = kept.tags;
    const place = before.findIndex((tag) => from.includes(tag));
    const rest = before.filter((tag) => !from.includes(tag) && tag !== to);
    kept.tags = to === null ? rest : rest.toSpliced(place === -1 ? rest.length : place, 0, to);
    this.counter += 1;
    this.written.push({
      id: `write-${this.counter}` as TagWriteId,
      run: run ?? (`run-${this.counter}` as TagRunId),
      posting: id,
      before,
      after: kept.tags,
      atMs: this.now(),
      undone: false,
    });
    if (this.proof?.kept !== true) this.proof = { ...compared, kept: true, differing: [], putBack: null };
    this.log(`tags ${id} ${kept.tags.join('|')}`);
  }

  private take(one: Written): void {
    const kept = this.postings.find((posting) => posting.id === one.posting);
    if (kept !== undefined) kept.tags = one.before;
    one.undone = true;
    this.log(`untag ${one.posting}`);
  }

  private lint(id: PostingId): PostingLint {
    const rows = this.rows();
    const place = rows.findIndex((row) => row.id === id);
    const row = rows[place];
    const kept = this.postings[place];
    if (row === undefined || kept === undefined)
      throw new Refusal({ code: 'notFound', sentence: 'This posting is gone.', cause: '', wayOut: '' });
    const written = this.written.findLast((one) => one.posting === id && !one.undone);
    return {
      id,
      title: row.title,
      tags: kept.tags,
      place,
      problem: row.problem,
      problems: rows.filter((one) => one.problem !== null).length,
      previous: rows.slice(0, place).findLast((one) => one.problem !== null)?.id ?? null,
      next: rows.slice(place + 1).find((one) => one.problem !== null)?.id ?? null,
      findings: this.findings(kept),
      canShare: row.jobtwine === 'unused',
      canChoose: true,
      written:
        written === undefined
          ? null
          : {
              write: written.id,
              gone: written.before.filter((tag) => !written.after.includes(tag)),
              came: written.after.filter((tag) => !written.before.includes(tag)),
              atMs: written.atMs,
            },
    };
  }

  private last(): LastTags | null {
    const last = this.written.findLast((one) => !one.undone);
    if (last === undefined) return null;
    const all = this.written.filter((one) => one.run === last.run && !one.undone);
    const title = this.postings.find((one) => one.id === all[0]?.posting)?.title ?? '';
    return { run: last.run, postings: all.length, title, atMs: last.atMs };
  }

  /** Findings that are mended without a decision. */
  private plain(): Run['left'] {
    return this.postings.flatMap((kept) =>
      this.findings(kept)
        .filter((one) => one.code === 'letter_case')
        .flatMap((one) => one.fixes.slice(0, 1))
        .map(({ from, to }) => ({ posting: kept.id, from, to })),
    );
  }

  private stand(state: TagProgress['state']): Promise<null> {
    if (this.run !== null) this.run.progress = { ...this.run.progress, state };
    this.tell({ postings: true });
    return Promise.resolve(null);
  }

  private changed(work: () => void): Promise<null> {
    return Promise.resolve().then(() => {
      work();
      this.tell({ postings: true });
      return null;
    });
  }

  /** The commands of this part. */
  commands(): Pick<
    Commands,
    | 'postingMatrix'
    | 'postingLint'
    | 'templateChoices'
    | 'tagDesk'
    | 'mendPosting'
    | 'choosePostingTemplate'
    | 'shareWithJobtwine'
    | 'fixAllTags'
    | 'pauseTagRun'
    | 'resumeTagRun'
    | 'stopTagRun'
    | 'undoTagWrite'
    | 'undoTagRun'
  > {
    return {
      postingMatrix: (problemsOnly, offset, limit) => {
        const rows = this.rows();
        const problems = rows.filter((row) => row.problem !== null);
        const untagged = rows.filter((row) => row.template === 'unused' && row.jobtwine === 'unused').length;
        return Promise.resolve({
          all: rows.length,
          problems: problems.length,
          ready: rows.length - problems.length - untagged,
          untagged,
          templatesKnown: true,
          offset,
          rows: (problemsOnly ? problems : rows).slice(offset, offset + limit),
        });
      },
      postingLint: (posting) => Promise.resolve().then(() => this.lint(posting)),
      templateChoices: (text) =>
        Promise.resolve(
          known
            .filter(([id, name]) => name.toLowerCase().includes(text.trim().toLowerCase()) || id.includes(text.trim()))
            .map(([id, name]) => ({ id: id as TemplateId, name, shared: false })),
        ),
      tagDesk: () => {
        const plain = new Set(this.plain().map((one) => one.posting)).size;
        const undecided = this.postings.filter((kept) =>
          this.findings(kept).some((one) => one.code !== 'letter_case'),
        ).length;
        return Promise.resolve({
          proof: this.proof,
          plain,
          undecided,
          run: this.run?.progress ?? null,
          last: this.last(),
        });
      },
      mendPosting: (posting, from, to) => this.changed(() => this.change(posting, from, to)),
      choosePostingTemplate: (posting, template) =>
        this.changed(() => {
          const name = known.find(([id]) => id === template)?.[1] ?? '';
          const kept = this.postings.find((one) => one.id === posting);
          const from = kept?.tags.filter((tag) => tag.startsWith(PREFIX)) ?? [];
          this.change(posting, from, PREFIX + name);
        }),
      shareWithJobtwine: (posting) => this.changed(() => this.change(posting, [], 'JobTwine')),
      fixAllTags: () =>
        this.changed(() => {
          const left = this.plain();
          const title = this.postings.find((one) => one.id === left[0]?.posting)?.title ?? null;
          this.run = {
            left,
            progress: {
              run: `many-${++this.counter}` as TagRunId,
              undo: false,
              state: 'going',
              total: left.length,
              done: 0,
              failed: 0,
              stopped: 0,
              title,
              waits: null,
              failures: [],
            },
          };
        }),
      pauseTagRun: () => this.stand('paused'),
      resumeTagRun: () => this.stand('going'),
      stopTagRun: () =>
        this.changed(() => {
          const run = this.run;
          if (run === null) return;
          run.progress = { ...run.progress, state: 'ended', stopped: run.left.splice(0).length };
        }),
      undoTagWrite: (write) =>
        this.changed(() => {
          const one = this.written.find((held) => held.id === write);
          if (one !== undefined) this.take(one);
        }),
      undoTagRun: (run) =>
        this.changed(() => {
          for (const one of this.written.filter((held) => held.run === run)) this.take(one);
        }),
    };
  }
}
