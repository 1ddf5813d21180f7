// How the phone stands with the authority that gives it its certificates.

import type { CertificateUse } from './certificates.ts';

export type EnrolmentFailure =
  /** No address, no route, nobody listens, no answer. */
  | 'unreachable'
  | 'notFound'
  /** Our name, password or certificate is not good enough for the server. */
  | 'denied'
  /** The server is not who it should be. */
  | 'certificate'
  /** The server does not want to certify what it was asked to. */
  | 'refused'
  | 'tooLarge'
  | 'incomplete'
  | 'tooSlow'
  | 'redirection'
  /** Bytes that make no sense in the protocol. */
  | 'protocol'
  /** No authority of the phone leads to the server, and no fingerprint says whom to believe. */
  | 'unproven'
  /** None of the authorities that the server tells has the fingerprint of the settings. */
  | 'otherFingerprint'
  /** The certificate is for another key than ours. */
  | 'otherKey'
  | 'ended'
  | 'notYet'
  /** It does not lead to an authority that the server told. */
  | 'unchained'
  | 'unusable'
  /** The phone cannot keep it. */
  | 'notKept'
  /** The settings lack an address, or one that fits the protocol. */
  | 'noAddress';

/** What an attempt is at. */
export type EnrolmentStep = 'authorities' | 'key' | 'request' | 'taking';

export interface EnrolmentState {
  readonly protocol: string;
  /** Without name, password and query. */
  readonly server: string | undefined;
  readonly uses: readonly CertificateUse[];
  /** Undefined: nothing is done now. */
  readonly step: EnrolmentStep | undefined;
  /** The server has the request since then, and somebody there has to agree. */
  readonly waitingSinceMs: number | undefined;
  /** The certificate that was given last is good until then. */
  readonly enrolledUntilMs: number | undefined;
  /** When it is asked next: again, or for the next certificate. */
  readonly nextAtMs: number | undefined;
  readonly lastFailure: { readonly atMs: number; readonly reason: EnrolmentFailure } | undefined;
}

export interface Enrolment {
  readonly state: EnrolmentState;
  /** Asks for a certificate now, whenever the next time would be. False: enrolment is switched off. */
  enrolNow(): boolean;
}
