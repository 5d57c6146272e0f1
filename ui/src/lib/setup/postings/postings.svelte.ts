import type { Host } from '$lib/host';
import type {
  Changes,
  LintFix,
  PostingId,
  PostingLint,
  PostingMatrix,
  PostingRow,
  Problem,
  StatedRound,
  TagDesk,
  TagWriteId,
  TemplateChoice,
  TemplateId,
} from '$lib/ipc';
import { postingWords as w } from '$lib/i18n/postings';
import type { Announcer } from '$lib/stores/announcer.svelte';
import { coalesce } from '$lib/stores/coalesce';

/** Rows that are asked for at once. */
export const PAGE = 60;

/** What the screen of postings holds: windows of the matrix, one chosen posting, and what is being written. */
export class PostingsStore {
  problemsOnly = $state(false);
  /** Counts, and whether templates are known. */
  counts = $state.raw<Omit<PostingMatrix, 'rows' | 'offset'> | null>(null);
  /** Rows by their place in what is shown. */
  rows = $state.raw<ReadonlyMap<number, PostingRow>>(new Map());
  selected = $state.raw<PostingId | null>(null);
  lint = $state.raw<PostingLint | null>(null);
  desk = $state.raw<TagDesk | null>(null);
  /** Whose rounds are being stated. */
  rounds = $state.raw<PostingRow | null>(null);
  /** A change is being written and compared. */
  busy = $state.raw(false);
  /** What the last change came to. */
  said = $state.raw<string | null>(null);
  /** Why the last change was not made, or not kept. */
  problem = $state.raw<Problem | null>(null);
  /** The run that the person has put away. */
  hidden = $state.raw<string | null>(null);
  readonly refresh: () => Promise<void>;
  #seen: [from: number, to: number] = [0, PAGE];
  /** Answers to an older question are dropped. */
  #question = 0;

  constructor(
    private readonly host: Host,
    private readonly announcer: Announcer,
    private readonly problemOf: (error: unknown) => Problem,
    private readonly failed: (error: unknown) => void,
  ) {
    this.refresh = coalesce(() => this.#load());
  }

  /** How many rows what is shown has. */
  get total(): number {
    return this.counts === null ? 0 : this.problemsOnly ? this.counts.problems : this.counts.all;
  }

  /** Place of the chosen posting in what is shown; -1: it is not in it. */
  get place(): number {
    const lint = this.lint;
    if (lint === null || lint.id !== this.selected) return -1;
    if (!this.problemsOnly) return lint.place;
    return lint.problem === null ? -1 : lint.problem - 1;
  }

  /** The first finding's first fix. */
  get firstFix(): LintFix | null {
    return this.lint?.findings[0]?.fixes[0] ?? null;
  }

  merge(changes: Changes): void {
    if (changes.postings || changes.session) void this.refresh();
  }

  async show(problemsOnly: boolean): Promise<void> {
    if (this.problemsOnly === problemsOnly) return;
    this.problemsOnly = problemsOnly;
    this.rows = new Map();
    this.#seen = [0, PAGE];
    await this.refresh();
  }

  /** Rows from one place to before another are in sight. */
  async see(from: number, to: number): Promise<void> {
    this.#seen = [from, to];
    for (let at = from; at < Math.min(to, this.total); at++)
      if (!this.rows.has(at)) {
        await this.refresh();
        return;
      }
  }

  async select(id: PostingId): Promise<void> {
    this.selected = id;
    this.rounds = null;
    this.problem = null;
    this.said = null;
    await this.#loadLint();
  }

  /** Opens the rounds of a row. */
  async editRounds(row: PostingRow): Promise<void> {
    await this.select(row.id);
    this.rounds = row;
  }

  /** The row at a place of what is shown. */
  async selectAt(place: number): Promise<void> {
    const at = Math.max(0, Math.min(this.total - 1, place));
    if (!this.rows.has(at)) {
      this.#seen = [at, at + 1];
      await this.refresh();
    }
    const row = this.rows.get(at);
    if (row !== undefined) await this.select(row.id);
  }

  async step(by: number): Promise<void> {
    await this.selectAt(this.place === -1 ? 0 : this.place + by);
  }

  /** The problem before or after the chosen posting. */
  async problemAt(side: 'previous' | 'next'): Promise<void> {
    const to = this.lint?.[side] ?? null;
    if (to !== null) await this.select(to);
  }

  async mend(fix: LintFix): Promise<void> {
    await this.#change((id) => this.host.commands.mendPosting(id, fix.from, fix.to));
  }

  async choose(template: TemplateId): Promise<void> {
    await this.#change((id) => this.host.commands.choosePostingTemplate(id, template));
  }

  async share(): Promise<void> {
    await this.#change((id) => this.host.commands.shareWithJobtwine(id));
  }

  async undo(write: TagWriteId): Promise<void> {
    await this.#change(() => this.host.commands.undoTagWrite(write), w.said.undone);
  }

  templates(text: string): Promise<TemplateChoice[]> {
    return this.host.commands.templateChoices(text);
  }

  async state(row: PostingRow, rounds: StatedRound[] | null): Promise<void> {
    try {
      await this.host.commands.stateRounds(row.id, rounds);
      this.rounds = null;
      this.announcer.say(w.said.rounds);
    } catch (error) {
      this.failed(error);
    }
    await this.refresh();
  }

  /** Something about many: its refusal is said in the same place as one's. */
  async many(work: () => Promise<unknown>): Promise<void> {
    this.problem = null;
    this.said = null;
    try {
      await work();
    } catch (error) {
      this.problem = this.problemOf(error);
    }
    await this.refresh();
  }

  fixAll = (): Promise<void> => this.many(() => this.host.commands.fixAllTags());

  pause = (): Promise<void> => this.#run((run) => this.host.commands.pauseTagRun(run));

  resume = (): Promise<void> => this.#run((run) => this.host.commands.resumeTagRun(run));

  stop = (): Promise<void> => this.#run((run) => this.host.commands.stopTagRun(run));

  undoLast = (): Promise<void> => {
    const last = this.desk?.last ?? null;
    return last === null ? Promise.resolve() : this.many(() => this.host.commands.undoTagRun(last.run));
  };

  async #run(work: (run: NonNullable<TagDesk['run']>['run']) => Promise<unknown>): Promise<void> {
    const run = this.desk?.run ?? null;
    if (run !== null) await this.many(() => work(run.run));
  }

