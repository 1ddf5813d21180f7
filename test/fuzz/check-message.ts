// What must hold for any bytes at all that reach the SIP parser. Throws when it does not.

import assert from 'node:assert/strict';
import { parseAuthValues } from '#sip/auth/auth-parameters';
import { redactMessage } from '#sip/auth/redact';
import { makeResponse } from '#sip/message/make-response';
import type { SipMessage } from '#sip/message/message';
import { parseMessage } from '#sip/message/parse-message';
import { serializeMessage } from '#sip/message/serialize-message';
import { parseSdp } from '#sip/sdp/parse-sdp';
import { serializeSdp } from '#sip/sdp/serialize-sdp';
import { StreamFramer } from '#sip/transport/stream-framer';

/** Everything that says what a message is. Content-Length is the serializer's matter. */
export function contentsOf(message: SipMessage): unknown {
  const start = message.kind === 'request' ? [message.method, message.uri] : [message.status, message.reason];
  const fields = [...message.headers.entries()].filter(([name]) => name !== 'Content-Length');
  return { start, fields, body: [...message.body] };
}

export function checkMessage(bytes: Uint8Array): 'accepted' | 'refused' {
  checkFraming(bytes);
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

/** A stream is cut the same however it is chunked, and what is cut out ends where the parser says that it ends. */
function checkFraming(bytes: Uint8Array): void {
  const whole = new StreamFramer().push(bytes);
  const framer = new StreamFramer();
  const half = bytes.length >> 1;
  const parts = [...framer.push(bytes.subarray(0, half)), ...framer.push(bytes.subarray(half))];
  assert.deepEqual(
    parts.filter((frame) => frame.type === 'message'),
    whole.filter((frame) => frame.type === 'message'),
  );
  for (const frame of whole) {
    const result = frame.type === 'message' ? parseMessage(frame.bytes) : undefined;
    if (frame.type === 'message' && result?.ok === true) assert.equal(result.message.body.at(-1), lastOfBody(frame.bytes));
  }
}

function lastOfBody(bytes: Uint8Array): number | undefined {
  return bytes.subarray(Buffer.from(bytes).indexOf('\r\n\r\n') + 4).at(-1);
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
