// Requests within a dialog (RFC 3261 §12.2.1.1) and the ACK of a 2xx (§13.2.2.4), with loose and strict routing.

import { makeRequest } from '../message/make-request.ts';
import type { SipRequest } from '../message/message.ts';
import type { NameAddr } from '../message/name-addr.ts';
import { asRequestUri, isSipUri, type Uri } from '../message/uri.ts';
import type { Dialog } from './dialog.ts';

export interface DialogRequest {
  /** The dialog with its sequence moved on. */
  readonly dialog: Dialog;
  readonly request: SipRequest;
  /** The URI that tells where the packet goes: the first hop, not always the Request-URI (§8.1.2). */
  readonly nextHop: Uri;
}

/** Takes the next sequence number. Not for ACK and CANCEL. */
export function requestWithin(dialog: Dialog, method: string): DialogRequest {
  const moved: Dialog = { ...dialog, localSequence: dialog.localSequence + 1 };
  return { dialog: moved, ...build(moved, method, moved.localSequence) };
}

/** The ACK of a 2xx carries the number of its INVITE, whatever was sent since. */
export function acknowledgementWithin(dialog: Dialog, inviteSequence: number): Omit<DialogRequest, 'dialog'> {
  return build(dialog, 'ACK', inviteSequence);
}

function build(dialog: Dialog, method: string, sequence: number): Omit<DialogRequest, 'dialog'> {
  const { uri, routes, nextHop } = route(dialog);
  const { local: from, remote: to, callId } = dialog;
  return { request: makeRequest({ method, uri, from, to, callId, cseqNumber: sequence, routes }), nextHop };
}

/** §12.2.1.1: with `lr` the target stays the Request-URI; a strict router takes that place, and the target goes to the end. */
function route(dialog: Dialog): { uri: Uri; routes: readonly NameAddr[]; nextHop: Uri } {
  const [first, ...rest] = dialog.routeSet;
  const uri = asRequestUri(dialog.remoteTarget);
  if (first === undefined) return { uri, routes: [], nextHop: dialog.remoteTarget };
  if (isSipUri(first.uri) && first.uri.parameters.has('lr')) {
    return { uri, routes: dialog.routeSet, nextHop: first.uri };
  }
  const target: NameAddr = { displayName: undefined, uri: dialog.remoteTarget, parameters: new Map() };
  return { uri: asRequestUri(first.uri), routes: [...rest, target], nextHop: first.uri };
}
