// Encryption of voice: `voip/media/srtp`.

export const mediaSecurity = {
  'voip/media/srtp/mode': {
    type: 'string',
    default: 'DISABLE',
    enum: ['DISABLE', 'OPTIONAL', 'REQUIRED'],
    title: 'SRTP Encryption and Authentication',
    help: 'OPTIONAL: encrypted where the other side can. REQUIRED: encrypted or no call. A padlock shows what a call is.',
    owner: 'admin',
    seed: 'AudioCodes section "SRTP" of the media streaming page (the manual gives no path)',
  },
  'voip/media/srtp/method': {
    type: 'string',
    default: 'AEAD_AES_256_GCM AES_256_CM_HMAC_SHA1_80 AES_CM_128_HMAC_SHA1_80 AES_CM_128_HMAC_SHA1_32',
    pattern:
      '^(AES_CM_128_HMAC_SHA1_(80|32)|AES_256_CM_HMAC_SHA1_(80|32)|AEAD_AES_(128|256)_GCM)( (AES_CM_128_HMAC_SHA1_(80|32)|AES_256_CM_HMAC_SHA1_(80|32)|AEAD_AES_(128|256)_GCM))*$',
    expected: 'names of crypto suites with a blank between them',
    maxLength: 160,
    title: 'Method',
    help: 'Suites that are offered and taken, the first is preferred.',
    owner: 'admin',
    seed: 'AudioCodes "Method", AES_CM_128_HMAC_SHA1_80 there',
  },
  'voip/media/srtp/key_exchange': {
    type: 'string',
    default: 'SDES',
    enum: ['SDES', 'DTLS'],
    title: 'Key Exchange',
    help: 'How calls from here agree on keys: in the signalling (RFC 4568), or by a handshake on the way of the voice (RFC 5763). Calls that come in may do either.',
    owner: 'admin',
  },
  'voip/media/srtp/keys_in_clear_signalling': {
    type: 'boolean',
    default: false,
    title: 'Keys in Unencrypted Signalling',
    help: 'Off: SDES works over TLS and WSS only.',
    warning: 'Whoever can read the signalling can listen to the calls, though they show a padlock.',
    owner: 'admin',
  },
  'voip/services/secure_call/enabled': {
    type: 'boolean',
    default: false,
    title: 'Secure Call',
    help: 'Calls made here are encrypted, or do not come about.',
    owner: 'user',
    aliases: { spa: 'Secure_Call_Setting' },
    seed: 'SPA9x2 user tab, Supplementary Services',
  },
} as const;
