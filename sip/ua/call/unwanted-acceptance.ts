// A 2xx that nobody wants any more: another fork won, or the CANCEL came too late. It gets its ACK and a BYE (RFC 3261 §13.2.2.4, §15).

import type { Dialog } from '../../dialog/dialog.ts';
import { acknowledgementWithin, requestWithin } from '../../dialog/dialog-request.ts';
import type { SipRequest } from '../../message/message.ts';
import type { RequestSender } from '../request/request-sender.ts';

export class UnwantedAcceptance {
  readonly #sender: RequestSender;
  #repeatAck: () => void = () => undefined;

  constructor(sender: RequestSender) {
    this.#sender = sender;
  }

  refuse(dialog: Dialog, invite: SipRequest): void {
    const { request, nextHop } = acknowledgementWithin(dialog, invite.headers.cseq.number);
    this.#sender.acknowledge(request, invite, nextHop, (repeat) => {
      this.#repeatAck = repeat;
    });
    const bye = requestWithin(dialog, 'BYE');
    this.#sender.send(bye.request, { nextHop: bye.nextHop }, () => undefined);
  }

  /** The 2xx came again: its ACK was lost. */
  repeated(): void {
    this.#repeatAck();
  }
}