  /** One change of the chosen posting, while the person waits. */
  async #change(
    work: (id: PostingId) => Promise<unknown>,
    words: (title: string) => string = w.said.fixed,
  ): Promise<void> {
    const lint = this.lint;
    if (lint === null || this.busy) return;
    const open = this.desk?.proof?.kept === true;
    this.busy = true;
    this.problem = null;
    this.said = null;
    try {
      await work(lint.id);
      await this.refresh();
      const opened = !open && this.desk?.proof?.kept === true;
      this.said = (opened ? w.said.opened : words)(lint.title);
      this.announcer.say(this.said);
    } catch (error) {
      this.problem = this.problemOf(error);
      await this.refresh();
    } finally {
      this.busy = false;
    }
  }

  async #load(): Promise<void> {
    const [from, to] = this.#seen;
    const offset = Math.max(0, from - PAGE / 2);
    const only = this.problemsOnly;
    const question = ++this.#question;
    try {
      const [matrix, desk] = await Promise.all([
        this.host.commands.postingMatrix(only, offset, to - offset + PAGE / 2),
        this.host.commands.tagDesk(),
      ]);
      if (question !== this.#question || only !== this.problemsOnly) return;
      const { rows, offset: first, ...counts } = matrix;
      this.counts = counts;
      this.rows = new Map(rows.map((row, at) => [first + at, row]));
      this.desk = desk;
      // The first problem is what somebody came for; without one, the first posting.
      if (this.selected === null) {
        const problem =
          rows.find((one) => one.problem !== null) ??
          (counts.problems > 0 ? (await this.host.commands.postingMatrix(true, 0, 1)).rows[0] : undefined);
        const row = problem ?? rows[0];
        if (row !== undefined) this.selected = row.id;
      }
      await this.#loadLint();
    } catch (error) {
      this.failed(error);
    }
  }

  async #loadLint(): Promise<void> {
    const id = this.selected;
    if (id === null) return;
    try {
      const lint = await this.host.commands.postingLint(id);
      if (this.selected === id) this.lint = lint;
    } catch {
      // It has left the matrix: its last tag went, or it is gone from Lever.
      if (this.selected === id) {
        this.selected = null;
        this.lint = null;
      }
    }
  }
}
