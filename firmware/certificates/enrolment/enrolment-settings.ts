// What the parameters say about enrolment.

import { createHash } from 'node:crypto';
import type { CertificateUse } from '#ui/administration/certificates';
import type { Parameters } from '../../lines/line-settings.ts';
import type { Login } from '../../provisioning/fetch/http-login.ts';
import { type PhoneNames, withNames } from '../../provisioning/file-names.ts';
import { certificateUses } from '../certificate-places.ts';

export interface EnrolmentSettings {
  readonly protocol: 'EST' | 'SCEP';
  /** Undefined: there is none, or not one that fits the protocol. */
  readonly url: URL | undefined;
  readonly label: string;
  readonly login: Login | undefined;
  readonly challenge: string | undefined;
  readonly commonName: string;
  readonly keyType: KeyType;
  readonly uses: readonly CertificateUse[];
  readonly renewBeforeMs: number;
  /** Lower case, without colons. */
  readonly fingerprint: string | undefined;
}

export type KeyType = 'EC_P256' | 'RSA_2048' | 'RSA_3072';

/** RFC 5280 appendix A.1. */
const longestCommonName = 64;
const dayMs = 86_400_000;

/** Undefined: enrolment is switched off. */
export function enrolmentSettings(parameters: Parameters, names: PhoneNames): EnrolmentSettings | undefined {
  const protocol = parameters.get('security/enrolment/protocol');
  if (protocol === 'NONE') return undefined;
  const user = parameters.get('security/enrolment/user');
  const challenge = parameters.get('security/enrolment/challenge').reveal();
  const fingerprint = parameters.get('security/enrolment/ca_fingerprint').replaceAll(':', '').toLowerCase();
  const wanted = new Set(parameters.get('security/enrolment/uses').split(' '));
  return {
    protocol,
    url: serverUrl(protocol, parameters.get('security/enrolment/url')),
    label: parameters.get('security/enrolment/label'),
    login: user === '' ? undefined : { user, password: parameters.get('security/enrolment/password').reveal() },
    challenge: challenge === '' ? undefined : challenge,
    commonName: withNames(parameters.get('security/enrolment/common_name'), names).slice(0, longestCommonName),
    keyType: keyTypeFor(protocol, parameters.get('security/enrolment/key_type')),
    uses: certificateUses.filter((use) => wanted.has(use)),
    renewBeforeMs: parameters.get('security/enrolment/renew_before') * dayMs,
    fingerprint: fingerprint === '' ? undefined : fingerprint,
  };
}

/** SCEP seals what it answers for the key, which RSA alone can (RFC 8894 §3.2.2). */
function keyTypeFor(protocol: EnrolmentSettings['protocol'], wanted: KeyType): KeyType {
  return protocol === 'SCEP' && wanted === 'EC_P256' ? 'RSA_2048' : wanted;
}

/** EST is nothing without TLS (RFC 7030 §3.3). */
function serverUrl(protocol: EnrolmentSettings['protocol'], text: string): URL | undefined {
  const url = URL.parse(text);
  return url !== null && (url.protocol === 'https:' || protocol !== 'EST') ? url : undefined;
}

/** Another one: what was given is not what is asked for any more. Beside it a certificate lasts whatever is set. */
export function identityAsked({ protocol, url, label, commonName, keyType }: EnrolmentSettings): string {
  return createHash('sha256')
    .update(JSON.stringify([protocol, url?.href, label, commonName, keyType]))
    .digest('hex');
}

export function isSameFingerprint(fingerprint256: string, wanted: string): boolean {
  return fingerprint256.replaceAll(':', '').toLowerCase() === wanted;
}
