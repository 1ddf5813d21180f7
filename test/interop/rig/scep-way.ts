// What stands between the phone and its SCEP server, and passes on what both say, or something else, as a file of its directory wants it.
// Arguments: the directory, the address and port to listen at, the port of the server on its loopback.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { request as ask, createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';

const [directory = '', address = '', port = '', behind = ''] = process.argv.slice(2);
const wish = join(directory, 'mode');
const mode = (): string => (existsSync(wish) ? readFileSync(wish, 'utf8') : '');

function pass(request: IncomingMessage, body: Buffer, response: ServerResponse): void {
  const { url, method, headers } = request;
  const onward = ask({ host: '127.0.0.1', port: behind, path: url, method, headers }, (answer) => {
    const chunks: Buffer[] = [];
    answer.on('data', (chunk: Buffer) => chunks.push(chunk));
    answer.on('end', () => reply(Buffer.concat(chunks), answer.headers['content-type'] ?? '', response));
  });
  onward.on('error', () => response.destroy());
  onward.end(body);
}

function reply(right: Buffer, type: string, response: ServerResponse): void {
  // What a server says it can do is not what is spoilt: a phone would only ask otherwise.
  const spoilt = type.includes('x-pki-message') ? mode() : '';
  const whole =
    spoilt === 'garbage' ? Buffer.from('<html>Not today</html>') : spoilt === 'huge' ? Buffer.alloc(4_000_000, 0x30) : right;
  const said = spoilt === 'altered' ? altered(whole) : whole;
  response.writeHead(200, { 'Content-Type': type, 'Content-Length': said.length });
  if (spoilt === 'half') response.write(said.subarray(0, said.length / 2), () => response.destroy());
  else response.end(said);
}

/** One bit of the sealed certificate, in the middle. */
function altered(bytes: Buffer): Buffer {
  const other = Buffer.from(bytes);
  const at = Math.floor(other.length / 4);
  other[at] = (other[at] ?? 0) ^ 1;
  return other;
}

createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => pass(request, Buffer.concat(chunks), response));
}).listen(Number(port), address, () => writeFileSync(join(directory, 'listening'), ''));
