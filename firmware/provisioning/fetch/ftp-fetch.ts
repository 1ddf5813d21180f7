// A file by FTP (RFC 959, passive by RFC 2428): size and time of change first (RFC 3659), so that what we have is not fetched again, and
// a transfer that broke off is taken up where it did.

import type { Socket } from 'node:net';
import { openConnection } from '../../system/plain-connection.ts';
import { Body } from './body.ts';
import { FetchError, type FetchRequest, type FetchResult } from './fetched.ts';
import { type FtpReply, FtpReplyReader, portOfExtendedPassive, portOfPassive } from './ftp-reply.ts';
import type { Patience } from './patience.ts';

const mostTries = 4;

/** Rejects with `FetchError`, or what a socket says. */
export async function fetchByFtp(request: FetchRequest, patience: Patience): Promise<FetchResult> {
  const download = new FtpDownload(request, patience);
  for (let tries = 1; tries <= mostTries; tries++) {
    const result = await download.attempt();
    if (result !== undefined) return result;
  }
  throw new FetchError('incomplete', `the connection broke off ${mostTries} times before the end of the file`);
}

class FtpDownload {
  readonly #request: FetchRequest;
  readonly #patience: Patience;
  readonly #body: Body;
  /** When the file was changed last, of which the body is a part. */
  #changedAt: string | undefined;

  constructor(request: FetchRequest, patience: Patience) {
    this.#request = request;
    this.#patience = patience;
    this.#body = new Body(request.largestBytes);
  }

  /** Undefined: it broke off, and may be taken up. */
  async attempt(): Promise<FetchResult | undefined> {
    const { url, known } = this.#request;
    await using control = await FtpControl.open(this.#request, this.#patience);
    await control.login(this.#request);
    const path = pathOf(url);
    const changedAt = await control.value('MDTM', path);
    const size = sizeOf(await control.value('SIZE', path));
    if (changedAt !== undefined && changedAt === known.lastModified) return { type: 'unchanged' };
    // A part is of use only while the file is known to be the same.
    if (changedAt === undefined || changedAt !== this.#changedAt) this.#body.forget();
    this.#changedAt = changedAt;
    if (size !== undefined) this.#body.announce(size);
    if (!(await control.retrieve(path, this.#body))) return undefined;
    if (size !== undefined && size !== this.#body.length) {
      this.#changedAt = undefined;
      return undefined;
    }
    const validators = changedAt === undefined ? {} : { lastModified: changedAt };
    return { type: 'fetched', bytes: this.#body.bytes(), validators };
  }
}

function sizeOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/** No byte of it may end the command that it stands in. */
function pathOf(url: URL): string {
  const path = decodeURIComponent(url.pathname.slice(1));
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused.
  if (/[\u0000-\u001f]/.test(path)) throw new FetchError('protocol', 'the address has a line break in it');
  return path;
}

class FtpControl implements AsyncDisposable {
  readonly #socket: Socket;
  readonly #patience: Patience;
  readonly #reader = new FtpReplyReader();
  readonly #replies: FtpReply[] = [];
  #waiting: { readonly resolve: (reply: FtpReply) => void; readonly reject: (error: unknown) => void } | undefined;
  #failure: unknown;

  private constructor(socket: Socket, patience: Patience) {
    this.#socket = socket;
    this.#patience = patience;
  }

  static async open({ url }: FetchRequest, patience: Patience): Promise<FtpControl> {
    const socket = await openConnection(url.hostname.replace(/^\[|\]$/g, ''), Number(url.port || 21), patience.signal);
    const control = new FtpControl(socket, patience);
    socket.on('data', (bytes) => control.#heard(bytes));
    socket.on('error', (error) => control.#fail(error));
    socket.on('close', () => control.#fail(new FetchError('incomplete', 'the server ended the connection')));
    patience.signal.addEventListener('abort', () => control.#fail(patience.signal.reason), { once: true });
    await control.#expect(220);
    return control;
  }

  async login({ url, login }: FetchRequest): Promise<void> {
    const user = url.username === '' ? (login?.user ?? 'anonymous') : decodeURIComponent(url.username);
    const password = url.username === '' ? (login?.password ?? 'phone@') : decodeURIComponent(url.password);
    this.#send(`USER ${oneLine(user)}`);
    const reply = await this.#reply();
    if (reply.code === 331) {
      this.#send(`PASS ${oneLine(password)}`);
      await this.#expect(230, 202);
    } else if (reply.code !== 230) throw refusal(reply);
    this.#send('TYPE I');
    await this.#expect(200);
  }

  /** Undefined where the server does not know the command. */
  async value(command: 'MDTM' | 'SIZE', path: string): Promise<string | undefined> {
    this.#send(`${command} ${path}`);
    const { code, text } = await this.#reply();
    return code === 213 ? text.trim().slice(0, 32) : undefined;
  }

  /** From where the body ends; false when it broke off. */
  async retrieve(path: string, body: Body): Promise<boolean> {
    const data = await this.#openData();
    try {
      if (body.length > 0) {
        this.#send(`REST ${body.length}`);
        if ((await this.#reply()).code !== 350) body.forget();
      }
      this.#send(`RETR ${path}`);
      await this.#expect(150, 125);
      for await (const chunk of data) {
        this.#patience.heard();
        body.append(chunk);
      }
      return (await this.#reply()).code === 226;
    } catch (error) {
      if (this.#patience.signal.aborted) throw this.#patience.signal.reason;
      if (error instanceof FetchError && error.failure !== 'incomplete') throw error;
      return false;
    } finally {
      data.destroy();
    }
  }

  async #openData(): Promise<Socket> {
    this.#send('EPSV');
    const extended = await this.#reply();
    let port = extended.code === 229 ? portOfExtendedPassive(extended.text) : undefined;
    if (port === undefined) {
      this.#send('PASV');
      port = portOfPassive((await this.#expect(227)).text);
    }
    if (port === undefined) throw new FetchError('protocol', 'the server does not say where it listens');
    return await openConnection(this.#socket.remoteAddress ?? '', port, this.#patience.signal);
  }

  #send(line: string): void {
    this.#socket.write(`${line}\r\n`);
  }

  async #expect(...codes: readonly number[]): Promise<FtpReply> {
    const reply = await this.#reply();
    if (!codes.includes(reply.code)) throw refusal(reply);
    return reply;
  }

  #reply(): Promise<FtpReply> {
    const reply = this.#replies.shift();
    if (reply !== undefined) return Promise.resolve(reply);
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
  }

  #heard(bytes: Uint8Array): void {
    this.#patience.heard();
    try {
      this.#replies.push(...this.#reader.take(bytes));
    } catch (error) {
      this.#fail(error);
      return;
    }
    const reply = this.#waiting === undefined ? undefined : this.#replies.shift();
    if (reply === undefined) return;
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.resolve(reply);
  }

  #fail(error: unknown): void {
    this.#failure ??= error;
    this.#waiting?.reject(this.#failure);
    this.#waiting = undefined;
    this.#socket.destroy();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#socket.destroy();
  }
}

function oneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused.
  if (/[\u0000-\u001f]/.test(text)) throw new FetchError('denied', 'name or password have a line break in them');
  return text;
}

function refusal({ code, text }: FtpReply): FetchError {
  const failure = code === 550 || code === 450 ? 'notFound' : code === 530 || code === 532 ? 'denied' : 'protocol';
  return new FetchError(failure, `the server says ${code} ${text}`.slice(0, 200));
}
