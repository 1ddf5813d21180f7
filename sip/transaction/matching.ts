// Which message belongs to which transaction, as keys of maps (RFC 3261 §17.1.3, §17.2.3, §9.2, §8.2.2.2).

import type { SipRequest, SipResponse } from '../message/message.ts';
import { serializeUri } from '../message/uri.ts';

/** RFC 3261 §8.1.1.7: a branch that starts so is unique; without it the sender is of RFC 2543's time. */
export const magicCookie = 'z9hG4bK';

/** No token and no host holds one, so that parts cannot run together. */
const separator = '\n';

/** Parameter values compare without case (RFC 3261 §7.3.1). */
export function hasMagicCookie(branch: string | undefined): branch is string {
  return branch?.toLowerCase().startsWith('z9hg4bk') === true;
}

export function clientKey(branch: string, method: string): string {
  return `${branch.toLowerCase()}${separator}${method}`;
}

/** Undefined when it cannot be ours: no branch, or a second Via below the top one (RFC 3261 §8.1.3.3). */
export function responseKey(response: SipResponse): string | undefined {
  const { vias, cseq } = response.headers;
  const branch = vias[0]?.parameters.get('branch');
  return vias.length !== 1 || branch === undefined ? undefined : clientKey(branch, cseq.method);
}

/**
 * Key of the server transaction that a request belongs to or starts; `method` other than the request's own finds what a CANCEL cancels.
 * Of an RFC 2543 request everything counts that a repetition has in common with its first (§17.2.3).
 */
export function serverKey(request: SipRequest, method: string = request.method): string {
  const { via } = request.headers;
  const branch = via.parameters.get('branch');
  if (hasMagicCookie(branch)) return [branch.toLowerCase(), via.host, via.port ?? '', method].join(separator);
  return [legacyAckKey(request), toTag(request), method].join(separator);
}

/**
 * What the ACK of an RFC 2543 client has in common with its INVITE. Besides, its To tag is the one of our response (§17.2.3), which
 * the caller compares.
 */
export function legacyAckKey(request: SipRequest): string {
  const { headers } = request;
  const topVia = headers.getAll('via')[0] ?? '';
  return ['2543', serializeUri(request.uri), fromTag(request), headers.callId, headers.cseq.number, topVia].join(separator);
}

/**
 * The same request that came over another way has this key but another branch (§8.2.2.2). The Request-URI is part of it: two lines of the phone
 * are two user agents, and a group call that is forked to both rings both. Undefined for a request that cannot be merged.
 */
export function mergeKey(request: SipRequest): string | undefined {
  if (toTag(request) !== '' || request.method === 'ACK' || request.method === 'CANCEL') return undefined;
  const { callId, cseq } = request.headers;
  return [fromTag(request), callId, cseq.number, request.method, serializeUri(request.uri)].join(separator);
}

function fromTag(request: SipRequest): string {
  return request.headers.from.parameters.get('tag') ?? '';
}

/** Empty when there is none. */
export function toTag(message: SipRequest | SipResponse): string {
  return message.headers.to.parameters.get('tag') ?? '';
}
