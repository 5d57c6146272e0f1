import type {
  ArchiveReasonChoice,
  DryRunChoice,
  DryRunLine,
  DryRunPage,
  DryRunPart,
  DryRunPlan,
  DryRunShown,
  Finding,
  OpportunityId,
  PostingId,
  Vendor,
} from '$lib/ipc';
import type { Commands } from '../index';

type DryRunCommands = Pick<Commands, 'dryRun' | 'dryRunPlan' | 'startDryRun' | 'stopDryRun' | 'dryRunArrived'>;

const vendors: Vendor[] = ['myinterview', 'jobtwine'];
const stages: Record<Vendor, string> = { myinterview: 'Video interview', jobtwine: 'JobTwine' };
const begins = ['posting_tag', 'stage_entered', 'reacted', 'invited'];

const line = (link: string, standing: DryRunLine['standing'], more: Partial<DryRunLine> = {}): DryRunLine => ({
  link,
  standing,
  atMs: null,
  seenAtMs: null,
  source: null,
  detail: null,
  dueMs: null,
  trouble: null,
  ...more,
});

/** The dry run, rehearsed: links are ticked one by one when a test says so. */
export class RehearsedDryRun {
  private run: DryRunShown | null = null;
  private choice: DryRunChoice | null = null;
  /** What the check finds before the next run. */
  findings: Partial<Record<Vendor, Finding[]>> = {};

  constructor(
    private readonly titles: () => { id: PostingId; title: string }[],
    private readonly reasons: () => ArchiveReasonChoice[],
    private readonly now: () => number,
    private readonly tell: () => void,
    private readonly log: (line: string) => void,
  ) {}

  private page(): DryRunPage {
    return {
      email: 'marta@tarnbrook.example',
      postings: this.titles()
        .slice(0, 3)
        .map(({ id, title }, at) => ({
          id,
          title,
          vendors: at === 2 ? ['myinterview'] : vendors,
        })),
      vendors: vendors.map((vendor) => ({ vendor, stage: stages[vendor] })),
      reasons: this.reasons().filter((reason) => !reason.hired),
      run: this.run,
      proofs: vendors.map((vendor) => {
        const part = this.run?.parts.find((one) => one.vendor === vendor);
        const found = part?.outcome === 'passed' || part?.outcome === 'broken';
        return {
          vendor,
          posting: found ? (this.run?.posting ?? null) : null,
          atMs: found ? this.now() : null,
          broken: part?.links.find((one) => one.standing === 'broken')?.link ?? null,
          old: false,
        };
      }),
    };
  }

  private title(id: PostingId): string {
    return this.titles().find((one) => one.id === id)?.title ?? '';
  }

  private plan(choice: DryRunChoice): DryRunPlan {
    return {
      name: 'Fulcrum test – please ignore',
      posting: this.title(choice.posting),
      stage: 'New lead',
      email: choice.email,
      parts: choice.vendors.map((vendor) => {
        const findings = this.findings[vendor] ?? [];
        const blocked = findings.some((one) => one.severity === 'block');
        return {
          vendor,
          stage: stages[vendor],
          template: vendor === 'myinterview' && !blocked ? 'Backend – first video' : null,
          emails: !blocked,
          texts: !blocked && vendor === 'myinterview' && choice.phone !== null,
          findings,
          stopped: findings.some((one) => one.severity === 'stop'),
          blocked,
        };
      }),
      reason: this.reasons().find((one) => one.id === choice.reason)?.text ?? '',
      openMinutes: choice.keepOpen ? 30 : 0,
    };
  }

  private part(vendor: Vendor): DryRunPart {
    return {
      vendor,
      stage: stages[vendor],
      outcome: 'waiting',
      links: begins.map((link) => line(link, 'open')),
    };
  }

  private change(change: (run: DryRunShown) => void): void {
    if (this.run === null) return;
    const run = structuredClone(this.run);
    change(run);
    this.run = run;
    this.tell();
  }

  /** Lever has the candidate. */
  created(): void {
    this.change((run) => {
      run.phase = 'running';
      run.opportunity = 'opp-test' as OpportunityId;
      run.created = line('created', 'proven', { seenAtMs: this.now(), source: 'answer' });
    });
  }

  /** Evidence came for a vendor's links, up to this one. */
  ticked(vendor: Vendor, upTo: string): void {
    this.change((run) => {
      const part = run.parts.find((one) => one.vendor === vendor);
      if (part === undefined) return;
      part.outcome = 'running';
      const last = begins.indexOf(upTo);
      part.links = part.links.map((one) =>
        begins.indexOf(one.link) <= last && one.standing !== 'proven'
          ? line(one.link, 'proven', { seenAtMs: this.now(), source: 'tag', detail: 'MyInterview: Invite Sent' })
          : one,
      );
      if (upTo !== 'invited') return;
      part.outcome = 'passed';
      part.links.push(line('job_created', 'inferred'), line('emailed', 'unseen'));
    });
  }

  /** A link did not come. */
  broke(vendor: Vendor, link: string): void {
    this.change((run) => {
      const part = run.parts.find((one) => one.vendor === vendor);
      if (part === undefined) return;
      part.outcome = 'broken';
      const trouble = {
        sentence: 'myInterview did not react to the move.',
        cause: 'Most often the webhook “Candidate stage change” is off.',
        wayOut: 'A Super Admin looks at Webhooks in Lever. Then run again.',
      };
      part.links = part.links.map((one) =>
        one.link === link ? line(link, 'broken', { seenAtMs: this.now(), trouble }) : one,
      );
    });
  }

  /** The candidate is in the archive. */
  ended(): void {
    this.change((run) => {
      run.phase = 'ended';
      run.stopping = false;
      run.endedAtMs = this.now();
      run.archived = line('archived', run.opportunity === null ? 'open' : 'proven', { seenAtMs: this.now() });
      for (const part of run.parts) if (part.outcome === 'waiting' || part.outcome === 'running') part.outcome = 'cut';
    });
  }

  readonly commands: DryRunCommands = {
    dryRun: () => Promise.resolve(this.page()),
    dryRunPlan: (choice) => Promise.resolve(this.plan(choice)),
    startDryRun: (choice) => {
      this.log(`dryRun ${choice.vendors.join('+')} ${choice.email} although:${choice.althoughBlocked.join('+')}`);
      this.choice = choice;
      this.run = {
        posting: this.title(choice.posting),
        by: 'Marta Vellinho',
        begunAtMs: this.now(),
        phase: 'creating',
        stopping: false,
        opportunity: null,
        email: choice.email,
        parts: choice.vendors.map((vendor) => this.part(vendor)),
        created: line('created', 'waiting'),
        archived: line('archived', 'open'),
        openUntilMs: null,
        endedAtMs: null,
      };
      return Promise.resolve(this.page());
    },
    stopDryRun: () => {
      this.log(`stopDryRun ${this.choice?.posting ?? ''}`);
      this.change((run) => (run.stopping = true));
      return Promise.resolve(this.page());
    },
    dryRunArrived: (vendor, what) => {
      this.log(`arrived ${vendor} ${what}`);
      this.change((run) => {
        const part = run.parts.find((one) => one.vendor === vendor);
        if (part === undefined) return;
        part.links = part.links.map((one) =>
          one.link === (what === 'email' ? 'emailed' : 'texted')
            ? line(one.link, 'stated', { seenAtMs: this.now() })
            : one,
        );
      });
      return Promise.resolve(this.page());
    },
  };
}
