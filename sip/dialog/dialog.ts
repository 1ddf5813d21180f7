// A dialog as data, and how messages make and change it: pure functions over RFC 3261 §12. Who keeps the value sends and listens.

import type { Headers } from '../message/headers.ts';
import type { SipRequest, SipResponse } from '../message/message.ts';
import type { NameAddr } from '../message/name-addr.ts';
import { isSipUri, type Uri } from '../message/uri.ts';

export interface Dialog {
  readonly state: 'early' | 'confirmed' | 'terminated';
  readonly callId: string;
  readonly localTag: string;
  /** Empty when the other side is older than tags (RFC 3261 §12.1.1, RFC 2543). */
  readonly remoteTag: string;
  /** Our URI and tag, as they go into From. */
  readonly local: NameAddr;
  /** The other side's, as they go into To. */
  readonly remote: NameAddr;
  /** Of the last request that we sent in it. */
  readonly localSequence: number;
  /** Of the last request that came in it; undefined before the first. */
  readonly remoteSequence: number | undefined;
  /** Where the other side wants requests: its Contact. */
  readonly remoteTarget: Uri;
  /** In the order in which our requests pass them. */
  readonly routeSet: readonly NameAddr[];
  /** Over TLS and to a sips URI (RFC 3261 §12.1.1). */
  readonly secure: boolean;
}

/** The three parts that tell dialogs apart, seen from our side. */
export function dialogKey(callId: string, localTag: string, remoteTag: string): string {
  return `${callId}\n${localTag}\n${remoteTag}`;
}

/** §12.1.2: the caller's side. Undefined for a provisional response without tag, which makes no dialog. */
export function dialogOfResponse(request: SipRequest, response: SipResponse): Dialog | undefined {
  if (response.status === 100 || response.status >= 300) return undefined;
  const remoteTag = response.headers.to.parameters.get('tag') ?? '';
  if (remoteTag === '' && response.status < 200) return undefined;
  return {
    state: response.status < 200 ? 'early' : 'confirmed',
    callId: request.headers.callId,
    localTag: request.headers.from.parameters.get('tag') ?? '',
    remoteTag,
    local: request.headers.from,
    remote: response.headers.to,
    localSequence: request.headers.cseq.number,
    remoteSequence: undefined,
    // Gateways forget Contact in 18x; without one the way that the INVITE went is the only one known.
    remoteTarget: contactOf(response.headers) ?? request.uri,
    routeSet: recordedRoutes(response.headers).toReversed(),
    secure: request.uri.scheme === 'sips',
  };
}

/** §12.1.1: the called side; `localTag` is the one that goes into To of the response. */
export function dialogOfRequest(request: SipRequest, localTag: string, state: 'early' | 'confirmed'): Dialog {
  const { from, to, callId, cseq } = request.headers;
  return {
    state,
    callId,
    localTag,
    remoteTag: from.parameters.get('tag') ?? '',
    local: { ...to, parameters: new Map([...to.parameters, ['tag', localTag]]) },
    remote: from,
    localSequence: 0,
    remoteSequence: cseq.number,
    remoteTarget: contactOf(request.headers) ?? from.uri,
    routeSet: recordedRoutes(request.headers),
    secure: request.uri.scheme === 'sips',
  };
}

/** A further provisional or the 2xx of the same dialog. On the 2xx the route set is taken anew (§13.2.2.4) and stays from then on. */
export function withResponse(dialog: Dialog, response: SipResponse): Dialog {
  if (dialog.state !== 'early' || response.status >= 300) return dialog;
  const remoteTarget = contactOf(response.headers) ?? dialog.remoteTarget;
  if (response.status < 200) return { ...dialog, remoteTarget };
  return { ...dialog, state: 'confirmed', remoteTarget, routeSet: recordedRoutes(response.headers).toReversed() };
}

/** §12.2.1.2 and §12.2.2: Contact of a re-INVITE or UPDATE, or of its 2xx, moves the target. */
export function withRemoteTarget(dialog: Dialog, headers: Headers): Dialog {
  const remoteTarget = contactOf(headers);
  return remoteTarget === undefined ? dialog : { ...dialog, remoteTarget };
}

/** §12.2.2: whether a request comes in its turn. ACK and CANCEL carry the INVITE's number and are not asked. */
export function withRemoteSequence(dialog: Dialog, request: SipRequest): { readonly dialog: Dialog; readonly inOrder: boolean } {
  const { number } = request.headers.cseq;
  if (dialog.remoteSequence !== undefined && number < dialog.remoteSequence) return { dialog, inOrder: false };
  return { dialog: { ...dialog, remoteSequence: number }, inOrder: true };
}

export function confirmed(dialog: Dialog): Dialog {
  return dialog.state === 'early' ? { ...dialog, state: 'confirmed' } : dialog;
}

export function terminated(dialog: Dialog): Dialog {
  return dialog.state === 'terminated' ? dialog : { ...dialog, state: 'terminated' };
}

/** `Contact` and `Record-Route` are parsed late; broken ones count as absent. */
function contactOf(headers: Headers): Uri | undefined {
  try {
    const uri = headers.contacts[0]?.uri;
    return uri !== undefined && isSipUri(uri) ? uri : undefined;
  } catch {
    return undefined;
  }
}

function recordedRoutes(headers: Headers): readonly NameAddr[] {
  try {
    return headers.recordRoutes.filter((route) => isSipUri(route.uri));
  } catch {
    return [];
  }
}
