import type { Problem } from '$lib/ipc';

export interface ToastAction {
  label: string;
  run: () => void;
}

export interface Toast {
  /** Two toasts with one key are one: the later replaces the earlier. */
  key: string;
  code: string;
  lead: string;
  rest: string;
  icon: string;
  tone: 'ok' | 'you' | 'warn' | 'danger';
  /** Stays until dismissed. */
  stays: boolean;
  action: ToastAction | null;
}

/** How long a result stays on screen, ms. */
export const TOAST_MS = 6000;

/** One toast at a time; failures stay until dismissed, results leave by themselves unless hovered or focused. */
export class Toasts {
  #queue = $state.raw<Toast[]>([]);
  #timer: ReturnType<typeof setTimeout> | null = null;
  #held = false;

  get current(): Toast | null {
    return this.#queue[0] ?? null;
  }

  get waiting(): number {
    return Math.max(0, this.#queue.length - 1);
  }

  show(toast: Toast): void {
    const before = this.current;
    const same = this.#queue.findIndex((one) => one.key === toast.key);
    if (same >= 0) this.#queue = this.#queue.with(same, toast);
    else {
      // A result nobody needs to act on gives way to news.
      const [first, ...rest] = this.#queue;
      this.#queue = first !== undefined && !first.stays && rest.length === 0 ? [toast] : [...this.#queue, toast];
    }
    if (this.current !== before) this.#held = false;
    this.#start();
  }

  problem(problem: Problem, action: ToastAction | null = null): void {
    this.show({
      key: `problem-${problem.code}`,
      code: problem.code,
      lead: problem.sentence,
      rest: `${problem.cause} ${problem.wayOut}`.trim(),
      icon: 'fail',
      tone: 'danger',
      stays: true,
      action,
    });
  }

  /** What was said about a seat is over with it. */
  clear(): void {
    this.#queue = [];
    this.#held = false;
    this.#start();
  }

  dismiss(): void {
    this.#queue = this.#queue.slice(1);
    this.#held = false;
    this.#start();
  }

  /**
   * Hovered or focused: the time stands still. It concerns the toast on screen alone: an element that goes under the pointer
   * or with the focus never says that it was left, and the next toast would stay for ever.
   */
  hold(held: boolean): void {
    this.#held = held;
    this.#start();
  }

  #start(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const current = this.current;
    if (current !== null && !current.stays && !this.#held) this.#timer = setTimeout(() => this.dismiss(), TOAST_MS);
  }
}
