import type { Host } from '$lib/host';
import type { Card, MovePreview, OpportunityId, StageId } from '$lib/ipc';
import { t } from '$lib/i18n';
import type { Announcer } from '$lib/stores/announcer.svelte';
import { spoken } from './consequence';
import { columnAt, edgeSpeed, type Extent, isDrag } from './hit';

/** What the controller needs to know of the board, measured when asked. */
export interface Ground {
  /** The scrolled element. */
  scroller: HTMLElement;
  /** Columns and strips as they stand on screen now. */
  extents(): Extent[];
}

/** A card in the hand. */
export interface Carried {
  card: Card;
  from: StageId;
  /** The stage it would be dropped on. */
  over: StageId;
  by: 'pointer' | 'keys';
  /** Top left corner of the floating copy, px in the window, and its width. */
  x: number;
  y: number;
  width: number;
}

interface Press {
  card: Card;
  pointer: number;
  startX: number;
  startY: number;
  offsetX: number;
  offsetY: number;
  width: number;
}

/** A collapsed column opens after the pointer has rested on it this long, ms. */
const DWELL_MS = 350;

/**
 * Carries a card over the board, by pointer or by keys. Geometry decides what is under the pointer, so a column may
 * unmount or scroll meanwhile. Dropping calls the one move command; Escape puts the card back.
 */
export class DragController {
  carried = $state.raw<Carried | null>(null);
  preview = $state.raw<MovePreview | null>(null);
  /** A strip that opened under the pointer. */
  opened = $state.raw<StageId | null>(null);
  #press: Press | null = null;
  #ground: Ground | null = null;
  #frame = 0;
  #dwell: ReturnType<typeof setTimeout> | null = null;
  #previews = new Map<StageId, Promise<MovePreview>>();
  #justDropped = false;
  #pointerX = 0;

  constructor(
    private readonly host: Host,
    private readonly announcer: Announcer,
    private readonly stageName: (stage: StageId) => string,
    private readonly drop: (id: OpportunityId, toStage: StageId) => Promise<void>,
    private readonly failed: (error: unknown) => void,
  ) {}

