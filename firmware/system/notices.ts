// Things that the person should know until they are solved or dismissed.

import type { Notice } from '#ui/phone';

export class Notices {
  #notices: readonly Notice[] = [];
  readonly #changed: () => void;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** Newest last; the same array until something changes. */
  get all(): readonly Notice[] {
    return this.#notices;
  }

  /** A notice with the same id is replaced; the same words again change nothing. */
  raise(notice: Notice): void {
    const before = this.#notices.find((each) => each.id === notice.id);
    if (before?.title === notice.title && before.text === notice.text) return;
    this.#notices = [...this.#notices.filter((each) => each.id !== notice.id), notice];
    this.#changed();
  }

  clear(id: string): void {
    const left = this.#notices.filter((each) => each.id !== id);
    if (left.length === this.#notices.length) return;
    this.#notices = left;
    this.#changed();
  }
}
