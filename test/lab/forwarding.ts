// What a proxy changes in messages that it passes on (RFC 3261 §16.6, §16.7).

import type { Headers } from '#sip/message/headers';
import type { SipRequest, SipResponse } from '#sip/message/message';
import { serializeVia } from '#sip/message/via';
import type { Random } from '#sip/ports';
import type { Target, Transport, TransportEvent } from '#sip/transport/transport';

/** Undefined when the request has passed too many hops (§16.3 step 3). The Via is the transaction's to push. */
export function forwarded(request: SipRequest, change: (headers: Headers) => void): SipRequest | undefined {
  const hops = request.headers.maxForwards ?? 70;
  if (hops === 0) return undefined;
  const headers = request.headers.clone();
  headers.set('Max-Forwards', String(hops - 1));
  change(headers);
  return { ...request, headers };
}

/**
 * The transaction layer is a user agent's and takes a response with a second Via for a stray (§8.1.3.3): it is given ours alone, and
 * `passedBack` puts those of the request below again.
 */
export function withTopViaAlone(event: TransportEvent): TransportEvent {
  if (event.type !== 'messageReceived' || event.message.kind !== 'response') return event;
  const { message } = event;
  const top = message.headers.get('Via') ?? '';
  return { ...event, message: { ...message, headers: message.headers.clone().set('Via', top) } };
}

/** A response on its way to who sent `request`: that request's Vias in place of ours. */
export function passedBack(response: SipResponse, request: SipRequest): SipResponse {
  const headers = response.headers.clone();
  const [first = '', ...below] = request.headers.getAll('Via');
  headers.set('Via', first);
  for (const via of below) headers.append('Via', via);
  return { ...response, headers };
}

/** For an ACK, which has no transaction that would push its Via. */
export function withOwnVia(request: SipRequest, target: Target, transport: Transport, random: Random): SipRequest {
  const { address, port } = transport.localAddress(target);
  const parameters = new Map([
    ['branch', `z9hG4bK${Buffer.from(random.bytes(12)).toString('hex')}`],
    ['rport', undefined],
  ]);
  const via = serializeVia({ protocol: target.protocol, host: address, port, parameters });
  return { ...request, headers: request.headers.clone().prepend('Via', via) };
}
