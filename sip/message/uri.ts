// SIP, SIPS and tel URIs, and others kept as they are (RFC 3261 §19.1, RFC 3966).

/** sip: or sips:. `user` and `password` are kept in their escaped form. */
export interface SipUri {
  readonly scheme: 'sip' | 'sips';
  readonly user: string | undefined;
  readonly password: string | undefined;
  /** Lower case; IPv6 without brackets. */
  readonly host: string;
  readonly port: number | undefined;
  /** Lower-case names. */
  readonly parameters: ReadonlyMap<string, string | undefined>;
  /** URI headers (`?Subject=x`), escaped as they came. */
  readonly headers: ReadonlyMap<string, string>;
}

/** Any other scheme: `tel`, `http`, `nobodyKnowsThisScheme`. */
export interface OtherUri {
  readonly scheme: string;
  /** All behind the first colon. */
  readonly rest: string;
}

export type Uri = SipUri | OtherUri;

export function isSipUri(uri: Uri): uri is SipUri {
  return uri.scheme === 'sip' || uri.scheme === 'sips';
}
