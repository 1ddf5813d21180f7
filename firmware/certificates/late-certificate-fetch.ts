// Fetching certificates, made when the first address asks for it: most phones are given theirs, or none.

import type { CertificateFetch, CertificateFetchOptions } from './certificate-fetch.ts';
import { certificatePlaces, slotOfPath } from './certificate-places.ts';

export class LateCertificateFetch implements Disposable {
  readonly #options: CertificateFetchOptions;
  #made: Promise<CertificateFetch> | undefined;
  #closed = false;

  constructor(options: CertificateFetchOptions) {
    this.#options = options;
  }

  async fetchAll(): Promise<void> {
    if (this.#isWanted()) await (await this.#make()).fetchAll();
  }

  async settingsChanged(paths: readonly string[]): Promise<void> {
    if (!paths.some((path) => slotOfPath(path) !== undefined)) return;
    if (this.#made !== undefined || this.#isWanted()) await (await this.#make()).settingsChanged(paths);
  }

  [Symbol.dispose](): void {
    this.#closed = true;
    void this.#made?.then((made) => made[Symbol.dispose]());
  }

  #isWanted(): boolean {
    const { certificates } = this.#options;
    return !this.#closed && [...certificatePlaces.keys()].some((slot) => certificates.isFetched(slot));
  }

  #make(): Promise<CertificateFetch> {
    this.#made ??= import('./certificate-fetch.ts').then(({ CertificateFetch: Made }) => new Made(this.#options));
    return this.#made;
  }
}
