// What every request by HTTP needs: a socket to the right server, the request on it, and the body of the answer as it comes in.

import { type IncomingMessage, request as sendRequest } from 'node:http';
import type { Socket } from 'node:net';
import type { Clock } from '#sip/ports';
import type { TlsSettings } from '#sip/transport/tls-settings';
import { openConnection } from '../../system/plain-connection.ts';
import { openSecureConnection } from '../../system/secure-connection.ts';
import type { Body } from './body.ts';
import { FetchError } from './fetched.ts';
import type { Patience } from './patience.ts';

export interface HttpServer {
  readonly url: URL;
  readonly tls: TlsSettings;
  readonly clock: Clock;
}

export interface HttpWords {
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

/** Rejects with what the connection says, or `TransportError` when the server is not who it should be. */
export async function openSocket({ url, tls, clock }: HttpServer, { signal }: Patience): Promise<Socket> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const secure = url.protocol === 'https:';
  const plain = await openConnection(host, Number(url.port || (secure ? 443 : 80)), signal);
  return secure ? await openSecureConnection({ host, plain, settings: tls, clock, signal }) : plain;
}

/** Resolves when the head of the answer is there. */
export function ask(url: URL, words: HttpWords, socket: Socket, { signal }: Patience): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const sent = sendRequest({
      method: words.method,
      host: url.hostname,
      path: `${url.pathname}${url.search}`,
      headers: words.headers,
      signal,
      createConnection: () => socket,
    });
    sent.once('response', resolve);
    sent.on('error', (error) => reject(signal.aborted ? signal.reason : error));
    sent.end(words.body);
  });
}

/** False: the connection ended before the body did. */
export async function takeBody(response: IncomingMessage, body: Body, patience: Patience): Promise<boolean> {
  try {
    for await (const chunk of response) {
      patience.heard();
      body.append(chunk);
    }
    return response.complete;
  } catch (error) {
    if (patience.signal.aborted) throw patience.signal.reason;
    if (error instanceof FetchError) throw error;
    return false;
  }
}
