// The SIP messages of a capture, as tshark took them apart, and the rules that every one of ours must keep.

import assert from 'node:assert/strict';
import type { Capture } from './capture.ts';
import { phoneAddress } from './lan.ts';

export interface WireMessage {
  readonly atMs: number;
  readonly fromPhone: boolean;
  readonly transport: 'UDP' | 'TCP';
  /** Undefined for a response. */
  readonly method: string | undefined;
  readonly status: number | undefined;
  readonly requestUri: string | undefined;
  readonly callId: string;
  readonly sequence: number;
  readonly sequenceMethod: string;
  /** Of the topmost Via. */
  readonly branch: string;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly body: string;
}

interface Packet {
  readonly _source: { readonly layers: Readonly<Record<string, unknown>> };
}

export async function sipMessages(capture: Capture): Promise<readonly WireMessage[]> {
  const packets = (await capture.trees('sip', 'frame ip udp sip')) as readonly Packet[];
  return packets.flatMap(({ _source: { layers } }) => {
    const { sip } = layers;
    return (Array.isArray(sip) ? sip : [sip]).map((layer: Record<string, unknown>) => messageOf(layers, layer));
  });
}

function messageOf(layers: Packet['_source']['layers'], sip: Record<string, unknown>): WireMessage {
  const { frame, ip, udp } = layers as Readonly<Record<string, Readonly<Record<string, string>> | undefined>>;
  const [head = '', ...rest] = String(sip['sip.msg_hdr']).split('\r\n\r\n');
  const headers = head
    .split('\r\n')
    .filter((line) => line.includes(':'))
    .map((line) => ({ name: line.slice(0, line.indexOf(':')).toLowerCase(), value: line.slice(line.indexOf(':') + 1).trim() }));
  const header = (name: string): string => headers.find((each) => each.name === name)?.value ?? '';
  const [sequence = '', sequenceMethod = ''] = header('cseq').split(' ');
  const request = /^(\S+) (\S+) SIP\/2.0/.exec(String(sip['sip.Request-Line'] ?? ''));
  const status = /^SIP\/2.0 (\d{3})/.exec(String(sip['sip.Status-Line'] ?? ''))?.[1];
  return {
    atMs: Number(frame?.['frame.time_epoch']) * 1000,
    fromPhone: ip?.['ip.src'] === phoneAddress,
    transport: udp === undefined ? 'TCP' : 'UDP',
    method: request?.[1],
    status: status === undefined ? undefined : Number(status),
    requestUri: request?.[2],
    callId: header('call-id'),
    sequence: Number(sequence),
    sequenceMethod,
    branch: /;branch=([^;\s]+)/.exec(header('via'))?.[1] ?? '',
    headers,
    body: rest.join('\r\n\r\n'),
  };
}

/** All values of a header, in order. */
export function valuesOf(message: WireMessage, name: string): readonly string[] {
  return message.headers.filter((header) => header.name === name.toLowerCase()).map(({ value }) => value);
}

/** Of a header whose values may share a line: one by one. */
function listOf(message: WireMessage, name: string): readonly string[] {
  return valuesOf(message, name).flatMap((value) => value.split(/\s*,\s*(?=<)/));
}

export function directionOf(message: WireMessage): string | undefined {
  return /^a=(sendrecv|sendonly|recvonly|inactive)\r?$/m.exec(message.body)?.[1];
}

/** `REGISTER`, `401`, `BYE` ... in the order of the wire. */
export function flowOf(messages: readonly WireMessage[]): readonly string[] {
  return messages.map(({ method, status }) => method ?? String(status));
}

/** Once per transaction: what came again has the same branch, method and start line. */
export function withoutRepeats(messages: readonly WireMessage[]): readonly WireMessage[] {
  const seen = new Set<string>();
  return messages.filter((message) => {
    const key = keyOf(message);
    const again = seen.has(key);
    seen.add(key);
    return !again;
  });
}

function keyOf({ fromPhone, callId, branch, method, status, sequence, sequenceMethod }: WireMessage): string {
  return [fromPhone, callId, branch, method, status, sequence, sequenceMethod].join(' ');
}

/** What holds for every message of ours in every capture; `lossless`: and nothing is ever said twice. */
export async function assertSoundSip(capture: Capture, lossless = true): Promise<readonly WireMessage[]> {
  const messages = await sipMessages(capture);
  const malformed = await capture.rows('_ws.malformed', ['frame.number', '_ws.malformed']);
  assert.deepEqual(malformed, [], 'packets that tshark calls malformed');
  const wrong = await capture.rows(`ip.src == ${phoneAddress} && sip && _ws.expert.severity >= 0x00600000`, [
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
    assert.match(via[0] ?? '', new RegExp(`^SIP/2.0/${request.transport} ${phoneAddress}`));
  }
  assertRising(withoutRepeats(ours));
  if (lossless)
    assert.equal(
      withoutRepeats(messages).length,
      messages.length,
      `nothing was lost, so nothing is repeated: ${flowOf(messages)}`,
    );
  return messages;
}

/** CSeq of our own requests grows by one within a Call-ID; ACK and CANCEL repeat their INVITE's (RFC 3261 §12.2.1.1, §13.2.2.4). */
function assertRising(ours: readonly WireMessage[]): void {
  const last = new Map<string, number>();
  for (const { method, callId, sequence } of ours) {
    if (method === undefined) continue;
    const before = last.get(callId);
    if (method === 'ACK' || method === 'CANCEL') {
      assert.ok(before !== undefined && sequence <= before, `${method} has the CSeq of an INVITE`);
    } else {
      if (before !== undefined) assert.equal(sequence, before + 1, `CSeq of ${method}`);
      last.set(callId, sequence);
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
