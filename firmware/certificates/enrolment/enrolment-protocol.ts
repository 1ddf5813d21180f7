// What a protocol of enrolment does (EST, RFC 7030; SCEP, RFC 8894), and what it is given for it. It asks and answers: when is asked, with which
// key, whether what comes is good and where it goes is told by `enrolment.ts`.

import type { X509Certificate } from 'node:crypto';
import type { Clock, Random } from '#sip/ports';
import type { EnrolmentFailure } from '#ui/administration/enrolment';
import type { FetchFailed } from '../../provisioning/fetch/fetched.ts';
import type { HttpAnswer } from '../../provisioning/fetch/http-exchange.ts';
import type { Identity } from '../device-identity.ts';

/** Expected, each of them: a server that is not there, one that says no, one that talks nonsense. */
export interface EnrolmentFailed {
  readonly type: 'failed';
  readonly reason: EnrolmentFailure;
  /** For the log; no secrets. */
  readonly detail: string;
  /** The server said how long it wants to be left alone. */
  readonly retryAfterMs?: number;
}

export type ToldAuthorities =
  | {
      readonly type: 'told';
      readonly certificates: readonly X509Certificate[];
      /** They came from a server whom an authority of the phone vouches for. Else the fingerprint of the settings has to. */
      readonly proven: boolean;
    }
  | EnrolmentFailed;

export interface EnrolmentRequest {
  /** PKCS #10, DER. The same bytes again after `pending`. */
  readonly csr: Uint8Array;
  /** Of the request, PEM: SCEP signs with it what it sends first. */
  readonly key: string;
  /** What `authorities` told, and is believed by now. */
  readonly authorities: readonly X509Certificate[];
  /** Which this one is to replace, still valid: it is shown, or signed with. */
  readonly current?: Identity;
  /** What `pending` left, kept over a restart. */
  readonly ticket?: string;
}

export type Enrolled =
  /** In any order, with or without their chain. */
  | {
      readonly type: 'issued';
      readonly certificates: readonly X509Certificate[];
      /** For the log: what is not as it should be, and was put up with. */
      readonly remark?: string;
    }
  /** Somebody there has to agree. Asked again then, or after a time of our own; `ticket`: what is needed for it beside the request. */
  | { readonly type: 'pending'; readonly retryAfterMs?: number; readonly ticket?: string }
  | EnrolmentFailed;

/** Neither rejects. */
export interface EnrolmentProtocol {
  authorities(): Promise<ToldAuthorities>;
  enrol(request: EnrolmentRequest): Promise<Enrolled>;
}

/**
 * Over TLS, who vouches for the server: the authorities of the phone · these, too · nobody, so that it is shown no login, and what it says
 * has to be proven otherwise.
 */
export type ProvenBy =
  | { readonly type: 'phone' }
  | { readonly type: 'told'; readonly authorities: readonly X509Certificate[] }
  | { readonly type: 'nobody' };

/** A question to the server. */
export interface EnrolmentQuestion {
  readonly url: URL;
  /** Posted; undefined: a GET. */
  readonly body?: { readonly headers: Readonly<Record<string, string>>; readonly bytes: Uint8Array };
  readonly provenBy: ProvenBy;
  /** Shown to a server that asks; else what the phone shows its provisioning server. */
  readonly identity?: Identity;
}

/** The server of the settings, and the way to it. */
export interface EnrolmentServer {
  readonly url: URL;
  /** EST's label of an authority, SCEP's identifier of one; empty for none. */
  readonly label: string;
  /** The settings have a fingerprint, by which authorities are known that a stranger tells. */
  readonly hasFingerprint: boolean;
  readonly clock: Clock;
  readonly random: Random;
  /** Never rejects. Bounded in size and time; given up when enrolment is switched off. */
  readonly exchange: (question: EnrolmentQuestion) => Promise<HttpAnswer | FetchFailed>;
}
