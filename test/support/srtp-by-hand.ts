// SRTP and SRTCP written out on node:crypto (RFC 3711, 6188, 7714), so that the core is judged by something that shares no code with it.
import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';
import type { SrtpKeys } from '#media/messages';
import { type SrtpSuite, srtpSuites } from '#media/srtp-suites';

/** Key derivation labels (RFC 3711 §4.3.2): those of RTCP are three more. */
const LABELS = { cipher: 0, authentication: 1, salt: 2 } as const;
const RTCP_LABELS = 3;

/** RFC 3711 §4.3.1 with a derivation rate of zero. */
export function derive(master: Uint8Array, keyBytes: number, label: number, length: number): Buffer {
  const iv = Buffer.alloc(16);
  // The salt of GCM is two bytes shorter (RFC 7714 §11).
  iv.set(master.subarray(keyBytes));
  iv[7] = (iv[7] ?? 0) ^ label;
  return keystream(master.subarray(0, keyBytes), iv, length);
}

function keystream(key: Uint8Array, iv: Uint8Array, length: number): Buffer {
  return createCipheriv(key.length === 16 ? 'aes-128-ctr' : 'aes-256-ctr', key, iv).update(Buffer.alloc(length));
}

interface SessionKeys {
  readonly cipher: Buffer;
  readonly authentication: Buffer;
  readonly salt: Buffer;
}

export class SrtpByHand {
  readonly #keys: SrtpKeys;
  readonly #rtp: SessionKeys;
  readonly #rtcp: SessionKeys;

  constructor(keys: SrtpKeys) {
    this.#keys = keys;
    this.#rtp = sessionKeys(keys, 0);
    this.#rtcp = sessionKeys(keys, RTCP_LABELS);
  }

