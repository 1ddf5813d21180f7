// Two ICE agents and a network between them, whose NATs and outages a test makes; time is fake.

import { randomBytes } from 'node:crypto';
import { stunDigests } from '#firmware/system/media-means';
import { type IceCandidate, type IceCredentials, priorityOf } from '#media/ice/candidate';
import { IceAgent, type IceAgentOptions, type IceEvent } from '#media/ice/ice-agent';
import type { MediaAddress } from '#media/stun/stun-address';
import { parseStun } from '#media/stun/stun-message';
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
  readonly controlling: boolean;
  readonly lite?: boolean;
  readonly candidates?: readonly IceCandidate[];
  readonly components?: IceAgentOptions['components'];
}

const host = (address: string, component: 1 | 2 = 1): IceCandidate => ({
  foundation: '1',
  component,
  priority: priorityOf('host', component),
  type: 'host',
  address,
  port: 5000 + component,
});

export class IceNetwork {
  readonly clock: FakeClock = new FakeClock();
  /** False: lost. */
  passes: (from: string, to: MediaAddress) => boolean = () => true;
  readonly #ends = new Map<string, { readonly end: End; readonly seenAs: MediaAddress | undefined }>();

  pair(one: EndWishes, other: EndWishes): readonly [End, End] {
    const [first, second] = [newCredentials(), newCredentials()];
    return [this.#end(one, first, other, second), this.#end(other, second, one, first)];
  }

  #end(wishes: EndWishes, local: IceCredentials, remote: EndWishes, theirs: IceCredentials): End {
    const { address, controlling, components = [1], seenAs } = wishes;
    const events: IceEvent[] = [];
    const agent = new IceAgent({
      clock: this.clock,
      random: { bytes: (count) => randomBytes(count) },
      digests: stunDigests,
      components,
      controlling,
      localCandidates: components.map((component) => host(address, component)),
      local,
      remote: {
        ...theirs,
        lite: remote.lite === true,
        candidates: remote.candidates ?? components.map((each) => host(remote.address, each)),
      },
      send: (component, _way, bytes, to) => this.#carry(address, component, bytes, to),
      listener: (event) => events.push(event),
    });
    const end = { agent, events, received: [] };
    this.#ends.set(address, { end, seenAs });
    return end;
  }

  #carry(from: string, component: 1 | 2, bytes: Uint8Array, to: MediaAddress): void {
    const receiver = [...this.#ends].find(
      ([address, { seenAs }]) => address === to.address || (seenAs?.address === to.address && seenAs.port === to.port),
    )?.[1];
    if (receiver === undefined || !this.passes(from, to)) return;
    const source = this.#ends.get(from)?.seenAs ?? { address: from, port: 5000 + component };
    this.clock.setTimer(10, () => {
      const message = parseStun(bytes);
      receiver.end.received.push(bytes);
      if (message !== undefined) receiver.end.agent.receive(component, 'direct', message, source);
    });
  }
}

function newCredentials(): IceCredentials {
  return { fragment: randomBytes(6).toString('base64'), password: randomBytes(18).toString('base64') };
}
