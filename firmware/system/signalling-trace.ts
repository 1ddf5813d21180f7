// The newest SIP messages, secrets struck out: for the page's ticker, for consoles that start to listen late, for ladders. Bounded by number
// and by size, so that a flood of large messages takes no more memory than a quiet week.

import type { UserAgentEvent } from '#sip/ua/user-agent-events';

export type SignalledMessage = Omit<Extract<UserAgentEvent, { readonly type: 'messageTraced' }>, 'type'> & {
  /** `Clock.monotonicMs`. */
  readonly atMs: number;
};

export interface TraceBounds {
  readonly messages: number;
  /** Of their texts, in UTF-16 units. */
  readonly characters: number;
}

const usualBounds: TraceBounds = { messages: 2000, characters: 2_000_000 };
/** What a page that opens is shown of the past. */
const shownLate = 200;

export class SignallingTrace {
  readonly #bounds: TraceBounds;
  readonly #messages: SignalledMessage[] = [];
  readonly #listeners = new Set<(message: SignalledMessage) => void>();
  /** Where the oldest stands; those before it are gone. */
  #first = 0;
  #characters = 0;

  constructor(bounds: TraceBounds = usualBounds) {
    this.#bounds = bounds;
  }

  /** Newest last. */
  get messages(): readonly SignalledMessage[] {
    return this.#messages.slice(this.#first);
  }

  add(message: SignalledMessage): void {
    this.#messages.push(message);
    this.#characters += message.text.length;
    while (this.#messages.length - this.#first > this.#bounds.messages || this.#characters > this.#bounds.characters) {
      this.#characters -= this.#messages[this.#first]?.text.length ?? 0;
      this.#first++;
    }
    // Those that are gone leave the list seldom, so that the ring costs next to nothing per message.
    if (this.#first > this.#bounds.messages) {
      this.#messages.splice(0, this.#first);
      this.#first = 0;
    }
    for (const listener of this.#listeners) listener(message);
  }

  /** Hears the newest that were kept at once, then what comes. Returns the way to stop. */
  listen(listener: (message: SignalledMessage) => void): () => void {
    for (const message of this.messages.slice(-shownLate)) listener(message);
    return this.listenFromNow(listener);
  }

  listenFromNow(listener: (message: SignalledMessage) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
