// Runs an account's registration: sends REGISTER, reads what the registrar granted, keeps the timer (RFC 3261 §10.2).

import { newTag, randomFraction } from '../../dialog/identifiers.ts';
import type { SipRequest, SipResponse } from '../../message/message.ts';
import { serializeNameAddr } from '../../message/name-addr.ts';
import { isSipUri, type SipUri } from '../../message/uri.ts';
import type { Timer } from '../../ports.ts';
import type { Target } from '../../transport/transport.ts';
import type { CallContext } from '../call/call-context.ts';
import { hostUri } from '../call-target.ts';
import { minimumExpiresS } from '../request/minimum-expires.ts';
import type { PendingRequest, RequestEvent } from '../request/request-sending.ts';
import { retryAfterMs } from '../request/retry-after.ts';
import { matchesStatus } from '../request/status-patterns.ts';
import type { AccountSettings, RegistrationWish } from '../user-agent-events.ts';
import { registerRequest } from './register-request.ts';
import { boundContact, type Flow, type RegistrarGrant, readGrant } from './registrar-grant.ts';
import {
  type RegistrationEvent,
  type RegistrationInput,
  type RegistrationPolicy,
  type RegistrationState,
  registrationMachine,
} from './registration-machine.ts';
import type { RegistrationName } from './registration-name.ts';
import type { ServerRole } from './servers.ts';

/** What a registration needs of its account. */
export interface RegistrationPlace {
  readonly context: CallContext;
  /** User part of our Contact, by which we know it among several. */
  readonly contactUser: string;
  /** Where we are reached by those who go to the target, as far as we know today. */
  readonly binding: (target: Target) => SipUri;
  /** What came back from the registrar, its header fields first: NATs on the way show there (RFC 3581). */
  readonly granted: (grant: RegistrarGrant, response: SipResponse, source: Target) => void;
  /** The registrar does not keep us any more. */
  readonly lapsed: (server: ServerRole) => void;
}

export interface RegistrationOptions {
  readonly place: RegistrationPlace;
  /** The registrar's addresses; none when it can not be found. */
  readonly way: () => Promise<readonly Target[]>;
  /** Tells this flow from the account's other one (RFC 5626 §4.2). */
  readonly regId: number;
  /** `server`: which one answered last. */
  readonly listener: (event: RegistrationEvent, server: ServerRole) => void;
}

/** A longer pause helps nobody who waits for the phone to ring. */
const longestPauseS = 300;
const defaultWish: RegistrationWish = { expiresS: 3600, retryS: 30 };
const maxRedirections = 3;
/** A NAT with another port for every packet shall not keep us registering. */
const maxMoves = 2;

export class Registration {
  readonly #options: RegistrationOptions;
  /** One for all REGISTERs of a boot (§10.2.4), and maybe of the next. */
  readonly #name: RegistrationName;
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
  /** How often in a row the registrar saw us elsewhere than we had said. */
  #moves = 0;
  /** What others registered before us was taken back, where that is wanted. */
  #isAlone = false;
  #stopped: (() => void)[] = [];

