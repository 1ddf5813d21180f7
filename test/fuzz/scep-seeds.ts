// Answers of a SCEP server to spoil: as they should be, by a key of the moment.

import { createPrivateKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { selfSignedCertificate } from '#firmware/certificates/certificate';
import { objectIdentifier, octetString, printable, sequence, set, tagged, utf8 } from '#firmware/certificates/der';
import { contentInfo } from '#firmware/certificates/scep/content-info';
import { envelopedData } from '#firmware/certificates/scep/enveloped-data';
import type { Asked } from '#firmware/certificates/scep/pki-message';
import { attribute, type KeyHolder, signedData } from '#firmware/certificates/scep/signed-data';
import { mutateDer } from './mutate-der.ts';
import type { SeededRandom } from './seeded-random.ts';

export const asked: Asked = { transaction: 'a'.repeat(64), nonce: Buffer.alloc(16, 9) };

const keyPem = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const day = 86_400_000;
const made = selfSignedCertificate(
  keyPem,
  { commonName: 'server', organization: 'Site', names: ['scep.test', '192.0.2.7'] },
  { fromMs: Date.UTC(2026, 0, 1), untilMs: Date.UTC(2026, 0, 1) + 90 * day, serialNumber: Buffer.from([1, 2, 3]) },
);
export const holder: KeyHolder = { certificate: new X509Certificate(made), key: createPrivateKey(keyPem) };

const { raw } = holder.certificate;
const bag = contentInfo(
  objectIdentifier('1.2.840.113549.1.7.2'),
  sequence(Buffer.from([2, 1, 1]), set(), sequence(objectIdentifier('1.2.840.113549.1.7.1')), tagged(0xa0, raw, raw), set()),
);
const sealed = envelopedData(bag, holder.certificate);

function attributesOf(status: string): readonly Buffer[] {
  const [type, answer] = ['2.16.840.1.113733.1.9', printable(status)];
  return [
    attribute(objectIdentifier(`${type}.2`), printable('3')),
    attribute(objectIdentifier(`${type}.3`), answer),
    attribute(objectIdentifier(`${type}.4`), printable('2')),
    attribute(objectIdentifier(`${type}.6`), octetString(asked.nonce)),
    attribute(objectIdentifier(`${type}.7`), printable(asked.transaction)),
    attribute(objectIdentifier('1.3.6.1.5.5.7.24.1'), utf8('not you')),
  ];
}

export const scepSeeds: readonly Uint8Array[] = [
  ...['0', '2', '3'].map((status) => signedData(status === '0' ? sealed : Buffer.alloc(0), attributesOf(status), holder)),
  sealed,
  bag,
  raw,
  Buffer.from('POSTPKIOperation\r\nAES\r\nSHA-256\r\nRenewal\r\nSCEPStandard\r\n'),
];

/** Spoilt before it was signed: a server that is believed, and talks nonsense. Takes about a millisecond. */
export function signedNonsense(random: SeededRandom): Uint8Array {
  const attributes = [...attributesOf(random.pick(['0', '2', '3']))];
  const at = random.below(attributes.length);
  attributes[at] = Buffer.from(mutateDer(attributes[at] ?? sealed, random));
  return signedData(random.below(2) === 0 ? mutateDer(sealed, random) : sealed, attributes, holder);
}
