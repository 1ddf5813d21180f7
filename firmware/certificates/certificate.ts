// Certificates that a phone makes itself (RFC 5280) and requests for ones that others sign (RFC 2986). ECDSA with SHA-256 on P-256.

import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { isIP } from 'node:net';
import { addressOctets } from './address-octets.ts';
import { bitString, integer, objectIdentifier, octetString, pem, sequence, set, tagged, time, utf8, yes } from './der.ts';

export interface Subject {
  readonly commonName: string;
  readonly organization?: string;
  /** Host names and addresses by which it is reached (§4.2.1.6). */
  readonly names: readonly string[];
}

export interface Validity {
  readonly fromMs: number;
  readonly untilMs: number;
  /** Up to 20 octets (§4.1.2.2). */
  readonly serialNumber: Uint8Array;
}

const ecdsaWithSha256 = sequence(objectIdentifier('1.2.840.10045.4.3.2'));
const digitalSignature = 0x80;

/** PEM. Signed with the key that it is for. */
export function selfSignedCertificate(privateKeyPem: string, subject: Subject, validity: Validity): string {
  const key = createPrivateKey(privateKeyPem);
  const name = distinguishedName(subject);
  const body = sequence(
    tagged(0xa0, integer(Buffer.from([2]))),
    integer(validity.serialNumber),
    ecdsaWithSha256,
    name,
    sequence(time(validity.fromMs), time(validity.untilMs)),
    name,
    publicKeyInfo(key),
    tagged(0xa3, extensions(subject)),
  );
  return pem('CERTIFICATE', signed(body, key));
}

/** PEM: what is sent to an authority, so that it signs. */
export function signingRequest(privateKeyPem: string, subject: Subject): string {
  const key = createPrivateKey(privateKeyPem);
  const extensionRequest = sequence(objectIdentifier('1.2.840.113549.1.9.14'), set(extensions(subject)));
  const body = sequence(
    integer(Buffer.from([0])),
    distinguishedName(subject),
    publicKeyInfo(key),
    tagged(0xa0, extensionRequest),
  );
  return pem('CERTIFICATE REQUEST', signed(body, key));
}

function signed(body: Buffer, key: KeyObject): Buffer {
  return sequence(body, ecdsaWithSha256, bitString(sign('sha256', body, key)));
}

function publicKeyInfo(key: KeyObject): Buffer {
  return createPublicKey(key).export({ type: 'spki', format: 'der' });
}

function distinguishedName({ commonName, organization }: Subject): Buffer {
  const attribute = (type: string, text: string): Buffer => set(sequence(objectIdentifier(type), utf8(text)));
  const last = attribute('2.5.4.3', commonName);
  return organization === undefined ? sequence(last) : sequence(attribute('2.5.4.10', organization), last);
}

function extensions({ names }: Subject): Buffer {
  const usage = tagged(0x03, Buffer.from([7, digitalSignature]));
  const serverAndClient = sequence(objectIdentifier('1.3.6.1.5.5.7.3.1'), objectIdentifier('1.3.6.1.5.5.7.3.2'));
  return sequence(
    sequence(objectIdentifier('2.5.29.19'), yes, octetString(sequence())),
    sequence(objectIdentifier('2.5.29.15'), yes, octetString(usage)),
    sequence(objectIdentifier('2.5.29.37'), octetString(serverAndClient)),
    ...(names.length === 0 ? [] : [sequence(objectIdentifier('2.5.29.17'), octetString(sequence(...names.map(generalName))))]),
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
