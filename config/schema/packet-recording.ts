// Packets of calls copied to an administrator's machine, to find out what is wrong with the sound: `voip/packet_recording`.

export const packetRecording = {
  'voip/packet_recording/remote_ip': {
    type: 'string',
    default: '0.0.0.0',
    pattern: '^(\\d{1,3}(\\.\\d{1,3}){3}|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*)$',
    title: 'Recording Remote IP Address',
    help: 'The computer whose sniffer takes the packets; an address, not a name.',
    owner: 'admin',
    seed: 'AudioCodes table 7-2',
  },
  'voip/packet_recording/remote_port': {
    type: 'integer',
    default: 50000,
    minimum: 1024,
    maximum: 65535,
    title: 'Recording Remote Port',
    owner: 'admin',
    seed: 'AudioCodes table 7-2',
  },
  'voip/packet_recording/enabled': {
    type: 'boolean',
    default: false,
    title: 'Enable Packet Recording',
    help: 'Of calls that begin from now on. Whoever reads that network hears what is not encrypted.',
    owner: 'admin',
    seed: 'AudioCodes table 7-2',
  },
  'voip/packet_recording/rtp_recording/enabled': {
    type: 'boolean',
    default: false,
    title: 'Enable RTP Recording',
    help: 'RTP of both directions, as it is on the wire: an encrypted call stays encrypted.',
    owner: 'admin',
    seed: 'AudioCodes table 7-2',
  },
} as const;
