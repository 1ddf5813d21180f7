// What the person is told of certificates: what each is for, and why a new one was not taken.

import type { CertificateUse } from '#ui/administration/certificates';
import { knownNotice } from '../system/known-notices.ts';
import type { Notices } from '../system/notices.ts';
import type { FetchProblem } from './certificate-fetch.ts';
import type { CertificateSlot } from './certificate-places.ts';

export const useWords: Readonly<Record<CertificateUse, string>> = {
  web: 'web pages',
  sip: 'SIP',
  ieee8021x: '802.1X',
  provisioning: 'provisioning',
};

const elsewise = 'The file cannot be fetched.';

const reasons: Readonly<Record<FetchProblem, string>> = {
  unreachable: 'The server does not answer.',
  notFound: 'The server has no such file.',
  denied: 'The server refuses this phone.',
  certificate: 'The server cannot prove who it is.',
  incomplete: 'The file does not arrive whole.',
  tooLarge: 'The file is too large.',
  tooSlow: elsewise,
  redirection: elsewise,
  protocol: elsewise,
  noCertificate: 'The file holds no certificate.',
  otherKey: 'The key does not belong to the certificate.',
  ended: 'The certificate has ended.',
  notYet: 'The certificate is not valid yet.',
  unusable: 'The certificate cannot be used.',
  closed: 'The file cannot be deciphered.',
  unprotected: 'The file came unprotected.',
};

export function tellCertificate(
  slot: CertificateSlot,
  problem: FetchProblem | undefined,
  notices: Pick<Notices, 'raise' | 'clear'>,
): void {
  const id = `certificate-fetch-${slot}`;
  if (problem === undefined) {
    notices.clear(id);
    return;
  }
  const authority = /^authority-(\d)$/.exec(slot)?.[1];
  const what = authority === undefined ? useWords[slot as CertificateUse] : `root CA ${Number(authority) + 1}`;
  notices.raise(knownNotice('certificateFetch', { id, severity: 'warning', lasting: true }, { what, reason: reasons[problem] }));
}
