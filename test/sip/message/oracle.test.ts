// Another implementation reads the same well-formed messages: both must understand the same (sip.js, which accepts nearly all of them).

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseMessage } from '#sip/message/parse-message';
import { serializeUri } from '#sip/message/uri';

interface OracleUri {
  toString(): string;
}
interface OracleMessage {
  method: string;
  ruri?: OracleUri;
  statusCode?: number;
  callId: string;
  cseq: number;
  fromTag: string;
  toTag?: string;
  from: { uri: OracleUri; displayName: string };
  to: { uri: OracleUri };
  via: { host: string; port?: number; branch?: string };
  body: string;
}
// The package's own declarations want a browser's types.
const { Parser }: { Parser: { parseMessage(data: string, logger: unknown): OracleMessage | undefined } } = await import(
  new URL('../../../node_modules/sip.js/lib/core/messages/parser.js', import.meta.url).href
);
const silent = { error: () => {}, warn: () => {}, log: () => {}, debug: () => {} };

const tail = ['Call-ID: a84b4c76e66710@pc33.example.com', 'Content-Length: 0', '', ''];
const messages: readonly (readonly string[])[] = [
  [
    'INVITE sip:bob@example.com SIP/2.0',
    'Via: SIP/2.0/UDP pc33.example.com:5070;branch=z9hG4bK776',
    'From: Alice <sip:alice@example.com>;tag=19',
    'To: Bob <sip:bob@example.com>',
    'CSeq: 314159 INVITE',
  ],
  [
    'OPTIONS sip:bob@example.com:5062;transport=tcp SIP/2.0',
    'v: SIP/2.0/TCP 192.0.2.1;branch=z9hG4bKx;rport',
    'f: "A \\"B\\" C" <sip:alice@example.com>;tag=a.b-c',
    't: sip:bob@example.com;tag=77',
    'CSeq: 1 OPTIONS',
  ],
  [
    'BYE sip:bob@192.0.2.4 SIP/2.0',
    'Via: SIP/2.0/TLS h.example;branch=z9hG4bKy',
    'From: sip:+1212@example.com;user=phone;tag=1',
    'To: <sip:bob@example.com;user=phone>;tag=2',
    'CSeq: 2147483647 BYE',
  ],
  [
    'SIP/2.0 200 OK',
    'Via: SIP/2.0/UDP a.example;branch=z9hG4bK1;received=192.0.2.9',
    'From: <sip:a@example.com>;tag=1',
    'To: <sip:b@example.com>;tag=2',
    'CSeq: 3 REGISTER',
  ],
  [
    'SIP/2.0 486 Busy Here',
    'Via: SIP/2.0/WSS a.invalid;branch=z9hG4bK1',
    'From: <sips:a@example.com>;tag=1',
    'To: "B" <sips:b@example.com:5061>;tag=2',
    'CSeq: 3 INVITE',
  ],
];
for (const lines of messages) {
  test(`both read alike: ${lines[0]}`, () => {
    const text = [...lines, ...tail].join('\r\n');
    const result = parseMessage(new TextEncoder().encode(text));
    const oracle = Parser.parseMessage(text, silent);
    assert.ok(result.ok && oracle !== undefined);
    const { message } = result;
    const { headers } = message;
    assert.equal(headers.callId, oracle.callId);
    assert.equal(headers.cseq.number, oracle.cseq);
    assert.equal(headers.cseq.method, oracle.method);
    assert.equal(headers.from.parameters.get('tag'), oracle.fromTag);
    assert.equal(headers.to.parameters.get('tag'), oracle.toTag);
    assert.equal(serializeUri(headers.from.uri), oracle.from.uri.toString());
    assert.equal(serializeUri(headers.to.uri), oracle.to.uri.toString());
    assert.equal(headers.via.host, oracle.via.host);
    assert.equal(headers.via.port, oracle.via.port);
    assert.equal(headers.via.parameters.get('branch'), oracle.via.branch);
    if (message.kind === 'request') assert.equal(serializeUri(message.uri), oracle.ruri?.toString());
    else assert.equal(message.status, oracle.statusCode);
  });
}