  /** A packet with a header of twelve bytes. */
  protect(packet: Uint8Array, rollOver = 0): Buffer {
    const header = Buffer.from(packet.subarray(0, 12));
    const payload = packet.subarray(12);
    const mki = this.#keys.mki ?? new Uint8Array(0);
    if (this.#isGcm) {
      return Buffer.concat([header, seal(this.#keys.suite, this.#rtp, rtpNonce(header, rollOver), header, payload), mki]);
    }
    const encrypted = Buffer.concat([header, this.#counter(this.#rtp, header, rollOver, payload)]);
    return Buffer.concat([encrypted, mki, tag(this.#rtp, encrypted, bigEndian(rollOver), this.#tagBytes)]);
  }

  /** Throws when it is not authentic. */
  unprotect(packet: Uint8Array, rollOver = 0): Buffer {
    const header = Buffer.from(packet.subarray(0, 12));
    const mkiBytes = this.#keys.mki?.length ?? 0;
    if (this.#isGcm) {
      const sealed = packet.subarray(12, packet.length - mkiBytes);
      return Buffer.concat([header, open(this.#keys.suite, this.#rtp, rtpNonce(header, rollOver), header, sealed)]);
    }
    const encrypted = packet.subarray(0, packet.length - mkiBytes - this.#tagBytes);
    check(tag(this.#rtp, encrypted, bigEndian(rollOver), this.#tagBytes), packet.subarray(packet.length - this.#tagBytes));
    return Buffer.concat([header, this.#counter(this.#rtp, header, rollOver, encrypted.subarray(12))]);
  }

  protectReport(packet: Uint8Array, index: number): Buffer {
    const header = Buffer.from(packet.subarray(0, 8));
    const payload = packet.subarray(8);
    const encrypts = this.#keys.encryptsRtcp;
    const trailer = bigEndian(((encrypts ? 0x8000_0000 : 0) | index) >>> 0);
    if (this.#isGcm) {
      const nonce = rtcpNonce(header, index);
      const beside = Buffer.concat(encrypts ? [header, trailer] : [header, payload, trailer]);
      const sealed = seal(this.#keys.suite, this.#rtcp, nonce, beside, encrypts ? payload : new Uint8Array(0));
      return Buffer.concat(encrypts ? [header, sealed, trailer] : [header, payload, sealed, trailer]);
    }
    const body = encrypts ? this.#reportCounter(header, index, payload) : payload;
    const encrypted = Buffer.concat([header, body, trailer]);
    return Buffer.concat([encrypted, tag(this.#rtcp, encrypted, new Uint8Array(0), 10)]);
  }

  /** Throws when it is not authentic. */
  unprotectReport(packet: Uint8Array): Buffer {
    const header = Buffer.from(packet.subarray(0, 8));
    const end = packet.length - (this.#isGcm ? 0 : 10);
    const trailer = Buffer.from(packet.subarray(end - 4, end));
    const [encrypts, index] = [(trailer.readUInt32BE() & 0x8000_0000) !== 0, trailer.readUInt32BE() & 0x7fff_ffff];
    if (this.#isGcm) {
      if (!encrypts) throw new Error('not encrypted');
      const beside = Buffer.concat([header, trailer]);
      const plain = open(this.#keys.suite, this.#rtcp, rtcpNonce(header, index), beside, packet.subarray(8, end - 4));
      return Buffer.concat([header, plain]);
    }
    check(tag(this.#rtcp, packet.subarray(0, end), new Uint8Array(0), 10), packet.subarray(end));
    const body = packet.subarray(8, end - 4);
    return Buffer.concat([header, encrypts ? this.#reportCounter(header, index, body) : body]);
  }

  get #isGcm(): boolean {
    return this.#keys.suite.startsWith('AEAD');
  }

  get #tagBytes(): number {
    return this.#keys.suite.endsWith('_32') ? 4 : 10;
  }

  #counter(keys: SessionKeys, header: Buffer, rollOver: number, payload: Uint8Array): Buffer {
    const iv = Buffer.alloc(16);
    header.copy(iv, 4, 8, 12);
    iv.writeUInt32BE(rollOver, 8);
    header.copy(iv, 12, 2, 4);
    return mix(keystream(keys.cipher, mix(iv, Buffer.concat([keys.salt, Buffer.alloc(2)])), payload.length), payload);
  }

  #reportCounter(header: Buffer, index: number, payload: Uint8Array): Buffer {
    const iv = Buffer.alloc(16);
    header.copy(iv, 4, 4, 8);
    iv.writeUInt32BE(index, 10);
    const { cipher, salt } = this.#rtcp;
    return mix(keystream(cipher, mix(iv, Buffer.concat([salt, Buffer.alloc(2)])), payload.length), payload);
  }
}

function sessionKeys({ suite, master }: SrtpKeys, more: number): SessionKeys {
  const { keyBytes, saltBytes } = srtpSuites[suite];
  const of = (label: number, length: number): Buffer => derive(master, keyBytes, label + more, length);
  return { cipher: of(LABELS.cipher, keyBytes), authentication: of(LABELS.authentication, 20), salt: of(LABELS.salt, saltBytes) };
}

function rtpNonce(header: Buffer, rollOver: number): Buffer {
  return Buffer.concat([Buffer.alloc(2), header.subarray(8, 12), bigEndian(rollOver), header.subarray(2, 4)]);
}

function rtcpNonce(header: Buffer, index: number): Buffer {
  return Buffer.concat([Buffer.alloc(2), header.subarray(4, 8), Buffer.alloc(2), bigEndian(index)]);
}

export function seal(
  suite: SrtpSuite,
  keys: Pick<SessionKeys, 'cipher' | 'salt'>,
  nonce: Buffer,
  beside: Uint8Array,
  plain: Uint8Array,
): Buffer {
  const cipher = createCipheriv(gcm(suite), keys.cipher, mix(nonce, keys.salt)).setAAD(beside);
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function open(suite: SrtpSuite, keys: SessionKeys, nonce: Buffer, beside: Uint8Array, sealed: Uint8Array): Buffer {
  const at = sealed.length - 16;
  const decipher = createDecipheriv(gcm(suite), keys.cipher, mix(nonce, keys.salt)).setAAD(beside);
  decipher.setAuthTag(sealed.subarray(at));
  return Buffer.concat([decipher.update(sealed.subarray(0, at)), decipher.final()]);
}

function gcm(suite: SrtpSuite): 'aes-128-gcm' | 'aes-256-gcm' {
  return suite === 'AEAD_AES_128_GCM' ? 'aes-128-gcm' : 'aes-256-gcm';
}

function tag(keys: SessionKeys, bytes: Uint8Array, more: Uint8Array, length: number): Buffer {
  return createHmac('sha1', keys.authentication).update(bytes).update(more).digest().subarray(0, length);
}

function check(expected: Buffer, found: Uint8Array): void {
  if (!expected.equals(found)) throw new Error('not authentic');
}

function mix(one: Uint8Array, other: Uint8Array): Buffer {
  return Buffer.from(one.map((byte, index) => byte ^ (other[index] ?? 0)));
}

function bigEndian(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
