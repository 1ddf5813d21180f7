// An authority with a registrar, both made by openssl, and a SCEP server that answers in their name as a test wants it to.

import { execFileSync } from 'node:child_process';
import { createPrivateKey, randomBytes, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signingRequest } from '#firmware/certificates/certificate';
import { objectIdentifier, octetString, pem, printable } from '#firmware/certificates/der';
import type { EnrolmentQuestion, EnrolmentServer } from '#firmware/certificates/enrolment/enrolment-protocol';
import { certificatesOfPkcs7 } from '#firmware/certificates/pkcs7-certificates';
import { envelopedData, openEnvelopedData } from '#firmware/certificates/scep/enveloped-data';
import { attribute, type KeyHolder, readSignedData, signedData } from '#firmware/certificates/scep/signed-data';
import type { HttpAnswer } from '#firmware/provisioning/fetch/http-exchange';
import { FakeClock } from '#test/support/fake-clock';

export interface Pair extends KeyHolder {
  readonly file: string;
  readonly keyFile: string;
  readonly keyPem: string;
}

/** `openssl` in a directory of its own. */
export class RsaAuthority implements Disposable {
  readonly directory: string = mkdtempSync(join(tmpdir(), 'scep-'));
  readonly own: Pair;

  constructor(name = 'Site CA') {
    this.openssl('req', '-x509', ...newKey, '-days', '90', '-subj', `/CN=${name}`, '-keyout', 'ca.key', '-out', 'ca.pem');
    this.own = this.#pair('ca');
  }

  certify(name: string, extensions: readonly string[], key: readonly string[] = newKey): Pair {
    this.openssl('req', ...key, '-subj', `/CN=${name}`, '-keyout', `${name}.key`, '-out', `${name}.csr`);
    writeFileSync(join(this.directory, `${name}.ext`), ['basicConstraints=CA:FALSE', ...extensions].join('\n'));
    this.#sign(name);
    return this.#pair(name);
  }

  /** Of a request, as a bag of certificates in PKCS #7. */
  grant(request: Uint8Array): Buffer {
    writeFileSync(join(this.directory, 'asked.csr'), pem('CERTIFICATE REQUEST', request));
    writeFileSync(join(this.directory, 'asked.ext'), 'keyUsage=digitalSignature,keyEncipherment\n');
    this.#sign('asked');
    return this.bag('asked', 'ca');
  }

  bag(...names: readonly string[]): Buffer {
    const files = names.flatMap((name) => ['-certfile', `${name}.pem`]);
    this.openssl('crl2pkcs7', '-nocrl', ...files, '-outform', 'DER', '-out', 'bag.p7b');
    return this.read('bag.p7b');
  }

  read(name: string): Buffer {
    return readFileSync(join(this.directory, name));
  }

  write(name: string, bytes: Uint8Array): void {
    writeFileSync(join(this.directory, name), bytes);
  }

  openssl(...args: readonly string[]): string {
    return execFileSync('openssl', args, { cwd: this.directory, encoding: 'utf8', stdio: 'pipe' });
  }

  [Symbol.dispose](): void {
    rmSync(this.directory, { recursive: true, force: true });
  }

  #sign(name: string): void {
    const signer = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '30'];
    this.openssl('x509', '-req', '-in', `${name}.csr`, ...signer, '-extfile', `${name}.ext`, '-out', `${name}.pem`);
  }

  #pair(name: string): Pair {
    const keyPem = this.read(`${name}.key`).toString();
    const [file, keyFile] = [join(this.directory, `${name}.pem`), join(this.directory, `${name}.key`)];
    const certificate = new X509Certificate(this.read(`${name}.pem`));
    return { certificate, key: createPrivateKey(keyPem), keyPem, file, keyFile };
  }
}

export const registrarExtensions: readonly string[] = ['keyUsage=digitalSignature,keyEncipherment'];
const newKey = ['-newkey', 'rsa:2048', '-nodes'];

