// The rules that every SIP message of ours must keep on the wire.

import assert from 'node:assert/strict';
import type { Capture } from './capture.ts';
import { asHost, phoneAddress, phoneAddress6 } from './lan.ts';
import { repeatsWithoutCause } from './wire-repeats.ts';
import { flowOf, listOf, notQuoted, ofThePhone, sipMessages, valuesOf, type WireMessage, withoutRepeats } from './wire-sip.ts';

/** What holds for every message of ours in every capture; `lossless`: and nothing is ever said twice without a cause. What was is given once. */
export async function assertSoundSip(capture: Capture, lossless = true): Promise<readonly WireMessage[]> {
  const messages = await sipMessages(capture);
  // tshark reads encrypted reports on RTP's port as if they were not, and sometimes trips over them; not always does it say in what.
  const sealed = messages.some(({ body }) => /^m=audio \d+ \S*SAVP/m.test(body));
  const malformed = (
    await capture.rows(`_ws.malformed && ${notQuoted}`, ['frame.number', 'frame.protocols', '_ws.malformed'])
  ).filter((row) => !(sealed && row['frame.protocols'].includes('rtcp')));
  assert.deepEqual(malformed, [], 'packets that tshark calls malformed');
  const wrong = await capture.rows(`${ofThePhone} && sip && _ws.expert.severity >= 0x00600000 && ${notQuoted}`, [
    'frame.number',
    '_ws.expert.message',
  ]);
  assert.deepEqual(wrong, [], 'messages of ours that tshark warns of');
  const ours = messages.filter(({ fromPhone }) => fromPhone);
  for (const request of ours.filter(({ method }) => method !== undefined)) {
    const via = valuesOf(request, 'via');
    assert.equal(via.length, 1, 'a request of ours has one Via');
    assert.match(via[0] ?? '', /;branch=z9hG4bK[^;]{16,}/, 'RFC 3261 §8.1.1.7');
    assert.match(via[0] ?? '', /;rport(;|$)/, 'RFC 3581 §3');
    const sentBy = `SIP/2.0/${request.transport} ${asHost(request.six ? phoneAddress6 : phoneAddress)}`;
    assert.ok(via[0]?.startsWith(sentBy), `${via[0]} is sent by ${sentBy}`);
  }
  assertRising(withoutRepeats(ours));
  if (!lossless) return messages;
  assert.deepEqual(repeatsWithoutCause(messages), [], 'said again though nothing was lost');
  return withoutRepeats(messages);
}

/** CSeq of our own requests grows by one within a Call-ID, on each side where both are ours; ACK and CANCEL repeat their INVITE's (RFC 3261 §12.2.1.1, §13.2.2.4). */
function assertRising(ours: readonly WireMessage[]): void {
  const last = new Map<string, number>();
  const lastPeer = new Map<string, string>();
  for (const message of ours) {
    const { method, sequence, peer } = message;
    if (method === undefined) continue;
    const side = `${message.callId} ${/<[^>]*>/.exec(valuesOf(message, 'from')[0] ?? '')?.[0]}`;
    const before = last.get(side);
    if (method === 'ACK' || method === 'CANCEL') {
      assert.ok(before !== undefined && sequence <= before, `${method} has the CSeq of an INVITE`);
    } else {
      // The next server gets the same request under another branch (RFC 3263 §4.3).
      const movedOn = sequence === before && peer !== lastPeer.get(side);
      if (before !== undefined && !movedOn) assert.equal(sequence, before + 1, `CSeq of ${method}`);
      last.set(side, sequence);
      lastPeer.set(side, peer);
    }
  }
}

/** Requests of ours within a dialog go by the proxy that recorded its route, to the other side's Contact (RFC 3261 §12.2.1.1). */
export function assertRouteFollowed(messages: readonly WireMessage[], callId: string): void {
  const ofCall = messages.filter((message) => message.callId === callId);
  const establishing = ofCall.find(({ fromPhone, method, status, sequenceMethod }) =>
    sequenceMethod === 'INVITE' && !fromPhone ? status === 200 || method === 'INVITE' : false,
  );
  assert.ok(establishing, `a call was established: ${flowOf(ofCall)}`);
  const recorded = listOf(establishing, 'record-route');
  assert.ok(recorded.length > 0, 'the proxy recorded its route');
  const contact = /<([^>]+)>/.exec(valuesOf(establishing, 'contact')[0] ?? '')?.[1];
  const within = ofCall.filter(
    ({ fromPhone, method, headers }) =>
      fromPhone &&
      method !== undefined &&
      method !== 'CANCEL' &&
      headers.some(({ name, value }) => name === 'to' && value.includes(';tag=')),
  );
  for (const request of within.filter(({ requestUri }) => requestUri !== undefined)) {
    if (request.method === 'ACK' && listOf(request, 'route').length === 0) continue; // of a refusal: it goes hop by hop
    assert.deepEqual(listOf(request, 'route'), [...recorded].reverse(), `Route of ${request.method}`);
    assert.equal(request.requestUri, contact, `the target of ${request.method}`);
  }
}
