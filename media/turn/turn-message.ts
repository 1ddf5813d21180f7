// What a TURN client says besides STUN's own (RFC 8656 §7, §11, §12): requests with long-term credentials, and frames of channels.

import type { Digests } from '../ports.ts';
import {
  findStunAttribute,
  type ReceivedStun,
  type StunAttribute,
  serializeStun,
  stunAttribute,
  textAttribute,
} from '../stun/stun-message.ts';

export interface TurnAccount {
  readonly user: string;
  /** A secret. */
  readonly password: string;
}

/** What the server wants requests to be made with (RFC 8489 §9.2). */
export interface Challenge {
  readonly realm: Uint8Array;
  readonly nonce: Uint8Array;
}

/** UDP. */
export const requestedTransport: StunAttribute = { type: stunAttribute.requestedTransport, value: Uint8Array.of(17, 0, 0, 0) };

const longestText = 763;
const channelHeaderBytes = 4;

export function challengeOf(answer: ReceivedStun): Challenge | undefined {
  const realm = findStunAttribute(answer, stunAttribute.realm);
  const nonce = findStunAttribute(answer, stunAttribute.nonce);
  if (realm === undefined || nonce === undefined || realm.length > longestText || nonce.length > longestText) return undefined;
  return { realm: realm.slice(), nonce: nonce.slice() };
}

/** RFC 8489 §9.2.2: MD5 of user, realm and password. */
export function longTermKey({ user, password }: TurnAccount, { realm }: Challenge, digests: Digests): Uint8Array {
  const encoder = new TextEncoder();
  const parts = [encoder.encode(`${user}:`), realm, encoder.encode(`:${password}`)];
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return digests.md5(joined);
}

export function makeTurnRequest(
  method: number,
  attributes: readonly StunAttribute[],
  transaction: Uint8Array,
  credentials: { readonly account: TurnAccount; readonly challenge: Challenge; readonly digests: Digests } | undefined,
): Uint8Array {
  const message = { class: 'request', method, transaction } as const;
  if (credentials === undefined) return serializeStun({ ...message, attributes });
  const { account, challenge, digests } = credentials;
  const proof = [
    textAttribute(stunAttribute.username, account.user),
    { type: stunAttribute.realm, value: challenge.realm },
    { type: stunAttribute.nonce, value: challenge.nonce },
  ];
  const key = longTermKey(account, challenge, digests);
  return serializeStun({ ...message, attributes: [...attributes, ...proof] }, { key, digests });
}

/** What a channel carried (RFC 8656 §12.4). */
export function unframe(bytes: Uint8Array): { readonly channel: number; readonly bytes: Uint8Array } | undefined {
  const [first = 0, second = 0, high = 0, low = 0] = bytes;
  const length = (high << 8) | low;
  if (first < 64 || first > 79 || bytes.length < channelHeaderBytes + length) return undefined;
  return { channel: (first << 8) | second, bytes: bytes.subarray(channelHeaderBytes, channelHeaderBytes + length) };
}
