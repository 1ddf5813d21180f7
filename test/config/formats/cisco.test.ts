import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { dialTemplatesPath, parseDialTemplates } from '#config/formats/cisco/dial-templates';
import { readRingList, writeRingList } from '#config/formats/cisco/ring-list';
import { offsetOfZone } from '#config/formats/cisco/time-zones';
import { parameters } from '#config/schema';
import { ciscoNames } from '../fixtures/cisco-names.ts';
import { outcomeOf, problemOf, read, reasonsOf, valuesOf } from './reading.ts';

describe('a file of the Cisco 7960', () => {
  it('is read with comments, quotation marks and blanks around the colon', () => {
    const result = read(
      '# SIP Default Configuration File\n\nimage_version: P0S3-8-12-00\nproxy1_address : "pbx.example.org"\t; Can be dotted IP or FQDN\n' +
        'proxy1_port:5080\nline1_name: 2001\nline1_displayname: "Anna; 2nd floor"\nline1_password: "geheim" ; secret\nproxy_backup: ""   ; none\n' +
        'proxy_emergency: UNPROVISIONED\nline7_name: 2\nno colon\n',
    );
    assert.deepEqual(valuesOf(result), {
      'provisioning/firmware/version': 'P0S3-8-12-00',
      'voip/line/0/proxy_address': 'pbx.example.org',
      'voip/line/0/proxy_port': 5080,
      'voip/line/0/id': '2001',
      'voip/line/0/enabled': true,
      'voip/line/0/description': 'Anna; 2nd floor',
      'voip/line/0/auth_password': 'geheim',
      'voip/signalling/sip/redundant_proxy/address': undefined,
      'voip/emergency/proxy_address': undefined,
    });
    assert.deepEqual(reasonsOf(result), ['12 badSyntax', '11 unknownName']);
  });

  it('says in our words what it says in its own', () => {
    const values = outcomeOf(
      read(`timer_t1: 400
tos_media: 5
dtmf_outofband: none
dtmf_db_level: 5
dnd_control: 3
call_waiting: 2
preferred_codec: g711alaw
start_media_port: 16384
end_media_port: 16482
telnet_level: 2
remote_party_id: 1
time_zone: PST
time_format_24hr: 0
date_format: M/D/Y
sntp_server: "192.0.2.1"
dst_auto_adjust: 1
dst_offset: 01/00
dst_start_month: April
dst_start_day: 0
dst_start_day_of_week: Sun
dst_start_week_of_month: 8
dst_start_time: 02/30
dst_stop_month: 10
dst_stop_week_of_month: 1
dst_stop_day_of_week: 7
dst_stop_time: 3
network_port2_type: Full100
dyn_dns_addr_1: 192.0.2.53
dyn_tftp_addr: 192.0.2.69
nat_enable: 1
line2_shortname: "Sales"
messages_uri: *97
`),
    );
    for (const [path, value] of Object.entries({
      'voip/signalling/sip/sip_t1': 400,
      'voip/media/media_tos': 0xa0,
      'voip/media/dtmf_transport': 'INBAND',
      'voip/audio/gain/dtmf_tone_signal_level': 10,
      'voip/services/do_not_disturb/enabled': true,
      'voip/services/call_waiting/enabled': false,
      'voip/codec/codec_info/0/name': 'PCMA',
      'voip/codec/codec_info/1/name': 'G722',
      'voip/media/media_port_span': 98,
      'management/telnet/privileged': true,
      'voip/signalling/sip/caller_id/sent': 'RPID',
      'system/ntp/gmt_offset': '-08:00',
      'system/ntp/time_display_format': '12Hour',
      'system/ntp/date_display_format': 'MM/DD/YYYY',
      'system/ntp/enabled': true,
      'system/daylight_saving/activate': 'ENABLE',
      'system/daylight_saving/mode': 'DayOfWeek',
      'system/daylight_saving/start_date/month': 4,
      'system/daylight_saving/start_date/week': 5,
      'system/daylight_saving/start_date/minute': 30,
      'system/daylight_saving/end_date/day_of_week': 'SATURDAY',
      'system/daylight_saving/end_date/hour': 3,
      'network/pc/port_mode': 'FULL_100',
      'network/lan/fixed_ip/primary_dns': '192.0.2.53',
      'network/lan/dhcp/primary_dns/enabled': true,
      'provisioning/configuration/url': 'tftp://192.0.2.69/',
      'voip/line/5/nat/mapping_enabled': true,
      'voip/line_key/1/short_name': 'Sales',
      'voip/services/msg_waiting_ind/voice_mail_number': '*97',
    })) {
      assert.equal(values[path], value, path);
    }
  });

  it('is known for each name of the guide', () => {
    for (const name of ciscoNames) {
      const result = read(`${name.replace('{n}', '1')}: ?\n`);
      assert.ok(
        result.remarks.every(({ reason }) => reason !== 'unknownName' && reason !== 'badSyntax'),
        name,
      );
      const aliased = parameters().some(({ declaration }) => declaration.aliases?.cisco === name);
      assert.ok(aliased || result.remarks.length + result.changes.length > 0, name);
    }
  });

  it('leaves a call manager out', () => {
    assert.deepEqual(reasonsOf(read('proxy1_address: "USECALLMANAGER"\n')), ['1 notApplicable']);
  });
});

