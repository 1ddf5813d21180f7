// Runs an account's registration: sends REGISTER, reads what the registrar granted, keeps the timer (RFC 3261 §10.2).

import { newCallId, newTag, randomFraction } from '../../dialog/identifiers.ts';
import { makeRequest } from '../../message/make-request.ts';
import type { SipRequest, SipResponse } from '../../message/message.ts';
import type { Timer } from '../../ports.ts';
import type { Target } from '../../transport/transport.ts';
import type { CallContext } from '../call/call-context.ts';
import { addressOfRecord, hostUri } from '../call-target.ts';
import type { PendingRequest, RequestEvent } from '../request/request-sending.ts';
import { retryAfterMs } from '../request/retry-after.ts';
import { matchesStatus } from '../request/status-patterns.ts';
import type { AccountSettings } from '../user-agent-events.ts';
import { grantedExpiresS } from './granted-expires.ts';
import {
  type RegistrationEvent,
  type RegistrationInput,
  type RegistrationPolicy,
  type RegistrationState,
  registrationMachine,
} from './registration-machine.ts';
import type { ServerRole } from './servers.ts';

export interface RegistrationOptions {
  readonly context: CallContext;
  /** User part of our Contact, by which we know it among several. */
  readonly contactUser: string;
  /** The registrar's addresses; none when it can not be found. */
  readonly way: () => Promise<readonly Target[]>;
  /** `server`: which one answered last. */
  readonly listener: (event: RegistrationEvent, server: ServerRole) => void;
}

/** A longer pause helps nobody who waits for the phone to ring. */
const longestPauseS = 300;

export class Registration {
  readonly #options: RegistrationOptions;
  /** One for all REGISTERs of a boot (§10.2.4). */
  readonly #callId: string;
  #sequence = 0;
  #state: RegistrationState = { name: 'idle' };
  #timer: Timer | undefined;
  #pending: PendingRequest | undefined;
  /** Counts sendings: what belongs to an earlier one is not heard any more. */
  #round = 0;
  /** What the registrar holds of us, as far as we know. */
  #bound: string | undefined;
  /** The connection that the registrar's last 2xx came over. */
  #flow: string | undefined;
  #server: ServerRole = 'primary';
  #stopped: (() => void)[] = [];

  constructor(options: RegistrationOptions) {
    this.#options = options;
    this.#callId = newCallId(options.context.core.random);
  }

  start(): void {
    this.#input({ type: 'wanted' });
  }

