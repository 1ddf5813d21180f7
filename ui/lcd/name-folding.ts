// Makes thousands of names ready to be looked for, while their list is looked at: the first key finds them folded.

import type { Contact } from '../directory-snapshot.ts';
import type { Clock, Timer } from '../ports.ts';
import { foldedContacts } from './people.ts';

const sliceMs = 2;

export class NameFolding {
  readonly #clock: Clock;
  #contacts: readonly Contact[] | undefined;
  #timer: Timer | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Somebody looks at them. */
  follow(contacts: readonly Contact[]): void {
    if (this.#contacts === contacts) return;
    this.#contacts = contacts;
    this.#timer?.cancel();
    this.#goOn(foldedContacts(contacts));
  }

  close(): void {
    this.#timer?.cancel();
  }

  #goOn(work: Generator<void>): void {
    this.#timer = this.#clock.setTimer(0, () => {
      const untilMs = this.#clock.monotonicMs + sliceMs;
      while (this.#clock.monotonicMs < untilMs) if (work.next().done === true) return;
      this.#goOn(work);
    });
  }
}
