// Certificates that a phone makes itself (RFC 5280) and requests for ones that others sign (RFC 2986), signed with SHA-256 by ECDSA or RSA.

import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { isIP } from 'node:net';
import { addressOctets } from './address-octets.ts';
import {
  bitString,
  integer,
  nothing,
  objectIdentifier,
  octetString,
  pem,
  printable,
  sequence,
  set,
  tagged,
  time,
  utf8,
  yes,
} from './der.ts';

export interface Subject {
  readonly commonName: string;
  readonly organization?: string;
  /** Host names and addresses by which it is reached (§4.2.1.6). */
  readonly names: readonly string[];
}

/** As an authority wrote them: whoever renews asks for the same (RFC 7030 §4.2.2). */
export interface WrittenSubject {
  /** DER of the name. */
  readonly name: Uint8Array;
  /** DER of the names beside it, the content of the extension (RFC 5280 §4.2.1.6); undefined for none. */
  readonly alternativeNames: Uint8Array | undefined;
}

export interface Validity {
  readonly fromMs: number;
  readonly untilMs: number;
  /** Up to 20 octets (§4.1.2.2). */
  readonly serialNumber: Uint8Array;
}

const ecdsaWithSha256 = sequence(objectIdentifier('1.2.840.10045.4.3.2'));
/** RFC 4055 §5: with NULL where parameters would be. */
const rsaWithSha256 = sequence(objectIdentifier('1.2.840.113549.1.1.11'), nothing);
const digitalSignature = 0x80;
const keyEncipherment = 0x20;

/** PEM. Signed with the key that it is for. */
export function selfSignedCertificate(privateKeyPem: string, subject: Subject | WrittenSubject, validity: Validity): string {
  const key = createPrivateKey(privateKeyPem);
  const written = asWritten(subject);
  const { name } = written;
  const body = sequence(
    tagged(0xa0, integer(Buffer.from([2]))),
    integer(validity.serialNumber),
    signatureOf(key),
    name,
    sequence(time(validity.fromMs), time(validity.untilMs)),
    name,
    publicKeyInfo(key),
    tagged(0xa3, extensions(written, key)),
  );
  return pem('CERTIFICATE', signed(body, key));
}

/** PEM: what is sent to an authority, so that it signs. `challenge`: a password by which it knows who asks (RFC 2985 §5.4.1). */
export function signingRequest(privateKeyPem: string, subject: Subject | WrittenSubject, challenge?: string): string {
  const key = createPrivateKey(privateKeyPem);
  const written = asWritten(subject);
  const extensionRequest = attribute('1.2.840.113549.1.9.14', extensions(written, key));
  const password = challenge === undefined ? [] : [attribute('1.2.840.113549.1.9.7', directoryString(challenge))];
  const body = sequence(
    integer(Buffer.from([0])),
    written.name,
    publicKeyInfo(key),
    // In the order of their octets (X.690 §11.6).
    tagged(0xa0, ...[...password, extensionRequest].sort(Buffer.compare)),
  );
  return pem('CERTIFICATE REQUEST', signed(body, key));
}

function attribute(type: string, value: Buffer): Buffer {
  return sequence(objectIdentifier(type), set(value));
}

/** A PrintableString where it can be one: older servers read no other. */
function directoryString(text: string): Buffer {
  return /^[A-Za-z0-9 '()+,./:=?-]*$/.test(text) ? printable(text) : utf8(text);
}

function signed(body: Buffer, key: KeyObject): Buffer {
  return sequence(body, signatureOf(key), bitString(sign('sha256', body, key)));
}

function signatureOf({ asymmetricKeyType }: KeyObject): Buffer {
  return asymmetricKeyType === 'rsa' ? rsaWithSha256 : ecdsaWithSha256;
}

function publicKeyInfo(key: KeyObject): Buffer {
  return createPublicKey(key).export({ type: 'spki', format: 'der' });
}

function asWritten(subject: Subject | WrittenSubject): WrittenSubject {
  return 'commonName' in subject ? writtenSubject(subject) : subject;
}

function writtenSubject({ commonName, organization, names }: Subject): WrittenSubject {
  const part = (type: string, text: string): Buffer => set(sequence(objectIdentifier(type), utf8(text)));
  const last = part('2.5.4.3', commonName);
  return {
    name: organization === undefined ? sequence(last) : sequence(part('2.5.4.10', organization), last),
    alternativeNames: names.length === 0 ? undefined : sequence(...names.map(generalName)),
  };
}

function extensions({ alternativeNames }: WrittenSubject, key: KeyObject): Buffer {
  const isRsa = key.asymmetricKeyType === 'rsa';
  const bits = isRsa ? [5, digitalSignature | keyEncipherment] : [7, digitalSignature];
  const serverAndClient = sequence(objectIdentifier('1.3.6.1.5.5.7.3.1'), objectIdentifier('1.3.6.1.5.5.7.3.2'));
  return sequence(
    sequence(objectIdentifier('2.5.29.19'), yes, octetString(sequence())),
    sequence(objectIdentifier('2.5.29.15'), yes, octetString(tagged(0x03, Buffer.from(bits)))),
    sequence(objectIdentifier('2.5.29.37'), octetString(serverAndClient)),
    ...(alternativeNames === undefined ? [] : [sequence(objectIdentifier('2.5.29.17'), octetString(alternativeNames))]),
  );
}

/** [2] a host name, [7] the octets of an address. */
function generalName(name: string): Buffer {
  switch (isIP(name)) {
    case 4:
      return tagged(0x87, Buffer.from(name.split('.').map(Number)));
    case 6:
      return tagged(0x87, addressOctets(name));
    default:
      return tagged(0x82, Buffer.from(name, 'latin1'));
  }
}
