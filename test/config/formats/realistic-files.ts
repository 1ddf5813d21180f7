// Configuration files as sites of the four vendors have them, put together by chance from what their manuals and templates write: layouts,
// comments, quotation marks, and values of the vendors' small languages. Each tells what a phone of ours must have afterwards.

import type { StoredValue } from '#config/schema';
import type { SeededRandom } from '../../fuzz/seeded-random.ts';

export interface RealisticFile {
  readonly text: string;
  readonly expected: ReadonlyMap<string, StoredValue>;
}

/** One thing that a site sets: what the file says, and what it means here. */
interface Feature {
  readonly entries: readonly (readonly [name: string, value: string])[];
  readonly expected: Readonly<Record<string, StoredValue>>;
}

interface Line {
  readonly user: string;
  readonly name: string;
  readonly password: string;
}

interface Site {
  readonly proxy: string;
  readonly lines: readonly Line[];
}

type Vendor = 'audiocodes' | 'spa' | 'cisco' | 'yealink' | 'poly';

const people = [
  'Anna Berg',
  "O'Neill & Sons",
  'Reception <1st floor>',
  'José Núñez',
  'Bar "Zum Löwen"',
  '会議室',
  'Conf. Room; North',
  'A=B',
];
const passwords = ['s3cret', 'p@ss w0rd', '"quoted"', 'a=b;c', '&lt;no&gt;', 'ÄÖÜ', '#hash', "it's", '$x{'];
const proxies = ['pbx.example.org', '192.0.2.10', 'sip-1.example.net', 'edge.voice.example.com'];
const dialPlans = [
  '(*xx|[3469]11|0|00|[2-9]xxxxxx|1xxx[2-9]xxxxxxS0|xxxxxxxxxxxx.)',
  '( 1 xxx xxxxxxx | <:1212> xxxxxxx )',
  '( <9,:> 1 xxx xxxxxxx | <8,:1212> xxxxxxx )',
  'S:4, ( 00 | 011 xxxxx x. )',
  '( 1 947 xxxxxxx ! | 1 xxx xxxxxxx )',
  '( P5 <:1000> | xxxx )',
  'L:8,S:4,( <8:1650>xxxxxxx | 1900xxxxxxx! )',
  '(000S0<:@gw0>|<#9:>xx.<:@gw0>|<0:61>xxxxxxxxx|<:613>xxxxxxxx)',
];
const extendedFunctions = [
  'fnc=blf+sd+cp;sub=1002@$PROXY;ext=1002@$PROXY;nme=Mehmet',
  'fnc=sd;ext=05551234567@$PROXY;nme=Mobile',
  'fnc=prk;sub=$USER@$PROXY;nme=CallPark-Slot1',
  'fnc=shortcut;url=userpref;nme=User Preferences',
];
const rules = [
  'http://remote.server.com/Linksys/$MA.cfg',
  '($REGTMR1 eq 0)? http://p.tel.com/has-reg.cfg | [--post a] http://p.tel.com/lost-reg?',
  '[--key "SecretPhrase1234"] http://prov.telco.com/path/profile.cfg',
  '("$A" ne "Provisioned")? (Line_Enable_1_ = "No";)! https://p.tel.com/init-prov | https://p.tel.com/configs',
];

function feature(expected: Feature['expected'], ...entries: Feature['entries']): Feature {
  return { expected, entries };
}

