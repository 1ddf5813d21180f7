// How many SIP messages a second of processor time reads: ours against the parsers of sip.js, JsSIP and `sip`. What each is asked for is
// what a transaction needs: Via, From, To, Call-ID, CSeq.

import { createRequire } from 'node:module';
import { parseMessage } from '#sip/message/parse-message';
import { type Row, rowOf } from './rig/contest.ts';

const invite = [
  'INVITE sip:1001@192.0.2.10:5060;transport=udp SIP/2.0',
  'Via: SIP/2.0/UDP 192.0.2.1:5060;rport;branch=z9hG4bK-524287-1---abcdef0123456789',
  'Via: SIP/2.0/UDP 192.0.2.20:5062;received=192.0.2.20;branch=z9hG4bK776asdhds',
  'Record-Route: <sip:192.0.2.1;lr;ftag=9fxced76sl>',
  'Max-Forwards: 69',
  'From: "Alice Example" <sip:alice@example.com>;tag=9fxced76sl',
  'To: <sip:1001@example.com>',
  'Call-ID: 3848276298220188511@atlanta.example.com',
  'CSeq: 2 INVITE',
  'Contact: <sip:alice@192.0.2.20:5062;transport=udp>',
  'Allow: INVITE, ACK, CANCEL, OPTIONS, BYE, REFER, NOTIFY',
  'Supported: replaces, timer',
  'User-Agent: Phone/1.0',
  'Content-Type: application/sdp',
  'Content-Length: 170',
  '',
  'v=0',
  'o=- 1 1 IN IP4 192.0.2.20',
  's=-',
  'c=IN IP4 192.0.2.20',
  't=0 0',
  'm=audio 4000 RTP/AVP 0 8 101',
  'a=rtpmap:101 telephone-event/8000',
  'a=fmtp:101 0-15',
  'a=ptime:20',
  'a=sendrecv',
  '',
].join('\r\n');

const registered = [
  'SIP/2.0 200 OK',
  'Via: SIP/2.0/UDP 192.0.2.20:5062;received=192.0.2.20;branch=z9hG4bK776asdhds',
  'From: <sip:alice@example.com>;tag=9fxced76sl',
  'To: <sip:alice@example.com>;tag=37GkEhwl6',
  'Call-ID: 1j9FpLxk3uxtm8tn@192.0.2.20',
  'CSeq: 2 REGISTER',
  'Contact: <sip:alice@192.0.2.20:5062>;expires=3600',
  'Content-Length: 0',
  '',
  '',
].join('\r\n');

type Reader = (text: string, bytes: Uint8Array) => boolean;

const require = createRequire(import.meta.url);
const silent = { error: () => {}, warn: () => {}, log: () => {}, debug: () => {} };

async function readers(): Promise<{ readonly ours: Reader; readonly peers: readonly (readonly [string, string, Reader])[] }> {
  const sipJs = await import(new URL('../../node_modules/sip.js/lib/core/messages/parser.js', import.meta.url).href);
  const jsSip = require('jssip/lib/Parser.js');
  const kirm = require('sip');
  return {
    ours: (_, bytes) => parseMessage(bytes).ok,
    peers: [
      ['sip.parse', 'sip.js', (text) => sipJs.Parser.parseMessage(text, silent) !== undefined],
      ['sip.parse.jssip', 'JsSIP', (text) => Boolean(jsSip.parseMessage(text, {}))],
      ['sip.parse.sip', 'sip', (text) => kirm.parse(text) !== undefined],
    ],
  };
}

/** Messages per second of processor time, half INVITE and half 200. */
function rate(read: Reader, forMs: number): number {
  const messages = [invite, registered].map((text) => [text, new TextEncoder().encode(text)] as const);
  const before = process.cpuUsage();
  let count = 0;
  for (;;) {
    for (let i = 0; i < 20; i++) {
      for (const [text, bytes] of messages) if (!read(text, bytes)) throw new Error('a well-formed message was refused');
    }
    count += 40;
    const { user, system } = process.cpuUsage(before);
    if ((user + system) / 1000 > forMs) return count / ((user + system) / 1e6);
  }
}

/** In turn with each peer, so that a busy machine hits both. */
export async function benchParsers(runs: number = 5, runMs: number = 300): Promise<readonly Row[]> {
  const { ours, peers } = await readers();
  rate(ours, runMs);
  return peers.map(([name, peerName, read]) => {
    const our: number[] = [];
    const their: number[] = [];
    rate(read, runMs);
    for (let i = 0; i < runs; i++) {
      our.push(rate(ours, runMs));
      their.push(rate(read, runMs));
    }
    return rowOf({ name, unit: 'messages/s', better: 'higher', ours: our, peer: { name: peerName, values: their } });
  });
}
