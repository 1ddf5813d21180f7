// Tells in time that a certificate ends which somebody has to replace. The phone's own for its pages it renews itself.

import type { CertificateFacts, Certificates, CertificateUse } from '#ui/administration/certificates';
import type { Enrolment } from '#ui/administration/enrolment';
import type { Clock, Timer } from '#ui/ports';
import type { Notices } from '../system/notices.ts';
import { useWords } from './certificate-notices.ts';

export interface ExpiryWatchOptions {
  readonly clock: Clock;
  readonly certificates: Pick<Certificates, 'own'>;
  readonly enrolment: Pick<Enrolment, 'state'>;
  readonly notices: Pick<Notices, 'raise' | 'clear'>;
}

const dayMs = 86_400_000;
const warnedMs = 30 * dayMs;
/** Of one that an authority renews: it should have been long before. */
const warnedRenewedMs = 7 * dayMs;
const warnedRenewedPart = 10;
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

  /** One was brought, fetched, given or taken away. */
  certificatesChanged(): void {
    this.#timer?.cancel();
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
      this.#tell(use, renewsItself ? undefined : certificate);
    }
  }

  #warnedMs(use: CertificateUse, { fromMs, untilMs }: CertificateFacts): number {
    const { uses, enrolledUntilMs } = this.#options.enrolment.state;
    if (enrolledUntilMs === undefined || !uses.includes(use)) return warnedMs;
    return Math.min(warnedRenewedMs, (untilMs - fromMs) / warnedRenewedPart);
  }

  #tell(use: CertificateUse, certificate: CertificateFacts | undefined): void {
    const { clock, notices } = this.#options;
    const id = `certificate-${use}`;
    const leftMs = certificate === undefined ? Number.POSITIVE_INFINITY : certificate.untilMs - clock.wall.ms;
    if (certificate === undefined || leftMs > this.#warnedMs(use, certificate)) {
      notices.clear(id);
      return;
    }
    const over = leftMs <= 0;
    const day = new Date(certificate.untilMs).toISOString().slice(0, 10);
    notices.raise({
      id,
      severity: over ? 'error' : 'warning',
      lasting: true,
      title: over ? 'A certificate has ended' : 'A certificate ends soon',
      text: `The certificate for ${useWords[use]} ${over ? 'was' : 'is'} good until ${day}. Bring a new one on the web pages.`,
    });
  }
}
