// Proves the ways of fetching against nginx, vsftpd and dnsmasq: what comes is what lies there, and of what goes wrong each has its name.

import './rig/isolated.ts';

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fetchFile } from '#firmware/provisioning/fetch/fetch';
import type { FetchRequest, FetchResult } from '#firmware/provisioning/fetch/fetched';
import { SystemClock } from '#firmware/system/system-clock';
import { defaultTlsSettings, type TlsSettings } from '#sip/transport/tls-settings';
import type { Certificates } from './rig/certificates.ts';
import { digestServer, type FileServer, randomFile, startDigestServer, startTftp, startVsftpd } from './rig/file-servers.ts';
import { openFileSite } from './rig/file-site.ts';
import { peerAddress, proxyNames } from './rig/lan.ts';
import { httpPorts, type Nginx } from './rig/nginx.ts';
import type { Site } from './rig/site.ts';

const { primary } = proxyNames;
const megabyte = 2 ** 20;
let site: Site;
let certificates: Certificates;
let nginx: Nginx;
let ftp: FileServer;
let tftp: FileServer;

before(async () => {
  ({ site, certificates, nginx } = await openFileSite());
  ftp = await site.keep(startVsftpd(site.lan, site.directory));
  tftp = await site.keep(startTftp(site.lan, site.directory));
  nginx.put('found.cfg', 'voip/line/0/id=found\n');
  await randomFile(join(nginx.root, 'large.bin'), megabyte);
  await randomFile(join(ftp.root, 'large.bin'), megabyte);
  await randomFile(join(tftp.root, 'large.bin'), megabyte);
});
after(() => site[Symbol.asyncDispose]());

function trust(more: Partial<TlsSettings> = {}): TlsSettings {
  const authorities = [readFileSync(certificates.authority, 'latin1')];
  return { ...defaultTlsSettings, authorities, trustsPublicAuthorities: false, ...more };
}

function get(url: string, more: Partial<FetchRequest> = {}): Promise<FetchResult> {
  return fetchFile({
    url: new URL(url),
    known: {},
    largestBytes: 2 * megabyte,
    longestMs: 60_000,
    idleMs: 20_000,
    login: undefined,
    tls: trust(),
    userAgent: 'Hookswitch/test',
    clock: new SystemClock(),
    ...more,
  });
}

async function failure(url: string, more: Partial<FetchRequest> = {}): Promise<string> {
  const result = await get(url, more);
  return result.type === 'failed' ? result.failure : result.type;
}

function text(result: FetchResult): string {
  assert.ok(result.type === 'fetched', JSON.stringify(result));
  return Buffer.from(result.bytes).toString();
}

function same(result: FetchResult, file: string): void {
  assert.ok(result.type === 'fetched', JSON.stringify(result));
  assert.ok(Buffer.from(result.bytes).equals(readFileSync(file)), `${result.bytes.length} bytes, and other ones`);
}

const https = (port: number, path = 'found.cfg', host: string = primary): string => `https://${host}:${port}/${path}`;

test('HTTP and HTTPS, with our certificate where the server wants to see one', async () => {
  assert.match(text(await get(`http://${peerAddress}/found.cfg`)), /found/);
  assert.match(text(await get(https(httpPorts.right))), /found/);
  assert.match(text(await get(https(httpPorts.right, 'found.cfg', peerAddress))), /found/, 'by its address');
  const { certificate, key } = certificates.phone;
  const identity = { certificate: readFileSync(certificate, 'latin1'), privateKey: readFileSync(key, 'latin1') };
  assert.match(text(await get(https(httpPorts.mutual), { tls: trust({ identity }) })), /found/);
  assert.notEqual(await failure(https(httpPorts.mutual)), 'fetched');
});

test('servers that are not who they should be get no request at all', async () => {
  const asked = (await nginx.answered()).length;
  assert.equal(await failure(https(httpPorts.wrongName)), 'certificate');
  assert.equal(await failure(https(httpPorts.expired)), 'certificate');
  assert.equal(await failure(https(httpPorts.foreign)), 'certificate');
  assert.equal(await failure(https(httpPorts.right), { tls: { ...trust(), authorities: [] } }), 'certificate');
  assert.equal((await nginx.answered()).length, asked);
  assert.match(text(await get(https(httpPorts.foreign), { tls: trust({ verifiesServer: false }) })), /found/, 'unless they may');
});

test('a phone that nobody has told the time takes a certificate whatever its dates, and no other', async () => {
  const clock = Object.create(new SystemClock(), { wall: { value: { ms: 0, trusted: false } } });
  assert.match(text(await get(https(httpPorts.expired), { clock })), /found/);
  assert.equal(await failure(https(httpPorts.foreign), { clock }), 'certificate');
});

test('what has not changed is not sent again', async () => {
  const first = await get(`http://${peerAddress}/found.cfg`);
  assert.ok(first.type === 'fetched' && first.validators.entityTag !== undefined);
  assert.equal((await get(`http://${peerAddress}/found.cfg`, { known: first.validators })).type, 'unchanged');
  nginx.put('found.cfg', 'voip/line/0/id=found-again\n');
  assert.match(text(await get(`http://${peerAddress}/found.cfg`, { known: first.validators })), /again/);
});

