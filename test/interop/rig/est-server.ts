// An EST server of the peers' side: nginx with TLS, certificates of clients and a login, in front of a program that asks openssl.

import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Certificate, Certificates } from './certificates.ts';
import { type Lan, peerAddress, proxyNames } from './lan.ts';
import { PeerProcess } from './peer-process.ts';
import { run } from './run.ts';

export const estPorts = {
  /** Behind a certificate of the site. */
  right: 8443,
  /** Behind one that the authority made which is asked for certificates. */
  own: 8444,
  /** Behind one that nobody knows. */
  foreign: 8445,
} as const;
export const estLogin = { user: 'phones', password: 'first contact' } as const;
const behindPort = 9100;
const program = new URL('est-authority.ts', import.meta.url).pathname;

/** `agree`: somebody has to, and has not yet · `agreed`: to those that were waiting. */
export type EstMode = 'issue' | 'agree' | 'agreed' | 'refuse' | 'otherKey' | 'garbage' | 'huge' | 'half';

export class EstServer implements AsyncDisposable {
  readonly #directory: string;
  readonly #parts: AsyncDisposableStack;

  private constructor(directory: string, parts: AsyncDisposableStack) {
    this.#directory = directory;
    this.#parts = parts;
  }

  static async start(lan: Lan, parent: string, certificates: Certificates): Promise<EstServer> {
    await using parts = new AsyncDisposableStack();
    const directory = join(parent, 'est');
    mkdirSync(directory);
    const server = await makeAuthority(directory);
    const password = (await run('openssl', ['passwd', '-apr1', estLogin.password])).trim();
    writeFileSync(join(directory, 'passwords'), `${estLogin.user}:${password}\n`);
    writeFileSync(join(directory, 'nginx.conf'), configuration(directory, certificates, server));
    const behind = PeerProcess.start('the authority', lan.there([process.execPath, program, directory, String(behindPort)]));
    parts.defer(async () => void (await behind.stop()));
    await behind.ready('it listens', () => existsSync(join(directory, 'listening')));
    const nginx = PeerProcess.start('nginx', lan.there(['nginx', '-c', join(directory, 'nginx.conf')]));
    parts.defer(async () => void (await nginx.stop()));
    await nginx.ready('its process file', () => existsSync(join(directory, 'pid')));
    return new EstServer(directory, parts.move());
  }

  /** `https://` and the name, as phones are told. */
  address(port: number = estPorts.right): string {
    return `https://${proxyNames.primary}:${port}`;
  }

  /** The certificate of the authority, as a file. */
  get authority(): string {
    return join(this.#directory, 'ca.pem');
  }

  /** For the certificates from now on, `YYYYMMDDHHMMSSZ`; undefined: for 90 days. */
  set dates(dates: readonly [from: string, to: string] | undefined) {
    this.#wish('dates', dates?.join(' ') ?? '');
  }

  set mode(mode: EstMode) {
    this.#wish('mode', mode);
  }

  /** The password that requests have to carry; empty: none. */
  set challenge(challenge: string) {
    this.#wish('challenge', challenge);
  }

  /** `status method path user subject-of-the-certificate`, a line each, as nginx saw them. */
  get requests(): readonly string[] {
    return readFileSync(join(this.#directory, 'access.log'), 'utf8').split('\n').filter(Boolean);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#parts.disposeAsync();
  }

  #wish(name: string, value: string): void {
    const file = join(this.#directory, name);
    if (value === '') rmSync(file, { force: true });
    else writeFileSync(file, value);
  }
}

const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];

/** A root with openssl's book-keeping, a certificate of its own for its server, and a request of somebody else. */
async function makeAuthority(directory: string): Promise<Certificate> {
  const at = (name: string): string => join(directory, name);
  const root = ['-x509', '-days', '90', '-subj', '/CN=Interop EST', '-keyout', at('ca.key'), '-out', at('ca.pem')];
  await run('openssl', ['req', ...curve, ...root]);
  await run('openssl', ['req', ...curve, '-subj', '/CN=somebody else', '-keyout', at('other.key'), '-out', at('other.csr')]);
  writeFileSync(at('index.txt'), '');
  writeFileSync(
    at('ca.cnf'),
    `[ca]\ndefault_ca=d\n[d]\ndatabase=${at('index.txt')}\nnew_certs_dir=${directory}\ncertificate=${at('ca.pem')}
private_key=${at('ca.key')}\nrand_serial=yes\ndefault_md=sha256\npolicy=p\nunique_subject=no\ncopy_extensions=copy\n[p]\ncommonName=supplied\n`,
  );
  await run('openssl', ['req', ...curve, '-subj', '/CN=est', '-keyout', at('server.key'), '-out', at('server.csr')]);
  writeFileSync(at('server.ext'), `subjectAltName=DNS:${proxyNames.primary}\nextendedKeyUsage=serverAuth\n`);
  const signer = ['-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-CAcreateserial', '-days', '90', '-extfile', at('server.ext')];
  await run('openssl', ['x509', '-req', '-in', at('server.csr'), ...signer, '-out', at('server.pem')]);
  return { certificate: at('server.pem'), key: at('server.key') };
}

function configuration(directory: string, certificates: Certificates, own: Certificate): string {
  const place = '^/\\.well-known/est(?:/phones)?';
  const pass = `proxy_pass http://127.0.0.1:${behindPort}; proxy_set_header X-Client-Certificate $ssl_client_escaped_cert;`;
  writeFileSync(
    join(directory, 'places.conf'),
    `ssl_client_certificate ${directory}/ca.pem; ssl_verify_client optional;
    location ~ ${place}/cacerts$ { ${pass} }
    location ~ ${place}/simpleenroll$ { auth_basic est; auth_basic_user_file ${directory}/passwords; ${pass} }
    location ~ ${place}/simplereenroll$ { if ($ssl_client_verify != SUCCESS) { return 403; } ${pass} }
    `,
  );
  const server = (port: number, { certificate, key }: Certificate): string => `
    server {
      listen ${peerAddress}:${port} ssl; ssl_certificate ${certificate}; ssl_certificate_key ${key};
      include ${directory}/places.conf;
    }`;
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${directory}/${name};`);
  return `daemon off; worker_processes 1; user root; pid ${directory}/pid; error_log ${directory}/error.log;
  events { worker_connections 256; }
  http {
    log_format est '$status $request_method $request_uri $remote_user "$ssl_client_s_dn"';
    access_log ${directory}/access.log est; ${paths.join(' ')}
    ${server(estPorts.right, certificates.right)}
    ${server(estPorts.own, own)}
    ${server(estPorts.foreign, certificates.foreign)}
  }
`;
}
