// Certificates by the parameters that hold them, as data addresses; keys go in and never come out.

import { generateKeyPair } from 'node:crypto';
import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ParameterPath } from '#config/schema';
import { Secret } from '#config/secrets';
import type { Change, Store } from '#config/store';
import type {
  Authority,
  CertificateFacts,
  CertificateStored,
  Certificates,
  CertificateUse,
  OwnCertificate,
} from '#ui/administration/certificates';
import { signingRequest } from '../certificates/certificate.ts';
import { factsOf, isPair, readCertificates } from '../certificates/certificate-facts.ts';

export interface PhoneCertificatesOptions {
  readonly store: Store;
  /** Where keys wait for the certificates that were asked for. */
  readonly directory: string;
  /** Made by the phone itself, shown while no other was brought. */
  readonly deviceCertificate: () => string;
  /** Host names and addresses that a request names. */
  readonly names: () => readonly string[];
}

interface Paths {
  readonly certificate: ParameterPath;
  readonly key: ParameterPath;
}

const paths: Readonly<Record<CertificateUse, Paths>> = {
  web: { certificate: 'security/web_certificate_uri', key: 'security/web_private_key_uri' },
  sip: { certificate: 'security/sip_certificate_uri', key: 'security/sip_private_key_uri' },
  ieee8021x: { certificate: 'security/ieee802_1x_certificate_uri', key: 'security/ieee802_1x_private_key_uri' },
  provisioning: { certificate: 'security/autoupdate_certificate_uri', key: 'security/autoupdate_private_key_uri' },
};
const uses: readonly CertificateUse[] = ['web', 'sip', 'ieee8021x', 'provisioning'];
const slots = [0, 1, 2, 3, 4] as const;
const makeKeyPair = promisify(generateKeyPair);

export class PhoneCertificates implements Certificates {
  readonly #options: PhoneCertificatesOptions;
  readonly #requested = new Set<CertificateUse>();

  constructor(options: PhoneCertificatesOptions) {
    this.#options = options;
  }

  /** Learns which requests were made before the last start. */
  async load(): Promise<void> {
    for (const use of uses) if ((await this.#waitingKey(use)) !== undefined) this.#requested.add(use);
  }

  get authorities(): readonly Authority[] {
    return slots.map((slot) => ({ slot, certificates: this.#facts(`security/ca_certificate/${slot}/uri`) }));
  }

  get own(): readonly OwnCertificate[] {
    return uses.map((use) => {
      const { certificate, key } = paths[use];
      const [found] = this.#facts(certificate);
      const made = use === 'web' && found === undefined ? readCertificates(this.#options.deviceCertificate())?.[0] : undefined;
      return {
        use,
        certificate: found ?? (made && factsOf(made)),
        hasKey: made !== undefined || this.#text(key) !== '',
        requested: this.#requested.has(use),
      };
    });
  }

  setAuthority(slot: number, pem: string): Promise<CertificateStored> {
    const path = `security/ca_certificate/${slot}/uri`;
    if (pem.trim() === '') return this.#store([{ path, value: undefined }]);
    const read = readCertificates(pem);
    if (read === undefined) return Promise.resolve({ ok: false, expected: 'certificates as PEM, 16 at most' });
    return this.#store([{ path, value: dataAddress(read.map((each) => each.toString()).join('')) }]);
  }

  async setOwn(use: CertificateUse, certificatePem: string, keyPem: string | undefined): Promise<CertificateStored> {
    const read = readCertificates(certificatePem);
    const [leaf] = read ?? [];
    if (read === undefined || leaf === undefined) return { ok: false, expected: 'a certificate as PEM, its chain after it' };
    const key = keyPem ?? (await this.#waitingKey(use));
    if (key === undefined) return { ok: false, expected: 'a private key, or a request that was made here before' };
    if (!isPair(leaf, key))
      return { ok: false, expected: 'the private key that belongs to the certificate, as PEM without a password' };
    const stored = await this.#store([
      { path: paths[use].certificate, value: dataAddress(read.map((each) => each.toString()).join('')) },
      { path: paths[use].key, value: dataAddress(key) },
    ]);
    if (stored.ok) await this.#forgetRequest(use);
    return stored;
  }

  clearOwn(use: CertificateUse): Promise<CertificateStored> {
    const { certificate, key } = paths[use];
    return this.#store([certificate, key].map((path) => ({ path, value: undefined })));
  }

  async request(use: CertificateUse, commonName: string, organization: string): Promise<string> {
    const { privateKey } = await makeKeyPair('ec', { namedCurve: 'P-256' });
    const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    await mkdir(this.#options.directory, { recursive: true, mode: 0o700 });
    const file = this.#keyFile(use);
    await writeFile(`${file}.new`, key, { mode: 0o600 });
    await chmod(`${file}.new`, 0o600);
    await rename(`${file}.new`, file);
    this.#requested.add(use);
    const names = this.#options.names();
    return signingRequest(key, { commonName, names, ...(organization !== '' && { organization }) });
  }

  #keyFile(use: CertificateUse): string {
    return join(this.#options.directory, `requested-${use}-key.pem`);
  }

  #waitingKey(use: CertificateUse): Promise<string | undefined> {
    return readFile(this.#keyFile(use), 'latin1').catch(() => undefined);
  }

  async #forgetRequest(use: CertificateUse): Promise<void> {
    this.#requested.delete(use);
    await rm(this.#keyFile(use), { force: true });
  }

  #facts(path: ParameterPath): readonly CertificateFacts[] {
    const pem = textOfDataAddress(this.#text(path));
    return pem === undefined ? [] : (readCertificates(pem) ?? []).map(factsOf);
  }

  #text(path: ParameterPath): string {
    const [setting] = this.#options.store.settings(path);
    const value = setting?.value ?? '';
    return value instanceof Secret ? value.reveal() : String(value);
  }

  async #store(changes: readonly Change[]): Promise<CertificateStored> {
    const result = await this.#options.store.change(changes, 'admin', 'certificates');
    if (result.ok) return { ok: true, needsRestart: result.needsRestart.length > 0 };
    const expected = result.reason === 'invalid' ? (result.errors[0]?.expected ?? 'less') : 'space on the disk';
    return { ok: false, expected };
  }
}

function dataAddress(pem: string): string {
  return `data:application/x-pem-file;base64,${Buffer.from(pem, 'latin1').toString('base64')}`;
}

/** Undefined for other addresses: whoever fetches them knows what is there. */
function textOfDataAddress(address: string): string | undefined {
  const [, data] = /^data:[a-z0-9.+/-]*;base64,([A-Za-z0-9+/=]+)$/.exec(address) ?? [];
  return data === undefined ? undefined : Buffer.from(data, 'base64').toString('latin1');
}
