// What a dial plan makes of what is typed. All its sequences are followed at once, so that the time grows with the plan and the number alone.

import { type PlanNode, parseDialPlan, type Sequence } from './parse-dial-plan.ts';

export type PlannedNumber =
  /** No sequence begins like this. */
  | { readonly type: 'unknown' }
  | { readonly type: 'barred' }
  /** Nothing may follow. */
  | { readonly type: 'complete'; readonly number: string }
  /** More may follow. `number`: what would be dialled now; undefined while something has to. `waitMs`: of the plan's own. */
  | { readonly type: 'open'; readonly number: string | undefined; readonly waitMs: number | undefined };

interface Standing {
  /** What would be dialled when the sequence ended here. */
  readonly complete: string | undefined;
  readonly mayGrow: boolean;
}

export class DialPlan {
  readonly #sequences: readonly Sequence[];

  constructor(text: string) {
    this.#sequences = parseDialPlan(text);
  }

  read(typed: string): PlannedNumber {
    const alive = this.#sequences.flatMap((sequence) => {
      const standing = follow(sequence.nodes, typed);
      return standing === undefined ? [] : [{ sequence, ...standing }];
    });
    const fits = alive.find(({ complete }) => complete !== undefined);
    if (alive.length === 0) return { type: 'unknown' };
    if (fits?.complete === undefined) return { type: 'open', number: undefined, waitMs: alive[0]?.sequence.longMs };
    const isOnly = alive.every((each) => each === fits || each.complete !== undefined) && alive.every(({ mayGrow }) => !mayGrow);
    // `S0`: at once, whatever could follow.
    const isDone = isOnly || fits.sequence.shortMs === 0;
    if (fits.sequence.barred)
      return isDone ? { type: 'barred' } : { type: 'open', number: undefined, waitMs: fits.sequence.longMs };
    return isDone
      ? { type: 'complete', number: fits.complete }
      : { type: 'open', number: fits.complete, waitMs: fits.sequence.shortMs };
  }
}

/** Places in the sequence with what was dialled on the way there; of two ways to one place the first counts. */
type Places = Map<number, string>;

function follow(nodes: readonly PlanNode[], typed: string): Standing | undefined {
  let places: Places = new Map();
  reach(nodes, places, 0, '');
  for (const key of typed) {
    const next: Places = new Map();
    for (const [at, dialled] of places) {
      const node = nodes[at];
      if (node?.type !== 'key' || !node.keys.has(key)) continue;
      reach(nodes, next, node.repeats ? at : at + 1, node.dialled ? dialled + key : dialled);
    }
    places = next;
    if (places.size === 0) return undefined;
  }
  return { complete: places.get(nodes.length), mayGrow: [...places.keys()].some((at) => nodes[at]?.type === 'key') };
}

/** A place, and those behind it that need nothing typed. */
function reach(nodes: readonly PlanNode[], places: Places, from: number, dialled: string): void {
  let number = dialled;
  for (let at = from; !places.has(at); at++) {
    places.set(at, number);
    const node = nodes[at];
    if (node?.type === 'text') number += node.text;
    else if (node?.repeats !== true) return;
  }
}
