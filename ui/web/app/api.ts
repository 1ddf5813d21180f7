// Asks the phone. What it refuses comes back as a value; only what nobody expects is thrown.

export interface SessionState {
  readonly claimed: boolean;
  readonly name?: string;
  readonly role?: 'admin' | 'user';
  readonly csrfToken?: string;
}

export interface Refused {
  readonly error: string;
  readonly field?: string;
  readonly expected?: string;
  readonly retryAfterMs?: number;
  readonly errors?: readonly { readonly path: string; readonly expected: string }[];
}

export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly status: number; readonly refused: Refused };

let csrfToken: string | undefined;
let loggedOut: () => void = () => undefined;

/** Called whenever the phone says that nobody is logged in. */
export function onLoggedOut(listener: () => void): void {
  loggedOut = listener;
}

export function takeSession(session: SessionState): void {
  csrfToken = session.csrfToken;
}

export async function ask<T>(method: string, path: string, body?: unknown): Promise<Answer<T>> {
  const headers: Record<string, string> = {};
  if (csrfToken !== undefined && method !== 'GET') headers['X-CSRF-Token'] = csrfToken;
  if (body !== undefined) headers['Content-Type'] = body instanceof Blob ? 'application/octet-stream' : 'application/json';
  const content = body === undefined || body instanceof Blob ? body : JSON.stringify(body);
  try {
    const response = await fetch(path, { method, headers, ...(content !== undefined && { body: content }) });
    const text = await response.text();
    const isJson = response.headers.get('Content-Type')?.startsWith('application/json') === true;
    // Some answers are files.
    const value: unknown = text === '' ? undefined : isJson ? JSON.parse(text) : text;
    if (response.ok) return { ok: true, value: value as T };
    if (response.status === 401 && path !== '/api/session') loggedOut();
    return { ok: false, status: response.status, refused: value as Refused };
  } catch {
    return { ok: false, status: 0, refused: { error: 'unreachable' } };
  }
}
