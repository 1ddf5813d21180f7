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
    if (before !== undefined && sameWords(before, notice)) return;
    this.#notices = [...this.#notices.filter((each) => each.id !== notice.id), notice];
    this.#changed();
  }

  /** The person put it away: one that lasts stays in the list. */
  dismiss(id: string): void {
    if (this.#notices.find((each) => each.id === id)?.lasting !== true) {
      this.clear(id);
      return;
    }
    this.#notices = this.#notices.map((each) => (each.id === id ? { ...each, seen: true } : each));
    this.#changed();
  }

  clear(id: string): void {
    const left = this.#notices.filter((each) => each.id !== id);
    if (left.length === this.#notices.length) return;
    this.#notices = left;
    this.#changed();
  }
}

function sameWords(a: Notice, b: Notice): boolean {
  return a.title === b.title && a.text === b.text;
}
