// The certificate that browsers are shown: the administrator's, or the phone's own, which follows its addresses and is renewed in time.

import { join } from 'node:path';
import type { Store } from '#config/store';
import type { Board } from '#hal/board';
import type { Phone } from '#ui/phone';
import type { Clock, Timer } from '#ui/ports';
import { isPair, readCertificates } from '../certificates/certificate-facts.ts';
import { deviceIdentity, type Identity } from '../certificates/device-identity.ts';
import type { KeptCertificates } from '../certificates/kept-certificates.ts';
import type { Log } from '../system/log.ts';
import { readPem } from '../system/tls-identity.ts';

export interface WebIdentityOptions {
  readonly store: Store;
  readonly certificates: KeptCertificates;
  readonly board: Board;
  readonly phone: Phone;
  readonly dataDirectory: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly changed: (identity: Identity) => void;
}

const lookAgainMs = 86_400_000;
const broughtPaths = ['security/web_certificate_uri', 'security/web_private_key_uri'] as const;

export class WebIdentity implements Disposable {
  readonly #options: WebIdentityOptions;
  #made: Identity;
  #addresses: readonly string[];
  #timer: Timer | undefined;
  #stops: (() => void)[] = [];

  private constructor(options: WebIdentityOptions, made: Identity) {
    this.#options = options;
    this.#made = made;
    this.#addresses = options.phone.snapshot.status.addresses;
  }

  static async open(options: WebIdentityOptions): Promise<WebIdentity> {
    const identity = new WebIdentity(options, await make(options));
    identity.#follow();
    return identity;
  }

  get current(): Identity {
    return this.#brought() ?? this.#made;
  }

  /** PEM of the one that the phone made itself. */
  get own(): string {
    return this.#made.certificate;
  }

  [Symbol.dispose](): void {
    this.#timer?.cancel();
    for (const stop of this.#stops) stop();
  }

  #follow(): void {
    const { store, certificates, phone, changed } = this.#options;
    for (const path of broughtPaths) this.#stops.push(store.subscribe(path, () => changed(this.current)));
    this.#stops.push(certificates.subscribe((slot) => slot === 'web' && changed(this.current)));
    this.#stops.push(
      phone.subscribe(() => {
        const { addresses } = phone.snapshot.status;
        if (addresses === this.#addresses) return;
        this.#addresses = addresses;
        void this.#renew();
      }),
    );
    this.#lookLater();
  }

  #lookLater(): void {
    this.#timer = this.#options.clock.setTimer(lookAgainMs, () => {
      this.#lookLater();
      void this.#renew();
    });
  }

  async #renew(): Promise<void> {
    const { log, changed } = this.#options;
    try {
      const made = await make(this.#options);
      if (made.certificate === this.#made.certificate) return;
      this.#made = made;
      changed(this.current);
    } catch (error) {
      log.error('web', 'the certificate could not be renewed', { reason: String(error) });
    }
  }

  /** What the administrator brought; undefined: nothing, or nothing that belongs together. */
  #brought(): Identity | undefined {
    const { certificates, log } = this.#options;
    const certificate = readPem(certificates.get('security/web_certificate_uri'), 'certificate of the web pages', log);
    const privateKey = readPem(certificates.get('security/web_private_key_uri').reveal(), 'private key of the web pages', log);
    const [leaf] = readCertificates(certificate) ?? [];
    return leaf !== undefined && isPair(leaf, privateKey) ? { certificate, privateKey } : undefined;
  }
}

function make({ board, dataDirectory, clock }: WebIdentityOptions): Promise<Identity> {
  const { macAddress, addresses } = board.network;
  const names = ['localhost', ...new Set(addresses.map(({ address }) => address))];
  const commonName = `hookswitch-${macAddress.replaceAll(':', '').toLowerCase()}`;
  return deviceIdentity(join(dataDirectory, 'web'), { commonName, names }, clock.wall.ms);
}
