// Whether the server that we have reached over TLS is the one that we asked for.

import type { X509Certificate } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import type { Clock } from '../ports.ts';
import { isOutOfDate, leadsToAuthority } from './certificate-chain.ts';
import { speaksFor } from './certificate-identity.ts';
import { type TlsSettings, trustedAuthorities } from './tls-settings.ts';
import { TransportError } from './transport.ts';

/** OpenSSL's words for a chain that is good but for the calendar, as far as it looked. */
const dateErrors: ReadonlySet<string> = new Set(['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID']);

export type Verdict =
  | { readonly type: 'good' }
  /** Good but for its dates, which count as soon as the time is known. */
  | { readonly type: 'goodForNow'; readonly chain: readonly X509Certificate[] }
  | { readonly type: 'bad'; readonly error: TransportError };

/** `asked`: the domain, or the address where only that was known. */
export function judgeServer(socket: TLSSocket, asked: string, settings: TlsSettings, clock: Clock): Verdict {
  const certificate = socket.getPeerX509Certificate();
  if (certificate === undefined) return bad('untrustedCertificate', `${asked} shows no certificate`);
  if (!settings.verifiesServer) return { type: 'good' };
  const problem = socket.authorized ? undefined : errorName(socket.authorizationError);
  const isAboutDates = problem !== undefined && dateErrors.has(problem);
  if (problem !== undefined && !isAboutDates) {
    return bad('untrustedCertificate', `the certificate of ${asked} is not trusted: ${problem}`);
  }
  const chain = chainOf(certificate);
  // OpenSSL names one problem of several: behind a wrong date may stand an unknown authority.
  if (isAboutDates && !leadsToAuthority(chain, trustedAuthorities(settings))) {
    return bad('untrustedCertificate', `the certificate of ${asked} is not trusted`);
  }
  if (!speaksFor(certificate, asked, { allowWildcards: settings.allowsWildcards })) {
    return bad('wrongCertificateName', `the certificate is not for ${asked}`);
  }
  if (!isAboutDates) return { type: 'good' };
  if (!clock.wall.trusted && settings.ignoresDatesUntilTimeIsKnown) return { type: 'goodForNow', chain };
  return bad(
    'expiredCertificate',
    `the certificate of ${asked} is valid from ${certificate.validFrom} to ${certificate.validTo}`,
  );
}

/** Asked again and again of a connection that was good for now: why it is not any more. */
export function flawOf(chain: readonly X509Certificate[], clock: Clock): string | undefined {
  const { trusted, ms } = clock.wall;
  return trusted && isOutOfDate(chain, ms) ? 'the certificate is out of date' : undefined;
}

function chainOf(leaf: X509Certificate): readonly X509Certificate[] {
  const chain = [leaf];
  for (let next = leaf.issuerCertificate; next !== undefined && chain.length < 10; next = next.issuerCertificate) {
    if (chain.some(({ fingerprint256 }) => fingerprint256 === next?.fingerprint256)) break;
    chain.push(next);
  }
  return chain;
}

/** Declared an error, and a string in fact. */
function errorName(problem: unknown): string {
  return problem instanceof Error ? problem.message : String(problem);
}

function bad(code: TransportError['code'], message: string): Verdict {
  return { type: 'bad', error: new TransportError(code, message) };
}
