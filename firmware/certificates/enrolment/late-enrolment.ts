// Enrolment, read when the settings switch it on: most phones bring their certificates otherwise, or have none.

import type { Store } from '#config/store';
import type { Clock, Log, Random } from '#sip/ports';
import type { TlsSettings } from '#sip/transport/tls-settings';
import type { Enrolment, EnrolmentState } from '#ui/administration/enrolment';
import type { PhoneNames } from '../../provisioning/file-names.ts';
import type { CertificateEnrolment } from './certificate-enrolment.ts';
import { noEnrolment } from './no-enrolment.ts';

export interface LateEnrolmentOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: Random;
  /** As for the provisioning server. */
  readonly tls: () => TlsSettings;
  readonly userAgent: () => string;
  readonly names: () => PhoneNames;
  readonly addresses: () => readonly string[];
  readonly restartWhenIdle: () => void;
}

export class LateEnrolment implements Enrolment, Disposable {
  readonly #options: LateEnrolmentOptions;
  #made: CertificateEnrolment | undefined;
  #making: Promise<void> | undefined;
  #closed = false;

  constructor(options: LateEnrolmentOptions) {
    this.#options = options;
  }

  /** Returns the end of following the settings. */
  start(): () => void {
    this.#follow([]);
    return this.#options.store.subscribe('security/enrolment', (paths) => this.#follow(paths));
  }

  get state(): EnrolmentState {
    return this.#made?.state ?? noEnrolment;
  }

  enrolNow(): boolean {
    if (this.#made !== undefined || this.#making === undefined) return this.#made?.enrolNow() ?? false;
    void this.#making.then(() => this.#made?.enrolNow());
    return true;
  }

  [Symbol.dispose](): void {
    this.#closed = true;
    this.#made?.[Symbol.dispose]();
  }

  #follow(paths: readonly string[]): void {
    if (this.#made !== undefined) this.#made.settingsChanged(paths);
    else if (this.#options.store.get('security/enrolment/protocol') !== 'NONE') this.#making ??= this.#make();
  }

  async #make(): Promise<void> {
    const { openEnrolment } = await import('./open-enrolment.ts');
    if (this.#closed) return;
    this.#made = openEnrolment(this.#options);
    this.#made.start();
  }
}
