// Fetches certificates, keys and authorities from where the settings say (AudioCodes tables 3-42 and 3-43): after the start, when an address
// is another, after each check of the provisioning server, and again after a failure. What is wrong takes the place of nothing.

import { isEncryptedFile } from '#config/formats/encryption/file';
import { isSalted } from '#config/formats/encryption/openssl-salted';
import type { FileKeys } from '#config/formats/format';
import { openFile } from '#config/formats/open-file';
import type { Clock, Log, Random, Timer } from '#sip/ports';
import type { CertificateUse } from '#ui/administration/certificates';
import { type FetchFailure, type FetchResult, shownUrl } from '../provisioning/fetch/fetched.ts';
import { type PhoneNames, withNames } from '../provisioning/file-names.ts';
import { retryMs } from '../provisioning/schedule.ts';
import { readCertificates } from './certificate-facts.ts';
import { type CertificateSlot, certificatePlaces, isAuthority, isRemote, slotOfPath } from './certificate-places.ts';
import { type CertificateProblem, certificateProblem, type Pems } from './check-certificates.ts';
import type { KeptCertificates } from './kept-certificates.ts';
import { largestPemBytes, pemAt } from './pem-address.ts';

/** Why what was fetched is not used. */
export type FetchProblem =
  | CertificateProblem
  | FetchFailure
  /** Encrypted, and no key of the phone opens it. */
  | 'closed'
  /** Whoever is on the way could have read or changed it. */
  | 'unprotected';

export interface CertificateFetchOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly random: Random;
  readonly certificates: KeptCertificates;
  readonly names: () => PhoneNames;
  /** Where the configuration came from: a bare name is looked for beside it. */
  readonly base: () => string | undefined;
  /** Never rejects. */
  readonly fetch: (url: URL) => Promise<FetchResult>;
  readonly fileKeys: () => FileKeys;
  /** The site takes secrets from servers that anybody can pose as. */
  readonly takesUnprotected: () => boolean;
  /** Key of the request that was made here. */
  readonly waitingKey: (use: CertificateUse) => Promise<string | undefined>;
  /** Undefined: there is nothing wrong with it, or no more. */
  readonly told: (slot: CertificateSlot, problem: FetchProblem | undefined) => void;
  readonly restartWhenIdle: () => void;
}

type Part = { readonly ok: true; readonly pem: string } | { readonly ok: false; readonly problem: FetchProblem };

/** Read when SIP begins; the others at each connection. */
const restarting: ReadonlySet<CertificateSlot> = new Set(
  [...certificatePlaces.keys()].filter((slot) => slot === 'sip' || isAuthority(slot)),
);

export class CertificateFetch implements Disposable {
  readonly #options: CertificateFetchOptions;
  readonly #failed = new Set<CertificateSlot>();
  #failures = 0;
  #timer: Timer | undefined;
  #closed = false;
  /** One after the other. */
  #work: Promise<void> = Promise.resolve();

  constructor(options: CertificateFetchOptions) {
    this.#options = options;
  }

  /** Resolves when they are there, or are not to be had. */
  fetchAll(): Promise<void> {
    return this.#fetch([...certificatePlaces.keys()]);
  }

  settingsChanged(paths: readonly string[]): Promise<void> {
    return this.#fetch([...new Set(paths.flatMap((path) => slotOfPath(path) ?? []))]);
  }

  [Symbol.dispose](): void {
    this.#closed = true;
    this.#timer?.cancel();
  }

  #fetch(slots: readonly CertificateSlot[]): Promise<void> {
    const { log } = this.#options;
    for (const slot of slots) {
      this.#work = this.#work
        .then(() => this.#fetchSlot(slot))
        .catch((error: unknown) => log.error('certificates', 'one could not be taken', { slot, error: String(error) }));
    }
    this.#work = this.#work.then(() => this.#planRetry());
    return this.#work;
  }

  /** The failed ones alone, less and less often. */
  #planRetry(): void {
    const { clock, random } = this.#options;
    this.#timer?.cancel();
    this.#failures = this.#failed.size === 0 ? 0 : this.#failures + 1;
    if (this.#failures === 0 || this.#closed) return;
    const chance = (random.bytes(1)[0] ?? 0) / 256;
    this.#timer = clock.setTimer(retryMs(this.#failures, chance), () => void this.#fetch([...this.#failed]));
  }

