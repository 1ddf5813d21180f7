// What a call lends to other usages of its dialog (RFC 5057): REFER and its NOTIFYs, INFO, MESSAGE, talk and hold.

import type { Dialog } from '../../dialog/dialog.ts';
import type { HeaderFields, PendingRequest, RequestEvent } from '../request/request-sending.ts';
import type { Call, CallEvent } from '../user-agent-events.ts';
import type { CallContext } from './call-context.ts';

/** A request within the dialog, as far as its sender has to say what it is. */
export interface DialogRequestParts {
  readonly method: string;
  readonly headers?: HeaderFields;
  readonly body?: Uint8Array;
  readonly contentType?: string;
}

export interface CallDialog {
  /** The handle that the owner holds. */
  readonly call: Call;
  readonly accountId: string;
  readonly context: CallContext;
  /** As of now. */
  readonly dialog: Dialog;
  readonly state: 'early' | 'confirmed' | 'terminated';
  /** Sends within the dialog; sequence, route set, Contact and credentials are its matter. */
  send(request: DialogRequestParts, listener: (event: RequestEvent) => void): PendingRequest;
  /** Up to the call's owner. */
  report(event: CallEvent): void;
  /** Heard once, when the dialog is gone; at once when it is already. */
  whenOver(over: () => void): void;
  /**
   * A usage that may outlive the call (RFC 5057 §4.1): until what it returns is called, requests of the dialog find their way, and `send`
   * goes on.
   */
  keep(): () => void;
  /** Ends the call; its BYE carries these as well. */
  end(headers: HeaderFields): void;
}
