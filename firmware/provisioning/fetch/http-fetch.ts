// A file by HTTP or HTTPS (RFC 9110): conditional, taken up where it broke off, redirected within reason.

import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { Body } from './body.ts';
import { FetchError, type FetchRequest, type FetchResult, type Validators } from './fetched.ts';
import { HttpLogin } from './http-login.ts';
import { ask, openSocket, takeBody } from './http-wire.ts';
import type { Patience } from './patience.ts';

const mostRedirections = 5;
/** Of one file, each from where the one before broke off. */
const mostTries = 4;
const redirections: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

type Part =
  | { readonly type: 'whole'; readonly validators: Validators }
  | { readonly type: 'broken'; readonly validators: Validators }
  | { readonly type: 'redirected'; readonly to: string }
  /** With these challenges. */
  | { readonly type: 'refused'; readonly challenges: readonly string[] }
  | { readonly type: 'unchanged' };

/** Rejects with `FetchError`, or what a socket says. */
export async function fetchByHttp(request: FetchRequest, patience: Patience): Promise<FetchResult> {
  const download = new HttpDownload(request);
  for (;;) {
    const result = await download.next(patience);
    if (result !== undefined) return result;
  }
}

class HttpDownload {
  readonly #request: FetchRequest;
  readonly #body: Body;
  #url: URL;
  #login: HttpLogin;
  /** Of the file that the body is the beginning of. */
  #resume: Validators = {};
  #tries = 1;
  #redirections = 0;

  constructor(request: FetchRequest) {
    const { url, login } = withLoginOfUrl(request);
    this.#request = request;
    this.#body = new Body(request.largestBytes);
    this.#url = url;
    this.#login = new HttpLogin(login);
  }

