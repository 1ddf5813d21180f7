// Certificates by the parameters that hold them, as data addresses; keys go in and never come out.

import { generateKeyPair } from 'node:crypto';
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
import {
  authoritySlots,
  type CertificateSlot,
  certificateUses,
  isRemote,
  pairPaths,
} from '../certificates/certificate-places.ts';
import type { KeptCertificates } from '../certificates/kept-certificates.ts';
import { dataAddress } from '../certificates/pem-address.ts';
import { pairChanges } from '../certificates/take-pair.ts';
import type { WaitingKeys } from '../certificates/waiting-keys.ts';
import { shownUrl } from '../provisioning/fetch/fetched.ts';

export interface PhoneCertificatesOptions {
  readonly store: Store;
  /** As they hold. */
  readonly kept: KeptCertificates;
  readonly waiting: WaitingKeys;
  /** Made by the phone itself, shown while no other was brought. */
  readonly deviceCertificate: () => string;
  /** Host names and addresses that a request names. */
  readonly names: () => readonly string[];
}

const makeKeyPair = promisify(generateKeyPair);

export class PhoneCertificates implements Certificates {
  readonly #options: PhoneCertificatesOptions;
  readonly #requested = new Set<CertificateUse>();

  constructor(options: PhoneCertificatesOptions) {
    this.#options = options;
  }

  /** Learns which requests were made before the last start. */
  async load(): Promise<void> {
    for (const use of certificateUses) if ((await this.#options.waiting.find(use)) !== undefined) this.#requested.add(use);
  }

  get authorities(): readonly Authority[] {
    return authoritySlots.map((slot) => ({
      slot,
      certificates: this.#facts(`security/ca_certificate/${slot}/uri`),
      ...this.#source(`authority-${slot}`),
    }));
  }

  get own(): readonly OwnCertificate[] {
    return certificateUses.map((use) => {
      const { certificate, key } = pairPaths[use];
      const [found] = this.#facts(certificate);
      const made = use === 'web' && found === undefined ? readCertificates(this.#options.deviceCertificate())?.[0] : undefined;
      return {
        use,
        certificate: found ?? (made && factsOf(made)),
        hasKey: made !== undefined || this.#text(key) !== '',
        requested: this.#requested.has(use),
        ...this.#source(use),
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
    const key = keyPem ?? (await this.#options.waiting.find(use));
    if (key === undefined) return { ok: false, expected: 'a private key, or a request that was made here before' };
    if (!isPair(leaf, key))
      return { ok: false, expected: 'the private key that belongs to the certificate, as PEM without a password' };
    const stored = await this.#store(pairChanges([use], read, key));
    if (stored.ok) await this.#forgetRequest(use);
    return stored;
  }

  clearOwn(use: CertificateUse): Promise<CertificateStored> {
    const { certificate, key } = pairPaths[use];
    return this.#store([certificate, key].map((path) => ({ path, value: undefined })));
  }

  async request(use: CertificateUse, commonName: string, organization: string): Promise<string> {
    const { privateKey } = await makeKeyPair('ec', { namedCurve: 'P-256' });
    const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    await this.#options.waiting.keep(use, key);
    this.#requested.add(use);
    const names = this.#options.names();
    return signingRequest(key, { commonName, names, ...(organization !== '' && { organization }) });
  }

  async #forgetRequest(use: CertificateUse): Promise<void> {
    this.#requested.delete(use);
    await this.#options.waiting.forget(use);
  }

  #facts(path: ParameterPath): readonly CertificateFacts[] {
    const pem = textOfDataAddress(this.#text(path));
    return pem === undefined ? [] : (readCertificates(pem) ?? []).map(factsOf);
  }

  #text(path: ParameterPath): string {
    const value: unknown = this.#options.kept.get(path);
    return value instanceof Secret ? value.reveal() : String(value);
  }

  /** Where it is fetched from. The address of its key is a secret, as any that a key is set by. */
  #source(slot: CertificateSlot): { readonly source?: string } {
    const { certificate } = this.#options.kept.addresses(slot);
    if (certificate === undefined || !isRemote(certificate)) return {};
    return { source: URL.canParse(certificate) ? shownUrl(new URL(certificate)) : certificate };
  }

  async #store(changes: readonly Change[]): Promise<CertificateStored> {
    const result = await this.#options.store.change(changes, 'admin', 'certificates');
    if (result.ok) return { ok: true, needsRestart: result.needsRestart.length > 0 };
    const expected = result.reason === 'invalid' ? (result.errors[0]?.expected ?? 'less') : 'space on the disk';
    return { ok: false, expected };
  }
}

/** Undefined for other addresses: whoever fetches them knows what is there. */
function textOfDataAddress(address: string): string | undefined {
  const [, data] = /^data:[a-z0-9.+/-]*;base64,([A-Za-z0-9+/=]+)$/.exec(address) ?? [];
  return data === undefined ? undefined : Buffer.from(data, 'base64').toString('latin1');
}
