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

function headersFor(method: string, body: unknown): Record<string, string> {
  const headers: Record<string, string> = {};
  if (csrfToken !== undefined && method !== 'GET') headers['X-CSRF-Token'] = csrfToken;
  if (body !== undefined) headers['Content-Type'] = body instanceof Blob ? 'application/octet-stream' : 'application/json';
  return headers;
}

async function send(method: string, path: string, body: unknown, more: Readonly<Record<string, string>> = {}): Promise<Response> {
  const sentWith = csrfToken;
  const content = body === undefined || body instanceof Blob ? body : JSON.stringify(body);
  const response = await fetch(path, {
    method,
    headers: { ...headersFor(method, body), ...more },
    ...(content !== undefined && { body: content }),
  });
  // An answer to who was here before says nothing about who is here now.
  if (response.status === 401 && path !== '/api/session' && sentWith === csrfToken) loggedOut();
  return response;
}

async function refusalOf(
  response: Response,
): Promise<{ readonly ok: false; readonly status: number; readonly refused: Refused }> {
  return { ok: false, status: response.status, refused: (await response.json()) as Refused };
}

const unreachable = { ok: false, status: 0, refused: { error: 'unreachable' } } as const;

/** What a page asks by itself: it keeps nobody logged in. */
export function askAgain<T>(path: string): Promise<Answer<T>> {
  return request('GET', path, undefined, { 'X-Background': '1' });
}

export function ask<T>(method: string, path: string, body?: unknown): Promise<Answer<T>> {
  return request(method, path, body);
}

async function request<T>(
  method: string,
  path: string,
  body: unknown,
  more?: Readonly<Record<string, string>>,
): Promise<Answer<T>> {
  try {
    const response = await send(method, path, body, more);
    if (!response.ok) return await refusalOf(response);
    const text = await response.text();
    return { ok: true, value: (text === '' ? undefined : JSON.parse(text)) as T };
  } catch {
    return unreachable;
  }
}

/** For answers that are files: the browser keeps it under the name. */
export async function download(method: string, path: string, body: unknown, name: string): Promise<Answer<undefined>> {
  try {
    const response = await send(method, path, body);
    if (!response.ok) return await refusalOf(response);
    const link = document.createElement('a');
    link.href = URL.createObjectURL(await response.blob());
    link.download = name;
    link.click();
    URL.revokeObjectURL(link.href);
    return { ok: true, value: undefined };
  } catch {
    return unreachable;
  }
}
