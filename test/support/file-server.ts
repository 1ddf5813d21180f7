// An HTTP server with a few files, which remembers who asked: what a provisioning server is for a phone.

import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Asked {
  readonly path: string;
  /** Somebody wants the file whatever it is: who asks by himself says which one he has. */
  readonly anew: boolean;
  readonly authorization: string | undefined;
}

export class FileServer implements AsyncDisposable {
  /** By path, without the first slash. */
  readonly files: Map<string, string | Uint8Array> = new Map();
  /** In their order. */
  asked: Asked[] = [];
  /** `user:password` that it wants to see (RFC 7617). */
  login: string | undefined;
  readonly #server: Server;

  private constructor() {
    this.#server = createServer(({ url = '', headers }, response) => {
      const path = url.slice(1);
      this.asked.push({ path, anew: headers['if-none-match'] === undefined, authorization: headers.authorization });
      const wanted = this.login === undefined ? undefined : `Basic ${Buffer.from(this.login).toString('base64')}`;
      if (wanted !== undefined && headers.authorization !== wanted) {
        response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="files"' }).end();
        return;
      }
      const file = this.files.get(path);
      const tag = `"${createHash('sha256')
        .update(file ?? '')
        .digest('hex')}"`;
      if (file === undefined) response.writeHead(404).end();
      else if (headers['if-none-match'] === tag) response.writeHead(304, { ETag: tag }).end();
      else response.writeHead(200, { ETag: tag }).end(file);
    });
  }

  static async start(): Promise<FileServer> {
    const made = new FileServer();
    await new Promise<void>((resolve) => made.#server.listen(0, '127.0.0.1', resolve));
    return made;
  }

  get address(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }
}