  async #fetchSlot(slot: CertificateSlot): Promise<void> {
    if (this.#closed) return;
    const { certificates, told } = this.#options;
    const problem = certificates.isFetched(slot) ? await this.#take(slot) : undefined;
    if (this.#closed) return;
    if (problem === undefined) this.#failed.delete(slot);
    else this.#failed.add(slot);
    told(slot, problem);
  }

  async #take(slot: CertificateSlot): Promise<FetchProblem | undefined> {
    const { certificates, clock } = this.#options;
    const addresses = certificates.addresses(slot);
    const certificate = await this.#part(addresses.certificate, isAuthority(slot));
    if (!certificate.ok) return this.#refuse(slot, certificate.problem);
    const nowMs = clock.wall.trusted ? clock.wall.ms : undefined;
    let problem: FetchProblem = 'otherKey';
    for (const key of await this.#keys(slot, addresses)) {
      if (!key.ok) return this.#refuse(slot, key.problem);
      const pems = { certificate: certificate.pem, key: key.pem };
      const found = certificateProblem(slot, pems, nowMs);
      if (found === undefined) {
        this.#keep(slot, pems, addresses);
        return undefined;
      }
      problem = found;
    }
    return this.#refuse(slot, problem);
  }

  /** Unless it is the same as before, or the setting has changed meanwhile. */
  #keep(slot: CertificateSlot, pems: Pems, addresses: Pems): void {
    const { certificates, log, restartWhenIdle } = this.#options;
    if (isSame(certificates.kept(slot), pems) || !isSame(certificates.addresses(slot), addresses)) return;
    certificates.keep(slot, pems);
    const [leaf] = readCertificates(pems.certificate) ?? [];
    log.info('certificates', 'a new one was taken', { slot, subject: leaf?.subject, fingerprint: leaf?.fingerprint256 });
    if (restarting.has(slot)) restartWhenIdle();
  }

  /** With no address of a key: the one that it was taken with before, or that was made here for it. */
  async #keys(slot: CertificateSlot, { key }: Pems): Promise<readonly Part[]> {
    if (key !== '') return [await this.#part(key, true)];
    if (isAuthority(slot)) return [{ ok: true, pem: '' }];
    const waiting = await this.#options.waitingKey(slot);
    const candidates = [this.#options.certificates.kept(slot)?.key, waiting];
    return candidates.flatMap((pem) => (pem === undefined ? [] : [{ ok: true, pem }]));
  }

  /** `isGuarded`: nobody on the way may read or change it. */
  async #part(address: string, isGuarded: boolean): Promise<Part> {
    if (!isRemote(address)) return readPart(address);
    const { names, base, fetch, fileKeys, takesUnprotected } = this.#options;
    const url = URL.parse(withNames(address, names()), base());
    if (url === null || !/^(?:https?|tftp|ftp):$/.test(url.protocol)) return { ok: false, problem: 'notFound' };
    const result = await fetch(url);
    if (result.type !== 'fetched') return { ok: false, problem: result.type === 'failed' ? result.failure : 'protocol' };
    const { bytes } = result;
    const isEncrypted = isEncryptedFile(bytes) || isSalted(bytes);
    if (isGuarded && !isEncrypted && url.protocol !== 'https:' && !takesUnprotected())
      return { ok: false, problem: 'unprotected' };
    const opened = openFile(bytes, isEncrypted ? fileKeys() : {}, largestPemBytes);
    if (!opened.ok) return { ok: false, problem: opened.problem === 'wrongKey' ? 'closed' : 'noCertificate' };
    this.#options.log.info('certificates', 'a file was fetched', { from: shownUrl(url) });
    return { ok: true, pem: opened.text };
  }

  #refuse(slot: CertificateSlot, problem: FetchProblem): FetchProblem {
    this.#options.log.warn('certificates', 'a new one was not taken', { slot, problem });
    return problem;
  }
}

function isSame(a: Pems | undefined, b: Pems): boolean {
  return a?.certificate === b.certificate && a.key === b.key;
}

/** A path or the text itself. */
function readPart(address: string): Part {
  try {
    return { ok: true, pem: pemAt(address) };
  } catch {
    return { ok: false, problem: 'notFound' };
  }
}