const spaFeatures: readonly ((random: SeededRandom) => Feature)[] = [
  (random) => same(random.pick(dialPlans), 'Dial_Plan_1_', 'voip/line/0/dial_plan'),
  (random) => same(random.pick(extendedFunctions), 'Extended_Function_2_', 'voip/line_key/1/extended_function'),
  (random) => same(random.pick(rules), 'Profile_Rule', 'provisioning/rule/0/profile'),
  () => same('350@-19,440@-19;2(.1/.1/1+2);10(*/0/1+2)', 'Dial_Tone', 'voip/regional_settings/tone_script/dial'),
  () => same('60(.8/.4,.8/4.1)', 'Cadence_3', 'voip/ring/cadence/2/script'),
  () => same('1800,3600,7200,14400+3600', 'Resync_Error_Retry_Delay', 'provisioning/resync/error_retry_delay'),
  () => same('$REGTMR1 gt 300 and $PRVTMR gt 1200', 'Resync_Trigger_1', 'provisioning/resync/trigger/0/condition'),
  () => same('c=a;p=ud;u=.1/.1/.1/.1/.1/.9', 'Local_Ringing_LED', 'personal_settings/led/line/local_ringing'),
  () => feature({ 'voip/signalling/sip/sip_t1': 700 }, ['SIP_T1', '.7']),
  () => feature({ 'voip/signalling/sip/nat/mapping': 'STUN' }, ['STUN_Enable', 'Yes'], ['NAT_Mapping_Enable_1_', 'Yes']),
  () =>
    feature(
      { 'voip/media/media_port': 16_384, 'voip/media/media_port_span': 98 },
      ['RTP_Port_Min', '16384'],
      ['RTP_Port_Max', '16482'],
    ),
  () =>
    feature(
      { 'network/lan/vlan/mode': 'CDP', 'network/lan/vlan/id': 17 },
      ['Enable_VLAN', 'Yes'],
      ['Enable_CDP', 'Yes'],
      ['VLAN_ID', '17'],
    ),
  () =>
    feature(
      { 'system/ntp/gmt_offset': '+01:00', 'system/ntp/enabled': true },
      ['Time_Zone', 'GMT+01:00'],
      ['Primary_NTP_Server', 'ntp.example.org'],
    ),
  () =>
    feature({ 'voip/services/group_paging/group/0/port': 34_560 }, [
      'Group_Paging_Script',
      'pggrp=224.168.168.168:34560;name=All;num=800;listen=yes;',
    ]),
  () => same('*72|*67`p`', 'Feature_Dial_Services_Codes', 'voip/services/star_codes/feature_dial'),
];

const ciscoFeatures: readonly (() => Feature)[] = [
  () => feature({ 'voip/signalling/sip/sip_t1': 700 }, ['timer_t1', '700']),
  () => feature({ 'voip/codec/codec_info/0/name': 'PCMA' }, ['preferred_codec', 'g711alaw']),
  () => feature({ 'voip/media/dtmf_transport': 'RFC2833' }, ['dtmf_outofband', 'avt'], ['dtmf_avt_payload', '101']),
  () =>
    feature(
      { 'system/ntp/gmt_offset': '-05:00', 'system/ntp/mode': 'unicast' },
      ['sntp_server', '192.0.2.1'],
      ['sntp_mode', 'unicast'],
      ['time_zone', 'EST'],
    ),
  () =>
    feature(
      { 'system/daylight_saving/start_date/month': 4, 'system/daylight_saving/start_date/week': 1 },
      ['dst_start_month', 'April'],
      ['dst_start_day', ''],
      ['dst_start_day_of_week', 'Sun'],
      ['dst_start_week_of_month', '1'],
      ['dst_start_time', '02'],
    ),
  () => feature({ 'voip/services/do_not_disturb/enabled': true }, ['dnd_control', '1']),
  () => feature({ 'management/telnet/enabled': true }, ['telnet_level', '2']),
  () => feature({ 'personal_settings/logo_url': 'http://192.0.2.3/logo.bmp' }, ['logo_url', 'http://192.0.2.3/logo.bmp']),
  () => feature({ 'system/ac_http_proxy_port': 8080 }, ['http_proxy_addr', 'proxy.example.org'], ['http_proxy_port', '8080']),
  () => feature({ 'voip/media/media_port_span': 98 }, ['start_media_port', '16384'], ['end_media_port', '16482']),
  () => feature({ 'provisioning/firmware/version': 'P0S3-8-12-00' }, ['image_version', 'P0S3-8-12-00']),
];

