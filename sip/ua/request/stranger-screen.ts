// Calls from nowhere (ghost calls, scanners): refused before they cost anything. Only an account's proxy may call, unless the account
// accepts strangers; the others get 403 whoever they ask for, so that nobody can count our extensions. Without a transaction
// (RFC 3261 §8.2.7), so that a flood of them takes no place from the calls that are wanted.

import { newTag } from '../../dialog/identifiers.ts';
import { makeResponse } from '../../message/make-response.ts';
import type { SipMessage, SipRequest } from '../../message/message.ts';
import type { Log, Random } from '../../ports.ts';
import { responseTarget } from '../../transport/response-target.ts';
import type { Target, Transport } from '../../transport/transport.ts';

export interface StrangerScreenOptions {
  readonly log: Log;
  readonly random: Random;
  readonly transport: Transport;
  /** Whether any account takes calls from there. */
  readonly admits: (source: Target) => boolean;
  /** Whether the request is of a dialog that stands. */
  readonly isWithin: (request: SipRequest) => boolean;
}

export class StrangerScreen {
  readonly #options: StrangerScreenOptions;
  /** The same for every repetition, as §8.2.7 asks. */
  readonly #tag: string;

  constructor(options: StrangerScreenOptions) {
    this.#options = options;
    this.#tag = newTag(options.random);
  }

  /** True: it was a call from a stranger and has been answered. */
  refuses(message: SipMessage, source: Target): boolean {
    if (message.kind !== 'request' || message.method !== 'INVITE') return false;
    // Within a dialog the tags are the key.
    if (this.#options.isWithin(message) || this.#options.admits(source)) return false;
    const status = message.headers.to.parameters.has('tag') ? 481 : 403;
    const { log, transport } = this.#options;
    log.info('sip', 'refused a call from a stranger', { from: source.remote.address });
    const response = makeResponse(message, status, undefined, this.#tag);
    transport.send(response, responseTarget(message.headers.via, source)).catch((error: unknown) => {
      log.debug('sip', 'the stranger can not be answered', { error });
    });
    return true;
  }
}
