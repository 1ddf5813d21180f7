// The simulated board's door: an HTTP and WebSocket server on loopback, as architecture §5 states it. The page is one of its
// clients, every end-to-end test another.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { HalError } from '../errors.ts';
import type { Clock, Log } from '../ports.ts';
import { type Answer, refusal } from './panel-answer.ts';
import { readBody } from './panel-body.ts';
import { deviceEndpoints } from './panel-devices.ts';
import type { Endpoint, Endpoints } from './panel-endpoint.ts';
import { isOwnHost, isOwnOrigin, loopbackAddress } from './panel-guard.ts';
import { pageFile, sourcePage } from './panel-page.ts';
import { soundEndpoints } from './panel-sound.ts';
import type { PanelSources } from './panel-sources.ts';
import { stateEndpoints } from './panel-state.ts';
import { PanelStreams } from './panel-streams.ts';
import type { VirtualBoard } from './virtual-board.ts';

export interface PanelOptions {
  readonly board: VirtualBoard;
  readonly clock: Clock;
  readonly log: Log;
  /** The directory of the page, where it is not beside this file. */
  readonly page?: URL;
}

export interface PanelAddress {
  /** `http://127.0.0.1:8080`, without a slash at the end. */
  readonly address: string;
  readonly port: number;
}

const streamPath = '/api/stream';
const mostConnections = 64;
/** A hand that comes back after a pause must not find the connection being closed under it. */
const longestRestMs = 60_000;

const commonHeaders = {
  'cache-control': 'no-store',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const;

const forbidden = refusal(403, 'asked from elsewhere', 'host', 'a Host and an Origin of this machine');

export class Panel implements AsyncDisposable {
  readonly #options: PanelOptions;
  readonly #endpoints: Endpoints;
  readonly #streams: PanelStreams;
  readonly #closing = new AbortController();
  #server: Server | undefined;
  #sources: PanelSources | undefined;

  constructor(options: PanelOptions) {
    this.#options = options;
    this.#endpoints = { ...stateEndpoints, ...deviceEndpoints(options.board.definition), ...soundEndpoints };
    this.#streams = new PanelStreams(options);
  }

  /** `port` 0 takes a free one. Throws `ERR_HAL_NOT_LOOPBACK` and `ERR_HAL_PANEL_ADDRESS`. */
  async listen({ host, port }: { readonly host: string; readonly port: number }): Promise<PanelAddress> {
    const literal = loopbackAddress(host);
    if (literal === undefined) {
      const why = 'whoever reaches it holds the phone in his hand, and hears its microphone';
      throw new HalError('ERR_HAL_NOT_LOOPBACK', `The panel listens on loopback only (127.0.0.1, ::1), not on "${host}": ${why}`);
    }
    const server = createServer(
      { requestTimeout: 60_000, keepAliveTimeout: longestRestMs },
      (request, response) => void this.#serve(request, response),
    );
    server.maxConnections = mostConnections;
    server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', (cause) => {
        reject(new HalError('ERR_HAL_PANEL_ADDRESS', `The panel cannot listen on ${host}:${port}: ${cause.message}`, cause));
      });
      server.listen(port, literal, resolve);
    });
    const bound = server.address() as AddressInfo;
    const shown = bound.family === 'IPv6' ? `[${bound.address}]` : bound.address;
    return { address: `http://${shown}:${bound.port}`, port: bound.port };
  }

  /** The firmware stands behind the board from now on. */
  attach(sources: PanelSources): void {
    this.#sources = sources;
    this.#streams.attach(sources);
  }

  /** Gives up every open request and stream. */
  async close(): Promise<void> {
    this.#closing.abort();
    this.#streams.close();
    const server = this.#server;
    if (server?.listening !== true) return;
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const gone = new AbortController();
    const abort = (): void => gone.abort();
    response.on('close', abort);
    this.#closing.signal.addEventListener('abort', abort);
    try {
      const answer = await this.#answer(request, gone.signal);
      response.writeHead(answer.status, { ...commonHeaders, ...answer.headers }).end(answer.body);
    } catch (error) {
      if (gone.signal.aborted || request.errored !== null) return;
      this.#options.log.error('panel', 'A request failed', { path: request.url, error });
      const failure = refusal(500, 'the phone could not do it', '', 'see its log');
      response.writeHead(failure.status, { ...commonHeaders, ...failure.headers }).end(failure.body);
    } finally {
      this.#closing.signal.removeEventListener('abort', abort);
    }
  }

  async #answer(request: IncomingMessage, signal: AbortSignal): Promise<Answer> {
    if (!isOwnHost(request.headers.host) || !isOwnOrigin(request.headers)) return forbidden;
    const url = URL.parse(`http://panel${request.url ?? '/'}`);
    if (url === null) return refusal(400, 'bad input', 'path', 'a path');
    const endpoint = Object.hasOwn(this.#endpoints, url.pathname) ? this.#endpoints[url.pathname] : undefined;
    if (endpoint === undefined) return await this.#page(request, url.pathname);
    if (request.method !== endpoint.method) return wrongMethod(endpoint.method);
    return await this.#ask(endpoint, request, url, signal);
  }

  async #ask(endpoint: Endpoint, request: IncomingMessage, url: URL, signal: AbortSignal): Promise<Answer> {
    const reading = await readBody(request, endpoint.mostBodyBytes);
    if (!reading.ok) return refusal(413, 'the body is too large', 'body', `at most ${endpoint.mostBodyBytes} bytes`);
    const { board, clock } = this.#options;
    const view = { board, clock, sources: this.#sources };
    return await endpoint.handle(view, { query: url.searchParams, body: reading.body, signal });
  }

  async #page(request: IncomingMessage, path: string): Promise<Answer> {
    const file = await pageFile(path, this.#options.page ?? sourcePage);
    if (file !== undefined) return request.method === 'GET' ? file : wrongMethod('GET');
    if (path === streamPath) return refusal(426, 'this is a WebSocket', 'path', 'an upgrade', { upgrade: 'websocket' });
    return refusal(404, 'there is nothing here', 'path', `/ or one of ${Object.keys(this.#endpoints).join(' ')} ${streamPath}`);
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // A socket without a listener would end the process when its peer resets it.
    socket.on('error', () => socket.destroy());
    const own = isOwnHost(request.headers.host) && isOwnOrigin(request.headers);
    if (!own) refuseUpgrade(socket, '403 Forbidden');
    else if (request.url !== streamPath) refuseUpgrade(socket, '404 Not Found');
    else this.#streams.accept(request, socket, head);
  }
}

function wrongMethod(allowed: string): Answer {
  return refusal(405, 'wrong method', 'method', allowed, { allow: allowed });
}

function refuseUpgrade(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
