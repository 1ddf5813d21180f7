// What one of the lab's numbers is: one file each, listed in `numbers.ts`.

import type { Clock } from '#sip/ports';
import type { LabCall } from '../lab-call.ts';

export interface NumberSurroundings {
  readonly clock: Clock;
  /** For tests that look into the lab. */
  readonly digitHeard: (digit: string) => void;
}

export interface LabNumber {
  readonly number: string;
  /** For a person who wonders what to dial. */
  readonly does: string;
  take(call: LabCall, surroundings: NumberSurroundings): void | Promise<void>;
}
