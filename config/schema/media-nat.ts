// Voice through NATs and firewalls: `voip/media/ice`, `.../turn`, `.../rtcp_mux`. STUN server and mapping are those of SIP (nat.ts).

export const mediaNat = {
  'voip/media/rtcp_mux/enabled': {
    type: 'boolean',
    default: false,
    title: 'RTCP Multiplexing',
    help: 'Calls from here offer voice and its reports on one port (RFC 5761). Where the other side offers it, it is taken.',
    owner: 'admin',
  },
  'voip/media/ice/enabled': {
    type: 'boolean',
    default: false,
    title: 'ICE',
    help: 'Voice takes whatever way works, with the help of the STUN and the TURN server (RFC 8445). Phones that can not do it are called as ever.',
    owner: 'admin',
  },
  'voip/media/turn/server': {
    type: 'string',
    default: '',
    pattern: '^$|^[A-Za-z0-9._:\\[\\]-]+$',
    expected: 'a host name, an IPv4 address or an IPv6 address',
    title: 'TURN Server',
    help: 'Hands voice on where there is no other way (RFC 8656). Needs ICE.',
    owner: 'admin',
  },
  'voip/media/turn/port': {
    type: 'integer',
    default: 3478,
    minimum: 1,
    maximum: 65535,
    title: 'TURN Server Port',
    help: 'Port of the TURN server.',
    owner: 'admin',
  },
  'voip/media/turn/user_name': {
    type: 'string',
    default: '',
    maxLength: 128,
    title: 'TURN User Name',
    help: 'Account at the TURN server.',
    owner: 'admin',
  },
  'voip/media/turn/password': {
    type: 'string',
    default: '',
    maxLength: 128,
    secret: true,
    title: 'TURN Password',
    help: 'Password at the TURN server.',
    owner: 'admin',
  },
} as const;
