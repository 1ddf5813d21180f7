// Odd things that a caller of the phone does, played by sipp.

import { gateway, isHungUpOn } from './gateway.ts';
import { noLonger, type OddSituation, pcmu, secured, streams, trying, unknown, video } from './odd-situation.ts';
import {
  again,
  body,
  contact,
  keepHeader,
  pause,
  receive,
  receiveAcceptance,
  request,
  responseWithin,
  type Step,
  sdp,
  send,
} from './sipp-words.ts';

const actor = { user: gateway.first.number };
export const invite = (content: string | undefined, headers: readonly string[] = []): Step =>
  send(request('INVITE', actor, { sequence: 1, headers, body: content }), again);
export const ringing: Step = receive('response="180" optional="true"');
export const ack = (content?: string): Step => send(request('ACK', actor, { sequence: 1, within: true, body: content }));
/** Of a refusal: within its transaction, so that the branch is that of the INVITE, so many messages before (RFC 3261 §17.1.1.3). */
export const ackRefusal = (messages = 3): Step =>
  send(request('ACK', actor, { sequence: 1, toOfResponse: true }).replace('[branch]', `[branch-${messages}]`));
export const hangsUp = (sequence = 9): readonly Step[] => [
  send(request('BYE', actor, { sequence, within: true }), again),
  receive('response="200"'),
];
const accepted: readonly Step[] = [trying, ringing, receiveAcceptance];
const set: readonly Step[] = [invite(sdp()), ...accepted, ack(), pause(100)];

/** A re-INVITE, and what it is answered; `actions` look at the answer. */
export const offers = (
  sequence: number,
  status: number,
  content: string | undefined,
  headers: readonly string[] = [],
  actions = '',
): readonly Step[] => [
  send(request('INVITE', actor, { sequence, within: true, headers, body: content }), again),
  trying,
  receive(`response="${status}"`, actions),
  send(
    status === 200
      ? request('ACK', actor, { sequence, within: true })
      : request('ACK', actor, { sequence, within: true }).replace('[branch]', '[branch-3]'),
  ),
];
const updates = (sequence: number, status: number, content?: string): readonly Step[] => [
  send(request('UPDATE', actor, { sequence, within: true, body: content }), again),
  receive(`response="${status}"`),
];

