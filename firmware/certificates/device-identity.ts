// Who the phone is on its web pages: a key and a certificate of its own, made at the first start and again when it is called otherwise.

import { createPrivateKey, createPublicKey, generateKeyPair, randomBytes, X509Certificate } from 'node:crypto';
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { selfSignedCertificate } from './certificate.ts';

export interface Identity {
  /** PEM. */
  readonly certificate: string;
  readonly privateKey: string;
}

export interface DeviceName {
  readonly commonName: string;
  /** By which browsers reach it. */
  readonly names: readonly string[];
}

/** Browsers refuse longer ones even of authorities that their person added. */
const validMs = 397 * 86_400_000;
/** The phone's clock may be wrong, and start in 1970 (§3b: time is not trusted at the start). */
const backdatedMs = 86_400_000;
const renewBeforeMs = 30 * 86_400_000;
/** No phone of this program is older. */
const earliestMs = Date.UTC(2026, 0, 1);

const makeKeyPair = promisify(generateKeyPair);

/** From the directory, or made there. The key is readable by the phone's user only. */
export async function deviceIdentity(directory: string, device: DeviceName, nowMs: number): Promise<Identity> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const keyFile = join(directory, 'device-key.pem');
  const certificateFile = join(directory, 'device-certificate.pem');
  const privateKey = (await readKey(keyFile)) ?? (await newKey(keyFile));
  const known = await readFile(certificateFile, 'latin1').catch(() => undefined);
  if (known !== undefined && isUsable(known, privateKey, device, nowMs)) return { certificate: known, privateKey };
  const fromMs = Math.max(nowMs, earliestMs) - backdatedMs;
  const certificate = selfSignedCertificate(
    privateKey,
    { commonName: device.commonName, organization: 'Hookswitch', names: device.names },
    { fromMs, untilMs: fromMs + validMs, serialNumber: Buffer.concat([Buffer.from([1]), randomBytes(15)]) },
  );
  await replace(certificateFile, certificate, 0o644);
  return { certificate, privateKey };
}

async function readKey(file: string): Promise<string | undefined> {
  const text = await readFile(file, 'latin1').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    createPrivateKey(text);
    return text;
  } catch {
    return undefined;
  }
}

async function newKey(file: string): Promise<string> {
  const { privateKey } = await makeKeyPair('ec', { namedCurve: 'P-256' });
  const text = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  await replace(file, text, 0o600);
  return text;
}

/** Whole or not at all, whatever happens meanwhile. */
async function replace(file: string, text: string, mode: number): Promise<void> {
  await writeFile(`${file}.new`, text, { mode });
  await chmod(`${file}.new`, mode);
  await rename(`${file}.new`, file);
}

function isUsable(pem: string, privateKey: string, { names }: DeviceName, nowMs: number): boolean {
  try {
    const certificate = new X509Certificate(pem);
    const own = createPublicKey(createPrivateKey(privateKey)).export({ type: 'spki', format: 'der' });
    if (!certificate.publicKey.export({ type: 'spki', format: 'der' }).equals(own)) return false;
    if (nowMs > earliestMs && certificate.validToDate.getTime() - nowMs < renewBeforeMs) return false;
    const said = certificate.subjectAltName ?? '';
    return names.every((name) => (isIP(name) === 0 ? said.includes(`DNS:${name}`) : certificate.checkIP(name) !== undefined));
  } catch {
    return false;
  }
}
