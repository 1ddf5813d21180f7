// A session description as far as a phone looks at it (RFC 8866 §5). Lines that are not here are not kept.

export interface SessionDescription {
  readonly origin: Origin;
  readonly name: string;
  /** Session level `c=`; a media level one wins. */
  readonly connection: Connection | undefined;
  readonly attributes: readonly Attribute[];
  readonly media: readonly MediaDescription[];
}

/** `o=` (§5.2). The numbers may be longer than a double can count and are kept as digits. */
export interface Origin {
  readonly user: string;
  readonly sessionId: string;
  readonly version: string;
  readonly family: 4 | 6;
  readonly address: string;
}

/** `c=` (§5.7), unicast or multicast, without the TTL. */
export interface Connection {
  readonly family: 4 | 6;
  readonly address: string;
}

/** `a=name` or `a=name:value` (§5.13). */
export interface Attribute {
  readonly name: string;
  readonly value: string | undefined;
}

/** One `m=` line with what belongs to it (§5.14). */
export interface MediaDescription {
  /** `audio`, `video` ... */
  readonly kind: string;
  /** 0: refused or ended (RFC 3264 §5.1). */
  readonly port: number;
  /** `RTP/AVP`. */
  readonly protocol: string;
  /** Payload types on RTP. */
  readonly formats: readonly string[];
  readonly connection: Connection | undefined;
  readonly attributes: readonly Attribute[];
}

/** Value of the first attribute of the name; undefined when absent, empty for a flag. */
export function findAttribute(attributes: readonly Attribute[], name: string): string | undefined {
  const attribute = attributes.find((each) => each.name === name);
  return attribute === undefined ? undefined : (attribute.value ?? '');
}
