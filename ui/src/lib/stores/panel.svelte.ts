import type { Host } from '$lib/host';
import type { Candidate, OpportunityId } from '$lib/ipc';
import { coalesce } from './coalesce';

/** The open candidate. */
export class PanelStore {
  id = $state.raw<OpportunityId | null>(null);
  candidate = $state.raw<Candidate | null>(null);
  /** Counts openings, so that the focus follows each of them. */
  openings = $state(0);
  readonly refresh: () => Promise<void>;

  constructor(
    private readonly host: Host,
    private readonly failed: (error: unknown) => void,
  ) {
    this.refresh = coalesce(() => this.#load());
  }

  async open(id: OpportunityId): Promise<void> {
    if (this.id !== id) {
      this.id = id;
      this.candidate = null;
    }
    this.openings += 1;
    this.host.commands.seen(id).catch(this.failed);
    await this.refresh();
  }

  close(): void {
    if (this.id !== null) this.host.commands.looksAway().catch(this.failed);
    this.id = null;
    this.candidate = null;
  }

  async #load(): Promise<void> {
    const id = this.id;
    if (id === null) return;
    try {
      const candidate = await this.host.commands.candidate(id);
      if (this.id === id) this.candidate = candidate;
    } catch (error) {
      if (this.id === id) this.close();
      this.failed(error);
    }
  }
}
