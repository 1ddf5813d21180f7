// Two ICE agents and a network between them, whose NATs, relays and outages a test makes; time is fake.

import { randomBytes } from 'node:crypto';
import { stunDigests } from '#firmware/system/media-means';
import { type IceCandidate, type IceCredentials, priorityOf, type Way } from '#media/ice/candidate';
import { IceAgent, type IceAgentOptions, type IceEvent } from '#media/ice/ice-agent';
import { isSameAddress, type MediaAddress } from '#media/stun/stun-address';
import { parseStun, type ReceivedStun } from '#media/stun/stun-message';
import { FakeClock } from '#test/support/fake-clock';

export interface End {
  readonly agent: IceAgent;
  readonly events: IceEvent[];
  readonly received: Uint8Array[];
}

export interface EndWishes {
  readonly address: string;
  /** What the other side sees as the source; the real address when absent. */
  readonly seenAs?: MediaAddress;
  /** It is behind a NAT at this address that has another port for each whom it talks to, and lets nobody else in. */
  readonly symmetricNat?: string;
  /** It has a place at a TURN server at this address. */
  readonly relay?: string;
  readonly controlling: boolean;
  readonly lite?: boolean;
  readonly candidates?: readonly IceCandidate[];
  readonly components?: IceAgentOptions['components'];
}

function candidate(type: 'host' | 'relay', address: string, component: 1 | 2): IceCandidate {
  const foundation = type === 'host' ? '1' : '4';
  return { foundation, component, priority: priorityOf(type, component), type, address, port: 5000 + component };
}

function candidatesOf({ address, relay, components = [1] }: EndWishes): readonly IceCandidate[] {
  const relays = relay === undefined ? [] : components.map((component) => candidate('relay', relay, component));
  return [...components.map((component) => candidate('host', address, component)), ...relays];
}

interface Port {
  readonly wishes: EndWishes;
  readonly end: End;
}

/** A hole in a symmetric NAT. */
interface Mapping {
  readonly owner: string;
  readonly component: 1 | 2;
  readonly outside: MediaAddress;
  readonly peer: MediaAddress;
}

export class IceNetwork {
  readonly clock: FakeClock = new FakeClock();
  /** False: lost. */
  passes: (from: string, to: MediaAddress, message: ReceivedStun | undefined) => boolean = () => true;
  readonly #ports: Port[] = [];
  readonly #mappings: Mapping[] = [];

  pair(one: EndWishes, other: EndWishes): readonly [End, End] {
    const [first, second] = [newCredentials(), newCredentials()];
    return [this.#end(one, first, other, second), this.#end(other, second, one, first)];
  }

  #end(wishes: EndWishes, local: IceCredentials, remote: EndWishes, theirs: IceCredentials): End {
    const { controlling, components = [1] } = wishes;
    const events: IceEvent[] = [];
    const agent = new IceAgent({
      clock: this.clock,
      random: { bytes: (count) => randomBytes(count) },
      digests: stunDigests,
      components,
      controlling,
      localCandidates: candidatesOf(wishes),
      local,
      remote: {
        ...theirs,
        lite: remote.lite === true,
        candidates: remote.candidates ?? candidatesOf(remote),
      },
      send: (component, way, bytes, to) => this.#carry(wishes, component, way, bytes, to),
      listener: (event) => events.push(event),
    });
    const end = { agent, events, received: [] };
    this.#ports.push({ wishes, end });
    return end;
  }

  #carry(wishes: EndWishes, component: 1 | 2, way: Way, bytes: Uint8Array, to: MediaAddress): void {
    const message = parseStun(bytes);
    const source = this.#sourceOf(wishes, component, way, to);
    const arrival = this.#arrivalOf(source, to);
    if (arrival === undefined || !this.passes(wishes.address, to, message)) return;
    this.clock.setTimer(10, () => {
      const { agent, received } = arrival.port.end;
      received.push(bytes);
      if (message !== undefined) agent.receive(component, arrival.way, message, source);
    });
  }

  #sourceOf({ address, seenAs, relay, symmetricNat }: EndWishes, component: 1 | 2, way: Way, to: MediaAddress): MediaAddress {
    if (way === 'relayed') return { address: relay ?? address, port: 5000 + component };
    if (symmetricNat === undefined) return seenAs ?? { address, port: 5000 + component };
    const known = this.#mappings.find(
      (each) => each.owner === address && each.component === component && isSameAddress(each.peer, to),
    );
    if (known !== undefined) return known.outside;
    const outside = { address: symmetricNat, port: 40_000 + this.#mappings.length };
    this.#mappings.push({ owner: address, component, outside, peer: to });
    return outside;
  }

  #arrivalOf(source: MediaAddress, to: MediaAddress): { readonly port: Port; readonly way: Way } | undefined {
    for (const port of this.#ports) {
      const { address, seenAs, relay, symmetricNat } = port.wishes;
      if (relay === to.address) return { port, way: 'relayed' };
      const open = this.#mappings.some(
        (each) => each.owner === address && isSameAddress(each.outside, to) && isSameAddress(each.peer, source),
      );
      const straight =
        (symmetricNat === undefined && address === to.address) || (seenAs !== undefined && isSameAddress(seenAs, to));
      if (straight || open) return { port, way: 'direct' };
    }
    return undefined;
  }
}

function newCredentials(): IceCredentials {
  return { fragment: randomBytes(6).toString('base64'), password: randomBytes(18).toString('base64') };
}