const yealinkFeatures: readonly (() => Feature)[] = [
  () => feature({ 'system/ntp/gmt_offset': '+05:30' }, ['local_time.time_zone', '+5:30'], ['local_time.time_format', '1']),
  () =>
    feature(
      { 'personal_settings/functional_key/1/type': 'SPEED_DIAL_BLF' },
      ['linekey.2.type', '16'],
      ['linekey.2.value', '2002'],
      ['linekey.2.label', 'Bea'],
    ),
  () => feature({ 'voip/media/srtp/mode': 'REQUIRED' }, ['account.1.srtp_encryption', '2']),
  () =>
    feature(
      { 'voip/services/call_forward/no_answer/delay': 18 },
      ['forward.no_answer.enable', '1'],
      ['forward.no_answer.target', '2002'],
      ['forward.no_answer.timeout', '3'],
    ),
  () =>
    feature(
      { 'voip/codec/codec_info/0/name': 'OPUS' },
      ['account.1.codec.opus.enable', '1'],
      ['account.1.codec.opus.priority', '1'],
      ['account.1.codec.pcmu.enable', '1'],
      ['account.1.codec.pcmu.priority', '2'],
    ),
  () =>
    feature(
      { 'network/lan/vlan/id': 100 },
      ['static.network.vlan.internet_port_enable', '1'],
      ['static.network.vlan.internet_port_vid', '100'],
    ),
  () =>
    feature(
      { 'voip/services/group_paging/group/0/port': 10_008 },
      ['multicast.listen_address.1.ip_address', '224.5.6.20:10008'],
      ['multicast.listen_address.1.label', 'All'],
    ),
  () =>
    feature(
      { 'system/ldap/enabled': true },
      ['ldap.enable', '1'],
      ['ldap.host', 'ldap.example.org'],
      ['ldap.name_filter', '(|(cn=%)(sn=%))'],
    ),
  () => feature({ 'system/password': 'Adm1n!' }, ['security.user_password', 'admin:Adm1n!']),
  () => feature({ 'personal_settings/lines/0/ring_tone': 'Ring05' }, ['account.1.ringtone.ring_type', 'Ring5.wav']),
];

const polyFeatures: readonly (() => Feature)[] = [
  () =>
    feature(
      { 'system/ntp/gmt_offset': '-03:30' },
      ['tcpIpApp.sntp.gmtOffset', '-12600'],
      ['tcpIpApp.sntp.address', 'ntp.example.org'],
    ),
  () =>
    feature(
      { 'voip/codec/codec_info/0/name': 'PCMA' },
      ['voice.codecPref.G711_A', '1'],
      ['voice.codecPref.G722', '2'],
      ['voice.codecPref.G711_Mu', '0'],
    ),
  () => feature({ 'voip/media/media_tos': 0x68 }, ['qos.ip.rtp.dscp', 'AF31']),
  () =>
    feature(
      { 'personal_settings/functional_key/0/speed_dial_number': '2002' },
      ['attendant.resourceList.1.address', '2002'],
      ['attendant.resourceList.1.label', 'Bea'],
    ),
  () => feature({ 'network/lan_type': 'STATIC' }, ['device.set', '1'], ['device.net.dhcp.set', '1'], ['device.net.dhcp', '0']),
  () =>
    feature(
      { 'system/daylight_saving/start_date/day_of_week': 'SUNDAY' },
      ['tcpIpApp.sntp.daylightSavings.enable', '1'],
      ['tcpIpApp.sntp.daylightSavings.start.dayOfWeek', '1'],
    ),
  () => feature({ 'voip/services/call_waiting/enabled': false }, ['call.callWaiting.enable', '0']),
  () =>
    feature(
      { 'system/ldap/base': 'dc=example,dc=org' },
      ['dir.corp.baseDN', 'dc=example,dc=org'],
      ['feature.corporateDirectory.enabled', '1'],
    ),
];

