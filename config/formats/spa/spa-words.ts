// How values of the SPA9x2 are said here: fields in seconds, words for codecs, zones of Greenwich, scales of volume.

import { secondsAsMs, type Words, type WordsOf, words } from '../imported-entry.ts';

const codecs = {
  Unspecified: 'DEFAULT',
  G711u: 'PCMU',
  G711a: 'PCMA',
  'G726-16': 'G726-16',
  'G726-24': 'G726-24',
  'G726-32': 'G726-32',
  'G726-40': 'G726-40',
  G729a: 'G729',
  G723: 'G723',
  G722: 'G722',
  OPUS: 'OPUS',
} as const;

/** Their volumes go to 15, ours to 10. */
const volume: WordsOf = (text) => (/^\d{1,2}$/.test(text) && Number(text) <= 15 ? Math.round((Number(text) * 10) / 15) : text);

/** `GMT`, `GMT-08:00`. */
const zone: WordsOf = (text) => {
  const [, offset] = /^GMT\s*([+-]\d{1,2}:\d{2})?$/i.exec(text.trim()) ?? [undefined, text];
  return offset ?? '00:00';
};

const macroOfVersion: WordsOf = (text) => (text.trim() === '$VERSION' ? '' : text);
/** `12dB`, `10 s`. */
function withoutUnit(text: string, unit: string): string {
  return text.toLowerCase().endsWith(unit.toLowerCase()) ? text.slice(0, -unit.length).trimEnd() : text;
}

export const spaWords: Words = {
  'voip/signalling/sip/sip_t1': secondsAsMs,
  'voip/signalling/sip/sip_t2': secondsAsMs,
  'voip/signalling/sip/sip_t4': secondsAsMs,
  'voip/signalling/sip/sip_timer_b': secondsAsMs,
  'voip/signalling/sip/sip_timer_d': secondsAsMs,
  'voip/signalling/sip/sip_timer_f': secondsAsMs,
  'voip/signalling/sip/sip_timer_h': secondsAsMs,
  'voip/signalling/sip/sip_timer_j': secondsAsMs,
  'voip/signalling/sip/prack/mode': words({ Yes: 'SUPPORTED', No: 'DISABLE' }),
  'voip/signalling/sip/user_agent': macroOfVersion,
  'voip/signalling/sip/server_name': macroOfVersion,
  'voip/signalling/sip/register_user_agent': macroOfVersion,
  'voip/services/call_back/delay': secondsAsMs,
  'voip/audio/dtmf/playback_length': secondsAsMs,
  'voip/audio/gain/dtmf_tone_signal_level': (text) => text.replace(/^-/, ''),
  'voip/audio/dtmf/inband_boost': (text) => withoutUnit(text, 'dB'),
  'voip/media/dtmf_transport': words({
    AVT: 'RFC2833',
    Auto: 'RFC2833',
    InBand: 'INBAND',
    INFO: 'SIP_INFO',
    'InBand+INFO': 'SIP_INFO',
    'AVT+INFO': 'RFC2833',
  }),
  'voip/line/N/shared_line/enabled': words({ private: false, shared: true }),
  'voip/line/N/codec/preferred': words(codecs),
  'voip/line/N/codec/second': words(codecs),
  'voip/line/N/codec/third': words(codecs),
  'voip/codec/loopback_codec': words(codecs),
  'voip/line_key/N/extension': words({ Disabled: 0 }),
  'voip/audio/volume/handset': volume,
  'voip/audio/volume/headset': volume,
  'voip/audio/volume/speaker': volume,
  'voip/audio/volume/ringer': volume,
  'voip/answer_device': words({ Speaker: 'SPEAKER', Headset: 'HEADSET', None: 'SPEAKER' }),
  'voip/services/sidecar/server_type': words({
    RFC3265_4235: 'GENERIC',
    Asterisk: 'ASTERISK',
    Broadsoft: 'BROADSOFT',
    Sylantro: 'GENERIC',
  }),
  'personal_settings/lines/N/ring_tone': (text) => (/^([1-9]|1[01])$/.test(text) ? `Ring${text.padStart(2, '0')}` : text),
  'personal_settings/backlight_timeout': (text) => words({ Off: 0, 'Always On': 0 })(withoutUnit(text, 's')),
  'personal_settings/screen_saver/picture': words({
    'Background Picture': 'BACKGROUND',
    'Station Time': 'CLOCK',
    'Station Date': 'CLOCK',
    Phone: 'STATION_NAME',
    Logo: 'LOGO',
    Lock: 'LOCK',
  }),
  'personal_settings/logo_shown': words({ Default: 'DEFAULT', 'BMP Picture': 'PICTURE', 'Text Logo': 'TEXT', None: 'NONE' }),
  'personal_settings/background_shown': words({ None: 'NONE', 'BMP Picture': 'PICTURE', 'Text Logo': 'TEXT' }),
  'personal_settings/language': (text) => text.split(/[-_ ]/, 1)[0] ?? text,
  'system/syslog/log_level': words({ '0': 'None', '1': 'Basic', '2': 'Basic', '3': 'Detailed' }),
  'system/ldap/auth_method': words({ None: 'NONE', Simple: 'SIMPLE' }),
  'system/ntp/gmt_offset': zone,
  'system/ntp/time_display_format': words({ '12hr': '12Hour', '24hr': '24Hour' }),
  'system/ntp/date_display_format': words({ 'month/day': 'MM/DD/YYYY', 'day/month': 'DD/MM/YYYY' }),
  'system/daylight_saving/activate': words({ Yes: 'ENABLE', No: 'DISABLE' }),
  'network/lan_type': words({ 'Static IP': 'STATIC', DHCP: 'DHCP', PPPoE: 'PPPOE' }),
  'network/dns/server_order': words({ Manual: 'MANUAL', 'Manual,DHCP': 'MANUAL_DHCP', 'DHCP,Manual': 'DHCP_MANUAL' }),
  'network/pc/vlan/highest_priority': words({ 'No Limit': -1 }),
};
