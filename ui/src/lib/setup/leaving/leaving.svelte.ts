import { type Host, Refusal } from '$lib/host';
import type { Disconnected, Leaving, Problem, Receipt, Session, Vendor, WipePlan } from '$lib/ipc';

/** Leaving: what the section shows, and what is told after somebody has left. */
export class LeavingStore {
  facts = $state.raw<Leaving | null>(null);
  /** What a wipe would remove, while it is asked about. */
  plan = $state.raw<WipePlan | null>(null);
  receipt = $state.raw<Receipt | null>(null);
  gone = $state.raw<Disconnected | null>(null);
  /** Where the receipt was saved. */
  saved = $state<string | null>(null);
  notSaved = $state.raw<Problem | null>(null);
  /** Somebody was led here to disconnect. */
  wanted = $state(false);
  busy = $state(false);

  constructor(
    private readonly host: Host,
    private readonly enter: (session: Session) => Promise<void>,
    private readonly failed: (error: unknown) => void,
  ) {}

  /** Reads what the section shows. */
  async load(): Promise<void> {
    try {
      this.#take(await this.host.commands.leaving());
    } catch (error) {
      this.failed(error);
    }
  }

  disable = (vendor: Vendor): Promise<void> =>
    this.#ask(async () => this.#take(await this.host.commands.disableVendor(vendor)));

  revoked = (vendor: Vendor): Promise<void> =>
    this.#ask(async () => this.#take(await this.host.commands.vendorRevoked(vendor)));

  enable = (vendor: Vendor): Promise<void> =>
    this.#ask(async () => this.#take(await this.host.commands.enableVendor(vendor)));

  openAuthorizedApps = (): Promise<void> => this.#ask(async () => void (await this.host.commands.openAuthorizedApps()));

  /** Reads Lever once more, so that what a vendor wrote is known. */
  look = (): Promise<void> =>
    this.#ask(async () => {
      await this.host.commands.syncNow();
      this.#take(await this.host.commands.leaving());
    });

  /** Resolves to whether it was kept. */
  async setRetention(days: number | null): Promise<boolean> {
    let kept = false;
    await this.#ask(async () => {
      this.#take(await this.host.commands.setRetention(days));
      kept = true;
    });
    return kept;
  }

  disconnect = (keepFiles: boolean): Promise<void> =>
    this.#ask(async () => {
      const gone = await this.host.commands.disconnectLever(keepFiles);
      this.#reset();
      await this.enter(gone.session);
      this.gone = gone;
    });

  /** Asks what would go. */
  askWipe = (): Promise<void> => this.#ask(async () => void (this.plan = await this.host.commands.wipePlan()));

  keepEverything(): void {
    this.plan = null;
  }

  wipe = (savedFiles: boolean): Promise<void> =>
    this.#ask(async () => {
      const receipt = await this.host.commands.wipe(savedFiles);
      this.#reset();
      await this.enter(await this.host.commands.session());
      this.receipt = receipt;
    });

  /** A wipe that was cut short may have been ended by this start. */
  loadReceipt = (): Promise<void> =>
    this.#ask(async () => void (this.receipt = await this.host.commands.wipeReceipt()));

  async saveReceipt(): Promise<void> {
    this.notSaved = null;
    try {
      this.saved = await this.host.commands.saveWipeReceipt();
    } catch (error) {
      // Nobody is connected any more, and this is said where the receipt is.
      if (!(error instanceof Refusal)) throw error;
      this.notSaved = error.problem;
    }
  }

  /** The person has read what was told. */
  putAway(): void {
    if (this.receipt !== null) void this.host.commands.putReceiptAway().catch(this.failed);
    this.receipt = null;
    this.gone = null;
    this.saved = null;
    this.notSaved = null;
  }

  #take(facts: Leaving): void {
    this.facts = facts;
  }

  #reset(): void {
    this.facts = null;
    this.plan = null;
    this.wanted = false;
  }

  async #ask(work: () => Promise<void>): Promise<void> {
    this.busy = true;
    try {
      await work();
    } catch (error) {
      this.failed(error);
    } finally {
      this.busy = false;
    }
  }
}
