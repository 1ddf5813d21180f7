// The tree of the pages: which parameters stand on which page. The longest prefix takes a parameter; what no page asks for stands last.

export interface ParameterPage {
  readonly id: string;
  readonly title: string;
  /** Beginnings of paths, in whole segments. */
  readonly prefixes: readonly string[];
}

export interface ParameterMenu {
  readonly title: string;
  readonly pages: readonly ParameterPage[];
}

function page(id: string, title: string, ...prefixes: readonly string[]): ParameterPage {
  return { id, title, prefixes };
}

const personal: ParameterMenu = {
  title: 'Personal Settings',
  pages: [
    page('display', 'Display and Language', 'personal_settings', 'personal_settings/screen_saver', 'personal_settings/menus'),
    page('lamps', 'Lamps', 'personal_settings/led'),
    page('function-keys', 'Function Keys', 'personal_settings/functional_key'),
    page('further-keys', 'Line and Sidecar Keys', 'personal_settings/sidecar_key', 'voip/line_key'),
    page('speed-dial', 'Speed Dial', 'personal_settings/speed_dial'),
    page('tones', 'Tones', 'voip/regional_settings', 'personal_settings/alert_tone'),
    page('rings', 'Ring Tones', 'voip/ring', 'voip/distinctive_ringing', 'personal_settings/lines'),
  ],
};

const voice: ParameterMenu = {
  title: 'Voice Over IP',
  pages: [
    page('lines', 'Lines', 'voip/line'),
    page('signalling', 'Signaling Protocols', 'voip/signalling'),
    page(
      'dialing',
      'Dialing',
      'voip/dialing',
      'voip/services/pause_dialing',
      'voip/services/dial_assistance',
      'voip/services/auto_redial',
    ),
    page('services', 'Services', 'voip/services', 'voip/auto_answer', 'system/semi_attended', 'voip'),
    page('forwarding', 'Call Forward', 'voip/services/call_forward', 'voip/services/do_not_disturb'),
    page('voice-mail', 'Voice Mail', 'voip/services/msg_waiting_ind', 'voip/services/vm_skip_pin_code'),
    page('star-codes', 'Star Codes', 'voip/services/star_codes', 'voip/services/codec_codes'),
    page('paging', 'Paging', 'voip/services/group_paging'),
    page('emergency', 'Emergency Calls', 'voip/emergency'),
    page('media', 'Media Streaming', 'voip/media', 'voip/services/media_loopback'),
    page('codecs', 'Codecs', 'voip/codec'),
    page('audio', 'Audio', 'voip/audio', 'voip/headset_only', 'voip/answer_device', 'voip/services/electronic_hook_switch'),
    page('quality', 'Quality Reports', 'voip/rtcp_xr'),
    page('recording', 'Recording', 'voip/services/recording', 'voip/packet_recording'),
  ],
};

const network: ParameterMenu = {
  title: 'Network Connections',
  pages: [
    page('network', 'Network Settings', 'network'),
    page('vlan', 'VLAN', 'network/lan/vlan', 'network/pc/vlan'),
    page('port-access', '802.1X', 'network/lan/_802_1x', 'network/pc/_802_1x', 'security/ieee802_1x'),
  ],
};

const advanced: ParameterMenu = {
  title: 'Advanced Applications',
  pages: [
    page('time', 'Date and Time', 'system/ntp', 'system/daylight_saving'),
    page('ldap', 'LDAP Directory', 'system/ldap'),
    page('sign-in', 'Sign In', 'sign_in', 'lync/sign_in', 'voip/services/extension_mobility', 'voip/common_area'),
    page('office', 'Contacts and Calendar', 'lync'),
  ],
};

const security: ParameterMenu = {
  title: 'Security',
  pages: [
    page('security', 'Certificates and Checks', 'security'),
    page('enrolment', 'Certificate Enrolment', 'security/enrolment'),
    page('lock', 'Phone Lock', 'system/pin_lock'),
    page('encryption', 'Voice Encryption', 'voip/media/srtp', 'voip/services/secure_call'),
  ],
};

export const configurationMenus: readonly ParameterMenu[] = [personal, voice, network, advanced, security];

export const managementMenus: readonly ParameterMenu[] = [
  {
    title: 'Automatic Update',
    pages: [
      page('provisioning', 'Automatic Provisioning', 'provisioning', 'security/provisioning'),
      page(
        'profile-rules',
        'Profile Rules',
        'provisioning/rule',
        'provisioning/general_purpose',
        'provisioning/general_purpose_secret',
      ),
    ],
  },
  {
    title: 'Administration',
    pages: [
      page('web', 'Web Access', 'system/web', 'security/web'),
      page('consoles', 'Consoles', 'management', 'system/console', 'system/cti'),
      page('syslog', 'Syslog', 'system/syslog'),
      page('system', 'System', 'system', 'kernel'),
    ],
  },
];

/** Of what no page asked for. */
export const otherPage: ParameterPage = page('other', 'Other Parameters');

export const allPages: readonly ParameterPage[] = [...configurationMenus, ...managementMenus].flatMap(({ pages }) => pages);

const byPrefix = new Map(allPages.flatMap((each) => each.prefixes.map((prefix) => [prefix, each] as const)));

/** Of a parameter's path or pattern. */
export function pageOf(path: string): ParameterPage {
  const segments = path.split('/');
  for (let count = segments.length; count > 0; count--) {
    const found = byPrefix.get(segments.slice(0, count).join('/'));
    if (found !== undefined) return found;
  }
  return otherPage;
}
