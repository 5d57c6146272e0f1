import type { Host } from '$lib/host';
import type {
  ArchiveQuestion,
  ArchiveReasonChoice,
  IntentId,
  MentionChoice,
  NoteDraft,
  NoteId,
  OpportunityId,
  Written,
} from '$lib/ipc';
import { t } from '$lib/i18n';
import { dayWords } from '$lib/i18n/day';
import type { Announcer } from '$lib/stores/announcer.svelte';
import { coalesce } from '$lib/stores/coalesce';
import type { Toasts } from '$lib/stores/toasts.svelte';

const words = dayWords.toast;
const empty: NoteDraft = { text: '', secret: false };
/** How long Z takes back what was written last, ms. */
const TAKE_BACK_MS = 30_000;

/** The day's writes from the card: archive, notes, tags. */
export class DayStore {
  /** Asked before archiving. */
  question = $state.raw<ArchiveQuestion | null>(null);
  /** The candidate whose note is being written; its box is open. */
  noting = $state.raw<OpportunityId | null>(null);
  note = $state.raw<NoteDraft>(empty);
  people = $state.raw<MentionChoice[]>([]);
  /** Whom the note would reach. */
  reaches = $state.raw<string[]>([]);
  /** The candidate to whom a tag is being added. */
  tagging = $state.raw<OpportunityId | null>(null);
  busy = $state(false);
  /** Typed and not kept yet. */
  #unsaved: { id: OpportunityId; draft: NoteDraft } | null = null;
  #last: { intent: IntentId; timer: ReturnType<typeof setTimeout> } | null = null;
  readonly #keep: () => Promise<void>;

  constructor(
    private readonly host: Host,
    private readonly toasts: Toasts,
    private readonly announcer: Announcer,
    private readonly failed: (error: unknown) => void,
  ) {
    this.#keep = coalesce(() => this.#store());
  }

  /** Nobody is connected any more. */
  forget(): void {
    this.question = null;
    this.noting = null;
    this.note = empty;
    this.people = [];
    this.reaches = [];
    this.tagging = null;
    this.#forgetLast();
  }

  /** Asks what archiving would mean. */
  async askArchive(id: OpportunityId): Promise<void> {
    try {
      this.question = await this.host.commands.archiveQuestion(id);
    } catch (error) {
      this.failed(error);
    }
  }

