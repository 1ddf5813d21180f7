// Where servers see us, behind a NAT: the address that the administrator gives, or the one that a registrar wrote into our Via (RFC 3581).

import type { SipResponse } from '../../message/message.ts';
import type { SocketAddress } from '../../transport/transport.ts';
import type { NatSettings } from './routing-settings.ts';

export type Place = Pick<SocketAddress, 'address' | 'port'>;

export class SeenAddress {
  /** What our own socket is called, and what they call it. */
  #seen: { readonly local: string; readonly place: Place } | undefined;

  /** Our address as others are to know it. `isServer`: only who told us is told. */
  of(local: Place, nat: NatSettings | undefined, isServer: boolean): Place {
    if (nat?.type === 'fixed') return { address: nat.address, port: nat.port ?? local.port };
    const seen = nat !== undefined && isServer ? this.#seen : undefined;
    return seen?.local === nameOf(local) ? seen.place : local;
  }

  /** From the topmost Via of a response to a request that went out from `local`. */
  learn(local: Place, response: SipResponse, believes = { address: true, port: true }): void {
    const { parameters } = response.headers.via;
    const received = believes.address ? parameters.get('received') : undefined;
    const address = (received ?? local.address).replace(/^\[|\]$/g, '');
    const port = believes.port ? parameters.get('rport') : undefined;
    if (!/^[0-9a-f:.]{2,45}$/i.test(address)) return;
    this.saw(local, { address, port: port !== undefined && /^[1-9]\d{0,4}$/.test(port) ? Number(port) : local.port });
  }

  saw(local: Place, place: Place): void {
    this.#seen = { local: nameOf(local), place };
  }
}

function nameOf({ address, port }: Place): string {
  return `${address} ${port}`;
}
