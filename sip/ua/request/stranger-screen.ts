// Requests from nowhere (ghost calls, scanners): met before they cost anything. Only an account's servers may call, unless the account
// accepts strangers; the others get the same answer whoever they ask for, so that nobody can count our extensions, or none at all. Without a
// transaction (RFC 3261 §8.2.7), so that a flood of them takes no place from the calls that are wanted; and short, so that nobody can
// have us shout at others whose address they forged.

import { newTag } from '../../dialog/identifiers.ts';
import { makeResponse } from '../../message/make-response.ts';
import type { SipMessage, SipRequest } from '../../message/message.ts';
import type { Log, Random } from '../../ports.ts';
import { responseTarget } from '../../transport/response-target.ts';
import type { Target, Transport } from '../../transport/transport.ts';
import type { SourceLimits } from './source-limits.ts';

/** What who is no server of ours and in no call with us gets: a short no (to OPTIONS a short yes), or silence. */
export type StrangerPolicy = 'refuse' | 'ignore';

export interface StrangerScreenOptions {
  readonly log: Log;
  readonly random: Random;
  readonly transport: Transport;
  readonly limits: SourceLimits;
  readonly policy: StrangerPolicy;
  /** Whether any account takes calls from there. */
  readonly admits: (source: Target) => boolean;
  /** Whether the request is of a dialog that stands. */
  readonly isWithin: (request: SipRequest) => boolean;
}

/**
 * These have handlers that know strangers: a notifier may be nobody's proxy, and a transfer may be asked for. CANCEL belongs to what
 * was let in before, and ACK is answered by nobody.
 */
const passed: ReadonlySet<string> = new Set(['NOTIFY', 'REFER', 'CANCEL', 'ACK', 'BYE']);

export class StrangerScreen {
  readonly #options: StrangerScreenOptions;
  /** The same for every repetition, as §8.2.7 asks. */
  readonly #tag: string;

  constructor(options: StrangerScreenOptions) {
    this.#options = options;
    this.#tag = newTag(options.random);
  }

  /** True: the message goes no further. */
  stops(message: SipMessage, source: Target): boolean {
    if (message.kind === 'response') return false;
    const { admits, isWithin, limits, log } = this.#options;
    // Within a dialog the tags are the key.
    const isKnown = admits(source) || isWithin(message);
    if (!limits.admits(source, isKnown)) {
      log.debug('sip', 'too many requests', { from: source.remote.address });
      return true;
    }
    return !isKnown && this.#meetsStranger(message, source);
  }

  /** Bytes that are no message: whether they are not worth an answer. */
  ignores(source: Target): boolean {
    const { admits, limits, policy } = this.#options;
    const isKnown = admits(source);
    return !limits.admits(source, isKnown) || (!isKnown && policy === 'ignore');
  }

  #meetsStranger(request: SipRequest, source: Target): boolean {
    const { log, policy } = this.#options;
    const { method, headers } = request;
    const isWithin = headers.to.parameters.has('tag');
    if (policy === 'ignore' && (!isWithin || method !== 'NOTIFY')) return true;
    if (passed.has(method) || (isWithin && method !== 'INVITE')) return false;
    if (method === 'INVITE') log.info('sip', 'refused a call from a stranger', { from: source.remote.address });
    this.#answer(request, source, isWithin ? 481 : method === 'OPTIONS' ? 200 : 403);
    return true;
  }

  #answer(request: SipRequest, source: Target, status: number): void {
    const { log, transport } = this.#options;
    const response = makeResponse(request, status, undefined, this.#tag);
    transport.send(response, responseTarget(request.headers.via, source)).catch((error: unknown) => {
      log.debug('sip', 'the stranger can not be answered', { error });
    });
  }
}