  async archive(reason: ArchiveReasonChoice): Promise<void> {
    const question = this.question;
    if (question === null || this.busy) return;
    const name = question.name === '' ? t.card.noName : question.name;
    const done = await this.#write(
      () => this.host.commands.archive(question.opportunity, reason.id),
      question.opportunity,
      words.archived(name, reason.text),
      question.holdSeconds,
    );
    if (done) this.question = null;
  }

  async unarchive(id: OpportunityId, name: string): Promise<void> {
    const who = name === '' ? t.card.noName : name;
    await this.#write(() => this.host.commands.unarchive(id), id, words.unarchived(who));
  }

  /** Reads what was begun for a candidate; the box opens by itself when there is something in it. */
  async begin(id: OpportunityId): Promise<void> {
    try {
      const desk = await this.host.commands.noteDesk(id);
      this.people = desk.people;
      if (desk.draft.text !== '' && this.noting !== id) await this.#open(id, desk.draft);
    } catch (error) {
      this.failed(error);
    }
  }

  async openNote(id: OpportunityId): Promise<void> {
    if (this.noting === id) return;
    try {
      const desk = await this.host.commands.noteDesk(id);
      this.people = desk.people;
      await this.#open(id, desk.draft);
    } catch (error) {
      this.failed(error);
    }
  }

  /** Closes the box; what was begun stays. */
  closeNote(): void {
    this.noting = null;
    this.note = empty;
    this.reaches = [];
  }

  edit(change: Partial<NoteDraft>): void {
    this.note = { ...this.note, ...change };
    if (this.noting !== null) this.#unsaved = { id: this.noting, draft: this.note };
    void this.#keep();
  }

  async sendNote(): Promise<void> {
    const { noting: id, note } = this;
    if (id === null || this.busy || note.text.trim() === '') return;
    const done = await this.#write(() => this.host.commands.addNote(id, note.text, note.secret), id, words.noted);
    if (done && this.noting === id) this.closeNote();
  }

  async removeNote(id: OpportunityId, note: NoteId): Promise<void> {
    await this.#write(() => this.host.commands.removeNote(id, note), id, words.noteGone, 0, false);
  }

  /** Whether it was accepted. */
  addTag(id: OpportunityId, tag: string): Promise<boolean> {
    return this.#write(() => this.host.commands.addTag(id, tag), id, words.tagged(tag.trim()));
  }

  async removeTag(id: OpportunityId, tag: string, althoughEvidence: boolean): Promise<void> {
    await this.#write(() => this.host.commands.removeTag(id, tag, althoughEvidence), id, words.untagged(tag));
  }

  async knownTags(id: OpportunityId, text: string): Promise<string[]> {
    try {
      return await this.host.commands.knownTags(id, text, 8);
    } catch (error) {
      this.failed(error);
      return [];
    }
  }

  /** Something was written a moment ago that can be taken back. */
  get canTakeBack(): boolean {
    return this.#last !== null;
  }

  async takeBack(intent: IntentId | null = this.#last?.intent ?? null): Promise<void> {
    if (intent === null) return;
    this.#forgetLast();
    try {
      const written = await this.host.commands.takeBack(intent);
      this.#say(`back-${intent}`, words.takenBack, written.state === 'waiting' ? words.waits : words.has);
    } catch (error) {
      this.failed(error);
    }
  }

  async #open(id: OpportunityId, draft: NoteDraft): Promise<void> {
    this.note = draft;
    this.noting = id;
    this.reaches = draft.text.includes('@') ? await this.host.commands.noteReaches(draft.text) : [];
  }

  async #store(): Promise<void> {
    const unsaved = this.#unsaved;
    if (unsaved === null) return;
    this.#unsaved = null;
    const { id, draft } = unsaved;
    try {
      await this.host.commands.keepNote(id, draft);
      const reaches = draft.text.includes('@') ? await this.host.commands.noteReaches(draft.text) : [];
      if (this.noting === id) this.reaches = reaches;
    } catch (error) {
      this.failed(error);
    }
  }

  /** Writes, and says how it ended. What Lever has can be taken back; what is held stands in the dock. */
  async #write(
    work: () => Promise<Written>,
    id: OpportunityId,
    lead: string,
    seconds = 10,
    reversible = true,
  ): Promise<boolean> {
    this.busy = true;
    try {
      // What is being kept of a draft must not arrive after it was sent.
      await this.#keep();
      const { intent, state } = await work();
      this.#forgetLast();
      if (state === 'held') this.announcer.say(words.held(seconds));
      else if (state === 'already') this.#say(`day-${id}`, words.already, words.nothing);
      else if (state === 'waiting') this.#say(`day-${id}`, lead, words.waits);
      else {
        if (reversible) this.#remember(intent);
        this.#say(`day-${id}`, lead, words.has, reversible ? intent : null);
      }
      return true;
    } catch (error) {
      this.failed(error);
      return false;
    } finally {
      this.busy = false;
    }
  }

  #say(key: string, lead: string, rest: string, intent: IntentId | null = null): void {
    this.announcer.say(`${lead} ${rest}`);
    this.toasts.show({
      key,
      code: 'day',
      lead,
      rest,
      icon: 'ok',
      tone: 'ok',
      stays: false,
      action: intent === null ? null : { label: words.undo, run: () => void this.takeBack(intent) },
    });
  }

  #remember(intent: IntentId): void {
    const timer = setTimeout(() => this.#forgetLast(), TAKE_BACK_MS);
    this.#last = { intent, timer };
  }

  #forgetLast(): void {
    if (this.#last !== null) clearTimeout(this.#last.timer);
    this.#last = null;
  }
}
