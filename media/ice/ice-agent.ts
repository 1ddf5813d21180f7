// Finds the ways between two ends of a stream (RFC 8445, full agent, regular nomination): answers checks, makes its own, and keeps asking for
// consent on the ways that were taken. It is told what comes and says what to send; it has no sockets.

import type { Clock, Digests, Random, Timer } from '../ports.ts';
import type { MediaAddress } from '../stun/stun-address.ts';
import {
  errorCodeOf,
  findNumber,
  findStunAttribute,
  type ReceivedStun,
  stunAttribute,
  stunMethod,
} from '../stun/stun-message.ts';
import { StunRequests, type Tries } from '../stun/stun-requests.ts';
import {
  type CheckList,
  type ComponentId,
  changed,
  findPair,
  type IceCandidate,
  type IceCredentials,
  isSamePair,
  makeCheckList,
  makePair,
  type Pair,
  priorityOf,
  type RemoteIce,
  sorted,
  thaw,
  type Way,
} from './candidate.ts';
import { disputeOf, isForUs, keyOf, makeAnswer, makeCheck, makeRefusal } from './check-message.ts';
import { Consent } from './consent.ts';
import { isOpen, pairsToNominate, selectedPairs } from './nomination.ts';

export interface IceAgentOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly digests: Digests;
  readonly components: readonly ComponentId[];
  readonly controlling: boolean;
  readonly localCandidates: readonly IceCandidate[];
  readonly local: IceCredentials;
  readonly remote: RemoteIce;
  readonly send: (component: ComponentId, way: Way, bytes: Uint8Array, to: MediaAddress) => void;
  readonly listener: (event: IceEvent) => void;
}

export type IceEvent =
  /** One for each component, in their order. Told again when others take their place. */
  | { readonly type: 'pairsSelected'; readonly pairs: readonly Pair[] }
  /** No way was found. */
  | { readonly type: 'iceFailed' }
  /** Nothing must be sent any more. */
  | { readonly type: 'consentLost' };

/** Ta (§14.2). */
const pacingMs = 50;
/** §14.3, and so often that a check is given up after 7.5 s. */
const checkTries: Tries = { firstWaitMs: 500, sends: 4 };
/** RFC 7675 §5.1: not sent again. */
const consentTries: Tries = { firstWaitMs: 4000, sends: 1 };
/** After the first pair of each component works, better ones have this long. */
const nominationPatienceMs = 400;
/** For candidates that come late, through the checks of the other side. */
const failurePatienceMs = 15_000;
const mostRemotes = 64;

export class IceAgent {
  readonly #options: IceAgentOptions;
  readonly #requests: StunRequests;
  readonly #tieBreaker: Uint8Array;
  readonly #consent: Consent;
  #controlling: boolean;
  #list: CheckList;
  /** Checks that answer the other side's (§7.3.1.4): before all others. */
  #triggered: readonly Pair[] = [];
  #selected: readonly Pair[] | undefined;
  #patient = true;
  /** Nominations that wait for their answer. */
  #nominating = 0;
  #pace: Timer | undefined;
  #patience: Timer | undefined;
  #giveUp: Timer | undefined;
  #over = false;

