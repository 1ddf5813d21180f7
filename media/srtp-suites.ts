// What packets can be protected with (RFC 4568 §6.2, RFC 6188 §4, RFC 7714 §14.2), and how long keys are.

export const srtpSuites = {
  AES_CM_128_HMAC_SHA1_80: { keyBytes: 16, saltBytes: 14 },
  AES_CM_128_HMAC_SHA1_32: { keyBytes: 16, saltBytes: 14 },
  AES_256_CM_HMAC_SHA1_80: { keyBytes: 32, saltBytes: 14 },
  AES_256_CM_HMAC_SHA1_32: { keyBytes: 32, saltBytes: 14 },
  AEAD_AES_128_GCM: { keyBytes: 16, saltBytes: 12 },
  AEAD_AES_256_GCM: { keyBytes: 32, saltBytes: 12 },
} as const;

export type SrtpSuite = keyof typeof srtpSuites;
