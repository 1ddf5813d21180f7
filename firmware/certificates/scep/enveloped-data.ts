// Sealed messages of CMS (RFC 5652 §6): a key for the content, itself sealed for an RSA key (RFC 3370 §4.2.1).

import {
  constants,
  createCipheriv,
  createDecipheriv,
  privateDecrypt,
  publicEncrypt,
  randomBytes,
  type X509Certificate,
} from 'node:crypto';
import { integer, nothing, objectIdentifier, octetString, sequence, set, tagged } from '../der.ts';
import { derTags, firstElement, isSameElement } from '../der-reader.ts';
import { contentInfo, data, fieldsOf, issuerAndSerialNumber, octetsOf, partsIn, rsaEncryption } from './content-info.ts';
import type { KeyHolder } from './signed-data.ts';

export interface Opened {
  readonly content: Uint8Array;
  /** By what it was sealed: `aes-256-cbc`. */
  readonly cipher: string;
}

interface Cipher {
  readonly name: string;
  readonly type: Buffer;
  /** As OpenSSL calls what does it. */
  readonly made: string;
  readonly keyBytes: number;
  readonly ivBytes: number;
}

const envelopedDataType = objectIdentifier('1.2.840.113549.1.7.3');
const padding = constants.RSA_PKCS1_PADDING;

function aes(bits: 128 | 192 | 256, type: string): Cipher {
  const name = `aes-${bits}-cbc`;
  return { name, type: objectIdentifier(type), made: name, keyBytes: bits / 8, ivBytes: 16 };
}

const aes128 = aes(128, '2.16.840.1.101.3.4.1.2');
/**
 * Both kinds of DES for reading only. There are servers that seal with them whatever they are asked with; what they seal is a certificate,
 * which is public, and whether it is the right one is judged without the seal.
 */
const readable: readonly Cipher[] = [
  aes128,
  aes(192, '2.16.840.1.101.3.4.1.22'),
  aes(256, '2.16.840.1.101.3.4.1.42'),
  { name: 'des-ede3-cbc', type: objectIdentifier('1.2.840.113549.3.7'), made: 'des-ede3-cbc', keyBytes: 24, ivBytes: 8 },
  { name: 'des-cbc', type: objectIdentifier('1.3.14.3.2.7'), made: 'des-ede3-cbc', keyBytes: 8, ivBytes: 8 },
];

/** By AES-128, which every server of RFC 8894 §2.9 knows. Throws what node:crypto does with a key that is not RSA's. */
export function envelopedData(content: Uint8Array, recipient: X509Certificate): Buffer {
  const [key, iv] = [randomBytes(aes128.keyBytes), randomBytes(aes128.ivBytes)];
  const cipher = createCipheriv(aes128.made, key, iv);
  const sealed = Buffer.concat([cipher.update(content), cipher.final()]);
  const keyForRecipient = sequence(
    integer(Buffer.from([0])),
    issuerAndSerialNumber(recipient),
    sequence(rsaEncryption, nothing),
    octetString(publicEncrypt({ key: recipient.publicKey, padding }, key)),
  );
  return contentInfo(
    envelopedDataType,
    sequence(
      integer(Buffer.from([0])),
      set(keyForRecipient),
      sequence(data, sequence(aes128.type, octetString(iv)), tagged(0x80, sealed)),
    ),
  );
}

/**
 * DER. Undefined: it is no sealed message, not for us, or sealed in a way that is unknown here. Only for what somebody known has signed: whoever
 * else could try out (Bleichenbacher, 1998) what opens.
 */
export function openEnvelopedData(bytes: Uint8Array, { certificate, key }: KeyHolder): Opened | undefined {
  const fields = fieldsOf(bytes, envelopedDataType);
  const recipients = partsIn(
    fields.find(({ tag }) => tag === derTags.set),
    derTags.set,
  ).map((each) => partsIn(each, derTags.sequence));
  const [, , , sealedKey] =
    recipients.find(
      ([, id, algorithm]) =>
        isSameElement(id, issuerAndSerialNumber(certificate)) &&
        isSameElement(firstElement(algorithm?.content ?? new Uint8Array()), rsaEncryption),
    ) ?? [];
  const [, algorithm, sealed] = partsIn(
    fields.find(({ tag }) => tag === derTags.sequence),
    derTags.sequence,
  );
  const [type, iv] = partsIn(algorithm, derTags.sequence);
  const cipher = readable.find((each) => isSameElement(type, each.type));
  if (sealedKey === undefined || sealed === undefined || cipher === undefined || iv?.content.length !== cipher.ivBytes)
    return undefined;
  try {
    const contentKey = privateDecrypt({ key, padding }, sealedKey.content);
    if (contentKey.length !== cipher.keyBytes) return undefined;
    const decipher = createDecipheriv(cipher.made, usable(contentKey, cipher), iv.content);
    return { content: Buffer.concat([decipher.update(octetsOf(sealed)), decipher.final()]), cipher: cipher.name };
  } catch {
    return undefined;
  }
}

/** DES is triple DES with one key three times. */
function usable(key: Buffer, { name }: Cipher): Buffer {
  return name === 'des-cbc' ? Buffer.concat([key, key, key]) : key;
}