  /** Attach to the board; returns what to call when it goes. */
  attach(ground: Ground): () => void {
    this.#ground = ground;
    const abort = new AbortController();
    const options = { signal: abort.signal };
    window.addEventListener('pointermove', (event) => this.#move(event), options);
    window.addEventListener('pointerup', (event) => this.#up(event), options);
    window.addEventListener('pointercancel', () => this.cancel(), options);
    window.addEventListener('blur', () => this.#blur(), options);
    return () => {
      abort.abort();
      this.cancel();
      this.#ground = null;
    };
  }

  /** A pointer went down on a card. */
  press(event: PointerEvent, card: Card, element: HTMLElement): void {
    if (event.button !== 0 || !event.isPrimary || this.carried !== null || this.#ground === null) return;
    const box = element.getBoundingClientRect();
    this.#justDropped = false;
    this.#press = {
      card,
      pointer: event.pointerId,
      startX: event.clientX,
      startY: event.clientY,
      offsetX: event.clientX - box.left,
      offsetY: event.clientY - box.top,
      width: box.width,
    };
  }

  /** Was the click that follows a pointer-up the end of a drag? */
  swallowsClick(): boolean {
    const swallows = this.#justDropped;
    this.#justDropped = false;
    return swallows;
  }

  /** Picks up the card under the cursor. */
  pickUp(card: Card, box: DOMRect): void {
    this.#previews.clear();
    this.carried = { card, from: card.stage, over: card.stage, by: 'keys', x: box.left, y: box.top, width: box.width };
    this.announcer.say(t.move.pickedUp(this.#name(card), this.stageName(card.stage)));
  }

  /** Left and right while a card is carried by keys. */
  step(by: -1 | 1, stages: readonly StageId[]): void {
    const carried = this.carried;
    if (carried === null) return;
    const to = stages[stages.indexOf(carried.over) + by];
    if (to !== undefined) this.#over(to);
  }

  /** Drops where it is; on its own column nothing happens. */
  async release(): Promise<void> {
    const carried = this.carried;
    if (carried === null) return;
    this.#end();
    if (carried.over === carried.from) {
      this.announcer.say(t.move.same(this.#name(carried.card), this.stageName(carried.from)));
      return;
    }
    await this.drop(carried.card.id, carried.over);
  }

  /** Puts the card back. */
  cancel(): void {
    const carried = this.carried;
    this.#end();
    if (carried !== null) this.announcer.say(t.move.cancelled(this.#name(carried.card)));
  }

  #name(card: Card): string {
    return card.name === '' ? t.card.noName : card.name;
  }

  #move(event: PointerEvent): void {
    const press = this.#press;
    if (press === null || event.pointerId !== press.pointer) return;
    if (this.carried === null) {
      if (!isDrag(event.clientX - press.startX, event.clientY - press.startY)) return;
      // The button was let go outside the window: there is no drag.
      if (event.buttons === 0) {
        this.#forgetPress();
        return;
      }
      this.#previews.clear();
      this.carried = {
        card: press.card,
        from: press.card.stage,
        over: press.card.stage,
        by: 'pointer',
        x: event.clientX - press.offsetX,
        y: event.clientY - press.offsetY,
        width: press.width,
      };
      this.#scrollByEdge();
    }
    event.preventDefault();
    this.#pointerX = event.clientX;
    this.carried = { ...this.carried, x: event.clientX - press.offsetX, y: event.clientY - press.offsetY };
    this.#hit();
  }

  #hit(): void {
    const over = columnAt(this.#ground?.extents() ?? [], this.#pointerX);
    if (over !== null && over !== this.carried?.over) this.#over(over);
  }

  #over(stage: StageId): void {
    const carried = this.carried;
    if (carried === null) return;
    this.carried = { ...carried, over: stage };
    this.preview = null;
    if (this.#dwell !== null) clearTimeout(this.#dwell);
    this.#dwell = setTimeout(() => (this.opened = stage), carried.by === 'keys' ? 0 : DWELL_MS);
    if (stage === carried.from) return;
    let asked = this.#previews.get(stage);
    if (asked === undefined) {
      asked = this.host.commands.preview(carried.card.id, stage);
      this.#previews.set(stage, asked);
    }
    asked
      .then((preview) => {
        const now = this.carried;
        if (now === null || now.over !== stage || now.card.id !== preview.opportunity) return;
        this.preview = preview;
        this.announcer.say(t.move.over(preview.toStageName, spoken(preview)));
      })
      .catch((error: unknown) => {
        this.#previews.delete(stage);
        this.failed(error);
      });
  }

  #up(event: PointerEvent): void {
    if (this.#press === null || event.pointerId !== this.#press.pointer) return;
    if (this.carried === null) {
      this.#forgetPress();
      return;
    }
    this.#pointerX = event.clientX;
    this.#hit();
    this.#justDropped = true;
    this.release().catch(this.failed);
  }

  /** Scrolls sideways while the pointer rests at an edge; what is under it changes meanwhile. */
  #scrollByEdge(): void {
    const tick = (): void => {
      const ground = this.#ground;
      if (this.carried === null || ground === null) return;
      const box = ground.scroller.getBoundingClientRect();
      const speed = edgeSpeed(this.#pointerX, box.left, box.right);
      if (speed !== 0) {
        const before = ground.scroller.scrollLeft;
        ground.scroller.scrollLeft += speed;
        if (ground.scroller.scrollLeft !== before) this.#hit();
      }
      this.#frame = requestAnimationFrame(tick);
    };
    this.#pointerX = this.#press?.startX ?? 0;
    this.#frame = requestAnimationFrame(tick);
  }

  /** The window lost the pointer's rest of the story: a card in the hand goes back. */
  #blur(): void {
    this.#forgetPress();
    if (this.carried?.by === 'pointer') this.cancel();
  }

  #forgetPress(): void {
    this.#press = null;
  }

  #end(): void {
    cancelAnimationFrame(this.#frame);
    if (this.#dwell !== null) clearTimeout(this.#dwell);
    this.#dwell = null;
    this.#press = null;
    this.#previews.clear();
    this.carried = null;
    this.preview = null;
    this.opened = null;
  }
}
