// A certificate authority of the moment and what it signs, made by openssl, for the tests of TLS.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Identity {
  readonly certificate: string;
  readonly privateKey: string;
  /** The same as files, for programs that want those. */
  readonly certificateFile: string;
  readonly privateKeyFile: string;
}

export interface CertificateWishes {
  /** As openssl writes them: `DNS:pbx.example.org,URI:sip:example.org`. None: no such extension. */
  readonly names?: string;
  readonly commonName?: string;
  /** `YYYYMMDDHHMMSSZ`. */
  readonly from?: string;
  readonly to?: string;
  readonly usage?: string;
  /** Signed by its own key. */
  readonly selfSigned?: boolean;
}

export class CertificateAuthority implements Disposable {
  readonly directory: string = mkdtempSync(join(tmpdir(), 'tls-'));
  readonly certificate: string;
  readonly file: string;
  #count = 0;

  constructor(name = 'Test CA') {
    this.file = join(this.directory, 'ca.pem');
    this.#openssl(...this.#newKey('ca'), '-x509', '-days', '3650', '-subj', `/CN=${name}`, '-out', this.file);
    this.certificate = readFileSync(this.file, 'latin1');
    writeFileSync(join(this.directory, 'index.txt'), '');
    writeFileSync(
      join(this.directory, 'ca.cnf'),
      [
        '[ca]',
        'default_ca=d',
        '[d]',
        `dir=${this.directory}`,
        'database=$dir/index.txt',
        'new_certs_dir=$dir',
        'rand_serial=yes',
        'default_md=sha256',
        'policy=p',
        'unique_subject=no',
        '[p]',
        'commonName=supplied',
        '[req]',
        'distinguished_name=dn',
        '[dn]',
        '',
      ].join('\n'),
    );
  }

  issue(wishes: CertificateWishes = {}): Identity {
    const { names, commonName = 'server', from = '20200101000000Z', to = '20400101000000Z', usage } = wishes;
    const base = `issued-${++this.#count}`;
    const file = (suffix: string): string => join(this.directory, `${base}.${suffix}`);
    const extensions = ['basicConstraints=CA:FALSE'];
    if (names !== undefined) extensions.push(`subjectAltName=${names}`);
    if (usage !== undefined) extensions.push(`extendedKeyUsage=${usage}`);
    writeFileSync(file('ext'), extensions.join('\n'));
    this.#openssl(...this.#newKey(base), '-subj', `/CN=${commonName}`, '-out', file('csr'));
    const configuration = ['-config', join(this.directory, 'ca.cnf'), '-batch', '-notext', '-extfile', file('ext')];
    const signer =
      wishes.selfSigned === true ? ['-selfsign', '-keyfile', file('key')] : ['-keyfile', join(this.directory, 'ca.key')];
    this.#openssl(
      'ca',
      ...configuration,
      ...signer,
      '-cert',
      this.file,
      '-startdate',
      from,
      '-enddate',
      to,
      '-in',
      file('csr'),
      '-out',
      file('pem'),
    );
    return {
      certificate: readFileSync(file('pem'), 'latin1'),
      privateKey: readFileSync(file('key'), 'latin1'),
      certificateFile: file('pem'),
      privateKeyFile: file('key'),
    };
  }

  [Symbol.dispose](): void {
    rmSync(this.directory, { recursive: true, force: true });
  }

  #newKey(base: string): readonly string[] {
    const key = join(this.directory, `${base}.key`);
    return ['req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', key];
  }

  #openssl(...args: readonly string[]): void {
    execFileSync('openssl', args, { stdio: 'pipe' });
  }
}
