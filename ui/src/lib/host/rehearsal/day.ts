import type {
  ArchiveReasonId,
  Candidate,
  DockItem,
  IntentId,
  NoteDraft,
  NoteId,
  NoteLine,
  OpportunityId,
  Written,
} from '$lib/ipc';
import { type Host, Refusal } from '../index';
import type { Person } from './people';

type Commands = Pick<
  Host['commands'],
  | 'archiveQuestion'
  | 'archive'
  | 'unarchive'
  | 'noteDesk'
  | 'keepNote'
  | 'noteReaches'
  | 'addNote'
  | 'removeNote'
  | 'knownTags'
  | 'addTag'
  | 'removeTag'
  | 'takeBack'
>;

export const reasons = [
  ['Position closed', false],
  ['Underqualified', false],
  ['Unresponsive', false],
  ['Withdrew', false],
  ['Hired', true],
].map(([text, hired], index) => ({
  id: `reason-${index}` as ArchiveReasonId,
  text: text as string,
  hired: hired as boolean,
}));
const people = [
  { username: 'joonas.p', name: 'Joonas Pihlaja' },
  { username: 'marta', name: 'Marta Vellinho' },
  { username: 'ines', name: 'Inês Ferreira da Conceição e Marmeleiro' },
];

/** What the rehearsal lends: its people, its clock, its events and its hold. */
interface Stage {
  person: (id: OpportunityId) => Person;
  now: () => number;
  changed: (id: OpportunityId) => void;
  log: (line: string) => void;
  /** Holds something for ten seconds, then does it. */
  hold: (person: Person, kind: DockItem['kind'], subject: string | null, done: () => void) => IntentId;
}

/** Rehearses archiving, notes and tags. */
export class RehearsedDay {
  readonly archived = new Map<OpportunityId, string>();
  readonly drafts = new Map<OpportunityId, NoteDraft>();
  private readonly notes = new Map<OpportunityId, NoteLine[]>();
  private readonly backs = new Map<IntentId, () => void>();
  private counter = 0;

  constructor(private readonly stage: Stage) {}

  /** The candidate with what was written here. */
  shown(candidate: Candidate): Candidate {
    const id = candidate.card.id;
    return {
      ...candidate,
      notes: [...(this.notes.get(id) ?? []), ...candidate.notes],
      archived: this.archived.has(id),
      archiveReason: this.archived.get(id) ?? null,
    };
  }

  private done(id: OpportunityId, work: () => void, back: () => void): Written {
    work();
    this.counter += 1;
    const intent = `day-${this.counter}` as IntentId;
    this.backs.set(intent, back);
    this.stage.changed(id);
    return { intent, state: 'done', holdUntilMs: null };
  }

  private archive(id: OpportunityId, reason: string | null): void {
    if (reason === null) this.archived.delete(id);
    else this.archived.set(id, reason);
    this.stage.changed(id);
  }

  private tag(id: OpportunityId, tag: string, there: boolean): void {
    const person = this.stage.person(id);
    person.tags = person.tags.filter((one) => one !== tag);
    if (there) person.tags = [...person.tags, tag];
    this.stage.changed(id);
  }

  private note(id: OpportunityId, text: string, secret: boolean): NoteLine {
    this.counter += 1;
    const line: NoteLine = {
      id: `note-${this.counter}` as NoteId,
      secret,
      removable: true,
      author: 'Marta Vellinho',
      byYou: true,
      atMs: this.stage.now(),
      text,
      comments: 0,
      vendor: null,
      unreadVendorNote: false,
    };
    this.notes.set(id, [line, ...(this.notes.get(id) ?? [])]);
    this.stage.changed(id);
    return line;
  }

  private forget(id: OpportunityId, note: NoteId): void {
    this.notes.set(
      id,
      (this.notes.get(id) ?? []).filter((one) => one.id !== note),
    );
    this.stage.changed(id);
  }

  private reaches(text: string): string[] {
    return people.filter((one) => text.includes(`@${one.username}`)).map((one) => one.name);
  }

