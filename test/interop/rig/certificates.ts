// A certificate authority for one test file, and what it and others certify: the right server, wrong ones, and a phone's own.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { peerAddress, proxyNames } from './lan.ts';
import { run } from './run.ts';

export interface Certificate {
  readonly certificate: string;
  readonly key: string;
}

export interface Certificates {
  /** The authority that the phone trusts. */
  readonly authority: string;
  readonly right: Certificate;
  /** By the right authority, for another name. */
  readonly wrongName: Certificate;
  readonly expired: Certificate;
  /** By the right authority, for every name of the domain. */
  readonly wildcard: Certificate;
  /** For the right name, by an authority that nobody knows. */
  readonly foreign: Certificate;
  /** A client's, by the right authority. */
  readonly phone: Certificate;
}

const rightNames = [...Object.values(proxyNames).map((name) => `DNS:${name}`), `IP:${peerAddress}`].join(',');

export async function makeCertificates(parent: string): Promise<Certificates> {
  const directory = join(parent, 'certificates');
  mkdirSync(directory, { recursive: true });
  const [authority, stranger] = [await makeAuthority(directory, 'authority'), await makeAuthority(directory, 'stranger')];
  const right = { names: rightNames, authority, days: 90 };
  return {
    authority: authority.certificate,
    right: await certify(directory, 'right', right),
    wrongName: await certify(directory, 'wrong-name', { ...right, names: 'DNS:other.test' }),
    // Over as soon as it is made.
    expired: await certify(directory, 'expired', { ...right, days: 0 }),
    wildcard: await certify(directory, 'wildcard', { ...right, names: `DNS:*.${proxyNames.domain}` }),
    foreign: await certify(directory, 'foreign', { ...right, authority: stranger }),
    phone: await certify(directory, 'phone', { ...right, names: 'DNS:phone.interop.test' }),
  };
}

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];

async function makeAuthority(directory: string, name: string): Promise<Certificate> {
  const [certificate, key] = [join(directory, `${name}.pem`), join(directory, `${name}.key`)];
  await run('openssl', [
    'req',
    '-x509',
    ...newKey,
    '-days',
    '90',
    '-subj',
    `/CN=Interop ${name}`,
    '-keyout',
    key,
    '-out',
    certificate,
  ]);
  return { certificate, key };
}

async function certify(
  directory: string,
  name: string,
  { names, authority, days }: { readonly names: string; readonly authority: Certificate; readonly days: number },
): Promise<Certificate> {
  const [certificate, key, asked, extensions] = ['pem', 'key', 'csr', 'ext'].map((end) => join(directory, `${name}.${end}`)) as [
    string,
    string,
    string,
    string,
  ];
  writeFileSync(extensions, `subjectAltName=${names}\nextendedKeyUsage=serverAuth,clientAuth\n`);
  await run('openssl', ['req', ...newKey, '-subj', `/CN=${name}`, '-keyout', key, '-out', asked]);
  const signer = ['-CA', authority.certificate, '-CAkey', authority.key, '-CAcreateserial'];
  await run('openssl', [
    'x509',
    '-req',
    '-in',
    asked,
    ...signer,
    '-days',
    String(days),
    '-extfile',
    extensions,
    '-out',
    certificate,
  ]);
  return { certificate, key };
}
