// A document of ours that a server keeps and shows to others (RFC 3903): presence, reports of quality.

import { newCallId, newTag, randomFraction } from '../../dialog/identifiers.ts';
import { makeRequest } from '../../message/make-request.ts';
import type { SipRequest } from '../../message/message.ts';
import type { Uri } from '../../message/uri.ts';
import type { Timer } from '../../ports.ts';
import type { Target } from '../../transport/transport.ts';
import type { AccountUsage } from '../account/account-usages.ts';
import type { CallContext } from '../call/call-context.ts';
import { addressOfRecord } from '../call-target.ts';
import { minimumExpiresS } from '../request/minimum-expires.ts';
import type { HeaderFields, PendingRequest, RequestEvent } from '../request/request-sending.ts';
import { retryAfterMs } from '../request/retry-after.ts';
import { grantedS } from '../subscription/subscription-terms.ts';
import {
  type PublicationAction,
  type PublicationEvent,
  type PublicationInput,
  type PublicationState,
  publicationMachine,
} from './publication-machine.ts';

export interface PublicationRequest {
  /** Value of Event. */
  readonly event: string;
  readonly contentType: string;
  readonly body: Uint8Array;
  /** Undefined: it is told once, with nothing to refresh or take back. */
  readonly expiresS: number | undefined;
  /** The account's own address of record when absent. */
  readonly target?: Uri;
}

/** The handle that the owner of a publication holds. */
export interface PublicationHandle {
  /** Another document in place of the one before. */
  update(body: Uint8Array): void;
  /** Takes it back. Nothing is reported from here on. */
  close(): void;
}

export interface PublicationOptions {
  readonly context: CallContext;
  readonly request: PublicationRequest;
  /** Resolves to the first hops. */
  readonly way: (target: Uri) => Promise<readonly Target[]>;
  readonly listener: (event: PublicationEvent) => void;
  /** Nothing of it is left on our side. */
  readonly closed: () => void;
}

type Send = Extract<PublicationAction, { type: 'send' }>;

export class Publication implements PublicationHandle, AccountUsage {
  readonly #options: PublicationOptions;
  /** One for all PUBLISHes (RFC 3261 §8.1.1.4 has it for REGISTER; servers order by it). */
  readonly #callId: string;
  #body: Uint8Array;
  #sequence = 0;
  #state: PublicationState = { name: 'idle' };
  #timer: Timer | undefined;
  #pending: PendingRequest | undefined;
  /** Counts sendings: what belongs to an earlier one is not heard any more. */
  #round = 0;
  #closed = false;

  constructor(options: PublicationOptions) {
    this.#options = options;
    this.#callId = newCallId(options.context.core.random);
    this.#body = options.request.body;
  }

  start(): void {
    this.#input({ type: 'wanted' });
  }

  /** Nothing in it says where we are. */
  relocate(): void {}

  pause(): void {
    this.#input({ type: 'paused' });
  }

  update(body: Uint8Array): void {
    this.#body = body;
    this.#input({ type: 'changed' });
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#input({ type: 'unwanted' });
  }

  abandon(): void {
    this.#closed = true;
    this.#input({ type: 'paused' });
  }

  #input(input: PublicationInput): void {
    const { context, request } = this.#options;
    const step = publicationMachine(this.#state, input, {
      expiresS: request.expiresS,
      fraction: randomFraction(context.core.random),
    });
    this.#state = step.state;
    for (const action of step.actions) this.#act(action);
    if (this.#state.name === 'over' || (this.#closed && this.#state.name === 'idle')) this.#options.closed();
  }

  #act(action: PublicationAction): void {
    switch (action.type) {
      case 'send':
        this.#round++;
        this.#send(action, this.#round).catch(this.#failureOf(this.#round));
        break;
      case 'forget':
        this.#round++;
        this.#pending?.abandon();
        break;
      case 'startTimer':
        this.#timer?.cancel();
        this.#timer = this.#options.context.core.clock.setTimer(action.delayMs, () => this.#input({ type: 'timerExpired' }));
        break;
      case 'stopTimer':
        this.#timer?.cancel();
        break;
      case 'report':
        if (!this.#closed) this.#options.listener(action.event);
        break;
    }
  }

  async #send(send: Send, round: number): Promise<void> {
    const { context, request, way } = this.#options;
    const { user, domain } = context.settings();
    const uri = request.target ?? addressOfRecord(user, domain);
    const targets = await way(uri);
    if (round !== this.#round) return;
    if (targets.length === 0) {
      this.#input({ type: 'failed', status: undefined, reason: 'no address', retryAfterMs: undefined });
      return;
    }
    const heard = (event: RequestEvent): void => {
      if (round === this.#round) this.#answered(event, send.expiresS);
    };
    this.#pending = context.sender.send(this.#request(uri, send), { targets }, heard, () => ++this.#sequence);
  }

  /** Of this program, not of the network: what goes wrong with one publication is not the end of the phone. */
  #failureOf(round: number): (error: unknown) => void {
    return (error) => {
      const { context, request } = this.#options;
      context.core.log.error('sip', 'publishing failed', { event: request.event, error });
      if (round === this.#round) this.#input({ type: 'failed', status: undefined, reason: 'internal', retryAfterMs: undefined });
    };
  }

  #request(uri: Uri, { etag, expiresS, withDocument }: Send): SipRequest {
    const { context, request } = this.#options;
    const { core, settings } = context;
    const { user, domain, displayName } = settings();
    const headers: HeaderFields = [
      ['Event', request.event],
      ...(expiresS === undefined ? [] : [['Expires', String(expiresS)] as const]),
      ...(etag === undefined ? [] : [['SIP-If-Match', etag] as const]),
    ];
    return makeRequest({
      method: 'PUBLISH',
      uri,
      from: { displayName, uri: addressOfRecord(user, domain), parameters: new Map([['tag', newTag(core.random)]]) },
      to: { displayName: undefined, uri, parameters: new Map() },
      callId: this.#callId,
      cseqNumber: ++this.#sequence,
      headers,
      ...(withDocument ? { body: { type: request.contentType, bytes: this.#body } } : {}),
    });
  }

  #answered(event: RequestEvent, askedS: number | undefined): void {
    if (event.type === 'failed') {
      const reason = event.cause === 'timedOut' ? 'no answer' : event.reason;
      this.#input({ type: 'failed', status: undefined, reason, retryAfterMs: undefined });
    } else {
      const { status, reason, headers } = event.response;
      if (status < 200) return;
      if (status < 300)
        this.#input({ type: 'accepted', etag: headers.get('SIP-ETag'), expiresS: grantedS(headers, askedS ?? 0) });
      else if (status === 412) this.#input({ type: 'unknownEntity' });
      else if (status === 423) this.#input({ type: 'tooBrief', minimumS: minimumExpiresS(headers) });
      else this.#input({ type: 'failed', status, reason, retryAfterMs: retryAfterMs(headers) });
    }
  }
}
