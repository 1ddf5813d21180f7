// What a SCEP server says it can do (RFC 8894 §3.5.2), of which this phone asks for two things.

export interface Capabilities {
  /** Takes messages by POST: else they go into the address. */
  readonly post: boolean;
  /** Renews a certificate for whoever signs with it. */
  readonly renewal: boolean;
}

const mostBytes = 4096;

/** Unknown words, and whatever else is sent, say nothing. */
export function readCapabilities(bytes: Uint8Array): Capabilities {
  const text = Buffer.from(bytes.subarray(0, mostBytes)).toString('latin1').toLowerCase();
  const words = new Set(text.split(/[\r\n]+/).map((line) => line.trim()));
  return { post: words.has('scepstandard') || words.has('postpkioperation'), renewal: words.has('renewal') };
}
