// Candidates and pairs of them (RFC 8445 §5.1, §6.1.2).

import { isSameAddress, type MediaAddress } from '../stun/stun-address.ts';

/** 1 is RTP, 2 RTCP. */
export type ComponentId = 1 | 2;

export type CandidateType = 'host' | 'prflx' | 'srflx' | 'relay';

export interface IceCandidate extends MediaAddress {
  readonly foundation: string;
  readonly component: ComponentId;
  readonly priority: number;
  readonly type: CandidateType;
  /** Where it was learned from. */
  readonly related?: MediaAddress;
}

export interface IceCredentials {
  readonly fragment: string;
  readonly password: string;
}

export interface RemoteIce extends IceCredentials {
  /** It answers checks and makes none (§2.5). */
  readonly lite: boolean;
  readonly candidates: readonly IceCandidate[];
}

/** How packets leave: from our own socket, or through our place at a TURN server. */
export type Way = 'direct' | 'relayed';

const preferences: Readonly<Record<CandidateType, number>> = { host: 126, prflx: 110, srflx: 100, relay: 0 };

/** §5.1.2.1; one address for each type and component. */
export function priorityOf(type: CandidateType, component: ComponentId): number {
  return preferences[type] * 2 ** 24 + 65_535 * 2 ** 8 + (256 - component);
}

/** §6.1.2.3: of the controlling and the controlled side's. */
function pairPriority(controlling: number, controlled: number): bigint {
  const [low, high] = controlling < controlled ? [controlling, controlled] : [controlled, controlling];
  return (BigInt(low) << 32n) + 2n * BigInt(high) + (controlling > controlled ? 1n : 0n);
}

export type PairState = 'frozen' | 'waiting' | 'inProgress' | 'succeeded' | 'failed';

export interface Pair {
  readonly component: ComponentId;
  readonly way: Way;
  readonly local: IceCandidate;
  readonly remote: IceCandidate;
  readonly foundation: string;
  readonly state: PairState;
  /** Said by the controlling side: by us when a check has told, by the other one before our own check may have succeeded. */
  readonly nominated: boolean;
  /** The other side has made a check on it as well. */
  readonly heard: boolean;
}

export type CheckList = readonly Pair[];

/** §6.1.2.5. */
const mostPairs = 100;

/** §6.1.2.2 to .4: same component and family; what the NAT sees is what its host sends (§6.1.2.4), so that only hosts and relays remain. */
export function makeCheckList(
  locals: readonly IceCandidate[],
  remotes: readonly IceCandidate[],
  controlling: boolean,
): CheckList {
  const bases = locals.filter(({ type }) => type === 'host' || type === 'relay');
  const pairs = bases.flatMap((local) => remotes.filter((remote) => fit(local, remote)).map((remote) => makePair(local, remote)));
  return thaw(sorted(pairs, controlling).slice(0, mostPairs));
}

export function makePair(local: IceCandidate, remote: IceCandidate): Pair {
  return {
    component: local.component,
    way: local.type === 'relay' ? 'relayed' : 'direct',
    local,
    remote,
    foundation: `${local.foundation}:${remote.foundation}`,
    state: 'frozen',
    nominated: false,
    heard: false,
  };
}

function fit(local: IceCandidate, remote: IceCandidate): boolean {
  return local.component === remote.component && local.address.includes(':') === remote.address.includes(':');
}

/** Best first. */
export function sorted(list: CheckList, controlling: boolean): CheckList {
  return [...list].sort((one, other) => {
    const [first, second] = [rankOf(one, controlling), rankOf(other, controlling)];
    return first > second ? -1 : first < second ? 1 : 0;
  });
}

export function rankOf({ local, remote }: Pair, controlling: boolean): bigint {
  return controlling ? pairPriority(local.priority, remote.priority) : pairPriority(remote.priority, local.priority);
}

/** §6.1.2.6: one of each foundation may be tried; the rest waits for what becomes of it. */
export function thaw(list: CheckList): CheckList {
  const tried = new Set(
    list.filter(({ state }) => state === 'waiting' || state === 'inProgress').map(({ foundation }) => foundation),
  );
  return list.map((pair) => {
    if (pair.state !== 'frozen' || tried.has(pair.foundation)) return pair;
    tried.add(pair.foundation);
    return { ...pair, state: 'waiting' };
  });
}

export function findPair(list: CheckList, component: ComponentId, way: Way, remote: MediaAddress): Pair | undefined {
  return list.find((pair) => pair.component === component && pair.way === way && isSameAddress(pair.remote, remote));
}

/** The pair of the same ends with this changed. */
export function changed(list: CheckList, pair: Pair, change: Partial<Pick<Pair, 'state' | 'nominated' | 'heard'>>): CheckList {
  return list.map((each) => (isSamePair(each, pair) ? { ...each, ...change } : each));
}

export function isSamePair(one: Pair, other: Pair): boolean {
  return one.component === other.component && one.way === other.way && isSameAddress(one.remote, other.remote);
}
