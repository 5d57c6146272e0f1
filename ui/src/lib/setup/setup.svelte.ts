import type { Host } from '$lib/host';
import type { Check, Health, Stated, StatedFact, Step } from '$lib/ipc';
import { setupWords as w } from '$lib/i18n/setup';
import type { Announcer } from '$lib/stores/announcer.svelte';

/** The steps, in the order in which an admin takes them. */
export const steps = [
  'connect',
  'stages',
  'webhooks',
  'templates',
  'rounds',
  'postings',
  'dryRun',
] as const satisfies readonly Step[];

/** What the right side shows: a step, or how to leave. */
export type Place = Step | 'leaving';

const isPlace = (name: string | null): name is Place => name === 'leaving' || steps.some((step) => step === name);

/** The page "Setup & health": what was found, what was confirmed, and where the person is. */
export class SetupStore {
  health = $state.raw<Health | null>(null);
  stated = $state.raw<Stated[]>([]);
  place = $state<Place>('connect');
  /** The place that the desk knows: there the set-up resumes, whatever happens. */
  kept = $state<Place | null>(null);
  /** "What changed since it last worked" is open. */
  driftOpen = $state(false);
  /** Lever is being asked. */
  checking = $state(false);
  /** What was saved last, said beside it. */
  said = $state.raw<{ at: string; words: string } | null>(null);
  /** Pins the stage that was found, while a step offers that. */
  pin: (() => void) | null = null;
  #resumed = false;

  constructor(
    private readonly host: Host,
    private readonly announcer: Announcer,
    /** Reads everything else again that a decision changes. */
    private readonly changed: () => Promise<unknown>,
    private readonly failed: (error: unknown) => void,
  ) {}

  async load(): Promise<void> {
    try {
      [this.health, this.stated] = await Promise.all([this.host.commands.health(), this.host.commands.stated()]);
    } catch (error) {
      this.failed(error);
    }
  }

  /** Shows the step at which the set-up was left; at first the one that needs somebody. Once for each seat. */
  async resume(): Promise<void> {
    if (this.#resumed) return;
    this.#resumed = true;
    try {
      const left = await this.host.commands.setupPlace();
      if (this.health === null) await this.load();
      if (isPlace(left)) this.place = this.kept = left;
      else this.place = this.health?.steps.find((one) => one.standing === 'todo')?.step ?? 'connect';
    } catch (error) {
      this.failed(error);
    }
  }

  /** Shows a step and keeps on the desk that the person is there. */
  open(place: Place): void {
    if (place !== this.place) this.said = null;
    this.place = place;
    this.host.commands
      .setSetupPlace(place)
      .then(() => (this.kept = place))
      .catch(this.failed);
  }

  /** Asks Lever again about everything. */
  async check(): Promise<void> {
    if (this.checking) return;
    this.checking = true;
    try {
      this.health = await this.host.commands.checkHealth();
      this.announcer.say(w.checkedSaid(this.health.problems));
    } catch (error) {
      this.failed(error);
    } finally {
      this.checking = false;
    }
  }

  /** Does what one key does about a check, where nothing has to be asked first. */
  async mend(check: Check): Promise<void> {
    try {
      this.health = await this.host.commands.repair(check.id);
      await this.changed();
    } catch (error) {
      this.failed(error);
    }
  }

  /** Saves one decision, says so beside it, and reads the facts again. */
  readonly save = async (at: string, words: string, work: () => Promise<unknown>): Promise<boolean> => {
    try {
      await work();
      this.said = { at, words };
      this.announcer.say(words);
      await Promise.all([this.load(), this.changed()]);
      return true;
    } catch (error) {
      this.failed(error);
      return false;
    }
  };

  /** What was confirmed about a fact, if anything was. */
  of(fact: StatedFact): Stated | null {
    return this.stated.find((one) => one.fact === fact) ?? null;
  }

  /** Confirms facts with today's date; `null` takes a statement back. */
  async state(at: string, facts: readonly (readonly [StatedFact, string | null])[]): Promise<void> {
    await this.save(at, w.saved, async () => {
      for (const [fact, value] of facts) await this.host.commands.stateFact(fact, value);
    });
  }

  forget(): void {
    this.health = null;
    this.stated = [];
    this.place = 'connect';
    this.kept = null;
    this.driftOpen = false;
    this.said = null;
    this.#resumed = false;
  }
}
