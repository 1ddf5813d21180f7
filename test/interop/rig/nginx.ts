// nginx on the peers' side: one tree of files, plain and behind every kind of certificate, and places that misbehave.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Certificate, Certificates } from './certificates.ts';
import { type Lan, peerAddress } from './lan.ts';
import { PeerProcess } from './peer-process.ts';
import { run } from './run.ts';

export const httpPorts = {
  plain: 80,
  right: 443,
  /** Wants to see a certificate of ours. */
  mutual: 4430,
  wrongName: 4431,
  expired: 4432,
  foreign: 4433,
} as const;
const misbehavingPort = 9000;
/** Asked for by nobody else. */
const unlisted = '/unlisted';

export class Nginx implements AsyncDisposable {
  /** What it serves. */
  readonly root: string;
  readonly #directory: string;
  readonly #lan: Lan;
  readonly #misbehaving: PeerProcess;
  #server: PeerProcess | undefined;

  private constructor(lan: Lan, directory: string, misbehaving: PeerProcess) {
    this.#lan = lan;
    this.#directory = directory;
    this.root = join(directory, 'www');
    this.#misbehaving = misbehaving;
  }

  static async start(lan: Lan, parent: string, certificates: Certificates): Promise<Nginx> {
    const directory = join(parent, 'nginx');
    mkdirSync(join(directory, 'www'), { recursive: true });
    const password = (await run('openssl', ['passwd', '-apr1', 'pass word'])).trim();
    writeFileSync(join(directory, 'passwords'), `phone:${password}\n`);
    writeFileSync(join(directory, 'nginx.conf'), configuration(directory, certificates));
    const script = join(directory, 'misbehave.sh');
    writeFileSync(script, misbehave, { mode: 0o755 });
    const listen = `TCP-LISTEN:${misbehavingPort},fork,reuseaddr,bind=${peerAddress}`;
    const misbehaving = PeerProcess.start('socat', lan.there(['socat', listen, `EXEC:${script}`]));
    const nginx = new Nginx(lan, directory, misbehaving);
    await nginx.start();
    return nginx;
  }

  async start(): Promise<void> {
    const log = join(this.#directory, 'access.log');
    writeFileSync(log, '');
    const server = PeerProcess.start('nginx', this.#lan.there(['nginx', '-c', join(this.#directory, 'nginx.conf')]));
    this.#server = server;
    await server.ready('its process file', () => existsSync(join(this.#directory, 'pid')));
  }

  /** What is on its way breaks off; who asks anew is served by the next worker, after `meanwhile`. */
  async breakTransfers(meanwhile: () => Promise<void>): Promise<void> {
    await meanwhile();
    const master = this.#server?.pid ?? 0;
    const workers = (await run('ps', ['--ppid', String(master), '-o', 'pid='])).split(/\s+/).filter((pid) => pid !== '');
    for (const pid of workers) process.kill(Number(pid), 'SIGKILL');
  }

  put(name: string, content: string | Uint8Array): void {
    writeFileSync(join(this.root, name), content);
  }

  /** What `requests` says when everything is in it that was answered before. */
  async answered(): Promise<readonly string[]> {
    // nginx writes the line after the answer, which may have been read by then, but before it answers anything else.
    await (await fetch(`http://${peerAddress}${unlisted}`)).text();
    return this.requests;
  }

  /** `status range path user-agent`, a line each. */
  get requests(): readonly string[] {
    return readFileSync(join(this.#directory, 'access.log'), 'utf8')
      .split('\n')
      .filter((line) => line !== '');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server?.stop();
    await this.#misbehaving.stop();
  }
}

/** The first line of the request says what is wanted. */
const misbehave = `#!/bin/sh
read method path rest
case "$path" in
  /endless) printf 'HTTP/1.0 200 OK\\r\\n\\r\\n'; exec yes 'voip/line/0/id=1' ;;
  /half) printf 'HTTP/1.0 200 OK\\r\\nContent-Length: 100000\\r\\n\\r\\nvoip/line/0/id=half' ;;
  /headers) printf 'HTTP/1.0 200 OK\\r\\n'; exec yes 'X-Header: 1' ;;
  *) printf 'this is not HTTP at all\\r\\n\\r\\n' ;;
esac
`;

function configuration(directory: string, certificates: Certificates): string {
  const secure = (port: number, { certificate, key }: Certificate, more = ''): string => `
    server {
      listen ${peerAddress}:${port} ssl;
      ssl_certificate ${certificate}; ssl_certificate_key ${key}; ${more}
      include ${directory}/places.conf;
    }`;
  writeFileSync(
    join(directory, 'places.conf'),
    `root ${directory}/www;
    location /drip/ { alias ${directory}/www/; limit_rate 20; }
    location /slow/ { alias ${directory}/www/; limit_rate 400k; }
    location /private/ { alias ${directory}/www/; auth_basic phones; auth_basic_user_file ${directory}/passwords; }
    location = ${unlisted} { access_log off; return 204; }
    location = /moved.cfg { return 302 /found.cfg; }
    location = /circle.cfg { return 302 /circle.cfg; }
    location = /down.cfg { return 302 http://$host/found.cfg; }
    location = /place { return 302 "http://${peerAddress}/;place.cfg"; }
    location /misbehaving/ { proxy_pass http://${peerAddress}:${misbehavingPort}/; proxy_buffering off; }
    `,
  );
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${directory}/${name};`);
  return `daemon off; master_process on; worker_processes 1; user root;
  pid ${directory}/pid; error_log ${directory}/error.log;
  events { worker_connections 2048; }
  http {
    log_format short '$status "$http_range" $request_uri $http_user_agent';
    access_log ${directory}/access.log short; ${paths.join(' ')}
    types { text/plain cfg; } default_type text/plain; sendfile on;
    server { listen ${peerAddress}:${httpPorts.plain}; include ${directory}/places.conf; }
    ${secure(httpPorts.right, certificates.right)}
    ${secure(httpPorts.mutual, certificates.right, `ssl_client_certificate ${certificates.authority}; ssl_verify_client on;`)}
    ${secure(httpPorts.wrongName, certificates.wrongName)}
    ${secure(httpPorts.expired, certificates.expired)}
    ${secure(httpPorts.foreign, certificates.foreign)}
  }
`;
}
