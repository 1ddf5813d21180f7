// What fingers do to keys, as a pure function of when keys go down and come up: pressed, held long, repeated, held together, stuck.

import type { KeyName } from '#hal/keys/keys';

/** Held so long, a key means its second meaning. */
export const longPressMs = 800;
/** Volume and navigation go on while they are held. */
export const repeatAfterMs = 500;
export const repeatEveryMs = 120;
/** Nobody holds a key so long: it is stuck, or something lies on it. */
export const stuckAfterMs = 60_000;

const repeating: ReadonlySet<KeyName> = new Set(['up', 'down', 'left', 'right', 'volumeUp', 'volumeDown']);

export interface Combination {
  readonly name: 'factoryReset';
  readonly keys: readonly KeyName[];
  /** How long all of them are held. */
  readonly heldMs: number;
}

/** AudioCodes 400HD: OK and MENU, held while the phone is switched on. */
const combinations: readonly Combination[] = [{ name: 'factoryReset', keys: ['ok', 'menu'], heldMs: 3000 }];

export interface HeldKey {
  readonly key: KeyName;
  readonly downAtMs: number;
  /** Next long press or repetition; undefined: none is left. */
  readonly dueAtMs: number | undefined;
  readonly long: boolean;
  readonly stuck: boolean;
}

export interface KeysHeld {
  readonly held: readonly HeldKey[];
  /** Combinations that were told since their keys are down. */
  readonly told: readonly Combination['name'][];
}

export const noKeysHeld: KeysHeld = { held: [], told: [] };

export type Gesture =
  | { readonly type: 'wentDown' | 'repeated' | 'heldLong' | 'stuck'; readonly key: KeyName }
  /** `long`: it had been held long. */
  | { readonly type: 'cameUp'; readonly key: KeyName; readonly long: boolean; readonly stuck: boolean }
  /** `sinceMs`: when the last of its keys went down. */
  | { readonly type: 'heldTogether'; readonly name: Combination['name']; readonly sinceMs: number };

export interface KeysStep {
  readonly keys: KeysHeld;
  readonly gestures: readonly Gesture[];
}

/** A matrix that bounces, or a door that says `down` twice, is one press; an `up` without a `down` is nothing. */
export function keyMoved(keys: KeysHeld, key: KeyName, action: 'down' | 'up', nowMs: number): KeysStep {
  const known = keys.held.find((held) => held.key === key);
  if (action === 'down') {
    if (known !== undefined) return { keys, gestures: [] };
    const dueAtMs = nowMs + (repeating.has(key) ? repeatAfterMs : longPressMs);
    const pressed: HeldKey = { key, downAtMs: nowMs, dueAtMs, long: false, stuck: false };
    return { keys: { ...keys, held: [...keys.held, pressed] }, gestures: [{ type: 'wentDown', key }] };
  }
  if (known === undefined) return { keys, gestures: [] };
  const held = keys.held.filter((other) => other.key !== key);
  const told = keys.told.filter((name) => combinations.some((each) => each.name === name && !each.keys.includes(key)));
  return { keys: { held, told }, gestures: [{ type: 'cameUp', key, long: known.long, stuck: known.stuck }] };
}

/** Time has come to this moment. */
export function timePassed(keys: KeysHeld, nowMs: number): KeysStep {
  const gestures: Gesture[] = [];
  const together = combinations.filter(
    ({ name }) => !keys.told.includes(name) && (togetherDueMs(keys, name) ?? Infinity) <= nowMs,
  );
  for (const { name, heldMs } of together) {
    gestures.push({ type: 'heldTogether', name, sinceMs: (togetherDueMs(keys, name) ?? nowMs) - heldMs });
  }
  const combined = new Set(combinations.filter(({ keys: all }) => allHeld(keys, all)).flatMap(({ keys: all }) => all));
  const held = keys.held.map((each) => aged(each, combined.has(each.key), nowMs, gestures));
  return { keys: { held, told: [...keys.told, ...together.map(({ name }) => name)] }, gestures };
}

/** When `timePassed` has something to say; undefined: never. */
export function nextDueMs(keys: KeysHeld): number | undefined {
  const due = [
    ...keys.held.flatMap(({ dueAtMs, stuck, downAtMs }) => [dueAtMs, stuck ? undefined : downAtMs + stuckAfterMs]),
    ...combinations.filter(({ name }) => !keys.told.includes(name)).map(({ name }) => togetherDueMs(keys, name)),
  ].filter((ms) => ms !== undefined);
  return due.length === 0 ? undefined : Math.min(...due);
}

/** A key of several that are held together has no second meaning of its own. */
function aged(held: HeldKey, combined: boolean, nowMs: number, gestures: Gesture[]): HeldKey {
  const { key, downAtMs, dueAtMs } = held;
  if (nowMs >= downAtMs + stuckAfterMs) {
    if (!held.stuck) gestures.push({ type: 'stuck', key });
    return { ...held, dueAtMs: undefined, stuck: true };
  }
  if (dueAtMs === undefined || nowMs < dueAtMs) return held;
  if (repeating.has(key)) {
    gestures.push({ type: 'repeated', key });
    return { ...held, dueAtMs: nowMs + repeatEveryMs };
  }
  if (!combined) gestures.push({ type: 'heldLong', key });
  return { ...held, dueAtMs: undefined, long: true };
}

function allHeld({ held }: KeysHeld, keys: readonly KeyName[]): boolean {
  return keys.every((key) => held.some((each) => each.key === key));
}

function togetherDueMs(keys: KeysHeld, name: Combination['name']): number | undefined {
  const combination = combinations.find((each) => each.name === name);
  if (combination === undefined || !allHeld(keys, combination.keys)) return undefined;
  const downs = keys.held.filter(({ key }) => combination.keys.includes(key)).map(({ downAtMs }) => downAtMs);
  return Math.max(...downs) + combination.heldMs;
}
