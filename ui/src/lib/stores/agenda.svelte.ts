import { ownZone } from '$lib/agenda/clocks';
import type { Host } from '$lib/host';
import type { Agenda } from '$lib/ipc';
import { coalesce } from './coalesce';

/** Interviews by day, in the zone in which the window shows times. */
export class AgendaStore {
  agenda = $state.raw<Agenda | null>(null);
  readonly refresh: () => Promise<void>;

  constructor(host: Host, failed: (error: unknown) => void, zone: () => string = ownZone) {
    this.refresh = coalesce(async () => {
      try {
        this.agenda = await host.commands.agenda(zone());
      } catch (error) {
        failed(error);
      }
    });
  }

  get today(): number {
    return this.agenda?.today ?? 0;
  }
}