const audiocodesFeatures: readonly (() => Feature)[] = [
  () => ours('voip/media/media_tos', 0xa0, '0xa0'),
  () => ours('voip/regional_settings/selected_country', 'Germany', 'Germany'),
  () => ours('personal_settings/functional_key/0/type', 'SPEED_DIAL', 'SPEED_DIAL'),
  () => ours('provisioning/period/daily/time', '02:30', '02:30'),
  () => ours('voip/signalling/sip/tls_disable', 'ssl_2 ssl_3 tls_1', '"ssl_2 ssl_3 tls_1"'),
  () => ours('network/lan/_802_1x/eap_type', 'EAP_TLS', 'EAP_TLS', '/network/lan/_802_1x/eap_type'),
  () => ours('system/daylight_saving/end_date/month', 7, '7', 'system/ntp/daylight_saving/end_date/month'),
  () => ours('lync/calendar/mode', 'TODAY', 'TODAY'),
  () => ours('system/pin_lock/calls', 'DENY_BOTH', 'DENY_BOTH', 'AllowCallsInLockState'),
  () => ours('voip/services/group_paging/group/3/multicast_addr', '224.0.1.9', '224.0.1.9'),
];

function same(value: string, name: string, path: string): Feature {
  return feature({ [path]: value }, [name, value]);
}

function ours(path: string, value: StoredValue, written: string, name: string = path): Feature {
  return feature({ [path]: value }, [name, written]);
}

const features: Readonly<Record<Vendor, readonly ((random: SeededRandom) => Feature)[]>> = {
  audiocodes: audiocodesFeatures,
  spa: spaFeatures,
  cisco: ciscoFeatures,
  yealink: yealinkFeatures,
  poly: polyFeatures,
};

/** Names of a line's account, `{n}` for the line as the vendor counts it. */
const accounts: Readonly<
  Record<Vendor, readonly (readonly [name: string, field: 'user' | 'name' | 'password' | 'proxy' | 'on'])[]>
> = {
  audiocodes: [
    ['voip/line/{n}/enabled', 'on'],
    ['voip/line/{n}/id', 'user'],
    ['voip/line/{n}/description', 'name'],
    ['voip/line/{n}/auth_password', 'password'],
    ['voip/line/{n}/proxy_address', 'proxy'],
  ],
  spa: [
    ['Line_Enable_{n}_', 'on'],
    ['User_ID_{n}_', 'user'],
    ['Display_Name_{n}_', 'name'],
    ['Password_{n}_', 'password'],
    ['Proxy_{n}_', 'proxy'],
  ],
  cisco: [
    ['line{n}_name', 'user'],
    ['line{n}_displayname', 'name'],
    ['line{n}_password', 'password'],
    ['proxy{n}_address', 'proxy'],
  ],
  yealink: [
    ['account.{n}.enable', 'on'],
    ['account.{n}.user_name', 'user'],
    ['account.{n}.display_name', 'name'],
    ['account.{n}.password', 'password'],
    ['account.{n}.sip_server.1.address', 'proxy'],
  ],
  poly: [
    ['reg.{n}.address', 'user'],
    ['reg.{n}.displayName', 'name'],
    ['reg.{n}.auth.password', 'password'],
    ['reg.{n}.server.1.address', 'proxy'],
  ],
};

export function realisticFile(vendor: Vendor, random: SeededRandom): RealisticFile {
  const site = siteOf(vendor, random);
  const chosen = features[vendor].filter(() => random.below(2) === 0).map((make) => make(random));
  const entries = [
    ...site.lines.flatMap((line, index) => accountOf(vendor, site, line, index)),
    ...chosen.flatMap((each) => each.entries),
  ];
  const expected = new Map(chosen.flatMap((each) => Object.entries(each.expected)));
  site.lines.forEach(({ user, name, password }, index) => {
    const base = `voip/line/${index}`;
    for (const [path, value] of [
      ['enabled', true],
      ['id', user],
      ['description', name],
      ['auth_password', password],
      ['proxy_address', site.proxy],
    ] as const) {
      expected.set(`${base}/${path}`, value);
    }
  });
  return { text: layouts[vendor](entries, random), expected };
}

