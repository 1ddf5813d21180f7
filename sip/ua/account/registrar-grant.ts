// What a registrar's 2xx grants: for how long it keeps our binding (RFC 3261 §10.3 step 8), by which ways calls shall go (RFC 3608), the
// names that lead to this very phone (RFC 5627), and whether it keeps the flow (RFC 5626).

import type { Headers } from '../../message/headers.ts';
import { type NameAddr, serializeNameAddr } from '../../message/name-addr.ts';
import { isSipUri, parseUri, type SipUri } from '../../message/uri.ts';

export interface RegistrarGrant {
  readonly expiresS: number;
  /** Values for Route, in order. */
  readonly serviceRoutes: readonly string[];
  readonly publicGruu: SipUri | undefined;
  readonly temporaryGruu: SipUri | undefined;
  /** Calls come to us over the flow that we registered with (RFC 5626 §6). */
  readonly outbound: boolean;
  /** How long the server waits for a sign of life on the flow (RFC 5626 §4.4.1). */
  readonly flowTimerS: number | undefined;
}

/** More would not fit beside what else is in a datagram. */
const maxRoutes = 8;

/** Our Contact among all of the user's is known by its user part, and by the flow: registrars and NATs rewrite the rest. */
export function readGrant(headers: Headers, contactUser: string, askedS: number, regId?: number): RegistrarGrant {
  const ours = (safely(() => headers.contacts) ?? []).filter(({ uri }) => isSipUri(uri) && uri.user === contactUser);
  const own = ours.find(({ parameters }) => parameters.get('reg-id') === String(regId)) ?? ours[0];
  const expires = own?.parameters.get('expires');
  const flowTimer = headers.get('Flow-Timer');
  return {
    expiresS: expires !== undefined && /^\d{1,9}$/.test(expires) ? Number(expires) : (safely(() => headers.expires) ?? askedS),
    serviceRoutes: headers.getAll('Service-Route').slice(0, maxRoutes).filter(isSipRoute),
    publicGruu: gruuOf(own, 'pub-gruu'),
    temporaryGruu: gruuOf(own, 'temp-gruu'),
    outbound: headers.getAll('Require').some((option) => option.toLowerCase() === 'outbound'),
    flowTimerS: flowTimer !== undefined && /^\d{1,5}$/.test(flowTimer) ? Number(flowTimer) : undefined,
  };
}

function isSipRoute(value: string): boolean {
  return /^\s*(?:"[^"]*"\s*|[^<"]*)<sips?:[^<>]+>/i.test(value);
}

function gruuOf(contact: NameAddr | undefined, name: 'pub-gruu' | 'temp-gruu'): SipUri | undefined {
  const text = contact?.parameters.get(name);
  const uri = text === undefined ? undefined : safely(() => parseUri(text));
  return uri !== undefined && isSipUri(uri) && uri.parameters.has('gr') ? uri : undefined;
}

/** Names the phone, and this way to it among its ways. */
export interface Flow {
  readonly instanceId: string;
  readonly regId: number | undefined;
}

/** The value of Contact with what names the phone and the flow (RFC 5626 §4.2). */
export function boundContact(uri: SipUri, flow: Flow | undefined): string {
  const parameters = new Map<string, string | undefined>();
  if (flow?.regId !== undefined) parameters.set('reg-id', String(flow.regId));
  if (flow !== undefined) parameters.set('+sip.instance', `<${flow.instanceId}>`);
  return serializeNameAddr({ displayName: undefined, uri, parameters });
}

function safely<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
