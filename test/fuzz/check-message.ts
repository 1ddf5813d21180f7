// What must hold for any bytes at all that reach the SIP parser. Throws when it does not.

import assert from 'node:assert/strict';
import { parseAuthValues } from '#sip/auth/auth-parameters';
import { redactMessage } from '#sip/auth/redact';
import { makeResponse } from '#sip/message/make-response';
import { measureMessage } from '#sip/message/measure-message';
import type { SipMessage } from '#sip/message/message';
import { parseMessage } from '#sip/message/parse-message';
import { serializeMessage } from '#sip/message/serialize-message';
import { parseSdp } from '#sip/sdp/parse-sdp';
import { serializeSdp } from '#sip/sdp/serialize-sdp';

/** Everything that says what a message is. Content-Length is the serializer's matter. */
export function contentsOf(message: SipMessage): unknown {
  const start = message.kind === 'request' ? [message.method, message.uri] : [message.status, message.reason];
  const fields = [...message.headers.entries()].filter(([name]) => name !== 'Content-Length');
  return { start, fields, body: [...message.body] };
}

export function checkMessage(bytes: Uint8Array): 'accepted' | 'refused' {
  measureMessage(bytes);
  redactMessage(Buffer.from(bytes).toString('latin1'));
  checkSdp(bytes);
  const result = parseMessage(bytes);
  if (!result.ok) {
    if (result.answerable?.kind === 'request')
      checkAnswer(serializeMessage(makeResponse(result.answerable, result.status, result.reason, 't')));
    return 'refused';
  }
  const { message } = result;
  // The strict accessors never throw on what was accepted.
  const { headers } = message;
  for (const strict of [headers.via, headers.from, headers.to, headers.cseq, headers.callId]) assert.ok(strict !== undefined);
  for (const lazy of [() => headers.contacts, () => headers.routes, () => headers.recordRoutes]) onlyParseErrors(lazy);
  for (const [, value] of headers.entries()) parseAuthValues(value);
  checkSdp(message.body);
  const again = parseMessage(serializeMessage(message));
  assert.ok(again.ok, again.ok ? '' : `serialized and refused: ${again.reason}`);
  assert.deepEqual(contentsOf(again.message), contentsOf(message));
  if (message.kind === 'request') checkAnswer(serializeMessage(makeResponse(message, 200, undefined, 't')));
  return 'accepted';
}

/** One empty line, and it is the last of the header: nobody smuggled another message in. */
function checkAnswer(bytes: Uint8Array): void {
  const text = Buffer.from(bytes).toString('latin1');
  assert.equal(text.indexOf('\r\n\r\n'), text.length - 4);
  assert.equal(text.replaceAll('\r\n', '').search(/[\r\n]/), -1);
}

function checkSdp(body: Uint8Array): void {
  const result = parseSdp(body);
  if (!result.ok) return;
  const again = parseSdp(serializeSdp(result.description));
  assert.deepEqual(again, { ok: true, description: result.description });
}

function onlyParseErrors(read: () => unknown): void {
  try {
    read();
  } catch (error) {
    assert.equal(error instanceof Error && error.name, 'SipParseError');
  }
}
