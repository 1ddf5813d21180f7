// How long the registrar keeps our binding (RFC 3261 §10.2.4, §10.3 step 8).

import type { Headers } from '../../message/headers.ts';
import { isSipUri } from '../../message/uri.ts';

/** Our Contact among all of the user's is known by its user part: registrars and NATs rewrite the rest. */
export function grantedExpiresS(headers: Headers, contactUser: string, askedS: number): number {
  const general = safely(() => headers.expires) ?? askedS;
  const contacts = safely(() => headers.contacts) ?? [];
  const own = contacts.find(({ uri }) => isSipUri(uri) && uri.user === contactUser);
  const parameter = own?.parameters.get('expires');
  return parameter !== undefined && /^\d{1,9}$/.test(parameter) ? Number(parameter) : general;
}

function safely<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
