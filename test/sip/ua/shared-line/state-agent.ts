// A state agent for a line that phones share by the dialog package (RFC 7463): keeps what they publish, refuses numbers that are taken, and plays
// the other phones as a test says.

import type { WatchedDialog } from '#sip/event-package/dialog-info';
import { readDialogInfo } from '#sip/event-package/read-dialog-info';
import type { SipRequest } from '#sip/message/message';
import type { ServerTransaction } from '#sip/transaction/transaction-events';
import type { FakeClock } from '#test/support/fake-clock';
import type { LossyNetwork } from '#test/support/lossy-network';
import { NotifierPeer } from '../subscription/notifier-peer.ts';

export class StateAgent {
  readonly notifier: NotifierPeer;
  /** Appearance numbers of other phones. */
  readonly taken: Set<number> = new Set();
  #etag = 0;
  #version = 0;

  constructor(clock: FakeClock, network: LossyNetwork) {
    this.notifier = new NotifierPeer(clock, network);
    this.notifier.peer.answers.set('PUBLISH', (transaction) => this.#published(transaction));
  }

  get publishes(): readonly SipRequest[] {
    return this.notifier.peer.requests('PUBLISH');
  }

  /** Of the last PUBLISH with a document. */
  get dialogs(): readonly WatchedDialog[] {
    return dialogsOf(this.publishes.findLast(({ body }) => body.length > 0));
  }

  /** Dialogs of other phones, as elements. */
  tell(dialogs: string, state: 'full' | 'partial' = 'full', version: number = this.#version++): void {
    this.notifier.notify(this.notifier.last, {
      contentType: 'application/dialog-info+xml',
      body: `<?xml version="1.0"?>
<dialog-info xmlns="urn:ietf:params:xml:ns:dialog-info" xmlns:sa="urn:ietf:params:xml:ns:sa-dialog-info" version="${version}" state="${state}" entity="sip:2000@10.0.0.9">${dialogs}</dialog-info>`,
    });
  }

  #published(transaction: ServerTransaction): void {
    const { request } = transaction;
    const { peer } = this.notifier;
    if (dialogsOf(request).some(({ appearance }) => appearance !== undefined && this.taken.has(appearance))) {
      peer.respond(transaction, 400);
      return;
    }
    const expires = String(request.headers.expires ?? 3600);
    peer.respond(transaction, 200, {
      headers: [
        ['SIP-ETag', `e${++this.#etag}`],
        ['Expires', expires],
      ],
    });
  }
}

/** Bob's call with Carol. */
export function otherDialog(
  parts: { id?: string; state?: string; appearance?: number; held?: boolean; exclusive?: boolean } = {},
): string {
  const { id = 'b1', state = 'confirmed', appearance, held = false, exclusive = false } = parts;
  return `<dialog id="${id}" call-id="call-${id}" local-tag="bob" remote-tag="carol" direction="initiator">
${appearance === undefined ? '' : `<sa:appearance>${appearance}</sa:appearance>`}<sa:exclusive>${exclusive}</sa:exclusive><state>${state}</state>
<local><identity display="Bob">sip:2000@10.0.0.9</identity><target uri="sip:bob@10.0.0.2"><param pname="+sip.rendering" pval="${held ? 'no' : 'yes'}"/></target></local>
<remote><identity display="Carol">sip:3000@10.0.0.9</identity><target uri="sip:carol@10.0.0.3"/></remote></dialog>`;
}

function dialogsOf(request: SipRequest | undefined): readonly WatchedDialog[] {
  const read = readDialogInfo(request?.body ?? new Uint8Array());
  return read.ok ? read.value.dialogs : [];
}
