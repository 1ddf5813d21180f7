// The program behind nginx that makes it an EST server (RFC 7030): openssl reads the request, signs it and wraps what it signed. What else it
// does stands in files of its directory, which are looked at with each request. Arguments: the directory, the port on its loopback.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';

const [directory = '', port = ''] = process.argv.slice(2);
const at = (name: string): string => join(directory, name);
const wish = (name: string): string => (existsSync(at(name)) ? readFileSync(at(name), 'utf8').trim() : '');

function openssl(args: readonly string[], input?: Uint8Array): Buffer {
  return execFileSync('openssl', args, {
    cwd: directory,
    ...(input !== undefined && { input }),
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

/** In one line: strongSwan decodes no breaks between them. */
function wrapped(...files: readonly string[]): string {
  const named = files.flatMap((file) => ['-certfile', file]);
  return openssl(['crl2pkcs7', '-nocrl', '-outform', 'DER', ...named]).toString('base64');
}

/** Of a request or a certificate, in PEM: what §4.2.2 wants to be the same in a renewal. */
function namesOf(kind: 'req' | 'x509', pem: Uint8Array): string {
  const text = openssl([kind, '-noout', '-text'], pem).toString();
  const [, subject] = /Subject: (.*)/.exec(text) ?? [];
  const [, names] = /Subject Alternative Name:[^\n]*\n\s*(.*)/.exec(text) ?? [];
  return `${subject} ${names}`;
}

function sign(csr: Uint8Array): void {
  writeFileSync(at('asked.pem'), csr);
  const [from = '', to = ''] = wish('dates').split(' ');
  const dates = from === '' ? ['-days', '90'] : ['-startdate', from, '-enddate', to];
  openssl(['ca', '-config', 'ca.cnf', '-batch', '-notext', ...dates, '-in', 'asked.pem', '-out', 'signed.pem']);
}

/** Why it is not signed; undefined: it is to be. */
function flawOf(csr: Buffer, { url = '', headers }: IncomingMessage): string | undefined {
  const challenge = wish('challenge');
  const said = /challengePassword\s*:(.*)/.exec(openssl(['req', '-noout', '-text'], csr).toString())?.[1];
  if (challenge !== '' && said !== challenge) return 'the challenge password is another one';
  const held = Buffer.from(decodeURIComponent(String(headers['x-client-certificate'])));
  if (url.endsWith('/simplereenroll') && namesOf('x509', held) !== namesOf('req', csr))
    return 'the names are not those of the certificate';
  return wish('mode') === 'refuse' ? 'nobody of that name is known' : undefined;
}

/** Somebody agrees to requests that he has seen, byte by byte the same. */
function mustWait(csr: Buffer): boolean {
  const mode = wish('mode');
  const seen = wish('seen').split('\n');
  const digest = createHash('sha256').update(csr).digest('hex');
  if (mode === 'agree') appendFileSync(at('seen'), `${digest}\n`);
  return mode === 'agree' || (mode === 'agreed' && !seen.includes(digest));
}

function enrol(body: Buffer, request: IncomingMessage, response: ServerResponse): void {
  const csr = openssl(['req', '-inform', 'DER', '-verify'], Buffer.from(body.toString('latin1'), 'base64'));
  const flaw = flawOf(csr, request);
  if (flaw !== undefined) response.writeHead(400, { 'Content-Type': 'text/plain' }).end(flaw);
  else if (mustWait(csr)) response.writeHead(202, { 'Retry-After': '1' }).end();
  else {
    sign(wish('mode') === 'otherKey' ? readFileSync(at('other.csr')) : csr);
    answer(response, wrapped('signed.pem'), 'application/pkcs7-mime; smime-type=certs-only');
  }
}

function answer(response: ServerResponse, text: string, type: string): void {
  const mode = wish('mode');
  const whole = mode === 'garbage' ? 'MIIBIjANBgkq' : mode === 'huge' ? 'A'.repeat(4_000_000) : text;
  response.writeHead(200, { 'Content-Type': type, 'Content-Transfer-Encoding': 'base64', 'Content-Length': whole.length });
  if (mode === 'half') response.write(whole.slice(0, 50), () => response.destroy());
  else response.end(whole);
}

createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    try {
      if (request.url?.endsWith('/cacerts')) answer(response, wrapped('ca.pem'), 'application/pkcs7-mime');
      else enrol(Buffer.concat(chunks), request, response);
    } catch (error) {
      response.writeHead(500, { 'Content-Type': 'text/plain' }).end(String(error));
    }
  });
}).listen(Number(port), '127.0.0.1', () => writeFileSync(at('listening'), ''));
