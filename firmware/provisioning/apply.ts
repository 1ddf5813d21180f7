// Puts what a file says into the store: what can be taken as one change set, the rest into the report.

import type { FileKeys, Remark } from '#config/formats/format';
import type { Change, ChangeResult } from '#config/store';
import { readOffered } from './read-offered.ts';

/** What of the file was left out. */
export interface RefusedSetting {
  /** As the file calls it. */
  readonly what: string;
  readonly why: string;
}

export type Applied =
  | {
      readonly type: 'applied';
      /** 0: everything was so already. */
      readonly changed: number;
      readonly needsRestart: readonly string[];
      readonly refused: readonly RefusedSetting[];
    }
  /** Nothing in it could be taken. */
  | { readonly type: 'unusable'; readonly refused: readonly RefusedSetting[] }
  | { readonly type: 'notStored'; readonly why: string };

export interface ApplyTarget {
  change(changes: readonly Change[], origin: 'provisioning', reason: string): Promise<ChangeResult>;
}

export interface ApplyRules {
  readonly keys: FileKeys;
  /** Of SPA profiles: the map of foreign elements that a rule names. */
  readonly spaAliases?: string;
  /** Nobody on the way could read the file. */
  readonly cameProtected: boolean;
  readonly takesBareSecrets: boolean;
}

const bareSecret = 'a readable password in a file that came unprotected is not taken';
const bareTrust = 'whom the phone trusts is not said by a file that came unprotected';

export async function applyConfiguration(
  bytes: Uint8Array,
  reason: string,
  store: ApplyTarget,
  { keys, spaAliases, cameProtected, takesBareSecrets }: ApplyRules,
): Promise<Applied> {
  const { read, isEncrypted, bareSecrets } = await readOffered(bytes, {
    keys,
    ...(spaAliases === undefined ? {} : { spaAliases }),
  });
  if (!read.ok) return { type: 'unusable', refused: [{ what: `line ${read.line ?? 0}`, why: read.text }] };
  const refused = read.remarks.filter(isRefusal).map(({ name, text }) => ({ what: name, why: text }));
  const isGuarded = cameProtected || takesBareSecrets || isEncrypted;
  const exposed = new Set(isGuarded ? [] : bareSecrets);
  const secrets = read.changes.filter(({ path }) => exposed.has(path));
  const trust = isGuarded ? [] : read.changes.filter((change) => decidesTrust(change.path) && !secrets.includes(change));
  refused.push(...secrets.map(({ path }) => ({ what: path, why: bareSecret })));
  refused.push(...trust.map(({ path }) => ({ what: path, why: bareTrust })));
  const changes = read.changes.filter((change) => !secrets.includes(change) && !trust.includes(change));
  if (changes.length === 0) return { type: 'unusable', refused };
  const result = await store.change(changes, 'provisioning', reason);
  if (result.ok) return { type: 'applied', changed: result.changed.length, needsRestart: result.needsRestart, refused };
  return { type: 'notStored', why: result.reason === 'notStored' ? result.text : result.reason };
}

/** Kept though nothing acts on it, or said again further down: that is no loss. */
function isRefusal({ reason }: Remark): boolean {
  return reason !== 'noEffectYet' && reason !== 'repeated';
}

/** Else whoever is on the way could open the door for the passwords of the next file. */
function decidesTrust(path: string): boolean {
  return path.startsWith('security/') || path === 'provisioning/secrets_without_protection';
}
