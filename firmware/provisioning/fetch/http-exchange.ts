// One question to an HTTP server and its answer, whatever its status: nothing is followed, taken up or tried again, but for a login that the
// server asks for.

import type { IncomingHttpHeaders } from 'node:http';
import type { Clock } from '#sip/ports';
import type { TlsSettings } from '#sip/transport/tls-settings';
import { Body } from './body.ts';
import { fetchFailure } from './fetch-failure.ts';
import { FetchError, type FetchFailed } from './fetched.ts';
import { HttpLogin, type Login } from './http-login.ts';
import { ask, openSocket, takeBody } from './http-wire.ts';
import { Patience } from './patience.ts';

export interface HttpQuestion {
  readonly url: URL;
  /** Posted; undefined: the question is a GET. */
  readonly body?: { readonly headers: Readonly<Record<string, string>>; readonly bytes: Uint8Array };
  readonly login: Login | undefined;
  readonly tls: TlsSettings;
  readonly largestBytes: number;
  readonly longestMs: number;
  readonly idleMs: number;
  readonly userAgent: string;
  readonly clock: Clock;
  /** Nobody wants the answer any more. */
  readonly closed?: AbortSignal;
}

export interface HttpAnswer {
  readonly type: 'answered';
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Uint8Array;
}

interface Heard extends HttpAnswer {
  readonly challenges: readonly string[];
}

/** Never rejects. A 401 is an answer only when there is no login, or the server has refused it. */
export async function exchangeByHttp(question: HttpQuestion): Promise<HttpAnswer | FetchFailed> {
  using patience = new Patience(question.clock, question);
  const login = new HttpLogin(question.login);
  try {
    for (;;) {
      const { challenges, ...answer } = await askOnce(question, login, patience);
      if (answer.status !== 401 || !login.challenged(challenges)) return answer;
    }
  } catch (error) {
    return fetchFailure(error);
  }
}

async function askOnce(question: HttpQuestion, login: HttpLogin, patience: Patience): Promise<Heard> {
  const { url, body: posted, userAgent, largestBytes } = question;
  const method = posted === undefined ? 'GET' : 'POST';
  const authorization = login.authorization(method, `${url.pathname}${url.search}`, posted?.bytes);
  const headers = {
    host: url.host,
    'user-agent': userAgent,
    'accept-encoding': 'identity',
    ...(authorization !== undefined && { authorization }),
    ...(posted !== undefined && { ...posted.headers, 'content-length': String(posted.bytes.length) }),
  };
  const socket = await openSocket(question, patience);
  try {
    const response = await ask(url, { method, headers, ...(posted !== undefined && { body: posted.bytes }) }, socket, patience);
    patience.heard();
    const { statusCode: status = 0, headers: told, headersDistinct } = response;
    const body = new Body(largestBytes);
    const whole = await takeBody(response, body, patience);
    if (!whole) throw new FetchError('incomplete', 'the connection broke off before the end of the answer');
    const challenges = headersDistinct['www-authenticate'] ?? [];
    return { type: 'answered', status, headers: told, bytes: body.bytes(), challenges };
  } finally {
    socket.destroy();
  }
}