  /** Resolves when the registrar answered or gave no answer. */
  stop(): Promise<void> {
    this.#input({ type: 'unwanted' });
    if (this.#state.name === 'idle') return Promise.resolve();
    return new Promise((resolve) => this.#stopped.push(resolve));
  }

  /** Address or settings changed. */
  renew(): void {
    this.#input({ type: 'outdated' });
  }

  /** Whether the registrar accepted us over that connection. */
  isOver(flow: string): boolean {
    return flow === this.#flow;
  }

  flowClosed(flow: string): void {
    if (flow !== this.#flow) return;
    this.#flow = undefined;
    this.#input({ type: 'connectionLost' });
  }

  /** Not a word more, to nobody. */
  abandon(): void {
    this.#round++;
    this.#pending?.abandon();
    this.#timer?.cancel();
    this.#state = { name: 'idle' };
    this.#tellStopped();
  }

  #input(input: RegistrationInput): void {
    const { core, settings } = this.#options.context;
    const context = { policy: policyOf(settings()), fraction: randomFraction(core.random) };
    const step = registrationMachine(this.#state, input, context);
    this.#state = step.state;
    for (const action of step.actions) {
      switch (action.type) {
        case 'send':
          void this.#send(action.expiresS);
          break;
        case 'startTimer':
          this.#timer?.cancel();
          this.#timer = core.clock.setTimer(action.delayMs, () => this.#input({ type: 'timerExpired' }));
          break;
        case 'stopTimer':
          this.#timer?.cancel();
          break;
        case 'report':
          this.#options.listener(action.event, this.#server);
          break;
      }
    }
    if (this.#state.name === 'idle') this.#tellStopped();
  }

  #tellStopped(): void {
    const waiting = this.#stopped;
    this.#stopped = [];
    for (const resolve of waiting) resolve();
  }

  async #send(expiresS: number): Promise<void> {
    const round = ++this.#round;
    this.#pending?.abandon();
    this.#pending = undefined;
    const { context, way } = this.#options;
    const targets = await way();
    const [target] = targets;
    if (round !== this.#round) return;
    if (target === undefined) {
      this.#failed('unreachable', undefined, 'no address');
      return;
    }
    const request = this.#request(expiresS, context.contact(target));
    const heard = (event: RequestEvent): void => {
      if (round === this.#round) this.#reported(event, expiresS);
    };
    this.#pending = context.sender.send(request, { targets }, heard, () => ++this.#sequence);
  }

  #request(expiresS: number, contact: string): SipRequest {
    const { core, settings } = this.#options.context;
    const { user, domain, displayName } = settings();
    const uri = addressOfRecord(user, domain);
    const request = makeRequest({
      method: 'REGISTER',
      uri: hostUri(domain, undefined),
      from: { displayName, uri, parameters: new Map([['tag', newTag(core.random)]]) },
      to: { displayName, uri, parameters: new Map() },
      callId: this.#callId,
      cseqNumber: ++this.#sequence,
    });
    request.headers.append('Contact', `${contact};expires=${expiresS}`);
    // Our address changed: calls shall not go to where we were (§10.2.2).
    if (this.#bound !== undefined && this.#bound !== contact) request.headers.append('Contact', `${this.#bound};expires=0`);
    request.headers.set('Expires', String(expiresS));
    this.#bound = expiresS === 0 ? undefined : contact;
    return request;
  }

  #reported(event: RequestEvent, askedS: number): void {
    if (event.type === 'failed') {
      this.#failed(event.cause, undefined, event.reason);
      return;
    }
    const { response, request, source } = event;
    if (response.status < 200) return;
    if (response.status < 300) {
      this.#flow = source.protocol === 'UDP' ? undefined : source.flow;
      this.#server = this.#options.context.sender.serverAt(source);
      const expiresS = grantedExpiresS(response.headers, this.#options.contactUser, askedS);
      this.#input({ type: 'accepted', expiresS });
    } else if (response.status === 423) {
      this.#input({ type: 'tooBrief', minimumS: Number(/^\d{1,9}$/.exec(response.headers.get('Min-Expires') ?? '')?.[0] ?? 0) });
    } else {
      this.#refused(response, request);
    }
  }

  /** 403 to a request with credentials is what many registrars say to a wrong password. */
  #refused(response: SipResponse, request: SipRequest): void {
    const showed = request.headers.has('Authorization') || request.headers.has('Proxy-Authorization');
    const { status, reason } = response;
    const isPassword = showed && (status === 401 || status === 407 || status === 403);
    this.#failed(isPassword ? 'credentialsRefused' : 'refused', status, reason, retryAfterMs(response.headers));
  }

  #failed(
    cause: 'credentialsRefused' | 'refused' | 'unreachable' | 'timedOut',
    status: number | undefined,
    reason: string,
    retryMs?: number,
  ): void {
    this.#input({ type: 'failed', cause, status, reason, retryAfterMs: retryMs });
  }
}

function policyOf({ registration, responsePolicy }: AccountSettings): RegistrationPolicy {
  const { expiresS, retryS, retryMaxS = longestPauseS } = registration ?? { expiresS: 3600, retryS: 30 };
  const { retryRegistration: soon = [], longRetryS = 0 } = responsePolicy ?? {};
  const retriesSoon = (status: number): boolean => soon.length === 0 || matchesStatus(soon, status);
  return { expiresS, retryS, retryMaxS, retriesSoon, longRetryS };
}
