import { createSubscriber } from 'svelte/reactivity';

const ticking = (period: number): (() => void) =>
  createSubscriber((update) => {
    const timer = setInterval(update, period);
    return () => clearInterval(timer);
  });

/** The time, as two signals: one for countdowns, one for ages. Each ticks only while something on screen reads it. */
export class Clock {
  readonly #fast = ticking(250);
  // Everything on screen that shows an age is worked out anew with each tick, all day.
  readonly #slow = ticking(60_000);

  constructor(private readonly read: () => number = () => Date.now()) {}

  /** For countdowns, ms. */
  get second(): number {
    this.#fast();
    return this.read();
  }

  /** For ages and days, ms. */
  get minute(): number {
    this.#slow();
    return this.read();
  }

  /** The time without subscribing, ms. */
  now(): number {
    return this.read();
  }
}
