// The web server without its sockets: requests come in by `handle` and `upgrade`, and pass the same guard. Fastify routes and reads bodies.

import type { IncomingMessage, ServerResponse } from 'node:http';
import { type FastifyInstance, type FastifyReply, type FastifyRequest, type FastifyServerOptions, fastify } from 'fastify';
import type { Administration } from '../../administration.ts';
import type { Phone } from '../../phone.ts';
import type { Clock, Log } from '../../ports.ts';
import type { Strings } from '../../text/strings.ts';
import { Attempts } from './attempts.ts';
import { CheckQueue } from './check-queue.ts';
import { Guard, isSameOrigin } from './guard.ts';
import { findFlaw } from './json-schema.ts';
import { Live, refuseUpgrade } from './live.ts';
import type { WebMeans } from './means.ts';
import { isKnown, PackedAnswers, takesGzip } from './packed-answers.ts';
import type { PageFile, PageFiles } from './page-files.ts';
import { readQuery } from './query.ts';
import { RateLimit } from './rate-limit.ts';
import { type ApiRequest, type Caller, Reply, type Route, refusal, type ServerParts } from './route.ts';
import { liveRoute, routes } from './routes.ts';
import { securityHeaders } from './security-headers.ts';
import { Sessions, type SessionTimes } from './sessions.ts';
import { SpokenPhone } from './spoken-phone.ts';
import { writtenJson } from './written-json.ts';

export interface WebServerOptions {
  readonly phone: Phone;
  readonly administration: Administration;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: { bytes(count: number): Uint8Array };
  readonly means: WebMeans;
  readonly pages: PageFiles;
  /** Words of the phone's language. */
  readonly text: () => Strings;
  readonly httpsOnly: () => boolean;
  /** Where plain requests are sent; left out: to the port that they came to, which understands both. */
  readonly securePort?: number | undefined;
  readonly sessionTimes: () => SessionTimes;
}

type CompilersFactory = NonNullable<NonNullable<FastifyServerOptions['schemaController']>['compilersFactory']>;

type Socket = Parameters<Live['take']>[1];

/** Fastify's types know ajv's compilers only. */
const noCompilers = {
  buildValidator: () => () => () => true,
  buildSerializer: () => () => JSON.stringify,
} as unknown as CompilersFactory;

const usualBodyBytes = 65_536;
/** Whoever sends it has not said who he is. */
const publicBodyBytes = 4096;

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller | undefined;
  }
}

export class WebServer {
  readonly #options: WebServerOptions;
  readonly #app: FastifyInstance;
  readonly #guard: Guard;
  readonly #live: Live;
  readonly #parts: ServerParts;
  readonly #rateLimit: RateLimit;
  readonly #packed: PackedAnswers;

