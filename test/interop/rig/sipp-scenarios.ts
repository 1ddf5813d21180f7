// What sipp does as a registered user: the flows that several tests share.

import {
  type Actor,
  again,
  credentials,
  pause,
  play,
  receive,
  receiveAcceptance,
  receiveAck,
  request,
  response,
  responseWithin,
  type Step,
  sdp,
  send,
} from './sipp-words.ts';

export type Scenario = 'register' | 'answer' | 'refuse' | 'call';

const contact = 'Contact: <sip:[local_ip]:[local_port]>';

/** Challenged, acknowledged, and sent again with the digest. */
function authenticatedInvite(actor: Actor): readonly Step[] {
  return [
    send(request('INVITE', actor, { sequence: 1, body: sdp() }), again),
    receive('response="407" auth="true"'),
    send(request('ACK', actor, { sequence: 1, toOfResponse: true })),
    send(request('INVITE', actor, { sequence: 2, headers: [credentials(actor)], body: sdp() }), again),
    receive('response="100" optional="true"'),
  ];
}

export const scenarios: Readonly<Record<Scenario, (actor: Actor) => readonly Step[]>> = {
  register: (actor) => [
    send(request('REGISTER', actor, { sequence: 1, headers: ['Expires: 600'] }), again),
    receive('response="401" auth="true"'),
    send(request('REGISTER', actor, { sequence: 2, headers: ['Expires: 600', credentials(actor)] }), again),
    receive('response="200"'),
  ],
  /** Rings, answers, talks, and waits to be hung up on. */
  answer: ({ tone }) => [
    receive('request="INVITE"'),
    send(response('180 Ringing', [contact])),
    pause(100),
    send(response('200 OK', [contact], sdp()), again),
    receiveAck,
    play(tone),
    receive('request="BYE"'),
    send(responseWithin('200 OK')),
  ],
  refuse: () => [receive('request="INVITE"'), send(response('486 Busy Here'), again), receive('request="ACK"')],
  /** Calls, talks, and hangs up. */
  call: (actor) => [
    ...authenticatedInvite(actor),
    receive('response="180" optional="true"'),
    receiveAcceptance,
    send(request('ACK', actor, { sequence: 2, within: true })),
    play(actor.tone),
    pause(actor.talkMs),
    send(request('BYE', actor, { sequence: 3, within: true }), again),
    receive('response="200"'),
  ],
};