function siteOf(vendor: Vendor, random: SeededRandom): Site {
  // Marks that a vendor's file has no way to write.
  const unwritable: Readonly<Record<Vendor, RegExp>> = { audiocodes: /^$/, spa: /^$/, cisco: /"/, yealink: /^$/, poly: /^$/ };
  const writable = (texts: readonly string[]): readonly string[] => texts.filter((text) => !unwritable[vendor].test(text));
  const lines = Array.from({ length: 1 + random.below(4) }, (_, index) => ({
    user: String(2001 + index),
    name: random.pick(writable(people)),
    password: random.pick(writable(passwords)),
  }));
  return { proxy: random.pick(proxies), lines };
}

function accountOf(vendor: Vendor, site: Site, line: Line, index: number): Feature['entries'] {
  const on = vendor === 'spa' ? 'Yes' : '1';
  const values = { ...line, proxy: site.proxy, on };
  const number = vendor === 'audiocodes' ? index : index + 1;
  return accounts[vendor].map(([name, field]) => [name.replace('{n}', String(number)), values[field]] as const);
}

type Layout = (entries: Feature['entries'], random: SeededRandom) => string;

function xmlText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

function lineEnd(random: SeededRandom): string {
  return random.pick(['\n', '\r\n', '\n\n']);
}

const layouts: Readonly<Record<Vendor, Layout>> = {
  audiocodes: (entries, random) => {
    const end = lineEnd(random);
    const sign = random.pick(['=', ' = ']);
    return `# of the site${end}${entries.map(([name, value]) => `${name}${sign}${value.startsWith('"') && !name.includes('tls') ? JSON.stringify(value) : value}${end}`).join('')}`;
  },
  spa: (entries, random) => {
    const end = lineEnd(random);
    const attribute = random.pick(['', ' ua="na"', ' group="Ext_1/SIP_Settings"', " ua='rw'"]);
    const elements = entries
      .map(([name, value]) => `<${name}${attribute}>${random.pick(['', ' ', '\n  '])}${xmlText(value)}</${name}>`)
      .join(end);
    const profile = `<flat-profile>${end}<!-- of the site -->${end}${elements}${end}</flat-profile>${end}`;
    return random.pick([profile, `<?xml version="1.0" encoding="UTF-8"?>${end}<device>${profile}</device>`]);
  },
  cisco: (entries, random) => {
    const end = lineEnd(random);
    const colon = random.pick([': ', ' : ', ':', ':\t']);
    const comment = random.pick(['', ' ; of the site', '\t\t; default 1']);
    return `# SIP Configuration File${end}${entries.map(([name, value]) => `${name}${colon}"${value}"${comment}${end}`).join('')}`;
  },
  yealink: (entries, random) => {
    const end = lineEnd(random);
    return `#!version:1.0.0.1${end}## of the site${end}${entries.map(([name, value]) => `${name} = ${value}${end}`).join('')}`;
  },
  poly: (entries, random) => {
    const end = lineEnd(random);
    const half = Math.ceil(entries.length / 2);
    const element = (name: string, part: Feature['entries']): string =>
      `<${name} ${part.map(([attribute, value]) => `${attribute}="${xmlText(value)}"`).join(random.pick([' ', end]))}/>`;
    return `<?xml version="1.0" encoding="utf-8" standalone="yes"?>${end}<!-- of the site -->${end}<PHONE_CONFIG>${end}${element('ALL', entries.slice(0, half))}${end}${element('more', entries.slice(half))}${end}</PHONE_CONFIG>${end}`;
  },
};
