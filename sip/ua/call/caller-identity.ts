// Who calls, and who sent the call on: From, P-Asserted-Identity (RFC 3325) and Diversion (RFC 5806).

import type { Headers } from '../../message/headers.ts';
import { type NameAddr, parseNameAddr } from '../../message/name-addr.ts';

/** The asserted identity counts only from a proxy of ours (RFC 3325 §5): anybody can write one. */
export function callerOf(headers: Headers, trusted: boolean): NameAddr {
  const asserted = trusted ? firstAddress(headers, 'P-Asserted-Identity') : undefined;
  if (asserted === undefined) return headers.from;
  return asserted.displayName === undefined ? { ...asserted, displayName: headers.from.displayName } : asserted;
}

/** Who answered, when a proxy of ours says it (RFC 5876 §4.4 lets it into responses); else who was called. */
export function connectedPartyOf(headers: Headers, called: NameAddr, trusted: boolean): NameAddr {
  return (trusted ? firstAddress(headers, 'P-Asserted-Identity') : undefined) ?? called;
}

/** The topmost Diversion is the last who diverted (RFC 5806 §5.1). */
export function diverterOf(headers: Headers): NameAddr | undefined {
  return firstAddress(headers, 'Diversion');
}

function firstAddress(headers: Headers, name: string): NameAddr | undefined {
  const value = headers.get(name);
  if (value === undefined) return undefined;
  try {
    return parseNameAddr(value);
  } catch {
    return undefined;
  }
}
