// Puts what a file says into the store: what can be taken as one change set, the rest into the report.

import { decodeText, looksLikeText } from '#config/formats/decode-text';
import type { FileChange, FileKeys, Remark } from '#config/formats/format';
import { readConfigurationFile } from '#config/formats/read-file';
import { findParameter } from '#config/schema';
import type { Change, ChangeResult } from '#config/store';

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
  const read = readConfigurationFile(bytes, { keys, ...(spaAliases === undefined ? {} : { spaAliases }) });
  if (!read.ok) return { type: 'unusable', refused: [{ what: `line ${read.line ?? 0}`, why: read.text }] };
  const refused = read.remarks.filter(isRefusal).map(({ name, text }) => ({ what: name, why: text }));
  const isGuarded = cameProtected || takesBareSecrets || isEncrypted(bytes);
  const secrets = isGuarded ? [] : exposedSecrets(bytes, read.changes);
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

/** Those that stand readable in the file; `path={"…"}` is encrypted by itself (AudioCodes §3.5.2). */
function exposedSecrets(bytes: Uint8Array, changes: readonly FileChange[]): readonly FileChange[] {
  const encrypted = new Set([...decodeText(bytes).matchAll(/^[ \t]*\/?([\w/]+)[ \t]*=[ \t]*\{"/gm)].map(([, path]) => path));
  return changes.filter(({ path, value }) => {
    const isSecret = value !== undefined && value !== '' && findParameter(path)?.declaration.secret === true;
    return isSecret && !encrypted.has(path);
  });
}

/** Else whoever is on the way could open the door for the passwords of the next file. */
function decidesTrust(path: string): boolean {
  return path.startsWith('security/') || path === 'provisioning/secrets_without_protection';
}

/** The file as a whole: what is no text before it is opened, a compressed one left out. */
function isEncrypted(bytes: Uint8Array): boolean {
  const compressed = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return !compressed && !looksLikeText(decodeText(bytes));
}
