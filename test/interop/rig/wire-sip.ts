// The SIP messages of a capture, as tshark took them apart.

import type { Capture } from './capture.ts';
import { phoneAddress, phoneAddress6 } from './lan.ts';

export interface WireMessage {
  readonly atMs: number;
  readonly fromPhone: boolean;
  readonly transport: 'UDP' | 'TCP' | 'TLS';
  /** Over IPv6. */
  readonly six: boolean;
  /** Which phone it is, of several at one address; over UDP alone. */
  readonly phonePort: number;
  /** The address of the other side. */
  readonly peer: string;
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

/** For a filter. */
export const ofThePhone: string = `(ip.src == ${phoneAddress} || ipv6.src == ${phoneAddress6})`;

/** RFC 3261 §20, as far as a test asks for them. */
const shortNames: Readonly<Record<string, string>> = { v: 'via', f: 'from', t: 'to', i: 'call-id', m: 'contact', k: 'supported' };

/** For a filter: ICMP quotes the beginning of what could not be delivered, as if its sender had said it. */
export const notQuoted = '!icmp && !icmpv6';

export async function sipMessages(capture: Capture): Promise<readonly WireMessage[]> {
  const packets = (await capture.trees(`sip && ${notQuoted}`, 'frame ip ipv6 udp tls sip')) as readonly Packet[];
  return packets.flatMap(({ _source: { layers } }) => {
    const { sip } = layers;
    return (Array.isArray(sip) ? sip : [sip]).map((layer: Record<string, unknown>) => messageOf(layers, layer));
  });
}

function messageOf(layers: Packet['_source']['layers'], sip: Record<string, unknown>): WireMessage {
  const { frame, ip, ipv6, udp, tls } = layers as Readonly<Record<string, Readonly<Record<string, string>> | undefined>>;
  const source = ip?.['ip.src'] ?? ipv6?.['ipv6.src'];
  const ours = source === phoneAddress || source === phoneAddress6;
  const [head = '', ...rest] = String(sip['sip.msg_hdr']).split('\r\n\r\n');
  const headers = head
    .split('\r\n')
    .filter((line) => line.includes(':'))
    .map((line) => ({ name: nameOf(line), value: line.slice(line.indexOf(':') + 1).trim() }));
  const header = (name: string): string => headers.find((each) => each.name === name)?.value ?? '';
  const [sequence = '', sequenceMethod = ''] = header('cseq').split(' ');
  const request = /^(\S+) (\S+) SIP\/2.0/.exec(String(sip['sip.Request-Line'] ?? ''));
  const status = /^SIP\/2.0 (\d{3})/.exec(String(sip['sip.Status-Line'] ?? ''))?.[1];
  return {
    atMs: Number(frame?.['frame.time_epoch']) * 1000,
    fromPhone: ours,
    six: ipv6 !== undefined,
    transport: udp !== undefined ? 'UDP' : tls === undefined ? 'TCP' : 'TLS',
    phonePort: Number(udp?.[ours ? 'udp.srcport' : 'udp.dstport'] ?? 0),
    peer: (ours ? (ip?.['ip.dst'] ?? ipv6?.['ipv6.dst']) : source) ?? '',
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

function nameOf(line: string): string {
  const name = line.slice(0, line.indexOf(':')).toLowerCase();
  return shortNames[name] ?? name;
}

/** All values of a header, in order. */
export function valuesOf(message: WireMessage, name: string): readonly string[] {
  return message.headers.filter((header) => header.name === name.toLowerCase()).map(({ value }) => value);
}

/** Of a header whose values may share a line: one by one. */
export function listOf(message: WireMessage, name: string): readonly string[] {
  return valuesOf(message, name).flatMap((value) => value.split(/\s*,\s*(?=<)/));
}

export function directionOf(message: WireMessage): string | undefined {
  return /^a=(sendrecv|sendonly|recvonly|inactive)\r?$/m.exec(message.body)?.[1];
}

/** `REGISTER`, `401`, `BYE` ... in the order of the wire. */
export function flowOf(messages: readonly WireMessage[]): readonly string[] {
  return messages.map(({ method, status }) => method ?? String(status));
}

/** The same as a ladder: who said what to whom, where the others are known by the From or To that they have. */
export function ladderOf(messages: readonly WireMessage[], others: Readonly<Record<string, RegExp>>): readonly string[] {
  const said = messages.filter(({ status, sequenceMethod }) => status !== 100 && sequenceMethod !== 'REGISTER');
  return said.map((message) => {
    const ends = [...valuesOf(message, 'from'), ...valuesOf(message, 'to')].join(' ');
    const other = Object.entries(others).find(([, expression]) => expression.test(ends))?.[0] ?? '?';
    const what = message.method ?? String(message.status);
    return message.fromPhone ? `> ${other} ${what}` : `< ${other} ${what}`;
  });
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

/** The same for a message and its repeats: forks answer one request under tags of their own. */
export function keyOf(message: WireMessage): string {
  const { fromPhone, callId, branch, method, status, sequence, sequenceMethod } = message;
  const tag = method === undefined ? /;tag=([^;]+)/.exec(valuesOf(message, 'to')[0] ?? '')?.[1] : undefined;
  return [fromPhone, callId, branch, method, status, sequence, sequenceMethod, tag].join(' ');
}
