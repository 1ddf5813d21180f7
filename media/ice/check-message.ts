// Connectivity checks as STUN messages (RFC 8445 §7.1, §7.3).

import type { Digests } from '../ports.ts';
import { type MediaAddress, xorAddressAttribute } from '../stun/stun-address.ts';
import {
  errorAttribute,
  findStunAttribute,
  numberAttribute,
  type ReceivedStun,
  type StunAttribute,
  serializeStun,
  stunAttribute,
  stunMethod,
  textAttribute,
} from '../stun/stun-message.ts';
import type { IceCredentials } from './candidate.ts';

export interface Role {
  readonly controlling: boolean;
  /** 8 bytes. */
  readonly tieBreaker: Uint8Array;
}

export interface CheckRequest extends Role {
  readonly local: IceCredentials;
  readonly remote: IceCredentials;
  /** Of the peer-reflexive candidate that the check may find. */
  readonly priority: number;
  readonly nominates: boolean;
}

export function makeCheck(check: CheckRequest, transaction: Uint8Array, digests: Digests): Uint8Array {
  const { local, remote, controlling, tieBreaker, priority, nominates } = check;
  const role = controlling ? stunAttribute.iceControlling : stunAttribute.iceControlled;
  const attributes: StunAttribute[] = [
    textAttribute(stunAttribute.username, `${remote.fragment}:${local.fragment}`),
    numberAttribute(stunAttribute.priority, priority),
    { type: role, value: tieBreaker },
  ];
  if (nominates) attributes.push({ type: stunAttribute.useCandidate, value: new Uint8Array(0) });
  const message = { class: 'request', method: stunMethod.binding, transaction, attributes } as const;
  return serializeStun(message, { key: keyOf(remote), digests });
}

export function makeAnswer(request: ReceivedStun, from: MediaAddress, local: IceCredentials, digests: Digests): Uint8Array {
  const { transaction, method } = request;
  const mapped = xorAddressAttribute(stunAttribute.xorMappedAddress, from, transaction);
  const attributes = mapped === undefined ? [] : [mapped];
  return serializeStun({ class: 'success', method, transaction, attributes }, { key: keyOf(local), digests });
}

/** Protected where the asker has shown that it knows the password. */
export function makeRefusal(
  { transaction, method }: ReceivedStun,
  code: 400 | 401 | 487,
  local: IceCredentials | undefined,
  digests: Digests,
): Uint8Array {
  const reasons = { 400: 'Bad Request', 401: 'Unauthenticated', 487: 'Role Conflict' } as const;
  const message = { class: 'error', method, transaction, attributes: [errorAttribute(code, reasons[code])] } as const;
  return serializeStun(message, local === undefined ? undefined : { key: keyOf(local), digests });
}

/** It is for us, by its user name and its password. */
export function isForUs(request: ReceivedStun, local: IceCredentials, digests: Digests): boolean {
  const username = findStunAttribute(request, stunAttribute.username);
  if (username === undefined || username.length > 513) return false;
  const [ours] = new TextDecoder().decode(username).split(':');
  return ours === local.fragment && request.isMadeWith(keyOf(local), digests);
}

export type RoleDispute = 'none' | 'refuse' | 'switch';

/** §7.3.1.1: the larger tie breaker controls. */
export function disputeOf(request: ReceivedStun, { controlling, tieBreaker }: Role): RoleDispute {
  const theirs = findStunAttribute(request, controlling ? stunAttribute.iceControlling : stunAttribute.iceControlled);
  if (theirs === undefined) return 'none';
  const oursIsLarger = compare(tieBreaker, theirs) >= 0;
  return oursIsLarger === controlling ? 'refuse' : 'switch';
}

export function keyOf({ password }: IceCredentials): Uint8Array {
  return new TextEncoder().encode(password);
}

function compare(one: Uint8Array, other: Uint8Array): number {
  for (const [index, byte] of one.entries()) {
    const difference = byte - (other[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
