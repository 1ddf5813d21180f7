import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { polyNames } from '#config/formats/poly/poly-names';
import { spaLaterNames } from '#config/formats/spa/spa-later-names';
import { yealinkNames } from '#config/formats/yealink/yealink-names';
import { parameters } from '#config/schema';
import { outcomeOf, problemOf, read, reasonsOf, valuesOf } from './reading.ts';

describe('a file of the Yealink phones', () => {
  it('is read with its version, comments and words for nothing', () => {
    const result = read(`#!version:1.0.0.1
# reception
account.1.enable = 1
account.1.user_name = 2001
account.1.password = geheim=1
account.1.label = %EMPTY%
account.1.sip_server.1.address = pbx.example.org
account.1.sip_server.1.transport_type = 2
static.network.internet_port.type = 2
local_time.time_zone = -5
local_time.date_format = 6
forward.no_answer.timeout = 4
account.2.dtmf.type = 0
account.9.user_name = 1
include:config "http://prov/y.cfg"
nonsense.of.ours = 1
nonsense
`);
    assert.deepEqual(valuesOf(result), {
      'voip/line/0/enabled': true,
      'voip/line/0/id': '2001',
      'voip/line/0/auth_password': 'geheim=1',
      'voip/line_key/0/short_name': undefined,
      'voip/line/0/proxy_address': 'pbx.example.org',
      'voip/line/0/transport_protocol': 'TLS',
      'network/lan_type': 'STATIC',
      'system/ntp/gmt_offset': '-05:00',
      'system/ntp/date_display_format': 'MM/DD/YYYY',
      'voip/services/call_forward/no_answer/delay': 24,
    });
    assert.deepEqual(reasonsOf(result), [
      '15 notApplicable',
      '17 badSyntax',
      '13 notApplicable',
      '14 notApplicable',
      '16 unknownName',
    ]);
  });

  it('brings its keys, codecs, groups and VLAN', () => {
    const values = outcomeOf(
      read(`linekey.2.type = 16
linekey.2.value = 2002
linekey.2.label = Bea
linekey.2.line = 1
expansion_module.1.key.40.type = 13
expansion_module.1.key.40.value = 2003
account.1.codec.pcma.enable = 1
account.1.codec.pcma.priority = 1
account.1.codec.g722.enable = 0
account.1.codec.g722.priority = 2
account.1.codec.pcmu.enable = 1
account.1.codec.pcmu.priority = 3
multicast.listen_address.1.ip_address = 224.5.6.20:10008
multicast.listen_address.1.label = Sales
network.vlan.internet_port_enable = 1
network.vlan.internet_port_vid = 100
network.port.min_rtpport = 12000
network.port.max_rtpport = 12100
wui.http_enable = 0
wui.https_enable = 0
`),
    );
    for (const [path, value] of Object.entries({
      'personal_settings/functional_key/1/type': 'SPEED_DIAL_BLF',
      'personal_settings/functional_key/1/speed_dial_number': '2002',
      'personal_settings/sidecar_key/39/speed_dial_number': '2003',
      'voip/codec/codec_info/0/name': 'PCMA',
      'voip/codec/codec_info/1/name': 'PCMU',
      'voip/codec/codec_info/2/enabled': false,
      'voip/services/group_paging/group/0/multicast_addr': '224.5.6.20',
      'voip/services/group_paging/group/0/port': 10_008,
      'network/lan/vlan/mode': 'Manual',
      'voip/media/media_port_span': 100,
      'system/web/enabled': false,
    })) {
      assert.equal(values[path], value, path);
    }
  });
});

