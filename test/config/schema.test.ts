import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findParameter, type ParameterPath, parameters, type Values } from '#config/schema';
import type { Secret } from '#config/secrets';
import { readValue } from '#config/value';

/** The manual's tables as they stand in it: path, default, and range or choice. */
const seedTable: readonly (readonly [
  path: string,
  standard: unknown,
  allowed: readonly unknown[],
  refused: readonly unknown[],
])[] = [
  // AudioCodes table 3-18
  ['voip/signalling/sip/sip_outbound_proxy/enabled', false, [0, 1], [2]],
  ['voip/signalling/sip/sip_outbound_proxy/port', 5060, [1024, 65535], [1023, 65536]],
  // Tables 3-20 to 3-23
  ['voip/audio/gain/dtmf_tone_signal_level', 16, [1, 32], [0, 33]],
  ['voip/dialing/auto_dialing/enabled', false, [0, 1], []],
  ['voip/dialing/auto_dialing/timeout', 15, [0, 120], [-1, 121]],
  ['voip/dialing/auto_dialing/destination', '', ['1'.repeat(32)], ['1'.repeat(33)]],
  ['voip/services/pause_dialing/digit_duration', 100, [100], []],
  ['voip/services/pause_dialing/digit_gap', 300, [300], []],
  ['voip/services/pause_dialing/pause_duration', 2, [2], []],
  ['voip/answer_device', 'SPEAKER', ['SPEAKER', 'HEADSET'], ['HANDSET']],
  ['voip/headset_only/enabled', false, [0, 1], []],
  // Tables 3-25, 3-29 to 3-32
  ['voip/audio/microphone/enable', true, [0, 1], []],
  ['voip/services/electronic_hook_switch/enabled', false, [0, 1], []],
  ['voip/services/call_waiting/generate_tone/enabled', true, [0, 1], []],
  ['voip/line/0/call_forward/enabled', true, [0, 1], []],
  ['voip/onhook_disconnect_when_held/enabled', false, [0, 1], []],
  // Tables 3-33 to 3-35
  ['voip/media/media_tos', 184, ['0xb8', '184', 0, 255], [256, '0x1ff']],
  ['voip/codec/codec_info/0/enabled', true, [0, 1], []],
  ['voip/codec/codec_info/0/name', 'G722', ['G722', 'PCMA', 'PCMU', 'G729', 'SILK_8000', 'SILK_16000'], ['MP3']],
  ['voip/codec/codec_info/1/name', 'PCMU', [], []],
  ['voip/codec/codec_info/2/name', 'PCMA', [], []],
  ['voip/codec/codec_info/3/name', 'G729', [], []],
  ['voip/codec/codec_info/4/ptime', 20, [20], []],
  ['voip/codec/g722_bitrate', 'G722_64K', ['G722_56K', 'G722_48K'], []],
  ['voip/media/media_port', 50020, [50020], []],
  // Table 3-10
  ['voip/regional_settings/selected_country', 'USA', ['Israel', 'China', 'France', 'Germany', 'Netherlands', 'UK'], ['Atlantis']],
  [
    'voip/regional_settings/selected_country',
    'USA',
    ['Brazil', 'Italy', 'Argentina', 'Portugal', 'Russia', 'Australia', 'India'],
    [],
  ],
  ['voip/regional_settings/use_config_file_values', false, [0, 1], []],
  ['voip/regional_settings/call_progress_tones/9/cadence', 0, [0, 1, 2], [3]],
  ['voip/regional_settings/call_progress_tones/0/frequency_a', 350, [0, 300, 1980], [299, 1981]],
  ['voip/regional_settings/call_progress_tones/0/frequency_b', 440, [0, 300, 3000], [299, 3001]],
  ['voip/regional_settings/call_progress_tones/9/frequency_a_level', 63, [0, 63], [64]],
  ['voip/regional_settings/call_progress_tones/9/frequency_b_level', 63, [0, 63], [64]],
  ['voip/regional_settings/call_progress_tones/9/tone_on_0', 0, [0, 10000], [10001]],
  ['voip/regional_settings/call_progress_tones/9/tone_off_3', 0, [0, 10000], [10001]],
  // Tables 3-5, 3-13, 3-14
  [
    'personal_settings/language',
    'English',
    ['Spanish', 'Ukraine', 'Hebrew', 'Magyar', 'Japanese', 'Slovak', 'Czech'],
    // Others come as files, under any name that is one.
    ['', '<script>', 'x'.repeat(41)],
  ],
  ['personal_settings/lcd_contrast', 69, [55, 90], [54, 91]],
  ['personal_settings/lcd_active_mode_brightness', 'HIGH', ['LOW', 'MEDIUM'], ['OFF']],
  ['personal_settings/lcd_active_mode_brightness_high', 31, [0, 31], [32]],
  ['personal_settings/lcd_active_mode_brightness_medium', 26, [0, 31], [-1]],
  ['personal_settings/lcd_active_mode_brightness_low', 20, [0, 31], [32]],
  ['personal_settings/lcd_active_mode_timeout', 15, [30, 45, 60], [0, 16]],
  ['personal_settings/lcd_dimmer_mode_brightness', 'MEDIUM', ['LOW', 'HIGH'], []],
  ['personal_settings/lcd_dimmer_mode_timeout', 60, [30, 90, 120], [15]],
  ['personal_settings/lcd_night_mode_brightness', 'LOW', ['MEDIUM', 'HIGH'], []],
  // Tables 3-1, 5-2, 7-1, 3-51
  ['network/lan_type', 'DHCP', ['STATIC', 'DHCP'], ['ISDN']],
  ['system/user_name', 'admin', [], []],
  ['system/syslog/log_level', 'None', ['Basic', 'Detailed'], ['Debug']],
  ['system/syslog/mode', 'Local', ['Network', 'Serial', 'All'], []],
  ['system/syslog/server_address', '0.0.0.0', ['log.example.org'], []],
  ['system/syslog/server_port', 514, [0, 65535], [65536]],
  ['system/ntp/enabled', false, [0, 1], []],
  ['system/ntp/time_display_format', '24Hour', ['12Hour'], []],
];

