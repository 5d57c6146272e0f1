import type { Host } from '$lib/host';
import type { IntentId, MoveAccepted, MovePreview, OpportunityId, StageId } from '$lib/ipc';
import { t } from '$lib/i18n';
import { leavingCosts, worst } from '$lib/board/consequence';
import type { Announcer } from './announcer.svelte';
import type { DockStore } from './dock.svelte';
import type { Toasts } from './toasts.svelte';

/** A blocked move that the person has to decide about. */
export interface Decision {
  preview: MovePreview;
  /** A fix is being carried out, or the move is being made. */
  busy: boolean;
}

/** The one way a card changes its stage: drag, keyboard, menu and panel all end here. */
export class Moves {
  decision = $state.raw<Decision | null>(null);

  constructor(
    private readonly host: Host,
    private readonly dock: DockStore,
    private readonly toasts: Toasts,
    private readonly announcer: Announcer,
    private readonly failed: (error: unknown) => void,
  ) {}

  /**
   * Looks first; a blocked move asks, and so does one that gives up what runs with a vendor, unless the person has `seen`
   * what it would do. Everything else is accepted (and held, where a candidate would be contacted).
   */
  async move(id: OpportunityId, toStage: StageId, seen = false): Promise<void> {
    try {
      const preview = await this.host.commands.preview(id, toStage);
      const severity = worst(preview.findings);
      if (severity === 'stop' || severity === 'block' || (!seen && leavingCosts(preview))) {
        this.decision = { preview, busy: false };
        return;
      }
      this.#accepted(preview, await this.host.commands.moveCard(id, toStage, false));
    } catch (error) {
      this.failed(error);
    }
  }

  /** Moves although nothing will be sent. */
  async moveAnyway(): Promise<void> {
    const decision = this.decision;
    if (decision === null || worst(decision.preview.findings) === 'stop') return;
    await this.#busy(decision, async () => {
      const { opportunity, toStage } = decision.preview;
      const accepted = await this.host.commands.moveCard(opportunity, toStage, true);
      this.decision = null;
      this.#accepted(decision.preview, accepted);
    });
  }

  /** Makes the move of the dialog once its blocks are fixed. */
  async moveNow(): Promise<void> {
    const decision = this.decision;
    if (decision === null) return;
    this.decision = null;
    await this.move(decision.preview.opportunity, decision.preview.toStage, true);
  }

  /** Carries out a fix and checks again. */
  async fix(work: (decision: Decision) => Promise<unknown>): Promise<void> {
    const decision = this.decision;
    if (decision === null) return;
    await this.#busy(decision, async () => {
      await work(decision);
      await this.recheck();
    });
  }

  async recheck(): Promise<void> {
    const decision = this.decision;
    if (decision === null) return;
    const { opportunity, toStage } = decision.preview;
    const preview = await this.host.commands.preview(opportunity, toStage);
    if (this.decision?.preview.opportunity === opportunity) this.decision = { preview, busy: false };
  }

  leave(): void {
    this.decision = null;
  }

  async undo(intent: IntentId | null = this.dock.undoable?.pending.intent ?? null): Promise<void> {
    if (intent === null) return;
    const item = this.dock.items.find((one) => one.pending.intent === intent);
    try {
      await this.host.commands.undo(intent);
      if (item === undefined) return;
      const redo = item.kind === 'move' ? () => void this.move(item.opportunity, item.pending.toStage, true) : null;
      this.announcer.say(`${t.toast.undone} ${t.toast.nothingSent}`);
      this.toasts.show({
        key: `undone-${item.opportunity}`,
        code: 'undone',
        lead: t.toast.undone,
        rest: t.toast.nothingSent,
        icon: 'undo',
        tone: 'you',
        stays: false,
        action: redo === null ? null : { label: t.toast.redo, run: redo },
      });
    } catch (error) {
      this.failed(error);
    }
  }

  async sendNow(intent: IntentId | null = this.dock.held?.pending.intent ?? null): Promise<void> {
    if (intent !== null) await this.#try(() => this.host.commands.sendNow(intent));
  }

  dismiss(intent: IntentId): Promise<void> {
    return this.#try(() => this.host.commands.dismiss(intent));
  }

  retry(intent: IntentId): Promise<void> {
    return this.#try(() => this.host.commands.retry(intent));
  }

  /** `anyway`: although an invitation is still open; the person was told and wants it. */
  resend(id: OpportunityId, anyway = false): Promise<void> {
    return this.#try(() => this.host.commands.resend(id, anyway));
  }

  async #try(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.failed(error);
    }
  }

  async #busy(decision: Decision, work: () => Promise<void>): Promise<void> {
    this.decision = { ...decision, busy: true };
    try {
      await work();
    } catch (error) {
      if (this.decision !== null) this.decision = { ...this.decision, busy: false };
      this.failed(error);
    }
  }

  #accepted(preview: MovePreview, accepted: MoveAccepted): void {
    this.announcer.say(
      accepted.holdUntilMs === null
        ? t.move.moved(preview.name, preview.toStageName)
        : t.move.held(preview.name, preview.toStageName, preview.holdSeconds),
    );
  }
}
