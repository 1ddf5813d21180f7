// A stateless proxy on the network in memory (RFC 3261 §16.11): sends requests for its own domain to the phone of their user, others to
// their host, and responses back. Phones that have it as their proxy trust it.

import { createHash } from 'node:crypto';
import type { SipMessage, SipRequest, SipResponse } from '#sip/message/message';
import { isSipUri } from '#sip/message/uri';
import { parseVia } from '#sip/message/via';
import type { Target, TransportEvent } from '#sip/transport/transport';
import type { LossyNetwork, NetworkNode } from './lossy-network.ts';

export class RelayProxy {
  readonly address: string;
  readonly #node: NetworkNode;
  /** Addresses by user. */
  readonly #phones: Map<string, string> = new Map();

  constructor(network: LossyNetwork, address: string) {
    this.address = address;
    this.#node = network.attach(address, (event) => this.#receive(event));
  }

  serve(user: string, address: string): void {
    this.#phones.set(user, address);
  }

  #receive(event: TransportEvent): void {
    if (event.type !== 'messageReceived') return;
    const { message, source } = event;
    if (message.kind === 'request') this.#forward(message, source);
    else this.#return(message);
  }

  #forward(request: SipRequest, source: Target): void {
    const { uri } = request;
    if (!isSipUri(uri)) return;
    const host = uri.host === this.address ? this.#phones.get(uri.user ?? '') : uri.host;
    const headers = request.headers.clone();
    // Repetitions, and CANCEL, find the transaction of the first (§16.11): the branch follows from the one that came.
    const branch = createHash('md5')
      .update(request.headers.via.parameters.get('branch') ?? '')
      .digest('hex');
    headers.set('Max-Forwards', String((request.headers.maxForwards ?? 70) - 1));
    headers.prepend('Via', `SIP/2.0/UDP ${this.address};branch=z9hG4bK${branch};came=${source.remote.address}`);
    if (host !== undefined) this.#send({ ...request, headers }, host);
  }

  #return(response: SipResponse): void {
    const headers = response.headers.clone();
    const [own, ...others] = response.headers.getAll('Via');
    const to = own === undefined ? undefined : parseVia(own).parameters.get('came');
    headers.delete('Via');
    for (const via of others.toReversed()) headers.prepend('Via', via);
    if (to !== undefined) this.#send({ ...response, headers }, to);
  }

  #send(message: SipMessage, address: string): void {
    void this.#node.send(message, { protocol: 'UDP', remote: { family: 4, address, port: 5060 } });
  }
}
