// Where a call goes after a 3xx (RFC 3261 §8.1.3.4): the addresses of its Contacts by preference, none twice, and not for ever.

import type { SipResponse } from '../../message/message.ts';
import { asRequestUri, isSipUri, type SipUri, serializeUri } from '../../message/uri.ts';

export const defaultMaximum = 5;

/** A server does not fill our memory with addresses. */
const maxWaiting = 10;

export interface RedirectionState {
  readonly tried: ReadonlySet<string>;
  readonly waiting: readonly SipUri[];
  readonly left: number;
}

export function startOfRedirection(dialled: SipUri, maximum: number): RedirectionState {
  return { tried: new Set([nameOf(dialled)]), waiting: [], left: maximum };
}

/** 305 asks for another way and not for another address, and anybody could send it: it ends the call. 380 says in its body what else there is. */
export function isRedirection(status: number): boolean {
  return status >= 300 && status < 400 && status !== 305;
}

/** The addresses of one response go before those that waited: they are what the address now is. */
export function redirected(state: RedirectionState, response: SipResponse, secure: boolean): RedirectionState {
  const fresh: SipUri[] = [];
  const seen = new Set(state.tried);
  for (const uri of contactsByPreference(response)) {
    // A call that was to be secret to its end stays so (§8.1.3.5, §26.4.4).
    if ((secure && uri.scheme !== 'sips') || seen.has(nameOf(uri))) continue;
    seen.add(nameOf(uri));
    fresh.push(uri);
  }
  return { ...state, waiting: [...fresh, ...state.waiting].slice(0, maxWaiting) };
}

/** Undefined when there is nothing left to try. */
export function nextTarget(state: RedirectionState): { readonly state: RedirectionState; readonly target: SipUri } | undefined {
  const [target, ...waiting] = state.waiting.filter((uri) => !state.tried.has(nameOf(uri)));
  if (target === undefined || state.left === 0) return undefined;
  return { target, state: { tried: new Set([...state.tried, nameOf(target)]), waiting, left: state.left - 1 } };
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
