// Certificates as they hold. Where a parameter names another machine, what was fetched from there last and found good stands for it; until
// something was, what the phone had before.

import type { Collection } from '#config/collection';
import type { ParameterPath, Values } from '#config/schema';
import { Secret } from '#config/secrets';
import type { Store } from '#config/store';
import type { Parameters } from '../lines/line-settings.ts';
import { type CertificateSlot, certificatePlaces, isRemote, slotOfPath } from './certificate-places.ts';
import { certificateProblem, type Pems } from './check-certificates.ts';
import { dataAddress, pemAt } from './pem-address.ts';

type KeptRecord = {
  readonly slot: string;
  readonly certificate: string;
  /** As the store seals secrets. */
  readonly sealedKey: string;
};

export class KeptCertificates implements Parameters, Disposable {
  readonly #store: Store;
  readonly #records: Collection<KeptRecord>;
  readonly #listeners = new Set<(slot: CertificateSlot) => void>();
  /** What parameters held themselves, at the last look. */
  readonly #own = new Map<CertificateSlot, Pems>();
  readonly #stop: () => void;

  constructor(store: Store) {
    this.#store = store;
    this.#records = store.collection<KeptRecord>('fetched_certificates', certificatePlaces.size);
    this.#stop = store.subscribe('security', (paths) => this.#follow(new Set(paths.flatMap((path) => slotOfPath(path) ?? []))));
    this.#follow(new Set(certificatePlaces.keys()));
  }

  [Symbol.dispose](): void {
    this.#stop();
  }

  /** Any parameter; of certificates and keys, what holds. */
  get<P extends ParameterPath>(path: P): Values[P] {
    const slot = slotOfPath(path);
    if (slot === undefined || !this.isFetched(slot)) return this.#store.get(path);
    const { certificate, key } = this.kept(slot) ?? { certificate: '', key: '' };
    const isKey = certificatePlaces.get(slot)?.key === path;
    const text = isKey ? key : certificate;
    const address = text === '' ? '' : dataAddress(text);
    return (isKey ? new Secret(address) : address) as Values[P];
  }

  /** One of its addresses is another machine's. */
  isFetched(slot: CertificateSlot): boolean {
    return Object.values(this.addresses(slot)).some(isRemote);
  }

  addresses(slot: CertificateSlot): Pems {
    const { certificate, key } = certificatePlaces.get(slot) ?? {};
    return { certificate: this.#text(certificate), key: this.#text(key) };
  }

  /** What was fetched last, or held before there was an address to fetch it from. */
  kept(slot: CertificateSlot): Pems | undefined {
    const record = this.#records.list().find((each) => each.slot === slot);
    if (record === undefined) return undefined;
    const key = record.sealedKey === '' ? '' : this.#store.openText(purposeOf(slot), record.sealedKey);
    return key === undefined ? undefined : { certificate: record.certificate, key };
  }

  keep(slot: CertificateSlot, { certificate, key }: Pems): void {
    this.#forget(slot);
    const sealedKey = key === '' ? '' : this.#store.sealText(purposeOf(slot), key);
    this.#records.add({ slot, certificate, sealedKey });
    for (const listener of [...this.#listeners]) listener(slot);
  }

  /** Told when another one is kept. Returns the end of it. */
  subscribe(listener: (slot: CertificateSlot) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #follow(slots: ReadonlySet<CertificateSlot>): void {
    for (const slot of slots) {
      const before = this.#own.get(slot);
      if (!this.isFetched(slot)) {
        this.#own.set(slot, this.#readOwn(slot));
        this.#forget(slot);
      } else if (this.kept(slot) === undefined && before !== undefined && isUsable(slot, before)) this.keep(slot, before);
    }
  }

  #forget(slot: CertificateSlot): void {
    for (const { id } of this.#records.list().filter((each) => each.slot === slot)) this.#records.delete(id);
  }

  #readOwn(slot: CertificateSlot): Pems {
    const { certificate, key } = this.addresses(slot);
    return { certificate: readable(certificate), key: readable(key) };
  }

  #text(path: ParameterPath | undefined): string {
    if (path === undefined) return '';
    const value: unknown = this.#store.get(path);
    return String(value instanceof Secret ? value.reveal() : value);
  }
}

/** A key is no other slot's. */
function purposeOf(slot: CertificateSlot): string {
  return `fetched certificate ${slot}`;
}

function isUsable(slot: CertificateSlot, pems: Pems): boolean {
  return certificateProblem(slot, pems, undefined) === undefined;
}

/** Whoever uses it tells what is wrong with it. */
function readable(address: string): string {
  try {
    return pemAt(address);
  } catch {
    return '';
  }
}
