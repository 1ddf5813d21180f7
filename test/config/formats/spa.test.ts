import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { encryptSalted } from '#config/formats/encryption/openssl-salted';
import { parameters } from '#config/schema';
import { spaConverted, spaNames, spaRefused } from '../fixtures/spa-names.ts';
import { outcomeOf, problemOf, read, reasonsOf, valuesOf } from './reading.ts';

function profile(elements: Readonly<Record<string, string>>): string {
  const lines = Object.entries(elements).map(
    ([name, value]) => `<${name}>${value.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</${name}>`,
  );
  return `<flat-profile>\n${lines.join('\n')}\n</flat-profile>\n`;
}

describe('a profile of the SPA', () => {
  it('is read with rights, groups, comments and references, nested in whatever', () => {
    const result = read(
      '<?xml version="1.0"?>\n<device model="SPA962"><flat-profile>\n<!-- line 1 -->\n<Line_Enable_1_ ua="na">Yes</Line_Enable_1_>\n' +
        '<User_ID_1_ group="Ext_1/Subscriber_Information" ua="RW">\n  2001\n</User_ID_1_>\n<Display_Name_1_>Anna &amp;\n Co &#40;1&#x29;</Display_Name_1_>\n' +
        '<Proxy_1_>pbx.example.org</Proxy_1_>\n<Nonsense>1</Nonsense>\n</flat-profile></device>',
    );
    assert.deepEqual(valuesOf(result), {
      'voip/line/0/enabled': true,
      'voip/line/0/id': '2001',
      'voip/line/0/description': 'Anna &  Co (1)',
      'voip/line/0/proxy_address': 'pbx.example.org',
      // Of the other the user sees nothing anyway.
      'system/user_rights': 'voip/line/0/id=rw',
    });
    assert.deepEqual(reasonsOf(result), ['11 unknownName']);
  });

  it('leaves what an empty-element tag names, and empties what an empty element names', () => {
    const result = read(
      '<flat-profile><User_ID_1_ ua="ro"/><Display_Name_1_></Display_Name_1_><RTP_Port_Min></RTP_Port_Min></flat-profile>',
    );
    assert.deepEqual(valuesOf(result), {
      'voip/line/0/description': undefined,
      'voip/media/media_port': undefined,
      'system/user_rights': 'voip/line/0/id=ro',
    });
  });

  it('counts the last of several', () => {
    const result = read('<flat-profile>\n<User_ID_1_>1</User_ID_1_>\n<User_ID_1_>2</User_ID_1_>\n</flat-profile>');
    assert.deepEqual(valuesOf(result), { 'voip/line/0/id': '2' });
    assert.deepEqual(reasonsOf(result), ['2 repeated']);
  });

  it('says in our words and units what it says in its own', () => {
    const values = valuesOf(
      read(
        profile({
          SIP_T1: '.5',
          SIP_Timer_B: '32',
          SIP_100REL_Enable_1_: 'Yes',
          DTMF_Tx_Method_1_: 'InBand',
          SIP_Transport_2_: 'tcp',
          SIP_Transport_1_: 'TLS',
          Share_Ext_2_: 'shared',
          Preferred_Codec_1_: 'G711a',
          Extension_3_: 'Disabled',
          Handset_Volume: '12',
          Preferred_Audio_Device: 'Headset',
          Default_Ring__1__: '3',
          Back_Light_Timer: '20 s',
          Time_Zone: 'GMT-08:00',
          Time_Format: '12hr',
          Date_Format: 'month/day',
          Connection_Type: 'Static IP',
          PC_Port_VLAN_Highest_Priority: 'No Limit',
          DTMF_Playback_Level: '-10',
          Inband_DTMF_Boost: '6dB',
          SIP_User_Agent_Name: '$VERSION',
          RTP_TOS_DiffServ_Value_1_: '0x68',
          Proxy_1_: 'pbx.example.org:5080',
          Outbound_Proxy_1_: '[2001:db8::1]:5070',
          STUN_Server: 'stun.example.org',
          Cfwd_All_Dest: '2002',
          Cfwd_Busy_Dest: '',
          Primary_NTP_Server: 'ntp.example.org',
          Profile_Rule_B: 'http://prov/$MA.xml',
          GPP_C: 'site',
          GPP_SA: 'geheim',
          LDAP_item_4_Filter: '(x=$VALUE)',
        }),
      ),
    );
    assert.deepEqual(values, {
      'voip/signalling/sip/sip_t1': undefined,
      'voip/signalling/sip/sip_timer_b': 32_000,
      'voip/signalling/sip/prack/mode': undefined,
      'voip/media/dtmf_transport': 'INBAND',
      'voip/line/1/transport_protocol': 'TCP',
      'voip/line/0/transport_protocol': 'TLS',
      'voip/line/1/shared_line/enabled': true,
      'voip/line/0/codec/preferred': 'PCMA',
      'voip/line_key/2/extension': 0,
      'voip/audio/volume/handset': 8,
      'voip/answer_device': 'HEADSET',
      'personal_settings/lines/0/ring_tone': 'Ring03',
      'personal_settings/backlight_timeout': 20,
      'system/ntp/gmt_offset': '-08:00',
      'system/ntp/time_display_format': '12Hour',
      'system/ntp/date_display_format': 'MM/DD/YYYY',
      'network/lan_type': 'STATIC',
      'network/pc/vlan/highest_priority': undefined,
      'voip/audio/gain/dtmf_tone_signal_level': 10,
      'voip/audio/dtmf/inband_boost': 6,
      'voip/signalling/sip/user_agent': undefined,
      'voip/media/media_tos': 0x68,
      'voip/line/0/proxy_address': 'pbx.example.org',
      'voip/line/0/proxy_port': 5080,
      'voip/line/0/outbound_proxy/addr': '[2001:db8::1]',
      'voip/line/0/outbound_proxy/port': 5070,
      'voip/signalling/sip/nat/stun_server': 'stun.example.org',
      'voip/services/call_forward/always/destination': '2002',
      'voip/services/call_forward/always/enabled': true,
      'voip/services/call_forward/busy/destination': undefined,
      'voip/services/call_forward/busy/enabled': undefined,
      'system/ntp/primary_server_address': 'ntp.example.org',
      'system/ntp/enabled': true,
      'provisioning/rule/1/profile': 'http://prov/$MA.xml',
      'provisioning/general_purpose/2/value': 'site',
      'provisioning/general_purpose_secret/0/value': 'geheim',
      'system/ldap/search_item/1/filter': '(x=$VALUE)',
    });
  });

  it('is taken apart where one element is several parameters', () => {
    const values = outcomeOf(
      read(
        profile({
          Enable_VLAN: 'Yes',
          Enable_CDP: 'No',
          RTP_Port_Min: '16384',
          RTP_Port_Max: '16482',
          RTP_Packet_Size: '0.030',
          STUN_Enable: 'Yes',
          No_UDP_Checksum: 'Yes',
          Alert_Tone_Off: 'Yes',
          Time_Zone: 'GMT+05:00',
          Time_Offset__HH_mm_: '0:30',
          Group_Paging_Script:
            'pggrp=224.168.168.168:34560;name=All;num=800;listen=yes;pggrp=224.168.168.168:34562;name=B;num=501;',
          Unit_1_Key_2: 'fnc=blf+sd+cp;sub=1002@$PROXY;ext=1002@$PROXY;nme=Mehmet',
          Unit_2_Key_1: 'fnc=sd;ext=05551234567@$PROXY;nme=Mobile',
        }),
      ),
    );
    for (const [path, value] of Object.entries({
      'network/lan/vlan/mode': 'Manual',
      'voip/media/media_port': 16_384,
      'voip/media/media_port_span': 98,
      'voip/codec/codec_info/4/ptime': 30,
      'voip/signalling/sip/nat/mapping': 'STUN',
      'voip/media/udp_checksum': false,
      'personal_settings/alert_tone/enabled': false,
      'system/ntp/gmt_offset': '+05:30',
      'voip/services/group_paging/group/0/name': 'All',
      'voip/services/group_paging/group/1/port': 34_562,
      'voip/services/group_paging/enabled': true,
      'personal_settings/sidecar_key/1/type': 'SPEED_DIAL_BLF',
      'personal_settings/sidecar_key/1/speed_dial_number': '1002',
      'personal_settings/sidecar_key/32/key_label': 'Mobile',
    })) {
      assert.equal(values[path], value, path);
    }
  });

  it('has an effect or a remark for each element of the field reference', () => {
    const names = spaNames.map((name) => name.replace('{n}', '1'));
    const result = read(profile(Object.fromEntries(names.map((name) => [name, '?']))));
    const told = new Set(result.remarks.filter(({ reason }) => reason !== 'unknownName').map(({ name }) => name));
    const taken = new Set(
      parameters()
        .filter(({ path }) => result.changes.some((change) => change.path === path))
        .flatMap(({ declaration, index }) =>
          [declaration.aliases?.spa ?? []].flat().map((name) => name.replace('{n}', String((index ?? 0) + 1))),
        ),
    );
    const silent = new Set(['STUN_Enable', 'Enable_VLAN', 'Enable_CDP', 'No_UDP_Checksum', 'Alert_Tone_Off']);
    assert.deepEqual(
      names.filter((name) => !told.has(name) && !taken.has(name) && !silent.has(name)),
      [],
    );
    for (const name of [...Object.keys(spaConverted), ...Object.keys(spaRefused)]) {
      const asked = name.endsWith('Key_') ? `${name}1` : name;
      assert.ok(
        read(profile({ [asked]: '?' })).remarks.every(({ reason }) => reason !== 'unknownName'),
        name,
      );
    }
  });

  it('tells of what this phone has only once, and of lines beyond its last', () => {
    const result = read(
      profile({ SIP_Port_1_: '5070', SIP_Port_2_: '5071', SIP_Port_3_: '5070', User_ID_9_: '1', License_Keys: 'x' }),
    );
    assert.deepEqual(valuesOf(result), { 'voip/signalling/sip/port': 5070 });
    assert.deepEqual(reasonsOf(result), ['3 notApplicable', '5 notApplicable', '6 notApplicable']);
  });

  it('may name foreign elements that a map of names explains', () => {
    const text =
      '<order><customer><number>2001</number></customer><customer><secret>geheim</secret></customer><number>7</number></order>';
    const spaAliases = '/customer/number = /flat-profile/User_ID_1_ ; /order/customer/secret = /flat-profile/Password_1_ ;';
    assert.deepEqual(valuesOf(read(text, { spaAliases })), { 'voip/line/0/id': '2001', 'voip/line/0/auth_password': 'geheim' });
    assert.equal(problemOf(text), 'notRecognised');
  });

  it('may be the text that the vendor’s compiler takes', () => {
    const result = read(
      '# SPA962\nLine_Enable[1] "Yes" ;\nDisplay Name[1] ! "Anna" ; # comment\nAdmin_Passwd "geheim";\nSIP T1 ".6";\nUser_ID[1] ? ;\nnonsense\n',
    );
    assert.deepEqual(valuesOf(result), {
      'voip/line/0/enabled': true,
      'voip/line/0/description': 'Anna',
      'system/password': 'geheim',
      'voip/signalling/sip/sip_t1': 600,
      // A name without a mark is the administrator's, one without a value stays as it is.
      'system/user_rights': 'voip/line/0/description=rw voip/line/0/id=ro',
    });
    assert.deepEqual(reasonsOf(result), ['7 badSyntax']);
  });

  it('may be compressed and then encrypted', () => {
    const bytes = encryptSalted(gzipSync(profile({ User_ID_1_: '2001' })), 'SecretPhrase1234', 'md5');
    assert.deepEqual(valuesOf(read(bytes, { keys: { phrases: ['SecretPhrase1234'] } })), { 'voip/line/0/id': '2001' });
    assert.equal(problemOf(bytes), 'wrongKey');
  });

  it('is refused as a whole when half of it is missing', () => {
    const text = profile({ User_ID_1_: '2001', User_ID_2_: '2002' });
    assert.equal(problemOf(text.slice(0, -20)), 'damaged');
  });
});