  constructor(options: WebServerOptions) {
    const { phone, administration, clock, log, random, sessionTimes } = options;
    this.#options = options;
    const spoken = new SpokenPhone(phone, options.text);
    this.#live = new Live({ phone, spoken, clock, log });
    const sessions = new Sessions({ clock, random, times: sessionTimes, ended: (session) => this.#live.sessionEnded(session) });
    this.#guard = new Guard(sessions, administration.tokens);
    this.#parts = {
      phone,
      spoken,
      administration,
      clock,
      log,
      sessions,
      attempts: new Attempts(clock),
      checks: new CheckQueue(),
    };
    this.#rateLimit = new RateLimit(clock);
    this.#packed = new PackedAnswers(options.means);
    const settings: FastifyServerOptions = {
      logger: false,
      bodyLimit: usualBodyBytes,
      routerOptions: { maxParamLength: 200, ignoreTrailingSlash: false },
      // Bodies and answers are checked and written by the routes' own schemas: ajv would cost more memory than all the rest.
      schemaController: { compilersFactory: noCompilers },
    };
    this.#app = fastify(settings);
  }

  /** Before the first request. */
  async ready(): Promise<void> {
    const app = this.#app;
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('application/json', { parseAs: 'string' }, app.getDefaultJsonParser('error', 'error'));
    app.addContentTypeParser('application/octet-stream', { parseAs: 'buffer' }, (_, body, done) => done(null, body));
    app.decorateRequest('caller', undefined);
    app.addHook('onRequest', async (request, reply) => this.#meet(request, reply));
    app.setNotFoundHandler(async (_, reply) => send(reply, refusal(404, 'notFound')));
    app.setErrorHandler(async (error, request, reply) => this.#failed(error, request, reply));
    for (const each of routes) this.#add(each);
    for (const [path, file] of this.#options.pages) app.get(path, async (request, reply) => sendPage(request, reply, file));
    await app.ready();
  }

  handle(request: IncomingMessage, response: ServerResponse): void {
    this.#app.routing(request, response);
  }

  /** What `text` gives is another. */
  languageChanged(): void {
    this.#live.languageChanged();
  }

  upgrade(request: IncomingMessage, socket: Socket, head: Buffer): void {
    const { method = '', url = '', headers } = request;
    const encrypted = isEncrypted(request);
    // Browsers let any page open a WebSocket to anywhere, with cookies (CSWSH): the origin must be ours, or told by nobody.
    const asked = { method, headers, encrypted };
    const verdict = this.#guard.judge(asked, liveRoute);
    if (url !== liveRoute.path) refuseUpgrade(socket, '404 Not Found');
    else if (!encrypted && this.#options.httpsOnly()) refuseUpgrade(socket, '403 Forbidden');
    else if (!isSameOrigin(asked)) refuseUpgrade(socket, '403 Forbidden');
    else if (!verdict.ok) refuseUpgrade(socket, `${verdict.status} Refused`);
    else {
      // Pages that are left open keep nobody logged in.
      const later = { ...asked, headers: { ...headers, 'x-background': '1' } };
      this.#live.take(request, socket, head, {
        session: verdict.caller?.session,
        isAllowed: () => this.#guard.judge(later, liveRoute).ok,
      });
    }
  }

  async close(): Promise<void> {
    this.#live.close();
    await this.#app.close();
  }

  #add(declared: Route): void {
    const { method, path, access } = declared;
    this.#app.route({
      method,
      url: path,
      bodyLimit: declared.uploadBytes ?? declared.bodyBytes ?? (access === 'public' ? publicBodyBytes : usualBodyBytes),
      config: { declared },
      handler: async (request, reply) => {
        // To read a request and to do it are two turns: what runs for the first time is compiled then.
        await this.#options.means.turn();
        const asked = this.#check(declared, request);
        if (asked instanceof Reply) return send(reply, asked);
        if (declared.sent === 'lasting') return this.#sendLasting(declared, asked, request, reply);
        const answer = await declared.handle(this.#parts, asked);
        if (answer instanceof Reply) return send(reply, answer);
        if (answer === undefined) return send(reply, new Reply(204, undefined));
        if (answer instanceof Uint8Array) return send(reply, new Reply(200, answer));
        return this.#sendJson(declared, request, reply, await writtenJson(answer, this.#options.means.turn));
      },
    });
  }

  async #sendJson({ sent }: Route, { headers }: FastifyRequest, reply: FastifyReply, text: string): Promise<FastifyReply> {
    reply.type('application/json; charset=utf-8');
    if (sent === undefined) return reply.send(text);
    reply.header('Vary', 'Accept-Encoding');
    const gzipped = takesGzip(headers['accept-encoding']) ? await this.#packed.once(text) : undefined;
    return gzipped === undefined ? reply.send(text) : reply.header('Content-Encoding', 'gzip').send(gzipped);
  }

