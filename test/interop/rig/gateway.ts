// The other phones of a call flow, played by sipp: what one of them does, step by step.

import { type GatewayPort, gatewayPorts, user } from './numbers.ts';
import type { SippScript } from './sipp.ts';
import {
  again,
  body,
  contact,
  keepHeader,
  label,
  pause,
  receive,
  receiveAcceptance,
  receiveAck,
  receiveInvite,
  request,
  requestBack,
  response,
  responseWithin,
  type SdpParts,
  type Step,
  sdp,
  send,
} from './sipp-words.ts';

export interface Gateway {
  /** By which it calls and is called. */
  readonly number: string;
  readonly port: GatewayPort;
  /** What its From or To contains. */
  readonly ends: RegExp;
}

export const gateway: { readonly first: Gateway; readonly second: Gateway } = {
  first: { number: '9000', port: gatewayPorts.first, ends: /sip:9/ },
  second: { number: '8000', port: gatewayPorts.second, ends: /sip:8/ },
};

/** For `Sipp.script`. */
export function played(by: Gateway, name: string, ...parts: readonly (readonly Step[])[]): SippScript {
  return { name: `${name}-${by.number}`, flow: parts.flat(), port: by.port, calls: user.phone };
}

/** Is called, rings, and answers. */
export const isCalled: readonly Step[] = [
  receiveInvite,
  send(response('180 Ringing', [contact])),
  // What was repeated while sipp did not come to it is read now.
  pause(100),
  send(response('200 OK', [contact], sdp()), again),
  receiveAck,
];

/** Is called, and refuses. */
export const refuses = (status: string, headers: readonly string[] = []): readonly Step[] => [
  receiveInvite,
  send(response('180 Ringing', [contact])),
  pause(100),
  send(response(status, headers), again),
  receiveAck,
];

/** Calls, and is answered. */
export function callsPhone({ number }: Gateway, headers: readonly string[] = []): readonly Step[] {
  const actor = { user: number };
  return [
    send(request('INVITE', actor, { sequence: 1, headers, body: sdp() }), again),
    receive('response="100" optional="true"'),
    receive('response="180" optional="true"'),
    receiveAcceptance,
    send(request('ACK', actor, { sequence: 1, within: true })),
  ];
}

/** Is offered another description, hold or resume, and answers it. */
const isOffered = (answer: SdpParts): readonly Step[] => [
  receive('request="INVITE"'),
  send(responseWithin('200 OK', [contact], sdp({ version: 2, ...answer })), again),
  receive('request="ACK"'),
];

export const isHeld: readonly Step[] = isOffered({ direction: 'recvonly' });
export const isResumed: readonly Step[] = isOffered({ version: 3 });

export const isHungUpOn: readonly Step[] = [receive('request="BYE"'), send(responseWithin('200 OK'))];

/** An ACK comes again where what it acknowledges did. */
const isOver: readonly Step[] = [receive('request="ACK" optional="true"'), receive('response="200"')];

/** As the one that called. */
export function hangsUp({ number }: Gateway, sequence = 2): readonly Step[] {
  return [send(request('BYE', { user: number }, { sequence, within: true }), again), ...isOver];
}

/** As the one that was called. */
export const hangsUpBack: readonly Step[] = [send(requestBack('BYE', 9), again), ...isOver];

/** Rings until the caller gives up. */
export const isCancelled: readonly Step[] = [
  receiveInvite,
  send(response('180 Ringing', [contact])),
  receive('request="CANCEL"'),
  send(response('200 OK')),
  send(response('487 Request Terminated').replace('[last_CSeq:]', 'CSeq: [$sequence] INVITE'), again),
  receive('request="CANCEL" optional="true"'),
  receive('request="ACK"'),
];

/** As the one that was called: offers another description. */
export function offersBack(sequence: number, offer: SdpParts): readonly Step[] {
  return [
    send(requestBack('INVITE', sequence, [], sdp({ version: 1 + sequence, ...offer })), again),
    receive('response="100" optional="true"'),
    receive('response="200"'),
    send(requestBack('ACK', sequence)),
  ];
}

const sipfrag = (status: string): string => body('message/sipfrag;version=2.0', `SIP/2.0 ${status}`);
const active = 'Subscription-State: active;expires=60';
const terminated = 'Subscription-State: terminated;reason=noresource';

/** As the one that called: is asked to call somebody else, and tells how that went; `final` ends the story. */
export function isReferred({ number }: Gateway, final: string, firstSequence = 2): readonly Step[] {
  const notify = (sequence: number, status: string, state: string): readonly Step[] => [
    send(
      request(
        'NOTIFY',
        { user: number },
        {
          sequence,
          within: true,
          headers: ['Event: refer', state],
          body: sipfrag(status),
        },
      ),
      again,
    ),
    receive('response="200"'),
  ];
  return [
    receive('request="REFER"'),
    send(responseWithin('202 Accepted', [contact])),
    // Whomever the phone consulted is held meanwhile: its BYE would cross the answer to that.
    pause(1000),
    ...notify(firstSequence, '100 Trying', active),
    ...notify(firstSequence + 1, final, terminated),
  ];
}

/** As the one that was called: asks to call somebody else, and hears how that goes. */
export function refersBack(referTo: string, notified = 2): readonly Step[] {
  const heard = [receive('response="202" optional="true"'), receive('request="NOTIFY"'), send(responseWithin('200 OK'))];
  return [
    send(requestBack('REFER', 2, [`Refer-To: ${referTo}`, 'Referred-By: <sip:9000@[local_ip]>']), again),
    // It comes again, be it behind a NOTIFY, where the request did.
    receive('response="202"'),
    ...Array.from({ length: notified }, () => heard).flat(),
  ];
}

/** Follows calls by the dialog package, until it is told that one is over. */
export const watches = ({ number }: Gateway): readonly Step[] => [
  send(
    request(
      'SUBSCRIBE',
      { user: number },
      { sequence: 1, headers: ['Event: dialog', 'Accept: application/dialog-info+xml', 'Expires: 600'] },
    ),
    again,
  ),
  // More than come. No loop: sipp would be between two steps when the answer, which comes again where the request did, comes.
  ...Array.from({ length: 20 }, () => [
    receive('response="200" rrs="true" optional="true"', keepHeader('To', 'callee')),
    receive('request="NOTIFY"', '<ereg regexp="terminated" search_in="body" assign_to="over"/>'),
    send(responseWithin('200 OK'), ' next="over" test="over"'),
  ]).flat(),
  '<Reference variables="callee"/>',
  label('over'),
];