  constructor(options: RegistrationOptions) {
    this.#options = options;
    const { core, settings } = options.place.context;
    this.#name = core.nameRegistration(settings().id, options.regId);
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
    this.#moves = 0;
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

  /** The server gives no sign of life, though we do (RFC 5626 §4.4). */
  flowFailed(): void {
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
    const { core, settings } = this.#options.place.context;
    const context = { policy: policyOf(settings()), fraction: randomFraction(core.random) };
    const wasRegistered = this.#state.name === 'registered';
    const step = registrationMachine(this.#state, input, context);
    this.#state = step.state;
    if (wasRegistered && step.state.name === 'unregistering') this.#options.place.lapsed(this.#server);
    for (const action of step.actions) {
      switch (action.type) {
        case 'send':
          void this.#send(action.expiresS);
          break;
        case 'startTimer':
          this.#timer?.cancel();
          this.#timer = core.clock.setTimer(action.delayMs, () => this.#input({ type: 'timerExpired' }));
          if (this.#state.name === 'registered' && input.type === 'accepted') {
            core.log.info('sip', 'the registrar keeps us', {
              line: settings().id,
              expiresS: this.#state.expiresS,
              refreshAfterMs: action.delayMs,
            });
          }
          break;
        case 'stopTimer':
          this.#timer?.cancel();
          break;
        case 'report':
          if (action.event.type === 'registrationFailed') this.#options.place.lapsed(this.#server);
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
    const targets = await this.#options.way();
    if (round !== this.#round) return;
    const clears = this.#options.place.context.settings().clearsBindings === true && !this.#isAlone && expiresS > 0;
    this.#sendTo(targets, { round, expiresS, clears, uri: undefined, redirections: 0 });
  }

  #sendTo(targets: readonly Target[], attempt: Attempt): void {
    const [target] = targets;
    if (target === undefined) {
      this.#failed('unreachable', undefined, 'no address');
      return;
    }
    const { sender } = this.#options.place.context;
    const heard = (event: RequestEvent): void => {
      if (attempt.round === this.#round) this.#reported(event, attempt, targets);
    };
    this.#pending = sender.send(this.#request(target, attempt), { targets }, heard, () => this.#name.nextSequence());
  }

  #request(target: Target, { expiresS, clears, uri }: Attempt): SipRequest {
    const { context, binding } = this.#options.place;
    const settings = context.settings();
    const { flow, options } = flowOf(settings, context.core.instanceId, this.#options.regId);
    const contact = boundContact(binding(target), flow);
    const contacts = [`${contact};expires=${expiresS}`];
    // Our address changed: calls shall not go to where we were (§10.2.2). A flow has one Contact and replaces its former (RFC 5626 §4.2).
    const isMoved = this.#bound !== undefined && this.#bound !== contact;
    if (isMoved && flow?.regId === undefined) contacts.push(`${this.#bound};expires=0`);
    if (!clears) this.#bound = expiresS === 0 ? undefined : contact;
    return registerRequest({
      settings,
      uri,
      callId: this.#name.callId,
      sequence: this.#name.nextSequence(),
      tag: newTag(context.core.random),
      contacts: clears ? ['*'] : contacts,
      expiresS: clears ? 0 : expiresS,
      supported: ['path', ...options],
    });
  }

  #reported(event: RequestEvent, attempt: Attempt, targets: readonly Target[]): void {
    if (event.type === 'failed') {
      this.#failed(event.cause, undefined, event.reason);
      return;
    }
    const { response, request, source } = event;
    const { status } = response;
    if (status < 200) return;
    if (attempt.clears && (status < 300 || status === 404 || status === 481)) {
      this.#isAlone = true;
      this.#sendTo(targets, { ...attempt, clears: false });
    } else if (status < 300) {
      this.#accepted(response, source, attempt.expiresS);
    } else if (status < 400 && attempt.redirections < maxRedirections) {
      void this.#redirected(response, attempt);
    } else if (status === 423) {
      this.#input({ type: 'tooBrief', minimumS: minimumExpiresS(response.headers) });
    } else {
      this.#refused(response, request);
    }
  }

  #accepted(response: SipResponse, source: Target, askedS: number): void {
    const { place, regId } = this.#options;
    this.#flow = source.protocol === 'UDP' ? undefined : source.flow;
    this.#server = place.context.sender.serverAt(source);
    const grant = readGrant(response.headers, place.contactUser, askedS, regId);
    if (grant.expiresS > 0 && askedS > 0) {
      place.granted(grant, response, source);
      this.#followNat(source);
    }
    this.#input({ type: 'accepted', expiresS: grant.expiresS });
  }

  /** The registrar sees us elsewhere than we have told it: the binding is made again, with where we are (RFC 3581). */
  #followNat(source: Target): void {
    const where = serializeNameAddr({ displayName: undefined, uri: this.#options.place.binding(source), parameters: new Map() });
    const isRight = this.#bound?.startsWith(where) !== false;
    if (!isRight && this.#moves < maxMoves) {
      this.#moves++;
      this.#input({ type: 'outdated' });
    }
  }

  /** §8.1.3.4, with the first that can be reached. Who was named by our registrar is trusted as it is. */
  async #redirected(response: SipResponse, attempt: Attempt): Promise<void> {
    const { sender } = this.#options.place.context;
    const uri = contactOf(response);
    const targets = uri === undefined ? [] : await sender.resolveRedirection(uri);
    if (attempt.round !== this.#round) return;
    if (uri === undefined || targets.length === 0) {
      this.#failed('refused', response.status, response.reason);
      return;
    }
    this.#sendTo(targets, { ...attempt, uri: hostUri(uri.host, uri.port), redirections: attempt.redirections + 1 });
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

/** One wish to the registrar, with all that it takes to be granted. */
interface Attempt {
  readonly round: number;
  readonly expiresS: number;
  /** This one takes back what others registered; the wish itself comes after it. */
  readonly clears: boolean;
  readonly uri: SipUri | undefined;
  readonly redirections: number;
}

/** What names the phone and this way to it, and the option tags that go with it (RFC 5626 §4.2, RFC 5627 §4.1). */
function flowOf(
  { outbound }: AccountSettings,
  instanceId: string | undefined,
  regId: number,
): { readonly flow: Flow | undefined; readonly options: readonly string[] } {
  const options = [...(outbound?.flows === true ? ['outbound'] : []), ...(outbound?.gruu === true ? ['gruu'] : [])];
  if (instanceId === undefined || options.length === 0) return { flow: undefined, options: [] };
  return { flow: { instanceId, regId: outbound?.flows === true ? regId : undefined }, options };
}

function contactOf(response: SipResponse): SipUri | undefined {
  try {
    return response.headers.contacts.map(({ uri }) => uri).find(isSipUri);
  } catch {
    return undefined;
  }
}

function policyOf({ registration, responsePolicy }: AccountSettings): RegistrationPolicy {
  const { expiresS, retryS, retryMaxS = longestPauseS, limits } = registration ?? defaultWish;
  const { retryRegistration: soon = [], longRetryS = 0 } = responsePolicy ?? {};
  const retriesSoon = (status: number): boolean => soon.length === 0 || matchesStatus(soon, status);
  return { expiresS, retryS, retryMaxS, retriesSoon, longRetryS, ...(limits && { limits }) };
}
