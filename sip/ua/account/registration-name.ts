// What the REGISTERs of one registration have in common: a Call-ID, and sequence numbers that rise (RFC 3261 §10.2). Whoever runs the phone may
// keep both from one start to the next.

import { newCallId } from '../../dialog/identifiers.ts';
import type { Random } from '../../ports.ts';

export interface RegistrationName {
  readonly callId: string;
  /** Higher each time. */
  nextSequence(): number;
}

/** `account` and `regId` tell a phone's registrations apart. */
export type NameRegistration = (account: string, regId: number) => RegistrationName;

/** A new one with each registration. */
export function newRegistrationNames(random: Random): NameRegistration {
  return () => {
    let sequence = 0;
    return { callId: newCallId(random), nextSequence: () => ++sequence };
  };
}
