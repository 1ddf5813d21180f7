// Messages and ends of a wire for the tests of the transaction layer.

import { makeRequest } from '#sip/message/make-request';
import { makeResponse } from '#sip/message/make-response';
import type { SipRequest, SipResponse } from '#sip/message/message';
import { parseUri } from '#sip/message/uri';
import type { Log, Random } from '#sip/ports';
import { defaultTimers } from '#sip/timers';
import type { ServerTransaction, TransactionUser } from '#sip/transaction/transaction-events';
import { TransactionLayer, type TransactionLayerOptions } from '#sip/transaction/transaction-layer';
import type { Protocol, Target } from '#sip/transport/transport';
import type { FakeClock } from '#test/support/fake-clock';
import { type LossyNetwork, type NetworkNode, seededRandom } from '#test/support/lossy-network';

/** Remembers what went wrong: a test of robustness asserts that it stayed empty. */
export class RecordingLog implements Log {
  readonly errors: string[] = [];
  debug(): void {}
  info(): void {}
  warn(): void {}
  error(_topic: string, text: string, fields?: Readonly<Record<string, unknown>>): void {
    const { error } = fields ?? {};
    this.errors.push(`${text} ${String(error)}`);
  }
}

export function seededBytes(seed: number): Random {
  const next = seededRandom(seed);
  return { bytes: (count) => Uint8Array.from({ length: count }, () => Math.floor(next() * 256)) };
}

let callIds = 0;

export function request(method: string, options: { cseqNumber?: number; callId?: string; toTag?: string } = {}): SipRequest {
  const toParameters = options.toTag === undefined ? new Map() : new Map([['tag', options.toTag]]);
  return makeRequest({
    method,
    uri: parseUri('sip:bob@192.0.2.20'),
    from: { displayName: undefined, uri: parseUri('sip:alice@example.org'), parameters: new Map([['tag', 'alice-tag']]) },
    to: { displayName: undefined, uri: parseUri('sip:bob@example.org'), parameters: toParameters },
    callId: options.callId ?? `call-${++callIds}`,
    cseqNumber: options.cseqNumber ?? 1,
  });
}

/** As it would come over the wire, with a Via. */
export function arriving(
  method: string,
  via: string,
  options: { cseqNumber?: number; callId?: string; toTag?: string } = {},
): SipRequest {
  const made = request(method, options);
  made.headers.prepend('Via', via);
  return made;
}

export function response(to: SipRequest, status: number, tag = 'bob-tag'): SipResponse {
  return makeResponse(to, status, undefined, tag);
}

export function target(address: string, protocol: Protocol = 'UDP'): Target {
  return { protocol, remote: { family: 4, address, port: 5060 } };
}

export interface Party {
  readonly layer: TransactionLayer;
  readonly node: NetworkNode;
  readonly log: RecordingLog;
  readonly requests: { readonly transaction: ServerTransaction; readonly cancels: ServerTransaction | undefined }[];
  readonly acks: SipRequest[];
  readonly strays: SipResponse[];
}

/** A transaction layer with a user that records, or does what `onRequest` says. */
export function party(
  clock: FakeClock,
  network: LossyNetwork,
  address: string,
  options: Partial<TransactionLayerOptions> & { readonly onRequest?: TransactionUser['requestReceived'] } = {},
): Party {
  const log = new RecordingLog();
  const requests: Party['requests'] = [];
  const acks: SipRequest[] = [];
  const strays: SipResponse[] = [];
  const node: NetworkNode = network.attach(address, (event) => layer.receive(event));
  const user: TransactionUser = {
    requestReceived(transaction, cancels) {
      requests.push({ transaction, cancels });
      options.onRequest?.(transaction, cancels);
    },
    ackReceived: (ack) => void acks.push(ack),
    strayResponseReceived: (stray) => void strays.push(stray),
  };
  const random = seededBytes(address.length + Number(address.split('.').at(-1)));
  const layer = new TransactionLayer({ clock, log, random, transport: node, timers: defaultTimers, user, ...options });
  return { layer, node, log, requests, acks, strays };
}
