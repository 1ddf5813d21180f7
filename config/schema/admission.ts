// Whom the phone believes: who may call, and who gets to see what the password makes.

export const admission = {
  'voip/signalling/sip/strangers': {
    type: 'string',
    default: 'REFUSE',
    enum: ['REFUSE', 'IGNORE'],
    needsRestart: true,
    title: 'Requests of Strangers',
    help: 'What requests get that come neither from a server of ours nor in a call: a short refusal, or no answer at all.',
    owner: 'admin',
  },
  'voip/line/N/auth_invite': {
    type: 'boolean',
    default: false,
    title: 'Auth INVITE',
    help: 'Who calls the line has to know its password; calls from its proxy too.',
    owner: 'admin',
    indexes: 6,
    aliases: { spa: 'Auth_INVITE_{n}_' },
  },
  'voip/line/N/realm': {
    type: 'string',
    default: '',
    maxLength: 256,
    title: 'Further Realms',
    help: "Realms that may ask for the line's password beside those of its registrar, separated by commas: a gateway's.",
    owner: 'admin',
    indexes: 6,
  },
  'voip/signalling/sip/digest_md5/enabled': {
    type: 'boolean',
    default: true,
    title: 'Answer MD5',
    help: 'Off: servers have to ask for SHA-256 or better (RFC 8760).',
    warning: 'MD5 is weak; many servers know nothing else.',
    owner: 'admin',
  },
} as const;
