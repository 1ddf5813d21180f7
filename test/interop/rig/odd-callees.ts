// Odd things that those do whom the phone calls, played by sipp.

import { hangsUpBack, isHeld, isHungUpOn, offersBack } from './gateway.ts';
import { type OddSituation, secured, streams, trying, unknown, video } from './odd-situation.ts';
import {
  again,
  contact,
  keepHeader,
  pause,
  reached,
  receive,
  receiveAck,
  receiveInvite,
  requestBack,
  response,
  responseWithin,
  type Step,
  sdp,
  send,
} from './sipp-words.ts';

/** Long enough for what was repeated meanwhile. */
const rings: Step = `${send(response('180 Ringing', [contact]))}\n${pause(100)}`;
const answers = (content: string, headers: readonly string[] = []): Step =>
  send(response('200 OK', [contact, ...headers], content), again);
const acked = receiveAck;
/** As the called side, after a while. */
const ends: readonly Step[] = [pause(200), ...hangsUpBack];
const isCancelledThen = (final: readonly Step[]): readonly Step[] => [
  receive('request="CANCEL"'),
  send(response('200 OK')),
  ...final,
];
const terminated: readonly Step[] = [
  send(response('487 Request Terminated').replace('[last_CSeq:]', 'CSeq: [$sequence] INVITE'), again),
  receive('request="CANCEL" optional="true"'),
  acked,
];
const withoutTag = (message: string): string => message.replace(/;tag=\[pid\]t\[call_number\]/, '');

/** What the proxy passes on of a branch that was slower than its refusal (RFC 3261 §16.7). */
export const refusedThenAnswered: OddSituation = {
  name: 'a 480, and then the 200 of another branch: it gets its ACK and a BYE',
  caller: 'phone',
  flow: [
    receive('request="INVITE"', keepHeader('Record-Route', 'route') + keepHeader('To', 'called') + keepHeader('CSeq', 'number')),
    rings,
    send(response('480 Temporarily Unavailable'), again),
    acked,
    pause(300),
    // The ACK of a refusal came the way of its INVITE.
    send(
      [
        ...['SIP/2.0 200 OK', '[last_Via:]', 'Record-Route:[$route]', '[last_From:]', 'To:[$called];tag=late[call_number]'],
        ...['Call-ID: [call_id]', 'CSeq:[$number]', contact, sdp()],
      ].join('\n'),
      again,
    ),
    ...[acked, ...isHungUpOn],
  ],
  words: /not available/i,
};

function several(): string {
  return streams(1, 'm=audio [media_port] RTP/AVP 8 0 9 101', 'a=rtpmap:101 telephone-event/8000');
}

