import type { Check, Drift, Health, PermissionLine, Step, StepHealth } from '$lib/ipc';
import type { Commands } from '../index';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

type HealthCommands = Pick<Commands, 'health' | 'checkHealth' | 'repair' | 'acceptChange' | 'permissions'>;

const order: Step[] = ['connect', 'stages', 'webhooks', 'templates', 'rounds', 'postings', 'dryRun'];
const ranks: Check['standing'][] = ['verified', 'observed', 'stated', 'unverifiable', 'todo', 'warn', 'broken'];

function check(id: string, standing: Check['standing'], finding: string, more: Partial<Check> = {}): Check {
  return {
    id,
    vendor: null,
    standing,
    subject: '',
    finding,
    cause: '',
    wayOut: '',
    atMs: null,
    by: null,
    repair: null,
    ...more,
  };
}

/** The page "Setup & health", rehearsed: one thing is broken, and one key mends it. */
export class RehearsedHealth {
  private checkedMs: number | null = null;
  private mendedMs: number | null = null;

  constructor(
    private readonly now: () => number,
    private readonly told: () => void,
  ) {}

  private drift(): Drift[] {
    const now = this.now();
    return [
      {
        atMs: now - 3 * MINUTE,
        check: 'stage.jobtwine',
        vendor: 'jobtwine',
        subject: 'JobTwine’s stage',
        was: '“JobTwine”',
        is: '“Job Twine”',
        standing: 'broken',
        mendedAtMs: this.mendedMs,
      },
      {
        atMs: now - 6 * DAY,
        check: 'clock',
        vendor: null,
        subject: 'This machine’s clock',
        was: 'As Lever’s',
        is: '5 min ahead of Lever’s',
        standing: 'broken',
        mendedAtMs: now - 5 * DAY,
      },
    ];
  }

  private checks(step: Step): Check[] {
    const at = this.checkedMs ?? this.now() - 3 * MINUTE;
    switch (step) {
      case 'connect':
        return [
          check('token', 'verified', 'Own key, 11 permissions, none extra.', { subject: 'Lever', atMs: at }),
          check('clock', 'verified', 'The clocks agree.', { subject: 'This machine’s clock', atMs: at }),
          check('budget', 'verified', 'Nobody else uses up the requests.', { subject: 'Lever requests', atMs: at }),
        ];
      case 'stages':
        return [
          check('stage.myinterview', 'verified', '“Video Interview”, pinned by its id, unchanged since 2 Sep.', {
            vendor: 'myinterview',
            subject: 'myInterview’s stage',
            atMs: at,
          }),
          this.mendedMs === null
            ? check('stage.jobtwine', 'broken', 'JobTwine’s stage is called “Job Twine” now.', {
                vendor: 'jobtwine',
                subject: 'JobTwine’s stage',
                cause: 'JobTwine listens to a stage titled exactly “JobTwine”.',
                wayOut: 'Rename the stage in Lever.',
                atMs: at,
                repair: { kind: 'openLever', what: 'stages' },
              })
            : check('stage.jobtwine', 'verified', '“JobTwine”, pinned by its id.', {
                vendor: 'jobtwine',
                subject: 'JobTwine’s stage',
                atMs: at,
              }),
        ];
      case 'webhooks':
        return [
          check('webhook.myinterview', 'observed', 'Stage Change: myInterview reacted 3 min ago.', {
            vendor: 'myinterview',
            subject: 'Candidate Stage Change',
            atMs: at,
          }),
          check('webhook.jobtwine', 'unverifiable', 'Stage Change: no reaction of JobTwine was seen yet.', {
            vendor: 'jobtwine',
            subject: 'Candidate Stage Change',
            cause: 'Lever shows its switches to a Super Admin only.',
            wayOut: 'A Super Admin looks at Settings → Integrations and API → Webhooks.',
            repair: { kind: 'openLever', what: 'webhooks' },
          }),
        ];
      case 'templates':
        return [
          check('templates', 'verified', '14 templates from your export of 19 Oct.', {
            vendor: 'myinterview',
            subject: 'myInterview’s templates',
            atMs: this.now() - 30 * DAY,
          }),
        ];
      case 'rounds':
        return [
          check('rounds.posting-0', 'stated', 'Staff Backend Engineer: 2 rounds, you said so.', {
            vendor: 'jobtwine',
            subject: 'Staff Backend Engineer',
            atMs: this.now() - 34 * DAY,
            by: 'Marta Vellinho',
          }),
        ];
      case 'postings':
        return [
          check('posting.posting-4', 'broken', 'Support Lead, Nights: no template is called “Lever demo”.', {
            vendor: 'myinterview',
            subject: 'Support Lead, Nights',
            cause: 'Letter case differs in one place.',
            wayOut: 'Use “Lever Demo”.',
            repair: { kind: 'fixPostingTags' },
          }),
        ];
      case 'dryRun':
        return [];
    }
  }

  shown(): Health {
    const steps = order.map((step): StepHealth => {
      const checks = this.checks(step);
      const standing =
        checks.map((one) => one.standing).toSorted((a, b) => ranks.indexOf(b) - ranks.indexOf(a))[0] ?? 'todo';
      const worst = checks.filter((one) => one.standing === standing).slice(0, 2);
      return {
        step,
        standing,
        line: worst.map((one) => one.finding).join(' ') || 'Moves a test candidate through both stages and back.',
        checks,
      };
    });
    const problems = steps.flatMap((step) => step.checks).filter((one) => one.standing === 'broken').length;
    return { checkedAtMs: this.checkedMs ?? this.now() - 3 * MINUTE, steps, drift: this.drift(), problems };
  }

  private permissions(): PermissionLine[] {
    return [
      {
        id: 'opportunities_read',
        permission: 'List and read opportunities',
        neededFor: 'The board.',
        optional: false,
        extra: false,
        standing: 'verified',
        finding: 'Lever answered.',
        whoCanGive: '',
      },
      {
        id: 'webhooks_read',
        permission: 'List webhooks',
        neededFor: 'To see webhooks that were made with this key.',
        optional: true,
        extra: false,
        standing: 'warn',
        finding: 'The key does not have it.',
        whoCanGive: 'A Super Admin, at Settings → Integrations and API → API Credentials, with a new key.',
      },
    ];
  }

  readonly commands: HealthCommands = {
    health: () => Promise.resolve(this.shown()),
    checkHealth: () => {
      this.checkedMs = this.now();
      this.told();
      return Promise.resolve(this.shown());
    },
    repair: (id) => {
      if (id === 'stage.jobtwine') this.mendedMs = this.now();
      this.told();
      return Promise.resolve(this.shown());
    },
    acceptChange: (id) => this.commands.repair(id),
    permissions: () => Promise.resolve(this.permissions()),
  };
}