describe('time zones of the Cisco phones', () => {
  for (const [name, offset] of [
    ['PST', '-08:00'],
    ['cet', '+01:00'],
    ['NST', '-03:30'],
    ['IT', '+03:30'],
    ['GMT', '+00:00'],
    ['-5', '-05:00'],
    ['+5/30', '+05:30'],
    ['GMT+1', '+01:00'],
    ['nowhere', undefined],
    ['', undefined],
  ] as const) {
    it(`are ${offset ?? 'refused'}: ${name}`, () => assert.equal(offsetOfZone(name), offset));
  }
});

describe('dialplan.xml', () => {
  it('is kept with its patterns, timeouts, tones and rewriting', () => {
    const result = read(`<DIALTEMPLATE>
<TEMPLATE MATCH="0" Timeout="1" User="Phone"/> <!-- operator -->
<template match="9,011*" timeout="6" User="Phone" Tone="Bellcore-Outside"/>
<TEMPLATE MATCH="9,1.........." Timeout="0" User="IP" Rewrite="91%1" Route="Emergency"/>
<TEMPLATE MATCH="\\*6." Timeout="0"/>
<TEMPLATE MATCH="[bad]" Timeout="0"/>
<TEMPLATE MATCH="1" Timeout="soon"/>
<TEMPLATE MATCH="*" Timeout="15"/>
</DIALTEMPLATE/>
`);
    assert.equal(result.format, 'dialTemplates');
    assert.deepEqual(reasonsOf(result), ['6 badSyntax', '7 badSyntax']);
    const templates = parseDialTemplates(String(valuesOf(result)[dialTemplatesPath]));
    assert.deepEqual(
      templates.map(({ match, timeoutS, user }) => [match, timeoutS, user]),
      [
        ['0', 1, 'phone'],
        ['9,011*', 6, 'phone'],
        ['9,1..........', 0, 'ip'],
        ['\\*6.', 0, undefined],
        ['*', 15, undefined],
      ],
    );
    assert.deepEqual(
      [templates[1]?.tones, templates[2]?.rewrite, templates[2]?.route],
      [['Bellcore-Outside'], '91%1', 'emergency'],
    );
  });

  it('sets nothing when it is empty, and is refused when it is not whole', () => {
    assert.deepEqual(valuesOf(read('<dialplan>\n</dialplan>\n')), { [dialTemplatesPath]: undefined });
    assert.equal(problemOf('<DIALTEMPLATE><TEMPLATE MATCH="0" Tim'), 'damaged');
    for (const odd of ['', '{', '[1,null,{}]', 'null', '{"a":1}']) assert.deepEqual(parseDialTemplates(odd), []);
  });
});

describe('a list of rings', () => {
  it('is read as lines and as XML, and nothing leads out of its directory', () => {
    const listed = [
      { name: 'Old Phone', file: 'oldphone.raw' },
      { name: 'Chime', file: 'chime.pcm' },
    ];
    assert.deepEqual(readRingList('Old Phone\toldphone.raw\r\nChime   chime.pcm\nEvil\t../x.pcm\n'), listed);
    assert.deepEqual(
      readRingList(
        '<CiscoIPPhoneRingList><Ring><DisplayName>Old Phone</DisplayName><FileName>oldphone.raw</FileName></Ring>\n<Ring><DisplayName>Chime</DisplayName><FileName>chime.pcm</FileName></Ring></CiscoIPPhoneRingList>',
      ),
      listed,
    );
    assert.deepEqual(readRingList(writeRingList(listed)), listed);
    for (const none of ['', 'nothing', '<a/>', '<a', 'a b\n']) assert.equal(readRingList(none), undefined);
  });
});
