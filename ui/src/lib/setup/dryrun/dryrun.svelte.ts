import type { Host } from '$lib/host';
import type {
  ArchiveReasonId,
  Changes,
  DryRunArrival,
  DryRunChoice,
  DryRunPage,
  DryRunPlan,
  DryRunShown,
  PostingId,
  Vendor,
} from '$lib/ipc';
import { dryRunWords as w } from '$lib/i18n/dryrun';
import type { Announcer } from '$lib/stores/announcer.svelte';

/** The dry run's page: what is chosen, what would happen, how far the run is. */
export class DryRunStore {
  page = $state.raw<DryRunPage | null>(null);
  /** What would happen, while the person is asked. */
  plan = $state.raw<DryRunPlan | null>(null);
  busy = $state(false);
  /** The form is shown although a run is over. */
  again = $state(false);
  posting = $state<PostingId | ''>('');
  vendors = $state<Vendor[]>([]);
  although = $state<Vendor[]>([]);
  email = $state('');
  phone = $state('');
  reason = $state<ArchiveReasonId | ''>('');
  keepOpen = $state(false);
  #asked = '';

  constructor(
    private readonly host: Host,
    private readonly announcer: Announcer,
    private readonly failed: (error: unknown) => void,
  ) {}

  /** The run to be shown; `null`: the form. */
  get run(): DryRunShown | null {
    const run = this.page?.run ?? null;
    return run === null || (run.endedAtMs !== null && this.again) ? null : run;
  }

  /** Vendors that the chosen posting carries something for and that have a stage. */
  get possible(): Vendor[] {
    const posting = this.page?.postings.find((one) => one.id === this.posting);
    const staged = this.page?.vendors.filter((one) => one.stage !== null).map((one) => one.vendor) ?? [];
    return staged.filter((vendor) => posting?.vendors.includes(vendor) === true);
  }

  get complete(): boolean {
    return this.posting !== '' && this.reason !== '' && this.vendors.length > 0 && this.email.trim() !== '';
  }

  async load(): Promise<void> {
    await this.#work(() => this.host.commands.dryRun());
  }

  async merge(changes: Changes): Promise<void> {
    if (changes.dryRun) await this.load();
  }

  choosePosting(id: PostingId): void {
    this.posting = id;
    this.vendors = this.possible;
  }

  toggle(vendor: Vendor, on: boolean): void {
    this.vendors = this.possible.filter((one) => (one === vendor ? on : this.vendors.includes(one)));
  }

  /** Tries a vendor although the check says that it would not invite, or not. */
  toggleAlthough(vendor: Vendor, on: boolean): void {
    this.although = [...this.although.filter((one) => one !== vendor), ...(on ? [vendor] : [])];
  }

  /** Every vendor of the plan can be tried, or is to be tried all the same. */
  get startable(): boolean {
    return (
      this.plan?.parts.every((part) => !part.stopped && (!part.blocked || this.although.includes(part.vendor))) === true
    );
  }

  async ask(): Promise<void> {
    const choice = this.#choice();
    if (choice === null) return;
    this.busy = true;
    try {
      this.although = [];
      this.plan = await this.host.commands.dryRunPlan(choice);
    } catch (error) {
      this.failed(error);
    } finally {
      this.busy = false;
    }
  }

  leave(): void {
    this.plan = null;
  }

  async start(): Promise<void> {
    const choice = this.#choice();
    if (choice === null || !this.startable) return;
    await this.#work(() => this.host.commands.startDryRun(choice));
    if (this.page?.run?.endedAtMs === null) {
      this.plan = null;
      this.again = false;
    }
  }

  async stop(): Promise<void> {
    await this.#work(() => this.host.commands.stopDryRun());
  }

  async arrived(vendor: Vendor, what: DryRunArrival): Promise<void> {
    await this.#work(() => this.host.commands.dryRunArrived(vendor, what));
  }

  #choice(): DryRunChoice | null {
    if (this.posting === '' || this.reason === '') return null;
    return {
      posting: this.posting,
      vendors: this.vendors,
      althoughBlocked: this.although,
      email: this.email.trim(),
      phone: this.phone.trim() === '' ? null : this.phone.trim(),
      reason: this.reason,
      keepOpen: this.keepOpen,
    };
  }

  async #work(ask: () => Promise<DryRunPage>): Promise<void> {
    this.busy = true;
    try {
      const before = this.page;
      const page = await ask();
      this.page = page;
      if (before === null && this.email === '') this.email = page.email;
      this.#say(before?.run ?? null, page.run);
    } catch (error) {
      this.failed(error);
    } finally {
      this.busy = false;
    }
  }

  /** Says what is new in the run, for those who do not see it. */
  #say(before: DryRunShown | null, now: DryRunShown | null): void {
    if (now === null || before === null) return;
    const news = now.parts.flatMap((part) => {
      const old = before.parts.find((one) => one.vendor === part.vendor);
      return part.links
        .filter((line) => ['proven', 'inferred', 'stated', 'broken'].includes(line.standing))
        .filter((line) => old?.links.find((one) => one.link === line.link)?.standing !== line.standing)
        .map((line) => w.said(part.vendor, line));
    });
    if (now.endedAtMs !== null && before.endedAtMs === null) news.push(endWords(now));
    const words = news.join('. ');
    if (words !== '' && words !== this.#asked) this.announcer.say(words);
    this.#asked = words;
  }
}

/** How a run ended, in one sentence. */
export function endWords(run: DryRunShown): string {
  if (run.archived.standing === 'proven') return w.ended;
  return run.opportunity === null ? w.endedNothing : w.endedOpen;
}
