// Joins the desk's calls to the user agent's: carries effects down to SIP and SIP's facts up to the desk.

import type { Log } from '#sip/ports';
import type { CallOptions, CallWish } from '#sip/ua/call/call-options';
import type { SharedLine } from '#sip/ua/shared-line/shared-line';
import type { ReferralRequest } from '#sip/ua/transfer/transfer-events';
import type { Call, CallEvent, UserAgentEvent } from '#sip/ua/user-agent-events';
import type { CallId, LineIndex } from '#ui/phone';
import { arrivalOf, conferenceOf, inputOf } from './call-event-input.ts';
import type { CallMedia } from './call-media.ts';
import type { DeskEffect, WorldInput } from './desk-messages.ts';
import type { HeldFirst } from './held-first.ts';
import { partyOf } from './parties.ts';

/** What the switchboard needs of a line: the account that places calls. */
export interface CallingAccount {
  call(target: string, listener: (event: CallEvent) => void, options?: CallOptions): Call;
  /** Where other phones have the line, too. */
  readonly sharedLine?: Pick<SharedLine, 'take'> | undefined;
}

export interface SwitchboardOptions {
  readonly log: Log;
  readonly callMedia: CallMedia;
  readonly accountOf: (line: LineIndex) => CallingAccount | undefined;
  readonly lineOf: (accountId: string) => LineIndex | undefined;
  /** Keys go by INFO and not with the sound. */
  readonly dtmfBySip?: () => boolean;
  /** Transfers wait for nothing when absent. */
  readonly heldFirst?: HeldFirst;
  /** The number of a caller as the line knows it; as it came when absent. */
  readonly callerNumber?: (line: LineIndex, number: string) => string;
  /** A locked phone calls few numbers. */
  readonly refuses?: (number: string) => boolean;
  readonly report: (input: WorldInput) => void;
}

/** Effects that are carried out on one call's SIP side. */
export type CallEffect = Extract<DeskEffect, { call: CallId }>;
type EffectOnCall = Exclude<CallEffect, { type: 'placeCall' | 'acceptReferral' | 'refuseReferral' }>;

/** It is told when the key goes down, before anybody knows when it comes up: what most phones say. */
const infoDurationMs = 160;

/** Who asks for more calls than this at once waits in vain. */
const mostReferrals = 8;

export class Switchboard {
  readonly #options: SwitchboardOptions;
  readonly #calls = new Map<CallId, Call>();
  /** Calls that somebody asked us to place, until the desk has decided. */
  readonly #referrals = new Map<CallId, ReferralRequest>();
  #arrivedCount = 0;
  #referralCount = 0;

  constructor(options: SwitchboardOptions) {
    this.#options = options;
  }

  /** By which `CallMedia` knows the call. */
  mediaOf(call: CallId): string | undefined {
    return this.#calls.get(call)?.id;
  }

