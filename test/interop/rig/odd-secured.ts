// Odd things about encryption in offers and answers (RFC 4568, RFC 5763, RFC 8643), played by sipp. It does not encrypt: what counts here is what the
// phone takes, refuses and says.

import { hangsUpBack, isHungUpOn } from './gateway.ts';
import { ack, ackRefusal, hangsUp, invite, offers, ringing } from './odd-callers.ts';
import { type OddSituation, streams, trying } from './odd-situation.ts';
import { again, contact, pause, receive, receiveAcceptance, receiveInvite, response, type Step, send } from './sipp-words.ts';

const short = 'AES_CM_128_HMAC_SHA1_80';
const long = 'AES_256_CM_HMAC_SHA1_80';
const keyOf = (fill: string, bytes: number): string => btoa(fill.repeat(bytes));
const key = keyOf('k', 30);
const line = (tag: number, suite: string = short, more = '', inline = suite === long ? keyOf('l', 46) : key): string =>
  `a=crypto:${tag} ${suite} inline:${inline}${more}`;
const audio = (profile: string): string => `m=audio [media_port] ${profile} 0`;
const handshake = ['a=setup:actpass', `a=fingerprint:SHA-256 ${Array(32).fill('7A').join(':')}`];
const pjsuasFour = [
  line(1, long),
  line(2, 'AES_256_CM_HMAC_SHA1_32', '', keyOf('m', 46)),
  line(3),
  line(4, 'AES_CM_128_HMAC_SHA1_32', '', keyOf('n', 30)),
];

const says = (expression: string): string => `<ereg regexp="${expression}" search_in="msg" check_it="true" assign_to="said"/>`;
const saysNot = (expression: string): string => says(expression).replace('check_it', 'check_it_inverse');
const saysStream = (profile: string): string => says(`m=audio [1-9][0-9]* ${profile} `);
const saysKey = (tag: number, suite = short): string => says(`a=crypto:${tag} ${suite} inline:[A-Za-z0-9+/=]+`);
const looked: Step = '<Reference variables="said"/>';

const accepted = (...looks: readonly string[]): readonly Step[] => [
  ...[trying, ringing, receiveAcceptance.replace('<action>', `<action>${looks.join('')}`), looked],
];

/** Calls with these lines, and is answered like that; stays until it hangs up. */
const isTaken = (name: string, lines: readonly string[], ...looks: readonly string[]): OddSituation => ({
  name,
  caller: 'peer',
  flow: [invite(streams(1, ...lines)), ...accepted(...looks), ack(), pause(100), ...hangsUp()],
  reaches: 'call',
});
const isRefused = (name: string, lines: readonly string[]): OddSituation => ({
  name,
  caller: 'peer',
  flow: [invite(streams(1, ...lines)), trying, receive('response="488"'), ackRefusal()],
});
/** Calls with the first, and offers the second later. */
const changes = (
  name: string,
  [first, firstLook]: readonly [readonly string[], string],
  second: readonly (readonly [readonly string[], string])[],
): OddSituation => ({
  name,
  caller: 'peer',
  flow: [
    ...[invite(streams(1, ...first)), ...accepted(firstLook), ack(), pause(100)],
    ...second.flatMap(([lines, look], index) => [...offers(2 + index, 200, streams(2 + index, ...lines), [], look), pause(100)]),
    ...hangsUp(),
  ],
  reaches: 'call',
});

const isOffered = receiveInvite.replace('<action>', `<action>${saysKey(3)}`);
const answersWith = (lines: readonly string[]): readonly Step[] => [
  ...[isOffered, looked, send(response('180 Ringing', [contact]))],
  ...[send(response('200 OK', [contact], streams(1, ...lines)), again), receive('request="ACK"')],
];
const isBelieved = (name: string, lines: readonly string[]): OddSituation => ({
  name,
  caller: 'phone',
  flow: [...answersWith(lines), pause(200), ...hangsUpBack],
  reaches: 'call',
});
const isNotBelieved = (name: string, lines: readonly string[]): OddSituation => ({
  name,
  caller: 'phone',
  flow: [...answersWith(lines), ...isHungUpOn],
  words: /./,
});

