// Where a call goes after a 3xx (RFC 3261 §8.1.3.4): the addresses of its Contacts by preference, none twice, and not for ever.

import type { SipResponse } from '../../message/message.ts';
import { asRequestUri, escapeUriHeader, isSipUri, type SipUri, serializeUri } from '../../message/uri.ts';
import type { HeaderFields } from '../request/request-sending.ts';
import { historyFields } from './call-history.ts';

export const defaultMaximum = 5;

/** A server does not fill our memory with addresses. */
const maxWaiting = 10;

export interface RedirectionState {
  readonly tried: ReadonlySet<string>;
  readonly waiting: readonly SipUri[];
  readonly left: number;
  /** The addresses that sent us on, with the status of each. */
  readonly path: readonly { readonly uri: SipUri; readonly status: number }[];
  /** What a server said of the call's way so far. */
  readonly told: HeaderFields;
}

export function startOfRedirection(dialled: SipUri, maximum: number): RedirectionState {
  return { tried: new Set([nameOf(dialled)]), waiting: [], left: maximum, path: [], told: [] };
}

/** 305 asks for another way and not for another address, and anybody could send it: it ends the call. 380 says in its body what else there is. */
export function isRedirection(status: number): boolean {
  return status >= 300 && status < 400 && status !== 305;
}

/** The addresses of one response go before those that waited: they are what the address now is. */
export function redirected(state: RedirectionState, response: SipResponse, from: SipUri): RedirectionState {
  const secure = from.scheme === 'sips';
  const fresh: SipUri[] = [];
  const seen = new Set(state.tried);
  for (const uri of contactsByPreference(response)) {
    // A call that was to be secret to its end stays so (§8.1.3.5, §26.4.4).
    if ((secure && uri.scheme !== 'sips') || seen.has(nameOf(uri))) continue;
    seen.add(nameOf(uri));
    fresh.push(uri);
  }
  return {
    ...state,
    waiting: [...fresh, ...state.waiting].slice(0, maxWaiting),
    path: [...state.path, { uri: from, status: response.status }],
    told: historyFields(response.headers),
  };
}

/** Undefined when there is nothing left to try. */
export function nextTarget(state: RedirectionState): { readonly state: RedirectionState; readonly target: SipUri } | undefined {
  const [target, ...waiting] = state.waiting.filter((uri) => !state.tried.has(nameOf(uri)));
  if (target === undefined || state.left === 0) return undefined;
  return { target, state: { ...state, tried: new Set([...state.tried, nameOf(target)]), waiting, left: state.left - 1 } };
}

/** For the INVITE that goes on: Diversion and History-Info as the server told them, else our own account of it (RFC 7044 §9.1). */
export function redirectionHistory({ path, told }: RedirectionState, target: SipUri): HeaderFields {
  if (path.length === 0) return [];
  if (told.some(([name]) => name === 'History-Info')) return told;
  const index = (depth: number): string => Array.from({ length: depth + 1 }, () => '1').join('.');
  const entries = path.map(({ uri, status }, depth) => {
    const headers = new Map([['Reason', escapeUriHeader(`SIP;cause=${status}`)]]);
    return `<${serializeUri({ ...uri, headers })}>;index=${index(depth)}`;
  });
  const last = `<${serializeUri(target)}>;index=${index(path.length)};mp=${index(path.length - 1)}`;
  return [...told, ['History-Info', [...entries, last].join(', ')]];
}

function contactsByPreference({ headers }: SipResponse): readonly SipUri[] {
  try {
    return headers.contacts
      .map(({ uri, parameters }) => ({ uri: asRequestUri(uri), q: preference(parameters.get('q')) }))
      .sort((one, other) => other.q - one.q)
      .map(({ uri }) => uri)
      .filter(isSipUri);
  } catch {
    return [];
  }
}

function preference(text: string | undefined): number {
  return text !== undefined && /^[01](\.\d{0,3})?$/.test(text) ? Math.min(Number(text), 1) : 1;
}

function nameOf(uri: SipUri): string {
  return serializeUri(uri).toLowerCase();
}