  /** As it is now; undefined when it is over. */
  callBy(media: string): Call | undefined {
    for (const call of this.#calls.values()) if (call.id === media) return call;
    return undefined;
  }

  /** The other way round. */
  callOfMedia(media: string): CallId | undefined {
    for (const [id, call] of this.#calls) if (call.id === media) return id;
    return undefined;
  }

  carryOut(effect: CallEffect): void {
    if (effect.type === 'placeCall') {
      this.#place(effect);
    } else if (effect.type === 'acceptReferral') {
      this.#acceptReferral(effect.call, wishOf(effect));
    } else if (effect.type === 'refuseReferral') {
      this.#referrals.get(effect.call)?.refuse(effect.status);
      this.#referrals.delete(effect.call);
    } else {
      const call = this.#calls.get(effect.call);
      if (call === undefined) this.#options.log.debug('calls', `${effect.type} for a call that is over`, { call: effect.call });
      else this.#carryOutOn(call, effect);
    }
  }

  #carryOutOn(call: Call, effect: EffectOnCall): void {
    const { callMedia, dtmfBySip, heldFirst } = this.#options;
    switch (effect.type) {
      case 'answerCall':
        call.answer(wishOf(effect));
        break;
      case 'rejectCall':
        call.reject(effect.status);
        break;
      case 'divertCall':
        call.redirect([effect.number], effect.why);
        break;
      case 'endCall':
        call.end();
        break;
      case 'holdCall':
        heldFirst?.asked(effect.call);
        call.hold();
        break;
      case 'resumeCall':
        call.resume();
        break;
      case 'transferCall':
        call.transfer(effect.number);
        break;
      case 'transferToCall':
        if (heldFirst === undefined) this.#transferTo(call, effect);
        else heldFirst.when(effect.other, () => this.#transferTo(call, effect));
        break;
      case 'startDtmf':
        if (dtmfBySip?.() === true) call.sendDtmfInfo(effect.digit, infoDurationMs);
        else callMedia.startDtmf(call.id, effect.digit);
        break;
      case 'stopDtmf':
        callMedia.stopDtmf(call.id);
        break;
    }
  }

  onIncomingCall(event: Extract<UserAgentEvent, { type: 'incomingCall' }>): void {
    const line = this.#options.lineOf(event.accountId);
    if (line === undefined) {
      event.call.reject(404);
      return;
    }
    const id = `in-${++this.#arrivedCount}`;
    this.#calls.set(id, event.call);
    event.listen((callEvent) => this.#onCallEvent(id, callEvent));
    const { callerNumber = (_, number) => number, report } = this.#options;
    report(arrivalOf(event, id, line, { idOf: (call) => this.#idOf(call), numberOf: (number) => callerNumber(line, number) }));
  }

  /** Outside of any call (click-to-dial). */
  onReferral(event: Extract<UserAgentEvent, { type: 'referReceived' }>): void {
    const line = this.#options.lineOf(event.accountId);
    if (line === undefined) event.refuse(404);
    else this.#onReferral(event, line, undefined);
  }

  /** Who takes part where the call leads. */
  onConference(event: Extract<UserAgentEvent, { type: 'conferenceChanged' }>): void {
    const call = this.#idOf(event.call);
    if (call !== undefined) this.#options.report(conferenceOf(event, call));
  }

  #place(effect: Extract<CallEffect, { type: 'placeCall' }>): void {
    const { call: id, line, number, replaces, takes } = effect;
    if (this.#options.refuses?.(number) === true) {
      this.#options.report({ type: 'callEnded', call: id, end: { by: 'response', status: 403, reason: 'Forbidden' } });
      return;
    }
    const account = this.#options.accountOf(line);
    if (account === undefined) {
      this.#options.report({ type: 'callEnded', call: id, end: { by: 'transport', reason: 'the line is not set up' } });
      return;
    }
    if (takes !== undefined) {
      const taken = this.#follow(id, (listener) => account.sharedLine?.take(takes.appearance, takes.how, listener));
      // The other phone was faster.
      if (!taken) this.#options.report({ type: 'callEnded', call: id, end: { by: 'response', status: 480, reason: 'Gone' } });
      return;
    }
    const options = { ...wishOf(effect), ...(replaces === undefined ? {} : { replaces }) };
    this.#follow(id, (listener) => account.call(number, listener, options));
  }

  #acceptReferral(id: CallId, wish: CallWish): void {
    const referral = this.#referrals.get(id);
    this.#referrals.delete(id);
    if (referral === undefined || !this.#follow(id, (listener) => referral.accept(listener, wish))) {
      this.#options.report({ type: 'callEnded', call: id, end: { by: 'timeout' } });
    }
  }

  /** A call may end before its handle is returned (a number that is no address): its end is kept for afterwards. False: there is none. */
  #follow(id: CallId, place: (listener: (event: CallEvent) => void) => Call | undefined): boolean {
    let over = false;
    const handle = place((event) => {
      over ||= event.type === 'ended';
      this.#onCallEvent(id, event);
    });
    if (handle !== undefined && !over) this.#calls.set(id, handle);
    return handle !== undefined;
  }

  #transferTo(call: Call, { call: id, other }: Extract<CallEffect, { type: 'transferToCall' }>): void {
    const partner = this.#calls.get(other);
    if (partner === undefined) this.#options.report({ type: 'transferFailed', call: id, status: undefined });
    else call.transfer(partner);
  }

  #onReferral(referral: ReferralRequest, line: LineIndex | undefined, call: CallId | undefined): void {
    if (this.#referrals.size >= mostReferrals) {
      referral.refuse(486);
      return;
    }
    const id = `ref-${++this.#referralCount}`;
    this.#referrals.set(id, referral);
    const { to, asks } = referral;
    this.#options.report({ type: 'referralReceived', call: id, asks, instead: call, line, remote: partyOf(to) });
  }

  #onCallEvent(call: CallId, event: CallEvent): void {
    if (event.type === 'transferRequested') {
      this.#onReferral(event, undefined, call);
      return;
    }
    if (event.type === 'ended') this.#calls.delete(call);
    this.#options.heldFirst?.heard(call, event);
    const input = inputOf(call, event);
    if (input !== undefined) this.#options.report(input);
  }

  #idOf(call: Call | undefined): CallId | undefined {
    if (call === undefined) return undefined;
    for (const [id, each] of this.#calls) if (each === call) return id;
    return undefined;
  }
}

/** Where the person withholds our number; else it is as the line says. */
function wishOf({ anonymous }: { readonly anonymous?: true }): CallWish {
  return anonymous === undefined ? {} : { anonymous };
}
