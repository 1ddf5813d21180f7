// Enrolment with everything that it needs of the phone, wired up.

import { CertificateEnrolment } from './certificate-enrolment.ts';
import { openProtocol } from './enrolment-protocols.ts';
import { enrolmentServer } from './enrolment-server.ts';
import { enrolmentSettings } from './enrolment-settings.ts';
import type { LateEnrolmentOptions } from './late-enrolment.ts';

export function openEnrolment(options: LateEnrolmentOptions): CertificateEnrolment {
  const { store, clock, log, random, tls, names } = options;
  return new CertificateEnrolment({
    store,
    clock,
    log,
    random,
    settings: () => enrolmentSettings(store, names()),
    openProtocol: (settings, closed) =>
      openProtocol(settings.protocol, enrolmentServer({ settings, tls, userAgent: options.userAgent(), clock, random, closed })),
    authorities: () => tls().authorities,
    addresses: options.addresses,
    restartWhenIdle: options.restartWhenIdle,
  });
}
