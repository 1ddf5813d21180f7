// Where the key of the secrets comes from: the supervisor or the kernel's keyring that hands it over, a TPM that gives it to this board alone, or a
// file of its own.

import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { keyFileName, newKey, readKeys, writeAside } from '#config/key-file';
import { type KeyRing, keyBytes, sealingKey } from '#config/sealing';
import type { DeviceKeys } from '#config/store';
import { isOnEncryptedDisk } from './encrypted-disk.ts';
import { keysOfKeyring } from './kernel-keyring.ts';
import type { Log } from './log.ts';
import { Tpm } from './tpm.ts';

/** systemd's LoadCredentialEncrypted= puts it there, unsealed by the TPM or the host's own key, in memory. */
const credentialName = 'hookswitch-key';
const sealedName = `${keyFileName}.tpm`;

/** Undefined: the store keeps them in a file. Never rejects. The log says what protects the secrets of this phone. */
export async function deviceKeys(directory: string, log: Log, environment: NodeJS.ProcessEnv): Promise<DeviceKeys | undefined> {
  const { keeper, keys } = await found(directory, log, environment);
  log.info('config', `The key of the secrets is kept by ${keeper}`);
  return keys;
}

interface Found {
  readonly keeper: string;
  readonly keys: DeviceKeys | undefined;
}

async function found(directory: string, log: Log, environment: NodeJS.ProcessEnv): Promise<Found> {
  const tpm = Tpm.find(environment);
  const credentials = environment['CREDENTIALS_DIRECTORY'];
  const handed = credentials === undefined ? undefined : readKeys(join(credentials, credentialName));
  if (handed !== undefined) return { keeper: 'the supervisor', keys: await handedOver(handed, directory, tpm, log) };
  const inKernel = await keysOfKeyring(log);
  if (inKernel !== undefined) {
    return { keeper: "whoever put it into the kernel's keyring", keys: await handedOver(inKernel, directory, tpm, log) };
  }
  try {
    if (tpm !== undefined) return { keeper: 'the TPM', keys: await keysOfTpm(tpm, directory, log) };
  } catch (error) {
    log.error('config', 'The TPM cannot keep the key of the secrets; a file does', { reason: String(error) });
  }
  const disk = isOnEncryptedDisk(directory) ? 'an encrypted disk' : 'the disk of the settings';
  return { keeper: `a file on ${disk}`, keys: undefined };
}

/** Only who handed it over can change it. What the phone sealed by a key of its own before is opened once more, and sealed anew. */
async function handedOver(handed: KeyRing, directory: string, tpm: Tpm | undefined, log: Log): Promise<DeviceKeys> {
  const [plain, sealed] = [join(directory, keyFileName), join(directory, sealedName)];
  const before = [
    ...(readKeys(plain) ?? []),
    ...(tpm !== undefined && existsSync(sealed) ? ((await unsealed(tpm, sealed, log)) ?? []) : []),
  ];
  return {
    ring: [...handed, ...before],
    fresh: false,
    notKept: undefined,
    keep: () => Promise.reject(new Error('whoever hands the key over keeps it')),
    settled: () => {
      try {
        for (const path of [plain, sealed]) rmSync(path, { force: true });
      } catch (error) {
        log.warn('config', 'A key of before cannot be removed', { reason: String(error) });
      }
    },
  };
}

async function keysOfTpm(tpm: Tpm, directory: string, log: Log): Promise<DeviceKeys> {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const path = join(directory, sealedName);
  const keep = async (ring: KeyRing): Promise<void> => {
    const bytes = Buffer.concat(ring.map((key) => key.bytes));
    writeAside(path, await tpm.seal(bytes));
  };
  const found = existsSync(path) ? await unsealed(tpm, path, log) : undefined;
  if (found !== undefined) return { ring: found, fresh: false, notKept: undefined, keep };
  // A board that had no TPM before, or whose tools are new: what the file's key sealed is opened once more, and sealed anew.
  const plain = join(directory, keyFileName);
  const ring: KeyRing = [newKey(), ...(readKeys(plain) ?? [])];
  await keep(ring);
  rmSync(plain, { force: true });
  return { ring, fresh: true, notKept: undefined, keep };
}

/** Undefined for what another TPM sealed, or this one before it was cleared. */
async function unsealed(tpm: Tpm, path: string, log: Log): Promise<KeyRing | undefined> {
  try {
    const bytes = await tpm.unseal(readFileSync(path, 'utf8'));
    const [first, ...others] = Array.from({ length: Math.floor(bytes.length / keyBytes) }, (_, i) =>
      sealingKey(bytes.subarray(i * keyBytes, (i + 1) * keyBytes)),
    );
    if (first !== undefined) return [first, ...others];
  } catch (error) {
    log.error('config', 'The TPM does not give the key of the secrets', { reason: String(error) });
  }
  try {
    renameSync(path, `${path}.damaged`);
  } catch {
    // A disk that is read-only keeps it where it is.
  }
  return undefined;
}
