// What one of the lab's numbers is: one file each, listed in `numbers.ts`.

import type { Clock } from '#sip/ports';
import type { LabCall } from '../lab-call.ts';
import type { Mailboxes } from '../mailboxes.ts';

export interface NumberSurroundings {
  readonly clock: Clock;
  /** Who calls: a user. */
  readonly caller: string;
  readonly mailboxes: Mailboxes;
  /** For tests that look into the lab. */
  readonly digitHeard: (digit: string) => void;
}

export interface LabNumber {
  readonly number: string;
  /** For a person who wonders what to dial. */
  readonly does: string;
  /** Watchers see it in a call, whoever calls. */
  readonly isAlwaysBusy?: true;
  take(call: LabCall, surroundings: NumberSurroundings): void | Promise<void>;
}
