// One attempt to get a certificate, from the first question to an identity that can be taken; or why there is none.

import type { X509Certificate } from 'node:crypto';
import type { EnrolmentFailure, EnrolmentStep } from '#ui/administration/enrolment';
import type { Identity } from '../device-identity.ts';
import { believed } from './believed-authorities.ts';
import type { EnrolmentProtocol } from './enrolment-protocol.ts';
import { issuedIdentity } from './issued-identity.ts';
import type { MadeRequest } from './make-request.ts';

export interface AttemptOptions {
  readonly protocol: EnrolmentProtocol;
  readonly fingerprint: string | undefined;
  /** PEM of the authorities of the phone. */
  readonly known: readonly string[];
  /** Which is to be replaced; undefined: the first one. */
  readonly current: Identity | undefined;
  /** Made now, or waiting for its answer since an attempt before. */
  readonly request: () => Promise<MadeRequest & { readonly ticket?: string }>;
  /** Undefined: nobody has told the phone the time. */
  readonly nowMs: () => number | undefined;
  readonly at: (step: EnrolmentStep) => void;
}

export type AttemptOutcome =
  | {
      readonly type: 'issued';
      readonly identity: Identity;
      readonly leaf: X509Certificate;
      readonly pinned: X509Certificate | undefined;
      /** For the log. */
      readonly remark: string | undefined;
    }
  | { readonly type: 'pending'; readonly retryAfterMs: number | undefined; readonly ticket: string | undefined }
  | {
      readonly type: 'failed';
      readonly reason: EnrolmentFailure;
      readonly detail: string;
      readonly retryAfterMs: number | undefined;
      /** The request is no use any more: another key is needed. */
      readonly spent: boolean;
    };

/** Does not reject. */
export async function attempt(options: AttemptOptions): Promise<AttemptOutcome> {
  const { protocol, fingerprint, known, current, at } = options;
  at('authorities');
  const told = await protocol.authorities();
  if (told.type === 'failed') return failed(told);
  const trust = believed(told, fingerprint, known);
  if (!trust.ok) return failed({ reason: trust.reason, detail: 'nobody vouches for the authorities that the server tells' });
  at('key');
  const { key, csr, ticket } = await options.request();
  at('request');
  const { authorities, pinned } = trust;
  const enrolled = await protocol.enrol({
    csr,
    key,
    authorities,
    ...(current !== undefined && { current }),
    ...(ticket !== undefined && { ticket }),
  });
  switch (enrolled.type) {
    case 'pending':
      return { type: 'pending', retryAfterMs: enrolled.retryAfterMs, ticket: enrolled.ticket };
    case 'failed':
      return failed(enrolled);
    case 'issued': {
      const checked = issuedIdentity(enrolled.certificates, key, authorities, options.nowMs());
      if (checked.ok) {
        return { type: 'issued', identity: checked.identity, leaf: checked.leaf, pinned, remark: enrolled.remark };
      }
      return { ...failed({ reason: checked.reason, detail: 'what the server sent cannot be taken' }), spent: true };
    }
  }
}

function failed(why: {
  readonly reason: EnrolmentFailure;
  readonly detail: string;
  readonly retryAfterMs?: number;
}): Extract<AttemptOutcome, { readonly type: 'failed' }> {
  const { reason, detail, retryAfterMs } = why;
  return { type: 'failed', reason, detail, retryAfterMs, spent: reason === 'refused' };
}
