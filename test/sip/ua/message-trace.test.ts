// What is traced of a message: enough for a ladder, and no secret.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseMessage } from '#sip/message/parse-message';
import { traceMessage } from '#sip/ua/message-trace';
import type { UserAgentEvent } from '#sip/ua/user-agent-events';

type Traced = Extract<UserAgentEvent, { type: 'messageTraced' }>;

function trace(text: string): Traced {
  const parsed = parseMessage(new TextEncoder().encode(text.replaceAll('\n', '\r\n')));
  if (!parsed.ok) throw new Error(parsed.reason);
  const heard: UserAgentEvent[] = [];
  const target = { protocol: 'UDP', remote: { family: 4, address: '10.0.0.9', port: 5060 } } as const;
  traceMessage('received', parsed.message, target, (event) => heard.push(event));
  const [event] = heard;
  assert.ok(event?.type === 'messageTraced');
  return event;
}

function request(method: string, fields: string, body = ''): string {
  return `${method} sip:1001@10.0.0.1 SIP/2.0
Via: SIP/2.0/UDP 10.0.0.9;branch=z9hG4bKabc
From: <sip:2002@10.0.0.9>;tag=f
To: <sip:1001@10.0.0.9>;tag=t
Call-ID: c1
CSeq: 7 ${method}
${fields}Content-Length: ${body.replaceAll('\n', '\r\n').length}

${body}`;
}

test('Call-ID, CSeq, branch and tags are told', () => {
  const { callId, cseq, branch, fromTag, toTag, status, remote } = trace(request('OPTIONS', ''));
  assert.deepEqual(
    [callId, cseq, branch, fromTag, toTag, status, remote],
    ['c1', { number: 7, method: 'OPTIONS' }, 'z9hG4bKabc', 'f', 't', undefined, '10.0.0.9:5060'],
  );
});

for (const [name, text, secret] of [
  [
    'a digest response',
    request('INVITE', 'Authorization: Digest username="a", realm="r", response="s3cr3tdigest"\n'),
    's3cr3tdigest',
  ],
  ['a bearer token', request('INVITE', 'Authorization: Bearer s3cr3ttoken\n'), 's3cr3ttoken'],
  ['a proxy digest', request('INVITE', 'Proxy-Authorization: Digest username="a", cnonce="s3cr3tcnonce"\n'), 's3cr3tcnonce'],
  [
    'an SDES key',
    request('INVITE', 'Content-Type: application/sdp\n', 'v=0\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:s3cr3tkey|2^20\n'),
    's3cr3tkey',
  ],
  ['an SDP key', request('INVITE', 'Content-Type: application/sdp\n', 'v=0\nk=clear:s3cr3tkey\n'), 's3cr3tkey'],
  ['what people write', request('MESSAGE', 'Content-Type: text/plain\n', 'my pin is s3cr3t\n'), 's3cr3t'],
  ['what people write in XML', request('MESSAGE', 'Content-Type: application/im-iscomposing+xml\n', '<a>s3cr3t</a>'), 's3cr3t'],
  ['pressed digits', request('INFO', 'Content-Type: application/dtmf-relay\n', 'Signal=9\nDuration=160\n'), 'Signal'],
  ['pressed digits of the other kind', request('INFO', 'Content-Type: application/dtmf\n', '98765'), '98765'],
] as const) {
  test(`${name} is struck out`, () => {
    const { text: shown, startLine } = trace(text);
    assert.ok(!`${shown}${startLine}`.includes(secret), shown);
    assert.match(shown, /\*\*\*/);
  });
}

test('what is no secret stays', () => {
  const shown = trace(request('INFO', 'Content-Type: application/media_control+xml\n', '<picture_fast_update/>')).text;
  assert.match(shown, /<picture_fast_update\/>/);
});
