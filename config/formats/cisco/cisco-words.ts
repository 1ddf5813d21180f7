// How values of SIPDefault.cnf and SIP<mac>.cnf are said here. Cisco SIP IP phone administrator guide, appendix D.

import { type Words, type WordsOf, words } from '../imported-entry.ts';
import { offsetOfZone } from './time-zones.ts';

/** 2 and 3 are 0 and 1 that the person may not change. */
const withOrWithoutControl = words({ '2': '0', '3': '1' });

const portMode = words({
  Auto: 'AUTOMATIC',
  Full100: 'FULL_100',
  Half100: 'HALF_100',
  Full10: 'FULL_10',
  Half10: 'HALF_10',
});

const dateFormat: WordsOf = words({
  'M/D/Y': 'MM/DD/YYYY',
  'M/D/YY': 'MM/DD/YYYY',
  'M-D-Y': 'MM/DD/YYYY',
  'D/M/Y': 'DD/MM/YYYY',
  'D/M/YY': 'DD/MM/YYYY',
  'D-M-Y': 'DD.MM.YYYY',
  'Y/M/D': 'YYYY-MM-DD',
  'YY/M/D': 'YYYY-MM-DD',
  'Y-M-D': 'YYYY-MM-DD',
});

/** Steps around the nominal loudness, which is -16 dBm here. */
const dtmfLevel = words({ '1': 22, '2': 19, '3': 16, '4': 13, '5': 10 });

/** IP precedence, in the upper three bits of the type of service. */
const precedence: WordsOf = (text) => (/^[0-7]$/.test(text) ? Number(text) << 5 : text);

export const ciscoWords: Words = {
  'network/lan_type': words({ Yes: 'DHCP', No: 'STATIC', '1': 'DHCP', '0': 'STATIC' }),
  'network/lan/port_mode': portMode,
  'network/pc/port_mode': portMode,
  'voip/media/media_tos': precedence,
  'voip/media/dtmf_transport': words({ none: 'INBAND', avt: 'RFC2833', avt_always: 'RFC2833' }),
  'voip/audio/gain/dtmf_tone_signal_level': dtmfLevel,
  'voip/services/call_waiting/enabled': withOrWithoutControl,
  'voip/services/do_not_disturb/enabled': withOrWithoutControl,
  'voip/services/anonymous_call_rejection/enabled': withOrWithoutControl,
  'voip/services/hide_number/enabled': withOrWithoutControl,
  'voip/services/hold_reminder/enabled': withOrWithoutControl,
  'voip/services/msg_waiting_ind/stutter_tone/enabled': withOrWithoutControl,
  'system/ntp/gmt_offset': (text) => offsetOfZone(text) ?? text,
  'system/ntp/date_display_format': dateFormat,
  'system/daylight_saving/activate': words({ '1': 'ENABLE', '0': 'DISABLE' }),
};
