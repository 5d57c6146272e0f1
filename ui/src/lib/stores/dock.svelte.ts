import type { Host } from '$lib/host';
import type { DockItem } from '$lib/ipc';
import { coalesce } from './coalesce';

/** Moves that are held, queued or need a decision. */
export class DockStore {
  items = $state.raw<DockItem[]>([]);
  readonly refresh: () => Promise<void>;

  constructor(host: Host, failed: (error: unknown) => void) {
    this.refresh = coalesce(async () => {
      try {
        this.items = (await host.commands.dock()).items;
      } catch (error) {
        failed(error);
      }
    });
  }

  /** The newest move that can still be undone. */
  get undoable(): DockItem | null {
    return this.items.find((item) => item.pending.phase === 'held' || item.pending.phase === 'queued') ?? null;
  }

  /** The newest move that a key press can send at once. */
  get held(): DockItem | null {
    return this.items.find((item) => item.pending.phase === 'held') ?? null;
  }

  /** How many wait for Lever or for their hold. */
  get waiting(): number {
    return this.items.filter((item) => item.pending.phase === 'held' || item.pending.phase === 'queued').length;
  }
}
