// What must hold of whoever reads answers of SCEP, whatever the bytes: no throw, nothing believed that nobody has signed, bounded answers.

import assert from 'node:assert/strict';
import type { X509Certificate } from 'node:crypto';
import { partsOf } from '#firmware/certificates/certificate-parts';
import { withDefiniteLengths } from '#firmware/certificates/definite-lengths';
import { certificatesOfPkcs7 } from '#firmware/certificates/pkcs7-certificates';
import { readCapabilities } from '#firmware/certificates/scep/capabilities';
import { openEnvelopedData } from '#firmware/certificates/scep/enveloped-data';
import { type Asked, readReply } from '#firmware/certificates/scep/pki-message';
import { readAuthorities, serversAmong } from '#firmware/certificates/scep/scep-servers';
import { type KeyHolder, readSignedData } from '#firmware/certificates/scep/signed-data';

export function checkScepAnswer(bytes: Uint8Array, holder: KeyHolder, asked: Asked): 'accepted' | 'refused' {
  readCapabilities(bytes);
  const definite = withDefiniteLengths(bytes);
  assert.ok((definite?.length ?? 0) <= bytes.length * 3, 'not much longer than it came');
  assert.deepEqual(definite && withDefiniteLengths(definite), definite, 'definite lengths stay');
  const told = readAuthorities(bytes);
  checkCertificates(told ?? []);
  const reply = readReply(bytes, asked, [holder.certificate]);
  if (reply.type === 'refused') assert.ok(reply.words.length <= 160);
  if (definite === undefined) return 'refused';
  const signed = readSignedData(definite);
  if (reply.type !== 'wrong') assert.equal(signed?.isSignedBy(holder.certificate), true);
  checkCertificates(certificatesOfPkcs7(definite) ?? []);
  const opened = openEnvelopedData(definite, holder);
  assert.ok((opened?.content.length ?? 0) <= definite.length);
  return reply.type !== 'wrong' || opened !== undefined || told !== undefined ? 'accepted' : 'refused';
}

function checkCertificates(certificates: readonly X509Certificate[]): void {
  assert.ok(certificates.length <= 16);
  for (const certificate of certificates) partsOf(certificate);
  const servers = serversAmong(certificates);
  if (servers !== undefined) assert.ok(certificates.includes(servers.recipient) && servers.issuer.ca);
}