export const oddCallees: readonly OddSituation[] = [
  refusedThenAnswered,
  {
    name: 'a 180 and a 200 that name several codecs',
    caller: 'phone',
    flow: [receiveInvite, send(response('180 Ringing', [contact], several())), answers(several()), acked, ...ends],
    reaches: 'call',
  },
  {
    name: 'a 183 and a 200 without a tag in To',
    caller: 'phone',
    flow: [
      receiveInvite,
      send(withoutTag(response('183 Session Progress', [contact], sdp()))),
      pause(100),
      send(withoutTag(response('200 OK', [contact], sdp())), again),
      ...[acked, ...isHungUpOn],
    ],
    reaches: 'call',
    does: 'hangUp',
  },
  ...(
    [
      ['codecs that were not offered', [...unknown]],
      ['a key exchange that was not offered', [...secured, 'a=rtpmap:0 PCMU/8000']],
      ['other media than were offered', [...video]],
    ] as const
  ).flatMap(([what, lines]): OddSituation[] => [
    {
      name: `a 183 with ${what}, and a 200 that is right: the call stands`,
      caller: 'phone',
      flow: [
        receiveInvite,
        send(response('183 Session Progress', [contact], streams(1, ...lines))),
        pause(100),
        answers(sdp()),
        acked,
        ...ends,
      ],
      reaches: 'call',
    },
    {
      name: `a 200 with ${what}: the phone ends the call, and says why`,
      caller: 'phone',
      flow: [receiveInvite, rings, answers(streams(1, ...lines)), acked, ...isHungUpOn],
      words: /codec/i,
    },
  ]),
  {
    name: 'a 200 without an answer: the phone ends the call',
    caller: 'phone',
    flow: [receiveInvite, rings, send(response('200 OK', [contact]), again), acked, ...isHungUpOn],
    words: /./,
  },
  {
    name: 'a re-INVITE without an offer gets ours',
    caller: 'phone',
    flow: [
      ...[receiveInvite, rings, answers(sdp()), acked, pause(100)],
      send(requestBack('INVITE', 2), again),
      ...[trying, receive('response="200"'), send(requestBack('ACK', 2, [], sdp({ version: 2 }))), pause(100)],
      ...[send(requestBack('UPDATE', 3), again), receive('response="200"'), ...ends],
    ],
    reaches: 'call',
  },
  {
    name: 'a re-INVITE without an offer whose ACK brings no answer changes nothing',
    caller: 'phone',
    flow: [
      ...[receiveInvite, rings, answers(sdp()), acked, pause(100)],
      send(requestBack('INVITE', 2), again),
      ...[trying, receive('response="200"'), send(requestBack('ACK', 2)), ...ends],
    ],
    reaches: 'call',
  },
  {
    name: 'a re-INVITE after one that failed',
    caller: 'phone',
    flow: [
      ...[receiveInvite, rings, answers(sdp()), acked, pause(100)],
      send(requestBack('INVITE', 2, [], streams(2, ...unknown)), again),
      ...[
        trying,
        receive('response="488"'),
        send(requestBack('ACK', 2).replace('[branch]', '[branch-3]')),
        ...offersBack(3, {}),
        ...ends,
      ],
    ],
    reaches: 'call',
  },
  {
    name: 'a hold that is refused with 500 leaves the call',
    caller: 'phone',
    flow: [
      ...[receiveInvite, rings, answers(sdp()), acked],
      ...[receive('request="INVITE"'), send(responseWithin('500 Not Now'), again), acked, pause(100)],
      ...[send(requestBack('BYE', 9), again), receive('response="200"')],
    ],
    reaches: 'call',
    does: 'hold',
  },
  {
    name: 'a hold that meets 491, for both asked at once, comes again by itself',
    caller: 'phone',
    flow: [
      ...[receiveInvite, rings, answers(sdp()), acked],
      ...[receive('request="INVITE"'), send(responseWithin('491 Request Pending'), again), acked],
      // RFC 3261 §14.1: after 2.1 to 4 s.
      ...isHeld,
      ...ends,
    ],
    reaches: 'call',
    does: 'hold',
  },
  {
    name: 'a hold that nobody answers within its Expires is cancelled, and the call stands',
    caller: 'phone',
    flow: [
      ...[receiveInvite, rings, answers(sdp()), acked],
      receive('request="INVITE"', keepHeader('Expires', 'expires', '2') + keepHeader('CSeq', 'sequence', '[0-9]+')),
      '<Reference variables="expires"/>',
      ...[send(responseWithin('183 Session Progress')), receive('request="CANCEL"'), send(responseWithin('200 OK'))],
      send(responseWithin('487 Request Terminated').replace('[last_CSeq:]', 'CSeq: [$sequence] INVITE'), again),
      ...[acked, pause(200), send(requestBack('BYE', 9), again), receive('response="200"')],
    ],
    reaches: 'call',
    does: 'hold',
  },
  {
    name: 'a hold that is answered 481 ends the call',
    caller: 'phone',
    flow: [
      ...[receiveInvite, rings, answers(sdp()), acked],
      ...[receive('request="INVITE"'), send(responseWithin('481 Call/Transaction Does Not Exist'), again), acked, ...isHungUpOn],
    ],
    reaches: 'call',
    does: 'hold',
  },
  {
    name: 'a 422, and then an interval below what it asked for',
    caller: 'phone',
    flow: [
      receive('request="INVITE"'),
      send(response('422 Session Interval Too Small', ['Min-SE: 3600']), again),
      ...[acked, receiveInvite, rings, answers(sdp(), ['Session-Expires: 20;refresher=uas', 'Require: timer']), acked, ...ends],
    ],
    reaches: 'call',
  },
  {
    name: 'a CANCEL that is answered and brings no end: the person is free at once',
    caller: 'phone',
    flow: [receiveInvite, rings, ...isCancelledThen([])],
    reaches: 'outgoing',
    does: 'hangUp',
  },
  {
    name: 'a BYE of the called side before its answer, which it may not send, hurts nothing',
    caller: 'phone',
    flow: [
      receiveInvite,
      rings,
      pause(100),
      send(requestBack('BYE', 1), again),
      receive('response="481"'),
      reached('refused'),
      ...isCancelledThen(terminated),
    ],
    reaches: 'outgoing',
    does: 'hangUp',
    after: 'refused',
  },
];
