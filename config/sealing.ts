// How a secret lies on the disk: AES-256-GCM under a key of the device, bound to the parameter that it belongs to.

import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync } from 'node:crypto';

export const keyBytes = 32;

export interface SealingKey {
  /** Names the key without telling it. */
  readonly id: string;
  readonly bytes: Uint8Array;
}

/** What is written is sealed by the first; the others open what was sealed before the key was changed. */
export type KeyRing = readonly [SealingKey, ...SealingKey[]];

/** Stored in place of the value's JSON. */
interface Sealed {
  readonly sealed: string;
}

const nonceBytes = 12;
const tagBytes = 16;

export function sealingKey(bytes: Uint8Array): SealingKey {
  if (bytes.length !== keyBytes) throw new RangeError(`a key has ${keyBytes} bytes, not ${bytes.length}`);
  return { id: createHash('sha256').update('hookswitch key id').update(bytes).digest('hex').slice(0, 12), bytes };
}

interface DerivedKeys {
  readonly nonce: Uint8Array;
  readonly value: Uint8Array;
}

/** To derive them takes longer than to seal. */
const derivedKeys = new WeakMap<SealingKey, DerivedKeys>();

function derived(key: SealingKey): DerivedKeys {
  const known = derivedKeys.get(key);
  if (known !== undefined) return known;
  const of = (purpose: string): Uint8Array =>
    new Uint8Array(hkdfSync('sha256', key.bytes, '', `hookswitch ${purpose}`, keyBytes));
  const made = { nonce: of('nonce'), value: of('value') };
  derivedKeys.set(key, made);
  return made;
}

/**
 * The nonce is made of path and value (as RFC 8452 does), so that it repeats with the same value only, and a change to what is stored
 * already is none: no new revision, no write to the flash.
 */
export function seal(key: SealingKey, path: string, json: string): string {
  const nonce = createHmac('sha256', derived(key).nonce).update(path).update('\0').update(json).digest().subarray(0, nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', derived(key).value, nonce).setAAD(Buffer.from(path));
  const text = Buffer.concat([cipher.update(json, 'utf8'), cipher.final()]);
  const bytes = Buffer.concat([nonce, cipher.getAuthTag(), text]);
  return JSON.stringify({ sealed: `${key.id}.${bytes.toString('base64url')}` } satisfies Sealed);
}

/** The id of the key that it needs; undefined for a plain value. */
export function sealedBy(json: string): string | undefined {
  return json.startsWith('{"sealed":"') ? json.slice('{"sealed":"'.length).split('.', 1)[0] : undefined;
}

/** Undefined when the key is another, the value was moved to another parameter, or a bit of it is wrong. */
export function unseal(ring: KeyRing, path: string, json: string): string | undefined {
  const key = ring.find(({ id }) => id === sealedBy(json));
  const [, text] = /^\{"sealed":"[0-9a-f]+\.([\w-]*)"\}$/.exec(json) ?? [];
  if (key === undefined || text === undefined) return undefined;
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.length < nonceBytes + tagBytes) return undefined;
  const options = { authTagLength: tagBytes };
  const decipher = createDecipheriv('aes-256-gcm', derived(key).value, bytes.subarray(0, nonceBytes), options);
  decipher.setAAD(Buffer.from(path)).setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}