describe('a file of the Poly phones', () => {
  it('is read from the attributes of whatever elements', () => {
    const result = read(`<?xml version="1.0" encoding="utf-8"?>
<polycomConfig xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <reg reg.1.address="2001@pbx.example.org" reg.1.auth.userId="2001" reg.1.auth.password="geheim"
       reg.1.server.1.address="pbx.example.org" reg.1.server.1.transport="TLS" reg.1.outboundProxy.address="edge.example.org:5070"/>
  <dev device.set="1" device.net.dhcp.set="1" device.net.dhcp="0"><x tcpIpApp.sntp.gmtOffset="-12600"/></dev>
  <v voice.codecPref.G711_A="2" voice.codecPref.G722="1" voice.codecPref.G711_Mu="0" qos.ip.rtp.dscp="AF31"/>
  <a attendant.resourceList.1.address="sip:2002@pbx.example.org" attendant.resourceList.1.label="Bea" attendant.resourceList.1.type="normal"/>
  <d dialplan.digitmap="[2-9]xxx" reg.9.address="1" nonsense.of.ours="1"/>
</polycomConfig>
`);
    const values = outcomeOf(result);
    for (const [path, value] of Object.entries({
      'voip/line/0/id': '2001',
      'voip/line/0/enabled': true,
      'voip/line/0/auth_password': 'geheim',
      'voip/line/0/transport_protocol': 'TLS',
      'voip/line/0/outbound_proxy/addr': 'edge.example.org',
      'voip/line/0/outbound_proxy/port': 5070,
      'voip/line/0/outbound_proxy/enabled': true,
      'network/lan_type': 'STATIC',
      'system/ntp/gmt_offset': '-03:30',
      'voip/codec/codec_info/0/name': 'G722',
      'voip/codec/codec_info/1/name': 'PCMA',
      'voip/media/media_tos': 0x68,
      'personal_settings/functional_key/0/type': 'SPEED_DIAL_BLF',
    })) {
      assert.ok(path in values, path);
      assert.equal(values[path], value, path);
    }
    assert.deepEqual(reasonsOf(result), ['8 notApplicable', '8 notApplicable', '8 unknownName']);
  });
});

describe('tables of other vendors’ names', () => {
  for (const [vendor, rows] of [
    ['Yealink', yealinkNames],
    ['Poly', polyNames],
    ['later SPA', spaLaterNames],
  ] as const) {
    it(`of ${vendor} name each only once, and parameters that there are`, () => {
      const patterns = new Set(parameters().flatMap(({ pattern, path }) => [pattern, path]));
      assert.deepEqual(
        rows.filter(([, ours]) => !patterns.has(ours)).map(([, ours]) => ours),
        [],
      );
      assert.equal(new Set(rows.map(([theirs]) => theirs)).size, rows.length);
    });
  }
});

describe('the vendor of a file', () => {
  for (const [format, text] of [
    ['audiocodes', 'voip/line/0/id=2001\n'],
    ['audiocodes', '# comment\n/network/lan/_802_1x/eap_type=Disable\n'],
    ['spa', '<?xml version="1.0"?><flat-profile></flat-profile>'],
    ['spaText', 'Line_Enable[1] "Yes" ;\n'],
    ['cisco', 'image_version: "P0S3" ; comment\n'],
    ['cisco', '# SIP Default\nproxy1_address : pbx\n'],
    ['dialTemplates', '<!-- x --><DIALTEMPLATE/>'],
    ['yealink', '#!version:1.0.0.1\n'],
    ['yealink', 'account.1.enable = 1\n'],
    ['poly', '<a reg.1.address="1"/>'],
    ['poly', '<!-- sip.cfg --><sip><dialplan dialplan.removeEndOfDial="1"/></sip>'],
    ['poly', '<APPLICATION APP_FILE_PATH="sip.ld" CONFIG_FILES="a.cfg"/>'],
    ['speedDials', '1,4418,0\n'],
  ] as const) {
    it(`is told by its text: ${format}, ${JSON.stringify(text)}`, () => assert.equal(read(text).format, format));
  }

  for (const text of [
    '<html><body>Not found</body></html>',
    'Not found\n',
    '{"a":1}',
    'BEGIN:VCARD\nEND:VCARD\n',
    'name;number\nAnna;2001\n',
    '',
  ]) {
    it(`is nobody’s: ${JSON.stringify(text)}`, () => assert.equal(problemOf(text), 'notRecognised'));
  }
});