/** At a phone that takes plain calls, too. */
export const oddForOptional: readonly OddSituation[] = [
  isTaken(
    'unknown suites first: the line after them is taken, by its own tag',
    [audio('RTP/SAVP'), line(1, 'F8_128_HMAC_SHA1_80'), line(4, 'NOBODY_KNOWS_THIS'), line(7)],
    ...[saysStream('RTP/SAVP'), saysKey(7), saysNot('a=crypto:[14]')],
  ),
  isTaken(
    'four lines: the first that is known is taken',
    [audio('RTP/SAVP'), ...pjsuasFour],
    ...[saysKey(1, long), saysNot('a=crypto:[2-4]')],
  ),
  isTaken(
    'a lifetime and an MKI are read; our key is without',
    [audio('RTP/SAVP'), line(1, short, '|2^20|1:4')],
    ...[saysKey(1), saysNot('a=crypto:[^|]*[|]')],
  ),
  isTaken(
    'a line that asks for sound that is not authenticated is passed over',
    [audio('RTP/SAVP'), line(1, short, ' UNAUTHENTICATED_SRTP'), line(2)],
    ...[saysKey(2), saysNot('UNAUTHENTICATED')],
  ),
  isTaken('RTP/AVP with keys is taken with keys (RFC 8643)', [audio('RTP/AVP'), line(1)], saysStream('RTP/AVP'), saysKey(1)),
  isTaken(
    'RTP/AVP with keys that can not be used is taken without',
    [audio('RTP/AVP'), line(1, 'NOBODY_KNOWS_THIS')],
    ...[saysStream('RTP/AVP'), saysNot('a=crypto')],
  ),
  isTaken('feedback is said back (RFC 5124)', [audio('RTP/SAVPF'), line(1)], saysStream('RTP/SAVPF'), saysKey(1)),
  isTaken(
    'of two streams, encrypted and plain, the first is taken',
    [audio('RTP/SAVP'), line(1), audio('RTP/AVP')],
    ...[says('m=audio [1-9][0-9]* RTP/SAVP .*m=audio 0 RTP/AVP '), saysKey(1)],
  ),
  isTaken('RTP/SAVP with a fingerprint is taken by a handshake', [audio('RTP/SAVP'), ...handshake], says('a=setup:active')),
  isRefused('RTP/SAVP without any key is refused', [audio('RTP/SAVP')]),
  isRefused('RTP/SAVP with half a key is refused', [audio('RTP/SAVP'), line(1, short, '', key.slice(20))]),
  isRefused('a profile that nobody knows is refused', [audio('RTP/XSAVP'), line(1)]),
  changes(
    'hold in the old way, and another key when it is over',
    [[audio('RTP/SAVP'), line(1)], saysKey(1)],
    [
      [['c=IN IP4 0.0.0.0', audio('RTP/SAVP'), line(1)], saysKey(1)],
      [[audio('RTP/SAVP'), line(1, short, '', keyOf('o', 30))], saysKey(1)],
    ],
  ),
  changes(
    'keys in the signalling, then a handshake',
    [[audio('RTP/SAVP'), ...pjsuasFour], saysKey(1, long)],
    [[[audio('UDP/TLS/RTP/SAVP'), ...handshake], `${saysStream('UDP/TLS/RTP/SAVP')}${says('a=setup:active')}`]],
  ),
  changes(
    'a handshake, then keys in the signalling',
    [[audio('UDP/TLS/RTP/SAVP'), ...handshake], says('a=setup:active')],
    [[[audio('RTP/SAVP'), ...pjsuasFour], saysKey(1, long)]],
  ),
  isBelieved('an answer with the third of our lines', [audio('RTP/AVP'), line(3)]),
  isBelieved('an answer without keys: the call is plain', [audio('RTP/AVP')]),
  isNotBelieved('an answer with a tag that was not offered ends the call', [audio('RTP/AVP'), line(9)]),
  isNotBelieved('an answer of another profile than was offered ends the call', [audio('RTP/SAVP'), line(3)]),
];

/** At a phone that demands encryption. */
export const oddForRequired: readonly OddSituation[] = [
  isTaken('RTP/AVP with keys is good enough', [audio('RTP/AVP'), line(1)], saysStream('RTP/AVP'), saysKey(1)),
  isTaken(
    'of two streams, plain and encrypted, the second is taken',
    [audio('RTP/AVP'), audio('RTP/SAVP'), line(1)],
    ...[says('m=audio 0 RTP/AVP .*m=audio [1-9][0-9]* RTP/SAVP '), saysKey(1)],
  ),
  isRefused('RTP/AVP without keys is refused', [audio('RTP/AVP')]),
  {
    name: 'our offer in the 200 has keys, the answer in the ACK takes one',
    caller: 'peer',
    flow: [
      ...[invite(undefined), ...accepted(saysStream('RTP/SAVP'), saysKey(3))],
      ...[ack(streams(1, audio('RTP/SAVP'), line(3))), pause(200), ...hangsUp()],
    ],
    reaches: 'call',
  },
  isBelieved('an answer with a lifetime and an MKI', [audio('RTP/SAVP'), line(3, short, '|2^31|5:2')]),
  isBelieved('an answer of two lines, the first of which was not offered', [audio('RTP/SAVP'), line(8), line(3)]),
  isNotBelieved('an answer without keys ends the call', [audio('RTP/SAVP')]),
  isNotBelieved('an answer in plain ends the call', [audio('RTP/AVP')]),
  isNotBelieved('an answer with another suite for its tag ends the call', [audio('RTP/SAVP'), line(1)]),
];
