import type { Host } from '$lib/host';
import type {
  Changes,
  DrawnSlot,
  OpportunityId,
  SlotDesk,
  SlotDraft,
  SlotLine,
  SlotReading,
  SlotSpan,
  SlotsGiven,
  SlotWeekChoice,
  ZoneChoice,
} from '$lib/ipc';
import { copyText } from '$lib/components/copy';
import { coalesce } from '$lib/stores/coalesce';
import { moved } from './spans';

/** The zone this computer is in, IANA. */
export const here = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

const blank = (zone: string, confirmed: boolean): SlotDraft => ({
  text: '',
  zone,
  confirmed,
  drawn: [],
  answers: [],
  leftOut: [],
});

/** The slot editor. What was entered is kept per candidate until it is sent, also over a restart. */
export class SlotsStore {
  id = $state.raw<OpportunityId | null>(null);
  desk = $state.raw<SlotDesk | null>(null);
  draft = $state.raw<SlotDraft>(blank('', false));
  reading = $state.raw<SlotReading | null>(null);
  week = $state.raw<SlotWeekChoice>({ date: null, weekend: false });
  zones = $state.raw<ZoneChoice[]>([]);
  busy = $state(false);
  /** A host that has to be allowed first, and what for. */
  asking = $state.raw<'send' | 'open' | null>(null);
  /** The text that `reading` is about. */
  #read = $state.raw('');
  readonly #reread: () => Promise<void>;
  readonly #keep: () => Promise<void>;

  constructor(
    private readonly host: Host,
    private readonly failed: (error: unknown) => void,
  ) {
    this.#reread = coalesce(() => this.#load());
    this.#keep = coalesce(() => this.#store());
  }

  /** Where the finds lie in the text as it is now. */
  get spans(): SlotSpan[] {
    return this.reading === null ? [] : moved(this.reading.spans, this.#read, this.draft.text);
  }

  get canSend(): boolean {
    const stage = this.desk?.stage;
    return (
      !this.busy &&
      this.reading?.obstacles.length === 0 &&
      this.#read === this.draft.text &&
      (stage === 'wanted' || stage === 'given')
    );
  }

  /** Opens the editor, with what was entered before. */
  async open(id: OpportunityId): Promise<void> {
    try {
      const desk = await this.host.commands.slotDesk(id, here());
      this.draft = desk.draft ?? blank(desk.candidate.zone ?? '', desk.candidate.confirmed);
      this.reading = null;
      this.week = { date: null, weekend: false };
      this.asking = null;
      this.busy = false;
      this.desk = desk;
      this.id = id;
      await this.#reread();
      if (this.zones.length === 0) this.zones = await this.host.commands.zones();
    } catch (error) {
      this.failed(error);
    }
  }

  /** Closes the editor; what was entered stays. */
  close(): void {
    this.id = null;
    this.desk = null;
    this.reading = null;
    this.asking = null;
  }

  /** Nobody is connected any more. */
  forget(): void {
    this.close();
  }

  /** Something changed in Lever: the candidate may have been faster. */
  async merge(changes: Changes): Promise<void> {
    const id = this.id;
    if (id === null || !(changes.session || changes.opportunities.includes(id))) return;
    try {
      const desk = await this.host.commands.slotDesk(id, here());
      if (this.id === id) this.desk = desk;
    } catch (error) {
      this.failed(error);
    }
  }

  edit(text: string): void {
    this.#change({ text });
  }

  /** The person says which zone the words are in. */
  setZone(zone: string): void {
    this.#change({ zone, confirmed: true });
  }

  answer(question: string, choice: number | null): void {
    const others = this.draft.answers.filter((one) => one.question !== question);
    this.#change({ answers: [...others, { question, choice }] });
  }

  /** Takes a slot out: a drawn one is gone, an answered one asks again, a found one can be brought back. */
  takeOut(line: SlotLine): void {
    const { drawn, answers, leftOut } = this.draft;
    if (line.words === null) this.#change({ drawn: drawn.filter((one) => keyOf(one) !== line.key) });
    else if (line.question !== null) this.#change({ answers: answers.filter((one) => one.question !== line.question) });
    else this.#change({ leftOut: [...leftOut, line.key] });
  }

  /** Everything that was left out comes back. */
  bringBack(): void {
    this.#change({ leftOut: [], answers: this.draft.answers.filter((one) => one.choice !== null) });
  }

  /** How much was left out. */
  get leftOut(): number {
    return this.reading?.spans.filter((span) => span.kind === 'leftOut').length ?? 0;
  }

  /** Draws a slot and gives back its key. */
  draw(date: string, startMinute: number, endMinute: number): string {
    const id = Math.max(0, ...this.draft.drawn.map((one) => one.id)) + 1;
    const slot = { id, date, startMinute, endMinute };
    this.#change({ drawn: [...this.draft.drawn, slot] });
    return keyOf(slot);
  }

  /** Puts a slot elsewhere and gives back its key: one read from words becomes a drawn one. */
  place(line: SlotLine, date: string, startMinute: number, endMinute: number): string {
    const held = this.draft.drawn.find((one) => keyOf(one) === line.key);
    if (held !== undefined) {
      const slot = { ...held, date, startMinute, endMinute };
      this.#change({ drawn: this.draft.drawn.map((one) => (one === held ? slot : one)) });
      return line.key;
    }
    const { leftOut } = this.draft;
    this.draft = { ...this.draft, leftOut: [...leftOut, line.key] };
    return this.draw(date, startMinute, endMinute);
  }

  show(week: Partial<SlotWeekChoice>): void {
    this.week = { ...this.week, ...week };
    void this.#reread();
  }

  /** Gives the slots; what was given, or null when it was not (the person was told why, or is asked about the host). */
  async give(allowed = false): Promise<SlotsGiven | null> {
    const { id, desk, reading } = this;
    if (id === null || desk === null || reading === null || !this.canSend) return null;
    if (!desk.sends && desk.link !== null && !desk.link.pinned && !allowed) {
      this.asking = 'send';
      return null;
    }
    this.asking = null;
    this.busy = true;
    try {
      // Within the press, since a page may write to the clipboard only then.
      if (!desk.sends) await copyText(reading.text);
      // What is being kept must not arrive after it was sent.
      await this.#keep();
      const given = await this.host.commands.sendSlots(id, here(), this.draft, allowed);
      this.close();
      return given;
    } catch (error) {
      this.failed(error);
      return null;
    } finally {
      this.busy = false;
    }
  }

  async openPage(allowed = false): Promise<void> {
    const { id, desk } = this;
    if (id === null || desk?.link == null) return;
    if (!desk.link.pinned && !allowed) {
      this.asking = 'open';
      return;
    }
    this.asking = null;
    try {
      await this.host.commands.openSlotPage(id, allowed);
    } catch (error) {
      this.failed(error);
    }
  }

  #change(change: Partial<SlotDraft>): void {
    this.draft = { ...this.draft, ...change };
    void this.#keep();
    void this.#reread();
  }

  async #store(): Promise<void> {
    const { id, draft } = this;
    if (id === null) return;
    try {
      await this.host.commands.keepSlots(id, draft);
    } catch (error) {
      this.failed(error);
    }
  }

  async #load(): Promise<void> {
    const { id, draft, week } = this;
    if (id === null) return;
    try {
      const reading = await this.host.commands.readSlots(id, here(), draft, week);
      if (this.id !== id) return;
      this.#read = draft.text;
      this.reading = reading;
    } catch (error) {
      this.failed(error);
    }
  }
}

const keyOf = (slot: DrawnSlot): string => `drawn-${slot.id}`;
