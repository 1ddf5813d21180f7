// How the media of a call is protected (RFC 3711): by keys in the signalling (RFC 4568), or by a handshake on the media's own way, whose
// certificates the signalling names (RFC 5763). All keys are secrets: never logged.

/** RFC 4568 §6.2, RFC 6188 §4, RFC 7714 §14.2; how long master key and master salt are together. */
export const cryptoSuites = {
  AES_CM_128_HMAC_SHA1_80: 30,
  AES_CM_128_HMAC_SHA1_32: 30,
  AES_256_CM_HMAC_SHA1_80: 46,
  AES_256_CM_HMAC_SHA1_32: 46,
  AEAD_AES_128_GCM: 28,
  AEAD_AES_256_GCM: 44,
} as const;

export type CryptoSuite = keyof typeof cryptoSuites;

/** For what its owner sends. */
export interface CryptoKeys {
  readonly suite: CryptoSuite;
  /** Master key, then master salt. */
  readonly master: Uint8Array;
  /** What packets carry to name the key. */
  readonly mki?: Uint8Array;
  /** False: UNENCRYPTED_SRTCP (RFC 4568 §6.3.2). */
  readonly encryptsRtcp: boolean;
}

/** `a=fingerprint` (RFC 8122 §5): hash function in lower case, octets in upper case with colons. */
export interface Fingerprint {
  readonly hash: string;
  readonly value: string;
}

/** What this end wants and can do; without it calls are plain. */
export interface LocalSecurity {
  /** False: plain RTP is taken too, and offers say so by its profile (RFC 8643). */
  readonly required: boolean;
  /** Keys never used before, one for each suite, in order of preference. Absent: the signalling does not carry keys. */
  readonly newKeys?: () => readonly CryptoKeys[];
  /** Of our certificate. Absent: no handshakes. */
  readonly fingerprint?: Fingerprint;
  /** Which of the two an offer names where both can be; answers take either. */
  readonly offers: 'keys' | 'handshake';
}

/** What was agreed. */
export type MediaSecurity =
  | { readonly type: 'keys'; readonly profile: string; readonly send: CryptoKeys; readonly receive: CryptoKeys }
  | {
      readonly type: 'handshake';
      readonly profile: string;
      /** Any of them may be the other side's certificate's. */
      readonly fingerprints: readonly Fingerprint[];
      /** `active`: we begin (RFC 5763 §5). */
      readonly role: 'active' | 'passive';
    };
