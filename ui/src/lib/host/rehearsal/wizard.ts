import type { Download, Rights, Session, Stated, StatedFact, TeamSummary, TemplateLine, VendorAccess } from '$lib/ipc';
import { type Commands, Refusal } from '../index';

type WizardCommands = Pick<
  Commands,
  | 'stateFact'
  | 'stated'
  | 'setupPlace'
  | 'setSetupPlace'
  | 'importTemplates'
  | 'templates'
  | 'openLeverPage'
  | 'readTeamFile'
  | 'takeTeamFile'
  | 'dropTeamFile'
  | 'teamFile'
  | 'exportTeamFile'
  | 'vendorAccess'
  | 'setVendorAccess'
  | 'forgetVendorAccess'
>;

/** What each role is offered, as the shell says it. */
export const allRights: Rights = { writes: true, postings: true, admin: true, integrations: true };

const DAY = 24 * 3_600_000;
const first: readonly (readonly [string, string])[] = [
  ['tpl_5f3a9c', 'Lever Demo'],
  ['tpl_5f3a9d', 'Backend – first video'],
  ['tpl_5f3a9e', 'SRE scenarios'],
  ['tpl_5f3a9f', 'Data intro'],
  ['tpl_5f3aa0', 'Data intro'],
  ['tpl_5f3aa1', 'Night  Shift Nurse'],
  ['tpl_5f3aa2', 'Design intro'],
  ['tpl_5f3aa3', 'Sales intro'],
  ['tpl_5f3aa4', 'People intro'],
  ['tpl_5f3aa5', 'Mobile first video'],
  ['tpl_5f3aa6', 'Support, evenings'],
  ['tpl_5f3aa7', 'Ledger basics'],
  ['tpl_5f3aa8', 'Security deep dive'],
  ['tpl_5f3aa9', 'Graduate programme'],
];

const refuse = (sentence: string, cause: string, wayOut: string): never => {
  throw new Refusal({ code: 'badInput', sentence, cause, wayOut });
};

/** The admin's steps, rehearsed: what was confirmed, the vendor's list, a team file, keys. */
export class RehearsedWizard {
  private readonly facts = new Map<StatedFact, Stated>();
  private place: string | null = null;
  private list: readonly (readonly [string, string])[] = first;
  /** When a list was read here; before, a month ago. */
  private readMs: number | null = null;
  private waiting: TeamSummary | null = null;
  private taken: TeamSummary | null = null;
  private access: VendorAccess = {
    keys: false,
    profile: '{ "vendor": "myinterview" }',
    profileKept: false,
    inUse: false,
  };

  constructor(
    private readonly now: () => number,
    private readonly session: () => Session,
    private readonly log: (line: string) => void,
    private readonly told: () => void,
  ) {}

  /** Nothing was read yet. */
  forget(): void {
    this.list = [];
  }

  get count(): number {
    return this.list.length;
  }

  get readAtMs(): number {
    return this.readMs ?? this.now() - 30 * DAY;
  }

  private line([id, name]: readonly [string, string]): TemplateLine {
    const sharesName = this.list.filter((one) => one[1] === name).length > 1;
    const trap =
      name.trim() !== name
        ? 'edge_space'
        : name.includes('  ')
          ? 'double_space'
          : /[–—“”‘’]/.test(name)
            ? 'typographic'
            : null;
    return {
      id: id as TemplateLine['id'],
      name,
      tag: `myInterview:${sharesName || trap !== null ? id : name}`,
      sharesName,
      trap,
    };
  }

  private summary(text: string): TeamSummary {
    let file: { fulcrum_team?: number; account?: string } = {};
    try {
      file = JSON.parse(text) as typeof file;
    } catch {
      // Said below, as for anything that is no team file.
    }
    if (file.fulcrum_team !== 1)
      refuse(
        'This team file cannot be used.',
        'It is not a file that Fulcrum exported for a team.',
        'Ask your admin to export the team file again. You can go on without it.',
      );
    return {
      exportedAtMs: this.now() - 3 * DAY,
      account: file.account ?? 'api.lever.co',
      otherAccount: false,
      taken: false,
      stages: 3,
      templates: 14,
      jobs: 5,
      authors: 2,
      hosts: ['app.jobtwine.example', 'review.myinterview.example'],
      statements: 6,
      compared: this.session().phase === 'ready',
      unknownStages: [],
      unknownUsers: [],
      unknownPostings: [],
    };
  }

  readonly commands: WizardCommands = {
    stateFact: (fact, value) => {
      this.log(`state ${fact} ${value}`);
      if (value === null) this.facts.delete(fact);
      else this.facts.set(fact, { fact, value, by: this.session().seat?.name ?? null, atMs: this.now() });
      this.told();
      return Promise.resolve(null);
    },
    stated: () => Promise.resolve([...this.facts.values()]),
    setupPlace: () => Promise.resolve(this.place),
    setSetupPlace: (step) => {
      this.place = step;
      return Promise.resolve(null);
    },
    importTemplates: (text) =>
      Promise.resolve().then(() => {
        const rows = text
          .split('\n')
          .filter((line) => line.trim() !== '')
          .map((line) => line.split(','));
        const [head, ...body] = rows;
        if (head === undefined || body.length === 0)
          return refuse(
            'No templates were found.',
            'The text has no line after its heading.',
            'Choose the file that myInterview downloads.',
          );
        this.list = body.map((row) => [row[0] ?? '', row[1] ?? ''] as const);
        this.readMs = this.now();
        return { templates: body.length, idColumn: head[0] ?? null, nameColumn: head[1] ?? null, skippedRows: 0 };
      }),
    templates: () =>
      Promise.resolve({
        lines: this.list.map((one) => this.line(one)),
        asOfMs: this.list.length === 0 ? null : this.readAtMs,
        stale: this.now() - this.readAtMs > 30 * DAY,
      }),
    openLeverPage: (page) => {
      this.log(`lever page ${page}`);
      return Promise.resolve(null);
    },
    readTeamFile: (text) => Promise.resolve().then(() => this.summary(text)),
    takeTeamFile: (text) =>
      Promise.resolve().then(() => {
        const summary = this.summary(text);
        if (this.session().phase === 'ready') {
          this.taken = { ...summary, taken: true };
          this.told();
          return this.taken;
        }
        this.waiting = summary;
        return summary;
      }),
    dropTeamFile: () => {
      this.waiting = null;
      return Promise.resolve(null);
    },
    teamFile: () => Promise.resolve(this.session().phase === 'ready' ? this.taken : this.waiting),
    exportTeamFile: () =>
      Promise.resolve<Download>({
        id: 0,
        journey: null,
        part: null,
        name: 'Fulcrum team.json',
        state: 'done',
        received: 2048,
        total: 2048,
        problem: null,
      }),
    vendorAccess: () => Promise.resolve(this.access),
    setVendorAccess: (profile, keys) =>
      Promise.resolve().then(() => {
        if (!profile.trim().startsWith('{'))
          refuse(
            'This cannot be used.',
            'The profile is not a JSON object of the expected form.',
            'Correct it and try again.',
          );
        const kept = this.access.keys || keys !== null;
        this.access = { keys: kept, profile, profileKept: true, inUse: kept };
        return this.session();
      }),
    forgetVendorAccess: () => {
      this.access = { ...this.access, keys: false, profileKept: false, inUse: false };
      return Promise.resolve(this.session());
    },
  };
}
