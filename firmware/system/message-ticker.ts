// The newest SIP messages, for the page's ticker and for a console that starts to listen late.

import type { TracedMessage } from '#hal/simulator/panel-sources';

const kept = 200;

export class MessageTicker {
  readonly #messages: TracedMessage[] = [];
  readonly #listeners = new Set<(message: TracedMessage) => void>();

  add(message: TracedMessage): void {
    this.#messages.push(message);
    if (this.#messages.length > kept) this.#messages.shift();
    for (const listener of this.#listeners) listener(message);
  }

  /** Hears what was kept at once, then what comes. Returns the way to stop. */
  listen(listener: (message: TracedMessage) => void): () => void {
    for (const message of this.#messages) listener(message);
    return this.listenFromNow(listener);
  }

  listenFromNow(listener: (message: TracedMessage) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
