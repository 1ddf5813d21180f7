// Conferences that the phone mixes itself or that a server holds, and recording of calls.

export const conference = {
  'voip/services/conference/enabled': {
    type: 'boolean',
    default: true,
    title: 'Conference',
    help: 'The Conference key joins calls. Otherwise it does nothing and the screen does not offer it.',
    owner: 'admin',
    aliases: { spa: 'Conference_Serv', audiocodes: 'lync/local3wayConf/enabled' },
    seed: 'AudioCodes 3.4.10',
  },
  'voip/services/conference/mode': {
    type: 'string',
    default: 'LOCAL',
    enum: ['LOCAL', 'REMOTE'],
    title: 'Conference Mode',
    help: 'LOCAL: this phone mixes. REMOTE: the media server does, and everybody is sent there.',
    owner: 'admin',
  },
  'voip/services/conference/conf_ms_addr': {
    type: 'string',
    default: '',
    maxLength: 256,
    title: 'Media Server Address',
    help: 'Number or SIP address of the conference, or of the server that makes one for each caller (RFC 4579). Empty: this phone mixes.',
    owner: 'admin',
    aliases: { spa: 'Conference_Bridge_URL_{n}_' },
  },
  'voip/services/conference/max_parties': {
    type: 'integer',
    default: 6,
    minimum: 3,
    maximum: 32,
    title: 'Most Parties',
    help: 'With the person at this phone. Each costs bandwidth twice and some of the processor.',
    owner: 'admin',
  },
  'voip/services/conference/join_on_hang_up/enabled': {
    type: 'boolean',
    default: true,
    title: 'Join the Others on Hang-Up',
    help: 'Hanging up on a conference of three connects the other two. Otherwise it ends all calls.',
    owner: 'admin',
    aliases: { cisco: 'cnf_join_enable' },
    seed: 'Cisco 7960 SIP guide, cnf_join_enable (default 1)',
  },
} as const;
