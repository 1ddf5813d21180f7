// The ACKs of the 2xx that we got (RFC 3261 §13.2.2.4): sent once, and again for each repetition of the 2xx.

import { acknowledgementWithin } from '../../dialog/dialog-request.ts';
import type { SipRequest } from '../../message/message.ts';
import { sessionType } from '../request/headers-of-ours.ts';
import type { CallDialog } from './call-dialog.ts';

/** That of the call and that of the last re-INVITE. */
const maxKept = 2;

export class SentAcks {
  readonly #dialog: CallDialog;
  /** Repeats the ACK of the INVITE with that number. */
  readonly #repeats: Map<number, () => void> = new Map();

  constructor(dialog: CallDialog) {
    this.#dialog = dialog;
  }

  send(invite: SipRequest, body?: Uint8Array): void {
    const { number } = invite.headers.cseq;
    const { request, nextHop } = acknowledgementWithin(this.#dialog.dialog, number);
    if (body !== undefined) request.headers.set('Content-Type', sessionType);
    const ack = body === undefined ? request : { ...request, body };
    this.#repeats.set(number, () => undefined);
    for (const oldest of this.#repeats.keys()) if (this.#repeats.size > maxKept) this.#repeats.delete(oldest);
    this.#dialog.context.sender.acknowledge(ack, invite, nextHop, (repeat) => {
      if (this.#repeats.has(number)) this.#repeats.set(number, repeat);
    });
  }

  /** The 2xx to the INVITE with that number came again. False: it came for the first time. */
  repeat(number: number): boolean {
    const repeat = this.#repeats.get(number);
    repeat?.();
    return repeat !== undefined;
  }
}