describe('the schema', () => {
  it('has the defaults and ranges of the seed manual', () => {
    for (const [path, standard, allowed, refused] of seedTable) {
      const parameter = findParameter(path);
      assert.ok(parameter !== undefined, path);
      assert.equal(parameter.default, standard, path);
      for (const value of allowed) assert.ok(readValue(parameter.declaration, value).ok, `${path}=${value}`);
      for (const value of refused) assert.ok(!readValue(parameter.declaration, value).ok, `${path}=${value}`);
    }
  });

  it('gives no password from the factory', () => {
    for (const { declaration, default: standard, path } of parameters()) {
      if (declaration.secret === true) assert.equal(standard, '', path);
      else assert.doesNotMatch(path, /password/, `${path} must be declared secret`);
    }
  });

  it('has defaults that satisfy their own declarations', () => {
    for (const { path, declaration, default: standard } of parameters()) {
      assert.deepEqual(readValue(declaration, standard), { ok: true, value: standard }, path);
    }
  });

  it('fills in indexes and knows none beyond the last', () => {
    assert.ok(findParameter('voip/line/5/id') !== undefined);
    for (const path of ['voip/line/6/id', 'voip/line/N/id', 'voip/line/00/id', 'voip/line/-1/id', 'voip/line/0', '__proto__']) {
      assert.equal(findParameter(path), undefined, path);
    }
  });

  it('inherits only what exists and is of the same type', () => {
    for (const { path, declaration, inherits } of parameters()) {
      if (inherits === undefined) continue;
      const parent = findParameter(inherits);
      assert.ok(parent !== undefined, `${path} inherits ${inherits}`);
      assert.equal(parent.declaration.type, declaration.type, path);
      assert.ok(parent.declaration.secret === declaration.secret, `${path} and ${inherits} must both be secret or both not`);
    }
  });

  it('names an alias once, so that an importer knows where a value goes', () => {
    for (const vendor of ['spa', 'cisco', 'audiocodes'] as const) {
      const seen = new Map<string, string>();
      for (const { declaration, pattern } of parameters()) {
        for (const alias of [declaration.aliases?.[vendor] ?? []].flat()) {
          assert.equal(seen.get(alias) ?? pattern, pattern, alias);
          seen.set(alias, pattern);
        }
      }
    }
  });

  it('tells the administrator of each what it does', () => {
    for (const { declaration, pattern } of parameters()) {
      assert.match(declaration.help, /^\S.{9,399}[.]$/, pattern);
      assert.notEqual(declaration.help, declaration.title, pattern);
    }
  });

  it('types paths and values', () => {
    const same = <A, B>(_: (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false): void => {};
    same<Values['voip/line/0/enabled'], boolean>(true);
    same<Values['voip/line/5/transport_protocol'], 'UDP' | 'TCP' | 'TLS' | 'WS' | 'WSS' | 'AUTO'>(true);
    same<Values['voip/line/0/auth_password'], Secret<string>>(true);
    same<Values['voip/signalling/sip/port'], number>(true);
    same<Values['voip/answer_device'], 'SPEAKER' | 'HEADSET'>(true);
    same<Values['voip/reject_code'], 480 | 486 | 603>(true);
    const path: ParameterPath = `voip/line/${1}/id`;
    // @ts-expect-error there is no such parameter
    const wrong: ParameterPath = 'voip/line/0/nonsense';
    // @ts-expect-error an index is a number
    const named: ParameterPath = 'voip/line/first/id';
    assert.deepEqual([path, wrong, named].length, 3);
  });
});
