// The older ways to a file, on the peers' side: vsftpd, and the TFTP server of dnsmasq.

import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Lan, peerAddress } from './lan.ts';
import { PeerProcess } from './peer-process.ts';
import { run } from './run.ts';

export interface FileServer extends AsyncDisposable {
  readonly root: string;
}

export async function startVsftpd(lan: Lan, parent: string): Promise<FileServer> {
  const directory = join(parent, 'vsftpd');
  // It refuses a root that it could write to.
  const root = join(directory, 'files');
  for (const folder of [root, join(directory, 'empty')]) mkdirSync(folder, { recursive: true, mode: 0o755 });
  const settings = {
    listen: 'YES',
    listen_address: peerAddress,
    background: 'NO',
    anonymous_enable: 'YES',
    local_enable: 'NO',
    no_anon_password: 'YES',
    anon_root: root,
    // Anybody with a home that exists.
    ftp_username: 'bin',
    secure_chroot_dir: join(directory, 'empty'),
    seccomp_sandbox: 'NO',
    pasv_min_port: '30100',
    pasv_max_port: '30120',
    anon_max_rate: '2000000',
  };
  const file = join(directory, 'vsftpd.conf');
  writeFileSync(
    file,
    Object.entries(settings)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(''),
  );
  const server = PeerProcess.start('vsftpd', lan.there(['vsftpd', file]));
  await server.ready('its port', () => isListening(lan, 'tcp', 21));
  return { root, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

/** lighttpd, which knows digests of SHA-256 as well; on a port of its own, with one user. */
export const digestServer = { port: 8090, user: 'phone', password: 'pass word', realm: 'phones' } as const;

export async function startDigestServer(lan: Lan, parent: string, algorithm: 'MD5' | 'SHA-256'): Promise<FileServer> {
  const directory = join(parent, `lighttpd-${algorithm}`);
  const root = join(directory, 'files');
  mkdirSync(root, { recursive: true });
  const { port, user, password, realm } = digestServer;
  const hash = createHash(algorithm === 'MD5' ? 'md5' : 'sha256')
    .update(`${user}:${realm}:${password}`)
    .digest('hex');
  writeFileSync(join(directory, 'passwords'), `${user}:${realm}:${hash}\n`);
  const file = join(directory, 'lighttpd.conf');
  writeFileSync(
    file,
    `server.modules = ("mod_auth", "mod_authn_file")
server.document-root = "${root}"
server.bind = "${peerAddress}"
server.port = ${port}
auth.backend = "htdigest"
auth.backend.htdigest.userfile = "${join(directory, 'passwords')}"
auth.require = ("" => ("method" => "digest", "algorithm" => "${algorithm}", "realm" => "${realm}", "require" => "valid-user"))
`,
  );
  const server = PeerProcess.start('lighttpd', lan.there(['lighttpd', '-D', '-f', file]));
  await server.ready('its port', () => isListening(lan, 'tcp', port));
  return { root, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

export async function startTftp(lan: Lan, parent: string): Promise<FileServer> {
  const root = join(parent, 'tftp');
  mkdirSync(root, { recursive: true });
  const alone = ['--conf-file=/dev/null', '--keep-in-foreground', '--port=0', '--user=root', '--log-facility=-', '--pid-file'];
  const bound = ['--bind-interfaces', '--listen-address', peerAddress];
  const server = PeerProcess.start('dnsmasq', lan.there(['dnsmasq', ...alone, ...bound, '--enable-tftp', `--tftp-root=${root}`]));
  await server.ready('its port', () => isListening(lan, 'udp', 69));
  return { root, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

async function isListening(lan: Lan, protocol: 'tcp' | 'udp', port: number): Promise<boolean> {
  const listening = await lan.runThere(['ss', '-Hln', protocol === 'tcp' ? '-t' : '-u', `sport = :${port}`]);
  return listening.trim() !== '';
}

/** A file of so many bytes that never repeats. */
export async function randomFile(path: string, bytes: number): Promise<void> {
  await run('dd', ['if=/dev/urandom', `of=${path}`, 'bs=65536', `count=${bytes}`, 'iflag=count_bytes', 'status=none']);
}