test('redirections are followed, but not in a circle and not from a safe place to an unsafe one', async () => {
  assert.match(text(await get(`http://${peerAddress}/moved.cfg`)), /found/);
  assert.equal(await failure(`http://${peerAddress}/circle.cfg`), 'redirection');
  assert.equal(await failure(https(httpPorts.right, 'down.cfg')), 'redirection');
  const place = await get(`http://${peerAddress}/place`, { asksForPlace: true });
  assert.deepEqual(place, { type: 'sentElsewhere', to: `http://${peerAddress}/;place.cfg` });
});

test('name and password open what is private', async () => {
  assert.equal(await failure(`http://${peerAddress}/private/found.cfg`), 'denied');
  const login = { user: 'phone', password: 'pass word' };
  assert.match(text(await get(`http://${peerAddress}/private/found.cfg`, { login })), /found/);
  assert.match(text(await get(`http://phone:pass%20word@${peerAddress}/private/found.cfg`)), /found/);
});

test('a server that can check digests is not shown the password', async () => {
  const { port, user, password } = digestServer;
  for (const algorithm of ['MD5', 'SHA-256'] as const) {
    await using server = await startDigestServer(site.lan, site.directory, algorithm);
    writeFileSync(join(server.root, 'secret.cfg'), `voip/line/0/id=${algorithm}\n`);
    const url = `http://${peerAddress}:${port}/secret.cfg?version=1`;
    assert.match(text(await get(url, { login: { user, password } })), new RegExp(algorithm));
    assert.equal(await failure(url, { login: { user, password: 'wrong' } }), 'denied');
    assert.equal(await failure(url), 'denied');
  }
});

test('what is not there, endless, half, too slow, or no HTTP, has a name each', async () => {
  assert.equal(await failure(`http://${peerAddress}/nothing.cfg`), 'notFound');
  assert.equal(await failure(`http://${peerAddress}:81/found.cfg`), 'unreachable');
  assert.equal(await failure('http://nobody.interop.test/found.cfg'), 'unreachable');
  assert.equal(await failure(`http://${peerAddress}/large.bin`, { largestBytes: 1000 }), 'tooLarge');
  assert.equal(await failure(`http://${peerAddress}/misbehaving/endless`), 'tooLarge');
  assert.equal(await failure(`http://${peerAddress}/misbehaving/half`), 'incomplete');
  assert.equal(await failure(`http://${peerAddress}/drip/large.bin`, { longestMs: 2000 }), 'tooSlow');
  for (const path of ['headers', 'nonsense']) assert.equal(await failure(`http://${peerAddress}:9000/${path}`), 'protocol', path);
});

test('a transfer that breaks off is taken up where it did', async () => {
  const fetching = get(`http://${peerAddress}/slow/large.bin`);
  await restartInFlight();
  same(await fetching, join(nginx.root, 'large.bin'));
  assert.match((await nginx.answered()).join('\n'), /^206 "bytes=\d{5,}-"/m);
});

test('a file that changes in flight is fetched anew, never two halves of two', async () => {
  const fetching = get(`http://${peerAddress}/slow/large.bin`);
  await restartInFlight(() => randomFile(join(nginx.root, 'large.bin'), megabyte));
  same(await fetching, join(nginx.root, 'large.bin'));
  assert.match((await nginx.answered()).join('\n'), /^200 "bytes=\d{5,}-"/m);
});

/** Over the wire, so far. */
function bytesReceived(): number {
  return Number(/eth0: *(\d+)/.exec(readFileSync('/proc/net/dev', 'utf8'))?.[1]);
}

/** The server goes in the middle of the transfer, and comes back before it is missed. */
async function restartInFlight(meanwhile: () => Promise<void> = async () => {}): Promise<void> {
  const before = bytesReceived();
  while (bytesReceived() - before < megabyte / 4) await new Promise((resolve) => setTimeout(resolve, 20));
  await nginx.breakTransfers(meanwhile);
}

test('FTP: whole, unchanged, not there, too large', async () => {
  const url = `ftp://${peerAddress}/large.bin`;
  const first = await get(url);
  same(first, join(ftp.root, 'large.bin'));
  assert.ok(first.type === 'fetched');
  assert.equal((await get(url, { known: first.validators })).type, 'unchanged');
  assert.equal(await failure(`ftp://${peerAddress}/nothing.cfg`), 'notFound');
  assert.equal(await failure(url, { largestBytes: 1000 }), 'tooLarge');
  assert.equal(await failure(`ftp://nobody:wrong@${peerAddress}/large.bin`), 'denied');
  assert.equal(await failure(`ftp://${peerAddress}/a%0d%0aDELE%20large.bin`), 'protocol');
});

test('TFTP: blocks of any count, a last one that is empty, not there, too large, lost packets', async () => {
  for (const bytes of [0, 1, 1427, 1428, 1429, 2856]) {
    // A file each: dnsmasq keeps one open, with the size that it had, until the last acknowledgement has come.
    const odd = `odd-${bytes}.bin`;
    writeFileSync(join(tftp.root, odd), Buffer.alloc(bytes, 0x61));
    same(await get(`tftp://${peerAddress}/${odd}`), join(tftp.root, odd));
  }
  const url = `tftp://${peerAddress}/large.bin`;
  same(await get(url), join(tftp.root, 'large.bin'));
  assert.equal(await failure(`tftp://${peerAddress}/nothing.cfg`), 'notFound');
  assert.equal(await failure(url, { largestBytes: 1000 }), 'tooLarge');
  assert.equal(await failure(`tftp://${peerAddress}:70/large.bin`, { idleMs: 1000 }), 'unreachable');
});
