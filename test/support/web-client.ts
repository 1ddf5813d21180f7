// A program that speaks with a phone's web server as browsers and attackers do: cookies, tokens, and bytes as they come.

import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect } from 'node:net';

export interface WebAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
  readonly text: string;
}

/** More than sockets hold. */
const largeBytes = 65_536;

export class WebClient {
  readonly address: string;
  cookie = '';
  csrfToken = '';
  readonly #from: string;

  /** `from`: any address of loopback; the phone counts what each of them does. */
  constructor(address: string, from = '127.0.0.1') {
    this.address = address;
    this.#from = from;
  }

  /** Nothing is added but what a logged-in page would send. */
  send(method: string, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}): Promise<WebAnswer> {
    const bytes = body instanceof Uint8Array || typeof body === 'string' || body === undefined ? body : JSON.stringify(body);
    const all = {
      ...(this.cookie !== '' && { cookie: this.cookie }),
      ...(this.csrfToken !== '' && { 'x-csrf-token': this.csrfToken }),
      ...(body !== undefined && { 'content-type': body instanceof Uint8Array ? 'application/octet-stream' : 'application/json' }),
      ...(bytes !== undefined && { 'content-length': String(Buffer.byteLength(bytes)) }),
      ...headers,
    };
    const url = new URL(this.address);
    const options = {
      // A connection each: none is left open.
      agent: false as const,
      localAddress: this.#from,
      host: url.hostname,
      port: url.port,
      method,
      path,
      headers: all,
      rejectUnauthorized: false,
    };
    return new Promise((resolve, reject) => {
      const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(options, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('error', reject);
        response.on('end', () => {
          const whole = Buffer.concat(parts);
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            bytes: whole,
            text: whole.toString('utf8'),
          });
        });
      });
      request.on('error', (error: NodeJS.ErrnoException) => {
        // Who does not read a large body hangs up, and what it said may be lost with it.
        const hungUp = error.code === 'EPIPE' || error.code === 'ECONNRESET';
        if (!hungUp || bytes === undefined || Buffer.byteLength(bytes) < largeBytes) reject(error);
        else resolve({ status: 413, headers: {}, bytes: Buffer.alloc(0), text: 'hung up' });
      });
      request.end(bytes);
    });
  }

  async get<Body>(path: string): Promise<Body> {
    const answer = await this.send('GET', path);
    if (answer.status !== 200) throw new Error(`GET ${path}: ${answer.status} ${answer.text}`);
    return JSON.parse(answer.text) as Body;
  }

  async logIn(name: string, password: string): Promise<WebAnswer> {
    const answer = await this.send('POST', '/api/session', { name, password });
    if (answer.status === 200) {
      this.cookie = answer.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
      this.csrfToken = (JSON.parse(answer.text) as { csrfToken: string }).csrfToken;
    }
    return answer;
  }

  /** Bytes as they are; what came back until the other side closed, or nothing came for a moment. */
  raw(bytes: string, patienceMs = 20_000): Promise<string> {
    const { hostname, port } = new URL(this.address);
    return new Promise((resolve, reject) => {
      const socket = connect(Number(port), hostname, () => socket.write(bytes));
      let heard = '';
      socket.setTimeout(patienceMs, () => socket.destroy());
      socket.on('data', (part) => {
        heard += part.toString('latin1');
      });
      socket.on('error', reject);
      socket.on('close', () => resolve(heard));
    });
  }
}
