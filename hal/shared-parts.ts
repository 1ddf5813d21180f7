// What several devices of one board stand on: opened once, closed when the last device that could use it is closed.

/**
 * The same key answers with the same part; say the kind and the place in it, `evdev:/dev/input/event0`, and let one driver
 * file own it. An opening that failed is forgotten, so that the next one tries again. A part that is an `AsyncDisposable` is closed.
 */
export type OpenShared = <Part extends object>(key: string, open: () => Promise<Part>) => Promise<Part>;

export class SharedParts implements AsyncDisposable {
  readonly #parts = new Map<string, Promise<object>>();
  readonly #stack = new AsyncDisposableStack();

  readonly open: OpenShared = <Part extends object>(key: string, open: () => Promise<Part>): Promise<Part> => {
    const known = this.#parts.get(key);
    // Whoever owns the key opens one kind of part with it.
    if (known !== undefined) return known as Promise<Part>;
    const opening = this.#open(key, open);
    this.#parts.set(key, opening);
    return opening;
  };

  /** Last opened, first closed. */
  async [Symbol.asyncDispose](): Promise<void> {
    // One that is still being opened has nobody to close it but us.
    await Promise.allSettled(this.#parts.values());
    await this.#stack.disposeAsync();
  }

  async #open<Part extends object>(key: string, open: () => Promise<Part>): Promise<Part> {
    try {
      const part = await open();
      if (Symbol.asyncDispose in part) this.#stack.use(part as Part & AsyncDisposable);
      return part;
    } catch (error) {
      this.#parts.delete(key);
      throw error;
    }
  }
}
