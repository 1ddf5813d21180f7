// How well calls are heard, and who is told: `voip/rtcp_xr`.

export const quality = {
  'voip/rtcp_xr/vq_statistics/mode': {
    type: 'string',
    default: 'DISABLE',
    enum: ['DISABLE', 'EVENTS_ONLY', 'REMOTE_AND_EVENTS'],
    title: 'RTCP-XR Voice Quality Statistics Mode',
    help: 'EVENTS_ONLY measures for reports to a server; REMOTE_AND_EVENTS also tells the other side of the call (RFC 3611).',
    owner: 'admin',
    seed: 'AudioCodes table 3-36, p. 100',
  },
  'voip/rtcp_xr/qoe_publish_enabled': {
    type: 'boolean',
    default: true,
    title: 'Publish Quality Reports',
    help: 'At the end of each call, by SIP PUBLISH (RFC 6035); never while the mode is DISABLE.',
    owner: 'admin',
    seed: 'AudioCodes table 3-36, p. 100 (the manual gives no path)',
  },
  'voip/rtcp_xr/collector/address': {
    type: 'string',
    default: '',
    maxLength: 255,
    title: 'Report Collector',
    help: 'SIP address or user that gets the reports; empty: the own address of the line.',
    owner: 'admin',
  },
  'voip/rtcp_xr/interval_report/period': {
    type: 'integer',
    default: 0,
    minimum: 0,
    maximum: 3600,
    unit: 's',
    title: 'Reports During a Call',
    help: 'One each time; 0 reports at the end only.',
    owner: 'admin',
  },
} as const;
