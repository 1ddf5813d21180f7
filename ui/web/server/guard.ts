// Decides who asks and whether he may. Every request and every WebSocket passes here before anything else looks at it.

import type { IncomingHttpHeaders } from 'node:http';
import type { Tokens } from '../../administration/tokens.ts';
import type { Caller, Route } from './route.ts';
import type { Sessions } from './sessions.ts';

export interface Asked {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  readonly encrypted: boolean;
}

export type Verdict =
  | { readonly ok: true; readonly caller: Caller | undefined }
  | { readonly ok: false; readonly status: 401 | 403; readonly error: string };

const readingMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** `__Host-`: over TLS the browser itself sees to it that no other host and no plain connection can set it (RFC 6265bis §4.1.3.2). */
function cookieName(encrypted: boolean): string {
  return encrypted ? '__Host-hookswitch' : 'hookswitch';
}

export function sessionCookie(id: string, encrypted: boolean): string {
  const end = id === '' ? '; Max-Age=0' : '';
  return `${cookieName(encrypted)}=${id}; Path=/; HttpOnly; SameSite=Strict${encrypted ? '; Secure' : ''}${end}`;
}

export class Guard {
  readonly #sessions: Sessions;
  readonly #tokens: Tokens;

  constructor(sessions: Sessions, tokens: Tokens) {
    this.#sessions = sessions;
    this.#tokens = tokens;
  }

  judge(asked: Asked, route: Pick<Route, 'access' | 'scope'>): Verdict {
    const { method, headers } = asked;
    const changes = !readingMethods.has(method);
    if (changes && !isSameOrigin(asked)) return { ok: false, status: 403, error: 'wrongOrigin' };
    const caller = this.#callerOf(asked);
    if (caller === undefined) {
      return route.access === 'public' ? { ok: true, caller } : { ok: false, status: 401, error: 'notLoggedIn' };
    }
    if (!mayUse(caller, route)) return { ok: false, status: 403, error: 'notAllowed' };
    const { session } = caller;
    // What is public does nothing in the name of a session.
    if (changes && route.access !== 'public' && session !== undefined && headers['x-csrf-token'] !== session.csrfToken) {
      return { ok: false, status: 403, error: 'wrongCsrfToken' };
    }
    return { ok: true, caller };
  }

  #callerOf({ headers, encrypted }: Asked): Caller | undefined {
    // Who shows a token means it, and not the cookie that a browser adds.
    if (headers.authorization !== undefined) return this.#holderOf(headers.authorization);
    const id = cookieOf(headers.cookie, cookieName(encrypted));
    // What a page asks for by itself does not keep its person logged in.
    // Pictures that a page draws again and again say themselves that they are some.
    const background = headers['x-background'] !== undefined || headers['sec-fetch-dest'] === 'image';
    const session = id === undefined ? undefined : this.#sessions.find(id, !background);
    return session === undefined ? undefined : { account: session.account, session, scopes: undefined };
  }

  /** RFC 6750 §2.1. */
  #holderOf(authorization: string): Caller | undefined {
    const [, text] = /^Bearer ([\w.~+/-]{1,200}=*)$/i.exec(authorization) ?? [];
    const token = text === undefined ? undefined : this.#tokens.find(text);
    if (token === undefined) return undefined;
    return { account: { name: `token ${token.name}`, role: 'admin' }, session: undefined, scopes: token.scopes };
  }
}

function mayUse({ account, scopes }: Caller, { access, scope }: Pick<Route, 'access' | 'scope'>): boolean {
  if (scopes !== undefined) return access === 'public' || (scope !== undefined && scopes.includes(scope));
  return access !== 'admin' || account.role === 'admin';
}

/** Browsers tell where a request that changes something comes from (Fetch, §3.2); who tells nothing is no browser and carries no cookie unasked. */
export function isSameOrigin({ headers, encrypted }: Asked): boolean {
  const { origin, host } = headers;
  if (headers['sec-fetch-site'] === 'cross-site') return false;
  if (origin === undefined) return true;
  return origin.toLowerCase() === `${encrypted ? 'https' : 'http'}://${host?.toLowerCase()}`;
}

function cookieOf(header: string | undefined, name: string): string | undefined {
  for (const pair of header?.split(';') ?? []) {
    const [key, value] = pair.split('=');
    if (key?.trim() === name) return value?.trim();
  }
  return undefined;
}