  constructor(options: IceAgentOptions) {
    const { clock, random, localCandidates, remote, components } = options;
    this.#options = options;
    this.#requests = new StunRequests(clock, random);
    this.#tieBreaker = random.bytes(8);
    // §6.1.1: a lite side can not control.
    this.#controlling = options.controlling || remote.lite;
    const locals = localCandidates.filter(({ component }) => components.includes(component));
    const list = makeCheckList(locals, remote.candidates.slice(0, mostRemotes), this.#controlling);
    this.#list = remote.lite ? list.map((pair) => ({ ...pair, heard: true })) : list;
    this.#consent = new Consent({
      clock,
      random,
      ask: (given) => this.#askConsent(given),
      lost: () => this.#end({ type: 'consentLost' }),
    });
  }

  start(): void {
    this.#giveUp = this.#options.clock.setTimer(failurePatienceMs, () => {
      if (this.#selected === undefined) this.#end({ type: 'iceFailed' });
    });
    this.#tick();
  }

  /** A STUN message that came to a component. True: it was about ICE. */
  receive(component: ComponentId, way: Way, message: ReceivedStun, from: MediaAddress): boolean {
    if (this.#over || message.method !== stunMethod.binding) return false;
    if (message.class === 'request') this.#answer(component, way, message, from);
    else if (message.class !== 'indication') return this.#requests.receive(message, from);
    return true;
  }

  close(): void {
    this.#over = true;
    this.#requests.close();
    this.#consent.stop();
    for (const timer of [this.#pace, this.#patience, this.#giveUp]) timer?.cancel();
  }

  #answer(component: ComponentId, way: Way, request: ReceivedStun, from: MediaAddress): void {
    const { local, digests, send, components } = this.#options;
    if (!components.includes(component)) return;
    const answer = (bytes: Uint8Array): void => send(component, way, bytes, from);
    // §7.3: no answer to what could be anybody's would tell a stranger that there is a phone, but 401 is how a wrong password shows.
    if (!isForUs(request, local, digests)) {
      if (findStunAttribute(request, stunAttribute.username) !== undefined) answer(makeRefusal(request, 401, undefined, digests));
      return;
    }
    const priority = findNumber(request, stunAttribute.priority);
    if (priority === undefined) {
      answer(makeRefusal(request, 400, local, digests));
      return;
    }
    const dispute = disputeOf(request, { controlling: this.#controlling, tieBreaker: this.#tieBreaker });
    if (dispute === 'refuse') {
      answer(makeRefusal(request, 487, local, digests));
      return;
    }
    if (dispute === 'switch') this.#switchRole();
    answer(makeAnswer(request, from, local, digests));
    const pair = findPair(this.#list, component, way, from) ?? this.#learn(component, way, from, priority);
    if (pair === undefined) return;
    const nominates = !this.#controlling && findStunAttribute(request, stunAttribute.useCandidate) !== undefined;
    this.#list = changed(this.#list, pair, { heard: true, nominated: pair.nominated || nominates });
    if (pair.state === 'succeeded') this.#conclude();
    else if (pair.state !== 'inProgress') this.#trigger(pair);
  }

  /** §7.3.1.3: a way that no candidate told of. */
  #learn(component: ComponentId, way: Way, from: MediaAddress, priority: number): Pair | undefined {
    const type = way === 'direct' ? 'host' : 'relay';
    const local = this.#options.localCandidates.find((each) => each.component === component && each.type === type);
    if (local === undefined || this.#list.length >= 2 * mostRemotes) return undefined;
    const { address, port } = from;
    const remote: IceCandidate = { foundation: `p${this.#list.length}`, component, priority, type: 'prflx', address, port };
    const pair = makePair(local, remote);
    this.#list = sorted([...this.#list, pair], this.#controlling);
    return pair;
  }

  #trigger(pair: Pair): void {
    this.#list = changed(this.#list, pair, { state: 'waiting' });
    if (!this.#triggered.some((each) => isSamePair(each, pair))) this.#triggered = [...this.#triggered, pair];
    if (this.#pace === undefined) this.#tick();
  }

  /** One check each Ta. */
  #tick(): void {
    this.#pace = undefined;
    if (this.#over) return;
    const [first, ...rest] = this.#triggered;
    this.#triggered = rest;
    if (first === undefined && !this.#list.some(({ state }) => state === 'waiting')) this.#list = thaw(this.#list);
    const pair = first ?? (this.#selected === undefined ? this.#list.find(({ state }) => state === 'waiting') : undefined);
    if (pair === undefined) return;
    this.#check(pair, false);
    this.#pace = this.#options.clock.setTimer(pacingMs, () => this.#tick());
  }

  #check(pair: Pair, nominates: boolean): void {
    if (!nominates) this.#list = changed(this.#list, pair, { state: 'inProgress' });
    this.#ask(pair, nominates, checkTries, (answer) => {
      if (nominates) this.#nominating--;
      if (answer?.class === 'error' && errorCodeOf(answer) === 487) {
        if (this.#controlling === answer.wasControlling) this.#switchRole();
        this.#trigger(pair);
      } else this.#checked(pair, nominates, answer?.class === 'success');
    });
  }

  #checked(pair: Pair, nominates: boolean, succeeded: boolean): void {
    const state = succeeded ? 'succeeded' : 'failed';
    this.#list = changed(this.#list, pair, nominates ? { state, nominated: succeeded } : { state });
    if (succeeded) this.#unfreeze(pair);
    else this.#insist(pair);
    this.#conclude();
    if (this.#pace === undefined) this.#tick();
  }

  /** Something comes through from there: what was lost may not be lost again. It ends with our patience. */
  #insist(pair: Pair): void {
    const heard = findPair(this.#list, pair.component, pair.way, pair.remote)?.heard === true;
    if (heard && this.#selected === undefined) this.#trigger(pair);
  }

  /** §7.2.5.3.3: what is alike is likely to work. */
  #unfreeze({ foundation }: Pair): void {
    this.#list = this.#list.map((pair) =>
      pair.state === 'frozen' && pair.foundation === foundation ? { ...pair, state: 'waiting' } : pair,
    );
  }

  #conclude(): void {
    const { components, clock } = this.#options;
    if (this.#controlling && this.#selected === undefined && this.#nominating === 0) {
      const chosen = pairsToNominate(this.#list, components, true, this.#patient);
      if (chosen !== undefined) {
        const unsaid = chosen.filter(({ nominated }) => !nominated);
        this.#nominating = unsaid.length;
        for (const pair of unsaid) this.#check(pair, true);
      } else if (pairsToNominate(this.#list, components, true, false) !== undefined) {
        this.#patience ??= clock.setTimer(nominationPatienceMs, () => {
          this.#patient = false;
          this.#conclude();
        });
      }
    }
    const selected = selectedPairs(this.#list, components, this.#controlling);
    if (selected !== undefined) this.#select(selected);
    else if (!this.#list.some(isOpen) && this.#selected === undefined) this.#list = thaw(this.#list);
  }

  #select(pairs: readonly Pair[]): void {
    const same = this.#selected?.every((pair, index) => pairs[index] !== undefined && isSamePair(pair, pairs[index]));
    if (same === true) return;
    const first = this.#selected === undefined;
    this.#selected = pairs;
    this.#giveUp?.cancel();
    if (first) this.#consent.start();
    this.#options.listener({ type: 'pairsSelected', pairs });
  }

  /** Of RTP's way; RTCP's shares its fate. */
  #askConsent(given: () => void): void {
    const pair = this.#selected?.[0];
    if (pair === undefined) return;
    this.#ask(pair, false, consentTries, (answer) => {
      if (answer?.class === 'success') given();
    });
    for (const other of this.#selected?.slice(1) ?? []) this.#ask(other, false, consentTries, () => {});
  }

  #ask(
    pair: Pair,
    nominates: boolean,
    tries: Tries,
    answered: (answer: (ReceivedStun & { readonly wasControlling: boolean }) | undefined) => void,
  ): void {
    const { local, remote, digests, send } = this.#options;
    const controlling = this.#controlling;
    const priority = priorityOf(pair.way === 'relayed' ? 'relay' : 'prflx', pair.component);
    this.#requests.send({
      to: pair.remote,
      make: (transaction) =>
        makeCheck({ local, remote, controlling, tieBreaker: this.#tieBreaker, priority, nominates }, transaction, digests),
      send: (bytes) => send(pair.component, pair.way, bytes, pair.remote),
      ...tries,
      believes: (answer) => answer.isMadeWith(keyOf(remote), digests),
      answered: (answer) => {
        if (!this.#over) answered(answer === undefined ? undefined : { ...answer, wasControlling: controlling });
      },
    });
  }

  #switchRole(): void {
    this.#controlling = !this.#controlling;
    this.#list = sorted(this.#list, this.#controlling);
  }

  #end(event: IceEvent): void {
    this.close();
    this.#options.listener(event);
  }
}