  private held(id: OpportunityId, kind: DockItem['kind'], subject: string | null, done: () => void): Written {
    const intent = this.stage.hold(this.stage.person(id), kind, subject, done);
    return { intent, state: 'held', holdUntilMs: this.stage.now() + 10_000 };
  }

  readonly commands: Commands = {
    archiveQuestion: (id) => {
      const person = this.stage.person(id);
      const experts = person.card.stage === 'jt-stage';
      return Promise.resolve({
        opportunity: id,
        name: person.card.name,
        leftOpen: experts
          ? [
              {
                vendor: 'jobtwine' as const,
                round: 1,
                what: 'interview_booked',
                atMs: this.stage.now() + 2 * 24 * 3_600_000,
              },
            ]
          : [],
        reasons,
        holdSeconds: experts ? 10 : 0,
      });
    },
    archive: (id, reason) => {
      const text = reasons.find((one) => one.id === reason)?.text ?? '';
      this.stage.log(`archive ${id} ${text}`);
      if (this.stage.person(id).card.stage === 'jt-stage')
        return Promise.resolve(this.held(id, 'archive', text, () => this.archive(id, text)));
      return Promise.resolve(
        this.done(
          id,
          () => this.archive(id, text),
          () => this.archive(id, null),
        ),
      );
    },
    unarchive: (id) => {
      const before = this.archived.get(id) ?? null;
      return Promise.resolve(
        this.done(
          id,
          () => this.archive(id, null),
          () => this.archive(id, before),
        ),
      );
    },
    noteDesk: (id) => Promise.resolve({ draft: this.drafts.get(id) ?? { text: '', secret: false }, people }),
    keepNote: (id, draft) => {
      if (draft.text.trim() === '') this.drafts.delete(id);
      else this.drafts.set(id, draft);
      return Promise.resolve(null);
    },
    noteReaches: (text) => Promise.resolve(this.reaches(text)),
    addNote: (id, text, secret) => {
      this.stage.log(`note ${id} ${secret} ${text}`);
      this.drafts.delete(id);
      const names = this.reaches(text);
      if (names.length > 0)
        return Promise.resolve(this.held(id, 'note', names.join(', '), () => void this.note(id, text, secret)));
      let line: NoteLine | null = null;
      return Promise.resolve(
        this.done(
          id,
          () => (line = this.note(id, text, secret)),
          () => line !== null && this.forget(id, line.id),
        ),
      );
    },
    removeNote: (id, note) =>
      Promise.resolve(
        this.done(
          id,
          () => this.forget(id, note),
          () => undefined,
        ),
      ),
    knownTags: (id, text) => {
      const own = this.stage.person(id).tags;
      const known = ['referral', 'relocation', 'on hold', 'senior', 'remote'];
      return Promise.resolve(known.filter((tag) => tag.includes(text.toLowerCase()) && !own.includes(tag)));
    },
    addTag: (id, tag) =>
      Promise.resolve().then(() => {
        if (/^myinterview\s*:/i.test(tag))
          throw new Refusal({
            code: 'badInput',
            sentence: 'Only myInterview writes this tag: it says how far the interview is.',
            cause: 'It was entered here.',
            wayOut: 'Choose another tag.',
          });
        this.stage.log(`tag ${id} ${tag}`);
        return this.done(
          id,
          () => this.tag(id, tag, true),
          () => this.tag(id, tag, false),
        );
      }),
    removeTag: (id, tag, althoughEvidence) => {
      this.stage.log(`untag ${id} ${tag} ${althoughEvidence}`);
      return Promise.resolve(
        this.done(
          id,
          () => this.tag(id, tag, false),
          () => this.tag(id, tag, true),
        ),
      );
    },
    takeBack: (intent) => {
      this.stage.log(`take back ${intent}`);
      this.backs.get(intent)?.();
      return Promise.resolve({ intent, state: 'done' as const, holdUntilMs: null });
    },
  };
}