export function requestOf(key: string, challenge?: string): Buffer {
  const text = signingRequest(key, { commonName: 'phone', names: ['phone.test'] }, challenge);
  return Buffer.from(text.replaceAll(/-----[^-]+-----|\s/g, ''), 'base64');
}

export const verisign = (place: number): Buffer => objectIdentifier(`2.16.840.1.113733.1.9.${place}`);

export interface Heard {
  readonly method: 'GET' | 'POST';
  readonly messageType: string;
  readonly transaction: string;
  /** What the phone asks, opened. */
  readonly content: Uint8Array;
  readonly cipher: string;
  readonly signer: X509Certificate;
}

export class ScepDouble {
  readonly #authority: RsaAuthority;
  readonly #signer: KeyHolder;
  readonly heard: Heard[] = [];
  capabilities: string = 'POSTPKIOperation\r\nAES\r\nSHA-256\r\nRenewal\r\n';
  authorities: Uint8Array;
  status: '0' | '2' | '3' = '0';
  failInfo: string = '2';
  /** Overrules what belongs in an answer, by the place of the attribute. */
  spoiled: Readonly<Record<number, Uint8Array>> = {};
  /** The whole answer, made of the right one. */
  spoil: (answer: Buffer) => Uint8Array = (answer) => answer;

  constructor(authority: RsaAuthority, signer: KeyHolder) {
    this.#authority = authority;
    this.#signer = signer;
    this.authorities = authority.own.certificate.raw;
  }

  /** The way of a phone to it. */
  server(url = 'http://scep.test/scep'): EnrolmentServer {
    return {
      url: new URL(url),
      label: '',
      hasFingerprint: true,
      clock: new FakeClock(),
      random: { bytes: (count) => randomBytes(count) },
      exchange: async (question) => this.#answer(question),
    };
  }

  #answer({ url, body }: EnrolmentQuestion): HttpAnswer {
    const told = (bytes: Uint8Array): HttpAnswer => ({ type: 'answered', status: 200, headers: {}, bytes });
    switch (url.searchParams.get('operation')) {
      case 'GetCACaps':
        return told(Buffer.from(this.capabilities));
      case 'GetCACert':
        return told(this.authorities);
      default: {
        const message = body?.bytes ?? Buffer.from(url.searchParams.get('message') ?? '', 'base64');
        return told(this.spoil(this.#reply(message, body === undefined ? 'GET' : 'POST')));
      }
    }
  }

  #reply(message: Uint8Array, method: Heard['method']): Buffer {
    const signed = readSignedData(message);
    const [signer] = certificatesOfPkcs7(message) ?? [];
    if (signed === undefined || signer === undefined || !signed.isSignedBy(signer)) throw new Error('no signed message');
    const opened = openEnvelopedData(signed.content, this.#signer);
    if (opened === undefined) throw new Error('not sealed for the server');
    const value = (place: number): Uint8Array => signed.attribute(verisign(place))?.content ?? new Uint8Array();
    const [messageType, transaction] = [Buffer.from(value(2)).toString(), Buffer.from(value(7)).toString()];
    this.heard.push({ method, messageType, transaction, ...opened, signer });
    const attributes: Record<number, Uint8Array> = {
      2: printable('3'),
      3: printable(this.status),
      ...(this.status === '2' && { 4: printable(this.failInfo) }),
      5: octetString(randomBytes(16)),
      6: octetString(value(5)),
      7: printable(transaction),
      ...this.spoiled,
    };
    const all = Object.entries(attributes).map(([place, each]) => attribute(verisign(Number(place)), each));
    const asked = this.heard.findLast((each) => each.messageType !== '20')?.content ?? opened.content;
    const content = this.status === '0' ? envelopedData(this.#authority.grant(asked), signer) : Buffer.alloc(0);
    return signedData(content, all, this.#signer);
  }
}
