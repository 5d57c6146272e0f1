import type { Disconnected, Leaving, Receipt, Session, Vendor, VendorLeaving, WipePlan } from '$lib/ipc';
import { oppId, type Person } from './people';

interface Around {
  people: () => Person[];
  now: () => number;
  log: (line: string) => void;
  /** Nobody is connected any more. */
  left: () => Session;
}

const HOUR = 3_600_000;

/** Leaving, rehearsed: two vendors, one file that was saved, and a receipt. */
export class RehearsedLeaving {
  private days: number | null = 30;
  private readonly off = new Map<Vendor, { at: number; revoked: number | null; writes: boolean }>();
  private receipt: Receipt | null = null;

  constructor(private readonly around: Around) {}

  /** A vendor writes something into Lever, for tests. */
  writes(vendor: Vendor): void {
    const off = this.off.get(vendor);
    if (off !== undefined) off.writes = true;
  }

  facts(): Leaving {
    return {
      vendors: [this.vendor('myinterview', 'myInterview'), this.vendor('jobtwine', 'JobTwine')],
      access: 'key',
      waiting: [{ opportunity: oppId('waiting'), name: 'Oluwaseun Adéwálé', to: 'myInterview' }],
      retention: { days: this.days, fewest: 7, most: 365, archivedHere: 12, durations: 340 },
    };
  }

  private vendor(vendor: Vendor, stage: string): VendorLeaving {
    const off = this.off.get(vendor);
    const revoked = off?.revoked ?? null;
    const standing = off === undefined ? 'on' : revoked === null ? 'off' : off.writes ? 'reacting' : 'nothingToAnswer';
    return {
      vendor,
      stage,
      standing,
      disabledAtMs: off?.at ?? null,
      revokedAtMs: revoked,
      atMs: standing === 'reacting' ? this.around.now() : null,
      unanswered: 0,
      midFlow: this.around
        .people()
        .slice(0, 10)
        .map((person, at) => ({
          opportunity: person.card.id,
          name: person.card.name,
          state: vendor === 'jobtwine' ? 'slots_wanted' : 'invited',
          round: 1,
          sinceMs: this.around.now() - (at + 1) * HOUR,
        })),
      waiting: off === undefined ? 2 : 0,
    };
  }

  readonly commands = {
    leaving: (): Promise<Leaving> => Promise.resolve(this.facts()),
    disableVendor: (vendor: Vendor): Promise<Leaving> => {
      this.around.log(`disable ${vendor}`);
      this.off.set(vendor, { at: this.around.now(), revoked: null, writes: false });
      return Promise.resolve(this.facts());
    },
    vendorRevoked: (vendor: Vendor): Promise<Leaving> => {
      const off = this.off.get(vendor);
      if (off !== undefined) Object.assign(off, { revoked: this.around.now(), writes: false });
      return Promise.resolve(this.facts());
    },
    enableVendor: (vendor: Vendor): Promise<Leaving> => {
      this.off.delete(vendor);
      return Promise.resolve(this.facts());
    },
    openAuthorizedApps: (): Promise<null> => {
      this.around.log('authorized apps');
      return Promise.resolve(null);
    },
    setRetention: (days: number | null): Promise<Leaving> => {
      this.days = days;
      return Promise.resolve(this.facts());
    },
    disconnectLever: (keepFiles: boolean): Promise<Disconnected> => {
      this.around.log(`disconnect ${keepFiles}`);
      return Promise.resolve({ session: this.around.left(), access: 'key', filesKept: keepFiles });
    },
    wipePlan: (): Promise<WipePlan> =>
      Promise.resolve({
        training: false,
        removes: [
          { what: 'cache', said: 'The copy of Lever’s data, with its log', count: 3, bytes: 18_432_000 },
          { what: 'desk', said: 'This seat’s own file, with its log', count: 3, bytes: 204_800 },
        ],
        saved: [{ path: 'C:\\Downloads\\Interview, Support Lead, round 1.ics', bytes: 900 }],
        waiting: 1,
      }),
    wipe: (savedFiles: boolean): Promise<Receipt> => {
      this.around.log(`wipe ${savedFiles}`);
      this.around.left();
      this.receipt = {
        beganMs: this.around.now(),
        endedMs: this.around.now(),
        resumed: false,
        complete: true,
        removed: [{ what: 'keyring', said: 'Entries in the keyring', count: 4, bytes: 0 }],
        left: savedFiles
          ? []
          : [{ what: 'C:\\Downloads\\Interview.ics', why: 'You saved it, and it was to stay.', wanted: true }],
      };
      return Promise.resolve(this.receipt);
    },
    wipeReceipt: (): Promise<Receipt | null> => Promise.resolve(this.receipt),
    saveWipeReceipt: (): Promise<string> => Promise.resolve('C:\\Downloads\\Fulcrum wipe receipt.txt'),
    putReceiptAway: (): Promise<null> => {
      this.receipt = null;
      return Promise.resolve(null);
    },
  };
}
