// The voice mail of the lab's users: how many messages are new and how many were heard. There is no sound in them.

import { isUser } from './users.ts';

export interface Mailbox {
  readonly new: number;
  readonly old: number;
}

const empty: Mailbox = { new: 0, old: 0 };
/** Lamp and words look the same beyond. */
const mostMessages = 99;

export class Mailboxes {
  readonly #boxes = new Map<string, Mailbox>();
  readonly #changed: (user: string) => void;

  constructor(changed: (user: string) => void) {
    this.#changed = changed;
  }

  of(user: string): Mailbox {
    return this.#boxes.get(user) ?? empty;
  }

  leave(user: string): void {
    const box = this.of(user);
    this.#put(user, { ...box, new: Math.min(box.new + 1, mostMessages) });
  }

  /** All that is new. */
  hear(user: string): void {
    const box = this.of(user);
    this.#put(user, { new: 0, old: Math.min(box.old + box.new, mostMessages) });
  }

  #put(user: string, box: Mailbox): void {
    if (!isUser(user)) return;
    this.#boxes.set(user, box);
    this.#changed(user);
  }
}
