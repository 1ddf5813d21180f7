// What the user agent tells of a call, in the desk's words.

import { isEncrypted } from '#sip/ua/media-session';
import type { Call, CallEvent, UserAgentEvent } from '#sip/ua/user-agent-events';
import type { CallId, LineIndex } from '#ui/phone';
import type { WorldInput } from './desk-messages.ts';
import { type Identity, identityOf, partyOf } from './parties.ts';

export function inputOf(call: CallId, event: Exclude<CallEvent, { type: 'transferRequested' }>): WorldInput | undefined {
  switch (event.type) {
    case 'progressed':
      return {
        type: 'callProgressed',
        call,
        status: event.status,
        media: event.media,
        ...(event.ringsAgain && { ringsAgain: event.ringsAgain }),
        ...(event.remote && { remote: partyOf(event.remote) }),
      };
    case 'answered':
      return {
        type: 'callAnswered',
        call,
        remote: event.remote && partyOf(event.remote),
        ...(event.focus === undefined ? {} : { focus: event.focus }),
      };
    case 'focusChanged': {
      const conference = event.focus === undefined ? undefined : { count: undefined, others: [] };
      return { type: 'callConferenceChanged', call, conference };
    }
    case 'identityChanged':
      return { type: 'callIdentityChanged', call, ...identityOf(event.identity) };
    // What a person presses over there, and texts, have no place on the desk yet.
    case 'infoReceived':
    case 'dtmfReceived':
    case 'messageReceived':
      return undefined;
    case 'redirected':
      return { type: 'callForwarded', call, to: partyOf(event.to) };
    case 'mediaChanged': {
      const { send, heldByRemote } = event.media;
      return { type: 'callMediaChanged', call, codec: send.name, heldByRemote, encrypted: isEncrypted(event.media) };
    }
    case 'mediaChangeFailed':
      return { type: 'callMediaChangeFailed', call };
    case 'remoteControl':
      return { type: 'callControlled', call, action: event.action };
    case 'transferProgressed':
      return { type: 'transferProgressed', call, status: event.status };
    case 'transferFailed':
      return { type: 'transferFailed', call, status: event.status };
    case 'transferred':
      return { type: 'transferred', call };
    case 'ended':
      return { type: 'callEnded', call, end: event.end };
  }
}

/** More names than a screen has room for. */
const mostNames = 16;

export function conferenceOf(
  { count, others }: Extract<UserAgentEvent, { type: 'conferenceChanged' }>,
  call: CallId,
): WorldInput {
  return { type: 'callConferenceChanged', call, conference: { count, others: others.slice(0, mostNames).map(partyOf) } };
}

/** `idOf`: the desk's name for a call that it is about. `numberOf`: the number under which a caller is called back. */
export function arrivalOf(
  { call: { identity }, divertedBy, alert, replaces, joins }: Extract<UserAgentEvent, { type: 'incomingCall' }>,
  call: CallId,
  line: LineIndex,
  { idOf, numberOf }: ArrivalWords,
): WorldInput {
  const joined = idOf(joins);
  return {
    type: 'callArrived',
    call,
    line,
    ...withNumber(identityOf(identity), numberOf),
    divertedBy: divertedBy === undefined ? undefined : partyOf(divertedBy),
    ringClass: alert?.ringClass,
    answerAfterMs: alert?.answerAfterS === undefined ? undefined : alert.answerAfterS * 1000,
    answerRequired: alert?.requireAnswer === true && alert.answerMode === 'auto',
    replaces: idOf(replaces),
    ...(joined === undefined ? {} : { joins: joined }),
  };
}

interface ArrivalWords {
  readonly idOf: (call: Call | undefined) => CallId | undefined;
  readonly numberOf: (number: string) => string;
}

function withNumber(identity: Identity, numberOf: (number: string) => string): Identity {
  return { ...identity, remote: { ...identity.remote, number: numberOf(identity.remote.number) } };
}