  /** One request; undefined: there is a next one to make. */
  async next(patience: Patience): Promise<FetchResult | undefined> {
    const request = { ...this.#request, url: this.#url };
    const part = await fetchPart(request, this.#login, this.#resume, this.#body, patience);
    switch (part.type) {
      case 'unchanged':
        return part;
      case 'whole':
        return { type: 'fetched', bytes: this.#body.bytes(), validators: part.validators };
      case 'refused':
        if (!this.#login.challenged(part.challenges)) throw new FetchError('denied', 'the server says 401');
        return undefined;
      case 'broken':
        this.#takeUp(part.validators);
        return undefined;
      case 'redirected':
        return this.#follow(part.to);
    }
  }

  #takeUp(validators: Validators): void {
    if (this.#tries === mostTries) {
      throw new FetchError('incomplete', `the connection broke off ${mostTries} times before the end of the file`);
    }
    this.#tries += 1;
    this.#resume = validators;
    if (rangeCondition(validators) === undefined) this.#body.forget();
  }

  #follow(to: string): FetchResult | undefined {
    const next = redirectionTarget(this.#url, to);
    if (this.#request.asksForPlace === true) return { type: 'sentElsewhere', to: next.href };
    this.#redirections += 1;
    if (this.#redirections > mostRedirections) throw new FetchError('redirection', 'the server sends from one place to the next');
    // Name and password are for the server that they were given for (RFC 9110 §11.6.2).
    if (next.origin !== this.#url.origin) this.#login = new HttpLogin(undefined);
    this.#url = next;
    this.#body.forget();
    this.#resume = {};
    return undefined;
  }
}

function withLoginOfUrl({ url, login }: FetchRequest): Pick<FetchRequest, 'url' | 'login'> {
  if (url.username === '') return { url, login };
  const plain = new URL(url);
  plain.username = '';
  plain.password = '';
  return { url: plain, login: { user: decodeURIComponent(url.username), password: decodeURIComponent(url.password) } };
}

function redirectionTarget(from: URL, to: string): URL {
  if (!URL.canParse(to, from.href)) throw new FetchError('redirection', 'the server sends to what is no address');
  const next = new URL(to, from.href);
  if (next.protocol !== 'https:' && !(next.protocol === 'http:' && from.protocol === 'http:')) {
    throw new FetchError('redirection', `the server sends from ${from.protocol} to ${next.protocol}`);
  }
  next.username = '';
  next.password = '';
  return next;
}

async function fetchPart(
  request: FetchRequest,
  login: HttpLogin,
  resume: Validators,
  body: Body,
  patience: Patience,
): Promise<Part> {
  const socket = await openSocket(request, patience);
  try {
    const headers = headersOf(request, login, resume, body.length);
    const response = await ask(request.url, { method: 'GET', headers }, socket, patience);
    return await takePart(response, resume, body, patience);
  } finally {
    socket.destroy();
  }
}

function headersOf(request: FetchRequest, login: HttpLogin, resume: Validators, from: number): Readonly<Record<string, string>> {
  const { known, url, userAgent } = request;
  const headers: Record<string, string> = { host: url.host, 'user-agent': userAgent, 'accept-encoding': 'identity' };
  const authorization = login.authorization('GET', `${url.pathname}${url.search}`);
  if (authorization !== undefined) headers['authorization'] = authorization;
  if (from > 0) {
    headers['range'] = `bytes=${from}-`;
    // The rest of the same file, or all of the one that took its place (§13.1.5).
    headers['if-range'] = rangeCondition(resume) ?? '';
    return headers;
  }
  if (known.entityTag !== undefined) headers['if-none-match'] = known.entityTag;
  if (known.lastModified !== undefined) headers['if-modified-since'] = known.lastModified;
  return headers;
}

async function takePart(response: IncomingMessage, resume: Validators, body: Body, patience: Patience): Promise<Part> {
  patience.heard();
  const { statusCode: status = 0, headers } = response;
  if (status === 304) return { type: 'unchanged' };
  if (status === 401) return { type: 'refused', challenges: response.headersDistinct['www-authenticate'] ?? [] };
  if (redirections.has(status)) {
    if (headers.location === undefined) throw new FetchError('protocol', `status ${status} without a place to go to`);
    return { type: 'redirected', to: headers.location };
  }
  // A server that counts otherwise than we, or lost the file: once more from its beginning.
  if (status === 416) {
    body.forget();
    return { type: 'broken', validators: {} };
  }
  requireBody(status, headers, body.length);
  if (status === 200) body.forget();
  const length = headers['content-length'];
  if (length !== undefined) body.announce(body.length + Number(length));
  const validators = status === 206 ? { ...resume, ...validatorsOf(response) } : validatorsOf(response);
  return { type: (await takeBody(response, body, patience)) ? 'whole' : 'broken', validators };
}

function requireBody(status: number, headers: IncomingHttpHeaders, from: number): void {
  if (status === 403 || status === 407) throw new FetchError('denied', `the server says ${status}`);
  if (status === 404 || status === 410) throw new FetchError('notFound', `the server says ${status}`);
  if (status !== 200 && status !== 206) throw new FetchError('protocol', `the server says ${status}`);
  if (status === 206 && !continues(headers['content-range'], from)) {
    throw new FetchError('protocol', 'another part than was asked for');
  }
  if ((headers['content-encoding'] ?? 'identity') !== 'identity') {
    throw new FetchError('protocol', 'the file is packed in a way that was not asked for');
  }
}

/**
 * By what the second half of a file is known to belong to the first (§13.1.5). A weak tag says that two files mean the same, not that they are
 * the same (§8.8.1).
 */
function rangeCondition({ entityTag, lastModified }: Validators): string | undefined {
  return entityTag?.startsWith('"') ? entityTag : lastModified;
}

function continues(contentRange: string | undefined, from: number): boolean {
  return /^bytes (\d+)-\d+\/(?:\d+|\*)$/.exec(contentRange ?? '')?.[1] === String(from);
}

function validatorsOf({ headers }: IncomingMessage): Validators {
  const { etag, 'last-modified': lastModified } = headers;
  return {
    ...(etag === undefined ? {} : { entityTag: etag.slice(0, 256) }),
    ...(lastModified === undefined ? {} : { lastModified: lastModified.slice(0, 64) }),
  };
}
