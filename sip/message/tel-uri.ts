// Telephone numbers as URIs (RFC 3966), and as the user part of SIP URIs (RFC 3261 §19.1.6).

import { isSipUri, type SipUri, type Uri, unescapeUri } from './uri.ts';

export interface TelephoneNumber {
  /** Digits, `*`, `#` and a leading `+`: without what is written between them for the eye. */
  readonly number: string;
  /** Where a number without `+` is valid: a prefix or a domain. */
  readonly context: string | undefined;
}

const visualSeparators = /[-.() ]/g;

/** Of a tel URI, or of a SIP URI that says it has one; undefined for others. */
export function telephoneNumberOf(uri: Uri): TelephoneNumber | undefined {
  if (isSipUri(uri)) {
    const isNumber = uri.parameters.get('user') === 'phone' || /^[^;]*;(?:.*;)?phone-context=/i.test(uri.user ?? '');
    return isNumber && uri.user !== undefined ? subscriberOf(uri.user) : undefined;
  }
  return uri.scheme === 'tel' ? subscriberOf(uri.rest) : undefined;
}

/** `sip:number@host;user=phone`; undefined when the URI is no tel URI with a number. */
export function sipUriOfTel(uri: Uri, host: string): SipUri | undefined {
  const telephone = isSipUri(uri) ? undefined : telephoneNumberOf(uri);
  if (telephone === undefined) return undefined;
  const { number, context } = telephone;
  const user = `${number.replaceAll('#', '%23')}${context === undefined ? '' : `;phone-context=${context}`}`;
  return {
    scheme: 'sip',
    user,
    password: undefined,
    host,
    port: undefined,
    parameters: new Map([['user', 'phone']]),
    headers: new Map(),
  };
}

/** `+49-30-1234;phone-context=example.com`, as a tel URI has it behind the colon and a SIP URI before the `@`. */
function subscriberOf(text: string): TelephoneNumber | undefined {
  const [written = '', ...parameters] = text.split(';');
  const number = unescapeUri(written).replace(visualSeparators, '');
  if (!/^\+?[0-9*#A-F]{1,32}$/i.test(number)) return undefined;
  const context = parameters
    .map((parameter) => /^phone-context=([A-Za-z0-9.+-]{1,64})$/i.exec(parameter)?.[1])
    .find((value) => value !== undefined);
  return { number, context };
}
