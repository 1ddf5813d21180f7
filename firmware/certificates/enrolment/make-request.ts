// A key and the request for its certificate: with the names of the settings, or for a renewal with those of the certificate that ends.

import { generateKeyPair, X509Certificate } from 'node:crypto';
import { promisify } from 'node:util';
import { signingRequest } from '../certificate.ts';
import { derOfPem } from '../pem-address.ts';
import { writtenSubjectOf } from '../written-subject.ts';
import type { EnrolmentSettings, KeyType } from './enrolment-settings.ts';

export interface MadeRequest {
  /** PEM. */
  readonly key: string;
  /** DER. */
  readonly csr: Uint8Array;
}

const makeKeyPair = promisify(generateKeyPair);
const hostName = /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/i;

/** `current`: PEM of the certificate that is to be replaced. `addresses`: by which browsers reach the phone. */
export async function makeRequest(
  { keyType, commonName, challenge, uses }: EnrolmentSettings,
  addresses: readonly string[],
  current: string | undefined,
): Promise<MadeRequest> {
  const key = await makeKey(keyType);
  const written = current === undefined ? undefined : writtenSubjectOf(new X509Certificate(current));
  const names = [...(hostName.test(commonName) ? [commonName] : []), ...(uses.includes('web') ? addresses : [])];
  return { key, csr: derOfPem(signingRequest(key, written ?? { commonName, names }, challenge)) };
}

/** Off the main thread: a key of RSA takes its time. */
async function makeKey(type: KeyType): Promise<string> {
  const { privateKey } = await (type === 'EC_P256'
    ? makeKeyPair('ec', { namedCurve: 'P-256' })
    : makeKeyPair('rsa', { modulusLength: type === 'RSA_2048' ? 2048 : 3072 }));
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}
