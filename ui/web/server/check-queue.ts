// Passwords are checked two at a time: each costs much memory and time on purpose, and nobody may make the phone spend all it has.

const atOnce = 2;
const mostWaiting = 8;

export class CheckQueue {
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  /** Undefined: too many wait already. */
  async run<T>(check: () => Promise<T>): Promise<{ readonly value: T } | undefined> {
    if (this.#running >= atOnce) {
      if (this.#waiting.length >= mostWaiting) return undefined;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    this.#running++;
    try {
      return { value: await check() };
    } finally {
      this.#running--;
      this.#waiting.shift()?.();
    }
  }
}
