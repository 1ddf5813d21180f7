// Joins the desk's calls to the user agent's: carries effects down to SIP and SIP's facts up to the desk.

import type { NameAddr } from '#sip/message/name-addr';
import { isSipUri } from '#sip/message/uri';
import type { Log } from '#sip/ports';
import { isEncrypted } from '#sip/ua/media-session';
import type { Call, CallEvent, UserAgentEvent } from '#sip/ua/user-agent-events';
import type { CallId, LineIndex, Party } from '#ui/phone';
import type { CallMedia } from './call-media.ts';
import type { DeskEffect, WorldInput } from './desk-messages.ts';

/** What the switchboard needs of a line: the account that places calls. */
export interface CallingAccount {
  call(target: string, listener: (event: CallEvent) => void): Call;
}

export interface SwitchboardOptions {
  readonly log: Log;
  readonly callMedia: CallMedia;
  readonly accountOf: (line: LineIndex) => CallingAccount | undefined;
  readonly lineOf: (accountId: string) => LineIndex | undefined;
  readonly report: (input: WorldInput) => void;
}

/** Effects that are carried out on one call's SIP side. */
export type CallEffect = Extract<DeskEffect, { call: CallId }>;

export class Switchboard {
  readonly #options: SwitchboardOptions;
  readonly #calls = new Map<CallId, Call>();
  #arrivedCount = 0;

  constructor(options: SwitchboardOptions) {
    this.#options = options;
  }

  /** By which `CallMedia` knows the call. */
  mediaOf(call: CallId | undefined): string | undefined {
    return call === undefined ? undefined : this.#calls.get(call)?.id;
  }

  carryOut(effect: CallEffect): void {
    if (effect.type === 'placeCall') {
      this.#place(effect.call, effect.line, effect.number);
      return;
    }
    const call = this.#calls.get(effect.call);
    if (call === undefined) {
      this.#options.log.debug('calls', `${effect.type} for a call that is over`, { call: effect.call });
      return;
    }
    const { callMedia } = this.#options;
    if (effect.type === 'answerCall') call.answer();
    else if (effect.type === 'rejectCall') call.reject(effect.status);
    else if (effect.type === 'endCall') call.end();
    else if (effect.type === 'holdCall') call.hold();
    else if (effect.type === 'resumeCall') call.resume();
    else if (effect.type === 'startDtmf') callMedia.startDtmf(call.id, effect.digit);
    else callMedia.stopDtmf(call.id);
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
    const divertedBy = event.divertedBy === undefined ? undefined : partyOf(event.divertedBy);
    this.#options.report({ type: 'callArrived', call: id, line, remote: partyOf(event.call.remote), divertedBy });
  }

  #place(id: CallId, line: LineIndex, number: string): void {
    const account = this.#options.accountOf(line);
    if (account === undefined) {
      this.#options.report({ type: 'callEnded', call: id, end: { by: 'transport', reason: 'the line is not set up' } });
      return;
    }
    // The call may end before `call` has returned its handle (a number that is no address): its end is kept for afterwards.
    let over = false;
    const handle = account.call(number, (event) => {
      over ||= event.type === 'ended';
      this.#onCallEvent(id, event);
    });
    if (!over) this.#calls.set(id, handle);
  }

  #onCallEvent(call: CallId, event: CallEvent): void {
    switch (event.type) {
      case 'progressed':
        this.#options.report({ type: 'callProgressed', call, status: event.status, media: event.media });
        return;
      case 'answered':
        this.#options.report({ type: 'callAnswered', call, remote: partyOf(event.remote) });
        return;
      case 'mediaChanged': {
        const { send, heldByRemote } = event.media;
        const encrypted = isEncrypted(event.media);
        this.#options.report({ type: 'callMediaChanged', call, codec: send.name, heldByRemote, encrypted });
        return;
      }
      case 'mediaChangeFailed':
        this.#options.report({ type: 'callMediaChangeFailed', call });
        return;
      case 'ended':
        this.#calls.delete(call);
        this.#options.report({ type: 'callEnded', call, end: event.end });
    }
  }
}

/** What a stranger may fill the call log and the screen with. */
const longestName = 128;

/** Name and number as a person reads them; the number is what a call back would dial. */
function partyOf({ displayName, uri }: NameAddr): Party {
  const name = displayName === undefined || displayName === '' ? undefined : displayName.slice(0, longestName);
  if (!isSipUri(uri)) return { name, number: uri.rest.slice(0, longestName) };
  const number = uri.user === undefined ? uri.host : unescapeUser(uri.user);
  return { name, number: number.slice(0, longestName) };
}

function unescapeUser(user: string): string {
  try {
    return decodeURIComponent(user);
  } catch {
    return user;
  }
}
