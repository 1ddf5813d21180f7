// Names of the Poly phones (UC software) that mean a parameter of ours. Administrator guide of UC software 5 and 6, names only.

import { type WordsOf, words } from '../imported-entry.ts';
import type { NameRow } from '../vendor-names.ts';

const transport = words({ UDPOnly: 'UDP', TCPOnly: 'TCP', TCPpreferred: 'TCP', TLS: 'TLS', DNSnaptr: 'AUTO' });

/** Seconds east of Greenwich. */
const zone: WordsOf = (text) => {
  if (!/^-?\d{1,6}$/.test(text)) return text;
  const minutes = Math.round(Math.abs(Number(text)) / 60);
  const two = (count: number): string => String(count).padStart(2, '0');
  return `${Number(text) < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
};

/** `EF`, `AF31`, or a number: what routers look at, in the upper six bits. */
const dscp: WordsOf = (text) => {
  if (/^\d{1,2}$/.test(text)) return Number(text) << 2;
  if (text.toUpperCase() === 'EF') return 0xb8;
  const [, kind, level, drop = '0'] = /^(AF|CS)([0-7])([1-3])?$/i.exec(text) ?? [];
  if (kind === undefined) return text;
  return kind.toUpperCase() === 'CS' ? Number(level) << 5 : (Number(level) << 5) | (Number(drop) << 3);
};

/** `German_Germany`, `English_United_States`. */
const language: WordsOf = (text) => text.split('_', 1)[0] ?? text;

const inverse = words({ '0': '1', '1': '0' });
const weekday = words({
  '1': 'SUNDAY',
  '2': 'MONDAY',
  '3': 'TUESDAY',
  '4': 'WEDNESDAY',
  '5': 'THURSDAY',
  '6': 'FRIDAY',
  '7': 'SATURDAY',
});

export const polyNames: readonly NameRow[] = [
  ['reg.{n}.address', 'voip/line/N/id', (text) => text.split('@', 1)[0]],
  ['reg.{n}.label', 'voip/line_key/N/short_name'],
  ['reg.{n}.displayName', 'voip/line/N/description'],
  ['reg.{n}.auth.userId', 'voip/line/N/auth_name'],
  ['reg.{n}.auth.password', 'voip/line/N/auth_password'],
  ['reg.{n}.server.1.address', 'voip/line/N/proxy_address'],
  ['reg.{n}.server.1.port', 'voip/line/N/proxy_port'],
  ['reg.{n}.server.1.transport', 'voip/line/N/transport_protocol', transport],
  ['reg.{n}.server.1.expires', 'voip/signalling/sip/proxy_timeout'],
  ['reg.{n}.server.1.register', 'voip/line/N/register'],
  ['reg.{n}.server.2.address', 'voip/line/N/backup_proxy_address'],
  ['reg.{n}.server.2.port', 'voip/line/N/backup_proxy_port'],
  ['reg.{n}.outboundProxy.port', 'voip/line/N/outbound_proxy/port'],
  ['reg.{n}.type', 'voip/line/N/shared_line/enabled', words({ private: '0', shared: '1' })],
  ['reg.{n}.thirdPartyName', 'voip/line/N/shared_user_id'],
  [
    'reg.{n}.ringType',
    'personal_settings/lines/N/ring_tone',
    (text) => text.replace(/^ringer(\d{1,2})$/, (_, n) => `Ring${n.padStart(2, '0')}`),
  ],
  ['reg.{n}.srtp.require', 'voip/media/srtp/mode', words({ '0': 'OPTIONAL', '1': 'REQUIRED' })],
  ['voIpProt.server.1.address', 'voip/signalling/sip/proxy_address'],
  ['voIpProt.server.1.port', 'voip/signalling/sip/proxy_port'],
  ['voIpProt.server.1.transport', 'voip/signalling/sip/transport_protocol', transport],
  ['voIpProt.server.1.expires', 'voip/signalling/sip/proxy_timeout'],
  ['voIpProt.server.2.address', 'voip/signalling/sip/redundant_proxy/address'],
  ['voIpProt.server.2.port', 'voip/signalling/sip/redundant_proxy/port'],
  ['voIpProt.SIP.local.port', 'voip/signalling/sip/port'],
  ['voIpProt.SIP.use486forReject', 'voip/reject_code', words({ '0': 603, '1': 486 })],
  ['voIpProt.SIP.outboundProxy.port', 'voip/signalling/sip/sip_outbound_proxy/port'],
  ['voIpProt.SIP.conference.address', 'voip/services/conference/conf_ms_addr'],
  ['voIpProt.SIP.useRFC2543hold', 'voip/signalling/sip/hold_with_zero_address/enabled'],
  ['msg.mwi.{n}.callBack', 'voip/services/msg_waiting_ind/voice_mail_number'],
  ['tcpIpApp.sntp.address', 'system/ntp/primary_server_address'],
  ['tcpIpApp.sntp.gmtOffset', 'system/ntp/gmt_offset', zone],
  ['tcpIpApp.sntp.address.overrideDHCP', 'network/lan/dhcp/ntp/server_list/enabled', inverse],
  ['tcpIpApp.sntp.gmtOffset.overrideDHCP', 'network/lan/dhcp/ntp/gmt_offset/enabled', inverse],
  ['tcpIpApp.sntp.daylightSavings.enable', 'system/daylight_saving/activate', words({ '0': 'DISABLE', '1': 'ENABLE' })],
  ['tcpIpApp.sntp.daylightSavings.fixedDayEnable', 'system/daylight_saving/mode', words({ '0': 'DayOfWeek', '1': 'FIXED' })],
  ['tcpIpApp.sntp.daylightSavings.start.month', 'system/daylight_saving/start_date/month'],
  ['tcpIpApp.sntp.daylightSavings.start.date', 'system/daylight_saving/start_date/day'],
  ['tcpIpApp.sntp.daylightSavings.start.time', 'system/daylight_saving/start_date/hour'],
  ['tcpIpApp.sntp.daylightSavings.start.dayOfWeek', 'system/daylight_saving/start_date/day_of_week', weekday],
  ['tcpIpApp.sntp.daylightSavings.stop.month', 'system/daylight_saving/end_date/month'],
  ['tcpIpApp.sntp.daylightSavings.stop.date', 'system/daylight_saving/end_date/day'],
  ['tcpIpApp.sntp.daylightSavings.stop.time', 'system/daylight_saving/end_date/hour'],
  ['tcpIpApp.sntp.daylightSavings.stop.dayOfWeek', 'system/daylight_saving/end_date/day_of_week', weekday],
  ['tcpIpApp.port.rtp.mediaPortRangeStart', 'voip/media/media_port'],
  ['qos.ip.rtp.dscp', 'voip/media/media_tos', dscp],
  ['qos.ip.callControl.dscp', 'voip/signalling/sip/tos', dscp],
  ['qos.ethernet.rtp.user_priority', 'voip/line/0/cos/media'],
  ['lcl.ml.lang', 'personal_settings/language', language],
  ['lcl.datetime.time.24HourClock', 'system/ntp/time_display_format', words({ '0': '12Hour', '1': '24Hour' })],
  ['call.callWaiting.enable', 'voip/services/call_waiting/enabled'],
  ['call.directedCallPickupString', 'voip/services/blf/pickup_code'],
  ['call.autoOffHook.1.enabled', 'voip/dialing/auto_dialing/enabled'],
  ['call.autoOffHook.1.contact', 'voip/dialing/auto_dialing/destination'],
  ['call.offeringTimeOut', 'voip/dialing/unanswered_call_timeout'],
  ['dialplan.digitmap.timeOut', 'voip/dialing/timeout', (text) => text.split('|', 1)[0]],
  ['dialplan.routing.emergency.1.value', 'voip/emergency/numbers'],
  ['divert.fwd.{n}.enabled', 'voip/line/N/call_forward/enabled'],
  ['divert.{n}.contact', 'voip/services/call_forward/always/destination'],
  ['divert.busy.{n}.contact', 'voip/services/call_forward/busy/destination'],
  ['divert.busy.{n}.enabled', 'voip/services/call_forward/busy/enabled'],
  ['divert.noanswer.{n}.contact', 'voip/services/call_forward/no_answer/destination'],
  ['divert.noanswer.{n}.enabled', 'voip/services/call_forward/no_answer/enabled'],
  ['divert.noanswer.{n}.timeout', 'voip/services/call_forward/no_answer/delay'],
  ['attendant.uri', 'voip/services/blf/list_uri'],
  ['feature.doNotDisturb.enable', 'voip/services/do_not_disturb/offered'],
  ['voice.vadEnable', 'voip/media/silence_suppression/enabled'],
  ['tone.dtmf.rfc2833Payload', 'voip/media/dtmf_payload'],
  ['tone.dtmf.level', 'voip/audio/gain/dtmf_tone_signal_level', (text) => text.replace(/^-/, '')],
  ['nat.ip', 'voip/signalling/sip/nat/external_address'],
  ['nat.signalPort', 'voip/signalling/sip/nat/external_port'],
  ['nat.mediaPortStart', 'voip/signalling/sip/nat/external_media_port'],
  ['nat.keepalive.interval', 'voip/signalling/sip/nat/keepalive_interval'],
  ['httpd.enabled', 'system/web/enabled'],
  ['httpd.cfg.port', 'system/web/port'],
  ['httpd.cfg.secureTunnelRequired', 'security/web/https_only'],
  ['device.auth.localAdminPassword', 'system/password'],
  ['device.auth.localUserPassword', 'system/web_user_password'],
  ['device.prov.serverName', 'provisioning/configuration/url', (text) => (/^[\w.-]+$/.test(text) ? `tftp://${text}/` : text)],
  ['device.prov.user', 'provisioning/user_name'],
  ['device.prov.password', 'provisioning/password'],
  ['device.net.dhcp', 'network/lan_type', words({ '0': 'STATIC', '1': 'DHCP' })],
  ['device.dhcp.enabled', 'network/lan_type', words({ '0': 'STATIC', '1': 'DHCP' })],
  ['device.net.ipAddress', 'network/lan/fixed_ip/ip_address'],
  ['device.net.subnetMask', 'network/lan/fixed_ip/netmask'],
  ['device.net.IPgateway', 'network/lan/fixed_ip/gateway'],
  ['device.net.vlanId', 'network/lan/vlan/id'],
  ['device.dns.serverAddress', 'network/lan/fixed_ip/primary_dns'],
  ['device.dns.altSrvAddress', 'network/lan/fixed_ip/secondary_dns'],
  ['device.dns.domain', 'network/lan/fixed_ip/domain_name'],
  ['device.sntp.serverName', 'system/ntp/primary_server_address'],
  ['device.sntp.gmtOffset', 'system/ntp/gmt_offset', zone],
  ['device.syslog.serverName', 'system/syslog/server_address'],
  ['up.backlight.timeout', 'personal_settings/backlight_timeout'],
  ['up.screenSaver.enabled', 'personal_settings/screen_saver/enabled'],
  [
    'up.screenSaver.waitTime',
    'personal_settings/screen_saver/wait',
    (text) => (/^\d{1,5}$/.test(text) ? Number(text) * 60 : text),
  ],
  ['dir.corp.address', 'system/ldap/server_address'],
  ['dir.corp.port', 'system/ldap/port'],
  ['dir.corp.baseDN', 'system/ldap/base'],
  ['dir.corp.user', 'system/ldap/user_name'],
  ['dir.corp.password', 'system/ldap/password'],
  ['feature.corporateDirectory.enabled', 'system/ldap/enabled'],
  ['voice.rxQoS.maxJitter', 'voip/media/jitter_buffer/max_delay'],
  ['voIpProt.SIP.keepalive.sessionTimers', 'voip/signalling/sip/session_timer/enabled'],
  ['call.hold.localReminder.enabled', 'voip/services/hold_reminder/enabled'],
];
