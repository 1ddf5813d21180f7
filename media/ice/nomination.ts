// Which pairs the media is to take (RFC 8445 §8.1): pure functions over the check list.

import { type CheckList, type ComponentId, type Pair, rankOf } from './candidate.ts';

/**
 * What the controlling side should nominate now: for each component the best pair that works for both, once nothing better can still come of
 * the list, or `patient` is false. Undefined: wait.
 *
 * An answer to our check is not enough: behind a NAT that has another port for each destination we come from an address that no candidate told
 * of, and there are agents that answer such a check but never make the pair, and so never send on it (§7.3.1.4 demands one; libre's old ones
 * do not). Only their own check shows that they have it.
 */
export function pairsToNominate(
  list: CheckList,
  components: readonly ComponentId[],
  controlling: boolean,
  patient: boolean,
): readonly Pair[] | undefined {
  const chosen: Pair[] = [];
  for (const component of components) {
    const best = ofComponent(list, component, controlling).find((pair) => pair.state === 'succeeded' && pair.heard);
    if (best === undefined) return undefined;
    const open = list.some(
      (pair) => pair.component === component && mayWork(pair) && rankOf(pair, controlling) > rankOf(best, controlling),
    );
    if (open && patient) return undefined;
    chosen.push(best);
  }
  return chosen;
}

/** For each component the best pair that works and is nominated (§8.1.1); undefined before all have one. */
export function selectedPairs(
  list: CheckList,
  components: readonly ComponentId[],
  controlling: boolean,
): readonly Pair[] | undefined {
  const chosen = components.map((component) =>
    ofComponent(list, component, controlling).find(({ state, nominated }) => nominated && state === 'succeeded'),
  );
  return chosen.every((pair) => pair !== undefined) ? chosen : undefined;
}

function mayWork(pair: Pair): boolean {
  return isOpen(pair) || (pair.state === 'succeeded' && !pair.heard);
}

export function isOpen({ state }: Pair): boolean {
  return state === 'frozen' || state === 'waiting' || state === 'inProgress';
}

function ofComponent(list: CheckList, component: ComponentId, controlling: boolean): readonly Pair[] {
  return list
    .filter((pair) => pair.component === component)
    .sort((one, other) => (rankOf(one, controlling) > rankOf(other, controlling) ? -1 : 1));
}