export const oddCallers: readonly OddSituation[] = [
  {
    name: 'an INVITE without an offer is answered with ours, and its ACK brings the answer',
    caller: 'peer',
    flow: [invite(undefined), ...accepted, ack(sdp()), pause(200), ...hangsUp()],
    reaches: 'call',
  },
  {
    name: 'when the ACK brings no answer to our offer the phone ends the call',
    caller: 'peer',
    flow: [invite(undefined), ...accepted, ack(), ...isHungUpOn],
  },
  {
    name: 'an ACK with a foreign CSeq is none, the right one comes after it',
    caller: 'peer',
    flow: [
      ...[invite(sdp()), ...accepted],
      send(request('ACK', actor, { sequence: 7, within: true })),
      ...[ack(), pause(200), ...hangsUp()],
    ],
    reaches: 'call',
  },
  {
    name: 'two Require header fields are both heeded, and what is not known is named',
    caller: 'peer',
    flow: [invite(sdp(), ['Require: timer', 'Require: nobody-knows-this']), trying, receive('response="420"'), ackRefusal()],
  },
  {
    name: 'a second stream that is off and has no rtpmap does not disturb the first',
    caller: 'peer',
    flow: [invite(streams(1, ...pcmu, 'm=audio 0 RTP/AVP 96')), ...accepted, ack(), pause(200), ...hangsUp()],
    reaches: 'call',
  },
  {
    name: 'a static payload type needs no rtpmap',
    caller: 'peer',
    flow: [invite(streams(1, 'm=audio [media_port] RTP/AVP 0')), ...accepted, ack(), pause(200), ...hangsUp()],
    reaches: 'call',
  },
  {
    name: 'an offer of codecs that nobody knows is refused',
    caller: 'peer',
    flow: [invite(streams(1, ...unknown)), trying, receive('response="488"'), ackRefusal()],
  },
  {
    name: 'an offer of other media than sound is refused',
    caller: 'peer',
    flow: [invite(streams(1, ...video)), trying, receive('response="488"'), ackRefusal()],
  },
  {
    name: 'a re-INVITE with the branch of RFC 2543 is answered',
    caller: 'peer',
    flow: [
      ...set,
      ...offers(2, 200, sdp({ version: 2 })).map((step) => step.replace('[branch]', 'old-[call_number]-[cseq]')),
      ...hangsUp(),
    ],
    reaches: 'call',
  },
  {
    name: 'a re-INVITE that takes the only stream away leaves the call',
    caller: 'peer',
    flow: [...set, ...offers(2, 200, streams(2, ...noLonger)), ...offers(3, 200, sdp({ version: 3 })), ...hangsUp()],
    reaches: 'call',
  },
  {
    name: 'a re-INVITE with a description that is none is refused, and the call goes on',
    caller: 'peer',
    flow: [...set, ...offers(2, 488, body('application/sdp', 'v=0\nm=')), ...offers(3, 200, sdp({ version: 3 })), ...hangsUp()],
    reaches: 'call',
  },
  {
    name: 'two streams of sound, then one: the call goes on',
    caller: 'peer',
    flow: [
      ...[invite(streams(1, ...secured, ...pcmu)), ...accepted, ack(), pause(100)],
      ...[...offers(2, 200, streams(2, ...pcmu)), ...offers(3, 200, streams(3, ...noLonger, ...pcmu)), ...hangsUp()],
    ],
    reaches: 'call',
  },
  {
    name: 'codecs that are not ours in a re-INVITE are refused, those that are taken again',
    caller: 'peer',
    flow: [...set, ...offers(2, 488, streams(2, ...unknown)), ...offers(3, 200, sdp({ version: 2 })), ...hangsUp()],
    reaches: 'call',
  },
  {
    name: 'UPDATE without an offer, with a good one and with a bad one',
    caller: 'peer',
    flow: [
      ...set,
      ...updates(2, 200),
      ...updates(3, 200, sdp({ version: 2 })),
      ...updates(4, 488, streams(3, ...unknown)),
      ...hangsUp(),
    ],
    reaches: 'call',
  },
  {
    name: 'a bad offer in the PRACK is refused, and the call is answered all the same',
    caller: 'peer',
    flow: [
      invite(sdp(), ['Require: 100rel']),
      trying,
      `<recv response="180" rrs="true"><action>${keepHeader('To', 'callee')}${keepHeader('RSeq', 'rseq', '[0-9]+')}</action></recv>`,
      send(
        request('PRACK', actor, { sequence: 2, within: true, headers: ['RAck: [$rseq] 1 INVITE'], body: streams(2, ...unknown) }),
        again,
      ),
      receive('response="488"'),
      send(request('PRACK', actor, { sequence: 3, within: true, headers: ['RAck: [$rseq] 1 INVITE'] }), again),
      receive('response="200"'),
      receiveAcceptance,
      ...[ack(), pause(100), ...hangsUp()],
    ],
    reaches: 'call',
  },
  {
    name: 'a stream of video stays refused in its place when the phone holds',
    caller: 'peer',
    flow: [
      ...[invite(streams(1, ...pcmu, ...video)), ...accepted, ack()],
      `<recv request="INVITE"><action>${`<ereg regexp="m=video 0 " search_in="body" check_it="true" assign_to="video"/>`}</action></recv>`,
      '<Reference variables="video"/>',
      send(responseWithin('200 OK', [contact], streams(2, ...pcmu, 'a=recvonly', 'm=video 0 RTP/AVP 100')), again),
      ...[receive('request="ACK"'), ...hangsUp()],
    ],
    reaches: 'call',
    does: 'hold',
  },
  {
    name: 'a BYE of the caller before the answer ends the ringing',
    caller: 'peer',
    flow: [
      invite(sdp()),
      trying,
      `<recv response="180" rrs="true"><action>${keepHeader('To', 'callee')}</action></recv>`,
      send(request('BYE', actor, { sequence: 2, within: true }), again),
      receive('response="200"'),
      receive('response="487"'),
      ackRefusal(6),
    ],
  },
  {
    name: 'OPTIONS is answered outside of calls',
    caller: 'peer',
    flow: [send(request('OPTIONS', actor, { sequence: 1 }), again), receive('response="200"')],
  },
  {
    name: 'a MESSAGE without a body is answered',
    caller: 'peer',
    flow: [send(request('MESSAGE', actor, { sequence: 1 }), again), receive('response="200"')],
  },
  {
    name: 'a SUBSCRIBE to what the phone does not tell is refused',
    caller: 'peer',
    flow: [
      send(
        request('SUBSCRIBE', actor, { sequence: 1, headers: ['Event: presence', 'Expires: 60', 'Accept: application/pidf+xml'] }),
        again,
      ),
      receive('response="489"'),
    ],
  },
];
