// What the administrator says about TLS, and what is made of it once: the context that all connections share.

import { createSecureContext, getCACertificates, type SecureContext, type SecureContextOptions } from 'node:tls';
import { TransportError } from './transport.ts';

export interface TlsSettings {
  /** PEM, one certificate each: the authorities of the site. */
  readonly authorities: readonly string[];
  /** Whether the well-known authorities are believed too. */
  readonly trustsPublicAuthorities: boolean;
  /** Ours: shown to servers that ask, and needed to listen. PEM; the certificate may be followed by its chain. */
  readonly identity: { readonly certificate: string; readonly privateKey: string } | undefined;
  readonly minVersion: 'TLSv1.2' | 'TLSv1.3';
  /** False: any certificate will do, which protects from listeners only. */
  readonly verifiesServer: boolean;
  readonly allowsWildcards: boolean;
  /** While nobody has told the phone the time, a certificate's dates do not count: else a phone without a clock could never register. */
  readonly ignoresDatesUntilTimeIsKnown: boolean;
  /** Callers over TLS must show a certificate of one of the authorities. */
  readonly demandsClientCertificate: boolean;
}

export const defaultTlsSettings: TlsSettings = {
  authorities: [],
  trustsPublicAuthorities: true,
  identity: undefined,
  minVersion: 'TLSv1.2',
  verifiesServer: true,
  allowsWildcards: false,
  ignoresDatesUntilTimeIsKnown: true,
  demandsClientCertificate: false,
};

/** PEM of all that are believed. */
export function trustedAuthorities(settings: TlsSettings): readonly string[] {
  return settings.trustsPublicAuthorities ? [...getCACertificates('default'), ...settings.authorities] : settings.authorities;
}

/** For all connections that we open. Throws `TransportError` `tlsFailed` when something in the settings can not be used. */
export function secureContext(settings: TlsSettings): SecureContext {
  return contextOf({ ...authoritiesOption(settings), ...identityOption(settings), minVersion: settings.minVersion });
}

/** Throws `TransportError` `tlsFailed` when our certificate or key can not be read, or they do not belong together. */
export function checkIdentity(settings: TlsSettings): void {
  contextOf({ ...identityOption(settings), ca: [] });
}

/**
 * Whom to believe, for Node. The well-known ones alone are its default, and made once for the process: to give a hundred and more by name
 * holds the thread for 20 ms.
 */
export function authoritiesOption(settings: TlsSettings): SecureContextOptions {
  const { authorities, trustsPublicAuthorities } = settings;
  if (trustsPublicAuthorities && authorities.length === 0) return {};
  // An authority of the site need not be at the top of its tree.
  return { ca: [...trustedAuthorities(settings)], allowPartialTrustChain: true };
}

function identityOption({ identity }: TlsSettings): SecureContextOptions {
  return identity === undefined ? {} : { cert: identity.certificate, key: identity.privateKey };
}

function contextOf(options: SecureContextOptions): SecureContext {
  try {
    return createSecureContext(options);
  } catch (cause) {
    throw new TransportError('tlsFailed', 'a certificate or key can not be used', { cause });
  }
}