  async #sendLasting(
    declared: Route,
    asked: ApiRequest<unknown, unknown>,
    { headers }: FastifyRequest,
    reply: FastifyReply,
  ): Promise<FastifyReply> {
    const answer = (): unknown => declared.handle(this.#parts, asked);
    const role = asked.caller?.account.role ?? 'user';
    const edition = declared.edition?.(this.#parts, role) ?? '';
    const { gzipped, tag } = await this.#packed.lasting(declared, role, edition, answer);
    // Kept by this browser alone, and asked for each time whether it still holds: who is logged out gets no 304.
    reply.headers({ ETag: tag, 'Cache-Control': 'private, no-cache', Vary: 'Accept-Encoding' });
    if (isKnown(headers['if-none-match'], tag)) return reply.code(304).send();
    reply.type('application/json; charset=utf-8');
    if (takesGzip(headers['accept-encoding'])) return reply.header('Content-Encoding', 'gzip').send(gzipped);
    return reply.send(await writtenJson(await answer(), this.#options.means.turn));
  }

  /** Comes before bodies are read: who may not, sends nothing. */
  async #meet(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    const encrypted = isEncrypted(request.raw);
    const httpsOnly = this.#options.httpsOnly();
    reply.headers(securityHeaders(encrypted, httpsOnly));
    if (!this.#rateLimit.take(request.ip))
      return send(reply, new Reply(429, { error: 'tooManyRequests' }, { 'Retry-After': '1' }));
    if (httpsOnly && !encrypted) return redirect(request, reply, this.#options.securePort);
    const { declared } = request.routeOptions.config as { declared?: Route };
    // The pages' own files say nothing about this phone, and what is not there says nothing at all.
    if (declared === undefined) return undefined;
    const { method, headers } = request;
    const verdict = this.#guard.judge({ method, headers, encrypted }, declared);
    if (!verdict.ok) return send(reply, refusal(verdict.status, verdict.error));
    request.caller = verdict.caller;
    return undefined;
  }

  #check(declared: Route, request: FastifyRequest): ApiRequest<unknown, unknown> | Reply {
    const query = readQuery(declared.query, request.query as Readonly<Record<string, unknown>>);
    if ('flaw' in query) return refusal(400, 'invalid', query.flaw);
    const flaw = declared.body === undefined ? undefined : findFlaw(declared.body, request.body);
    if (flaw !== undefined) return refusal(400, 'invalid', flaw);
    return {
      query: query.values,
      body: request.body,
      upload: request.body instanceof Uint8Array ? request.body : undefined,
      params: request.params as Readonly<Record<string, string>>,
      caller: request.caller,
      remoteAddress: request.ip,
      encrypted: isEncrypted(request.raw),
    };
  }

  #failed(error: unknown, request: FastifyRequest, reply: FastifyReply): unknown {
    const { statusCode = 500, code = 'unknown' } = error as { statusCode?: number; code?: string };
    if (statusCode < 500) return send(reply, refusal(statusCode, clientErrors[statusCode] ?? 'invalid'));
    this.#options.log.error('web', 'a request failed', { route: request.routeOptions.url, code, reason: String(error) });
    return send(reply, refusal(500, 'failed'));
  }
}

const clientErrors: Readonly<Record<number, string>> = { 413: 'tooLarge', 415: 'wrongType' };

function send(reply: FastifyReply, { status, body, headers }: Reply): FastifyReply {
  reply.code(status).headers(headers);
  if (body === undefined) return reply.send();
  if (body instanceof Uint8Array) return reply.send(body);
  return reply.type('application/json; charset=utf-8').send(JSON.stringify(body));
}

function sendPage({ headers }: FastifyRequest, reply: FastifyReply, file: PageFile): FastifyReply {
  const { immutable, encoding, tag, type, bytes } = file;
  // They hold nothing of this phone's: any browser may keep them, and asks whether those without a digest in their name still hold.
  reply.headers({ 'Cache-Control': immutable ? 'public, max-age=31536000, immutable' : 'no-cache', ETag: tag });
  if (isKnown(headers['if-none-match'], tag)) return reply.code(304).send();
  if (encoding !== undefined) reply.header('Content-Encoding', encoding);
  return reply.type(type).send(bytes);
}

function isEncrypted(request: IncomingMessage): boolean {
  return (request.socket as { encrypted?: boolean }).encrypted === true;
}

/** To the same place over TLS. Of the host only what can be one: the answer must not carry what the question smuggled in. */
function redirect(request: FastifyRequest, reply: FastifyReply, securePort: number | undefined): FastifyReply {
  const [, name, asked = ''] =
    /^([A-Za-z0-9.-]{1,253}|\[[0-9a-fA-F:.]{2,45}\])(:\d{1,5})?$/.exec(request.headers.host ?? '') ?? [];
  if (name === undefined) return send(reply, refusal(400, 'wrongHost'));
  const { url = '' } = request.raw;
  // A whole address in place of a path (RFC 9112 §3.2.2) would become another host's name.
  if (!url.startsWith('/')) return send(reply, refusal(400, 'wrongPath'));
  if (request.method !== 'GET' && request.method !== 'HEAD') return send(reply, refusal(403, 'httpsOnly'));
  const port = securePort === undefined ? asked : securePort === 443 ? '' : `:${securePort}`;
  return reply.redirect(`https://${name}${port}${url}`, 308);
}
