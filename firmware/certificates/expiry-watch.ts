// Tells in time that a certificate ends which somebody has to replace. The phone's own for its pages it renews itself.

import type { Certificates, CertificateUse } from '#ui/administration/certificates';
import type { Clock, Timer } from '#ui/ports';
import type { Notices } from '../system/notices.ts';
import { useWords } from './certificate-notices.ts';

export interface ExpiryWatchOptions {
  readonly clock: Clock;
  readonly certificates: Pick<Certificates, 'own'>;
  readonly notices: Pick<Notices, 'raise' | 'clear'>;
}

const dayMs = 86_400_000;
const warnedMs = 30 * dayMs;
const lookAgainMs = dayMs / 2;

export class ExpiryWatch implements Disposable {
  readonly #options: ExpiryWatchOptions;
  #timer: Timer | undefined;

  constructor(options: ExpiryWatchOptions) {
    this.#options = options;
  }

  start(): void {
    this.#look();
  }

  [Symbol.dispose](): void {
    this.#timer?.cancel();
  }

  #look(): void {
    const { clock, certificates } = this.#options;
    this.#timer = clock.setTimer(lookAgainMs, () => this.#look());
    // Dates mean nothing to a phone that does not know what day it is.
    if (!clock.wall.trusted) return;
    for (const { use, certificate } of certificates.own) {
      const renewsItself = use === 'web' && certificate?.selfSigned === true;
      this.#tell(use, renewsItself ? undefined : certificate?.untilMs);
    }
  }

  #tell(use: CertificateUse, untilMs: number | undefined): void {
    const { clock, notices } = this.#options;
    const id = `certificate-${use}`;
    const leftMs = untilMs === undefined ? Number.POSITIVE_INFINITY : untilMs - clock.wall.ms;
    if (untilMs === undefined || leftMs > warnedMs) {
      notices.clear(id);
      return;
    }
    const over = leftMs <= 0;
    const day = new Date(untilMs).toISOString().slice(0, 10);
    notices.raise({
      id,
      severity: over ? 'error' : 'warning',
      lasting: true,
      title: over ? 'A certificate has ended' : 'A certificate ends soon',
      text: `The certificate for ${useWords[use]} ${over ? 'was' : 'is'} good until ${day}. Bring a new one on the web pages.`,
    });
  }
}
