import type { Host } from '$lib/host';
import type { Download, JourneyKey } from '$lib/ipc';

const same = (a: JourneyKey, b: JourneyKey): boolean =>
  a.opportunity === b.opportunity && a.vendor === b.vendor && a.round === b.round && a.attempt === b.attempt;

/** Files on their way, stopped and here, in the order they were asked for. */
export class DownloadStore {
  items = $state.raw<Download[]>([]);

  constructor(
    private readonly host: Host,
    private readonly failed: (error: unknown) => void,
  ) {}

  /** Those of one interview; files that were written here are not among them. */
  of(journey: JourneyKey): Download[] {
    return this.items.filter((one) => one.part !== null && one.journey !== null && same(one.journey, journey));
  }

  async refresh(): Promise<void> {
    try {
      this.items = await this.host.commands.downloads();
    } catch (error) {
      this.failed(error);
    }
  }

  changed(download: Download): void {
    const at = this.items.findIndex((one) => one.id === download.id);
    this.items = at < 0 ? [...this.items, download] : this.items.with(at, download);
  }

  /** The answer to a wish. What was told about it since is newer: events may overtake the answer. */
  begun(download: Download): void {
    if (!this.items.some((one) => one.id === download.id)) this.items = [...this.items, download];
  }

  async stop(id: number): Promise<void> {
    await this.#ask(this.host.commands.stopDownload(id));
  }

  async resume(id: number): Promise<void> {
    await this.#ask(this.host.commands.resumeDownload(id));
  }

  async drop(id: number): Promise<void> {
    if (await this.#ask(this.host.commands.dropDownload(id))) this.items = this.items.filter((one) => one.id !== id);
  }

  async show(id: number): Promise<void> {
    await this.#ask(this.host.commands.showDownload(id));
  }

  async #ask(work: Promise<unknown>): Promise<boolean> {
    try {
      await work;
      return true;
    } catch (error) {
      this.failed(error);
      return false;
    }
  }
}
