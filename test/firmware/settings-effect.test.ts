// Each parameter that a part of the phone derives its settings from makes those settings other ones when it is set to another value: on a
// phone as it comes from the factory with a line, or on one where everything is switched on.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findParameter, type Parameter, type ParameterPath, parameters, type StoredValue, type Values } from '#config/schema';
import { Secret } from '#config/secrets';
import { Settings } from '#config/settings';
import { readValue } from '#config/value';
import { calendarSettings } from '#firmware/calendar-settings';
import { voiceProcessing } from '#firmware/calls/voice-processing';
import { chosenCodecs, refusedCodecs } from '#firmware/codec-choice';
import { deskTimes, forwarding, mediaSettings, recorderSettings, sideToneDb, volumes } from '#firmware/desk-settings';
import { jitterBufferSettings } from '#firmware/jitter-settings';
import { lampScheme } from '#firmware/lamp-scheme';
import { callSettings } from '#firmware/lines/call-settings';
import { eventSettings } from '#firmware/lines/event-settings';
import { functionKeySettings } from '#firmware/lines/function-key-settings';
import { lineCredentials } from '#firmware/lines/line-credentials';
import { accountSettings } from '#firmware/lines/line-settings';
import { mediaWays } from '#firmware/lines/media-ways';
import { emergencyOf, failoverSettings, redundancyOf, responsePolicyOf, sipTimers } from '#firmware/lines/server-settings';
import { sharedLineSettings } from '#firmware/lines/shared-line';
import { transferSettings } from '#firmware/lines/transfer-settings';
import { waySettings } from '#firmware/lines/way-settings';
import { pagingGroups, pagingSettings } from '#firmware/paging/paging-settings';
import { provisioningSettings } from '#firmware/provisioning/provisioning-settings';
import { packetMirror, qualitySettings, recordingPlace } from '#firmware/quality-settings';
import { softKeyLists } from '#firmware/soft-key-lists';

interface View {
  get<Path extends ParameterPath>(path: Path): Values[Path];
}

const line = 0;
const speaks = (): boolean => true;

const derivations: Readonly<Record<string, (view: View) => unknown>> = {
  account: (view) => accountSettings(view, line),
  credentials: (view) => lineCredentials(view, line),
  calls: (view) => callSettings(view, line),
  calendar: calendarSettings,
  codecs: (view) => [chosenCodecs(view, speaks, line), refusedCodecs(view, speaks)],
  desk: (view) => [deskTimes(view), forwarding(view), recorderSettings(view), sideToneDb(view), volumes(view)],
  events: (view) => eventSettings(view, line),
  jitter: jitterBufferSettings,
  keys: functionKeySettings,
  lamps: (view) => lampScheme(view, () => {}),
  media: (view) => [mediaSettings(view, speaks, line), mediaWays(view, line)],
  paging: (view) => [pagingSettings(view), pagingGroups(view)],
  provisioning: provisioningSettings,
  quality: (view) => [qualitySettings(view), packetMirror(view), recordingPlace(view)],
  servers: (view) => [
    sipTimers(view),
    failoverSettings(view),
    redundancyOf(view, line),
    responsePolicyOf(view),
    emergencyOf(view),
  ],
  shared: (view) => sharedLineSettings(view, line),
  softKeys: (view) => softKeyLists(view, () => {}),
  transfer: (view) => transferSettings(view, line),
  voice: (view) => (['handset', 'headset', 'speaker'] as const).map((path) => voiceProcessing(view, path)),
  ways: (view) => waySettings(view, line),
};

const texts = [
  'x',
  '192.0.2.7',
  '2001',
  'Ring02',
  '404,5??',
  'c=r;p=f',
  'c=g',
  '239.1.2.3',
  'AES_CM_128_HMAC_SHA1_80',
  '[2]',

  '07:45',
  '1,2',
  '5',
  'http://192.0.2.7/x',
  'redial|1;',
  'hold|1;',
  'fnc=sd;ext=2009',
  'https://lis.example.org/x',
  '<a/>',
  '12.5',
  '1800,3600',
  '0'.repeat(32),
];

/** Values that it takes, each other than the one that it has. */
function alternatives({ declaration }: Parameter, now: StoredValue): readonly StoredValue[] {
  const { minimum = 0, maximum = 1 } = declaration.type === 'integer' ? declaration : {};
  const tried: readonly StoredValue[] =
    declaration.type === 'boolean'
      ? [true, false]
      : (declaration.enum ??
        (declaration.type === 'integer' ? [maximum, minimum, minimum + 1, Math.floor((minimum + maximum) / 2)] : texts));
  return tried.filter((value) => value !== now && readValue(declaration, value).ok);
}

class Phone {
  readonly #settings = new Settings(new Map());
  readonly asked = new Set<string>();

  constructor(values: Readonly<Record<string, StoredValue>>) {
    for (const [path, value] of Object.entries(values)) this.#settings.override(path, value);
  }

  value(parameter: Parameter): StoredValue {
    return this.#settings.resolve(parameter).value;
  }

  get view(): View {
    return {
      get: <Path extends ParameterPath>(path: Path): Values[Path] => {
        this.asked.add(path);
        const parameter = findParameter(path);
        assert.ok(parameter !== undefined, path);
        const value = this.value(parameter);
        return (parameter.declaration.secret === true ? new Secret(String(value)) : value) as Values[Path];
      },
    };
  }
}

const withLine: Readonly<Record<string, StoredValue>> = {
  'voip/line/0/enabled': true,
  'voip/line/0/id': '1001',
  'voip/line/0/proxy_address': 'pbx.example.org',
};

/** Switches on, and something in each place that the others depend on. */
const everything: Readonly<Record<string, StoredValue>> = {
  ...Object.fromEntries(
    parameters()
      .filter(({ declaration }) => declaration.type === 'boolean')
      .map(({ path }) => [path, true]),
  ),
  ...withLine,
  'voip/signalling/sip/redundant_proxy/address': 'second.example.org',
  'voip/signalling/sip/nat/mapping': 'STUN',
  'voip/signalling/sip/nat/stun_server': 'stun.example.org',
  'voip/emergency/proxy_address': 'emergency.example.org',
  'voip/media/turn/server': 'turn.example.org',
  'voip/rtcp_xr/vq_statistics/mode': 'REMOTE_AND_EVENTS',
  'voip/rtcp_xr/collector/address': 'collector.example.org',
  'voip/packet_recording/remote_ip': '192.0.2.8',
  'voip/services/msg_waiting_ind/subscribe_address': 'vm.example.org',
  'provisioning/user_name': 'phone',
  'personal_settings/soft_keys/idle': 'psk1|1;redial|2;',
  'personal_settings/soft_keys/own/0/function': 'fnc=sd;ext=2001',
  'voip/dialing/auto_dialing/destination': '2002',
  'voip/emergency/location/latitude': '48.1',
  'voip/emergency/location/longitude': '11.5',
  'voip/line/0/auth_name': 'ann',
  'voip/line/0/aka/key': '1'.repeat(32),
  'voip/line/0/aka/opc': '2'.repeat(32),
  'voip/line/0/outbound_proxy/addr': 'edge.example.org',
  'voip/signalling/sip/nat/external_address': '203.0.113.9',
  'personal_settings/sidecar_key/0/type': 'SPEED_DIAL',
  'personal_settings/sidecar_key/0/speed_dial_number': '2003',
  'voip/services/group_paging/group/0/multicast_addr': '239.0.0.9',
  'personal_settings/functional_key/0/type': 'SPEED_DIAL_BLF',
  'personal_settings/functional_key/0/speed_dial_number': '2002',
};

const phones = [
  withLine,
  everything,
  {
    ...withLine,
    'voip/codec/codec_info/0/name': 'G726-16',
    'voip/codec/codec_info/1/name': 'G726-24',
    'voip/codec/codec_info/2/name': 'G726-32',
    'voip/codec/codec_info/3/name': 'G726-40',
    'voip/line/0/codec/preferred': 'PCMA',
  },
  {
    ...everything,
    'voip/signalling/sip/nat/mapping': 'FIXED',
    'personal_settings/functional_key/0/type': 'KEY_EVENT',
    'provisioning/period/type': 'hourly',
    'voip/emergency/location/latitude': '',
    'voip/emergency/location/longitude': '',
  },
  {
    ...everything,
    'personal_settings/functional_key/0/type': 'PAGING',
    'provisioning/period/type': 'weekly',
    'voip/signalling/sip/direct_ip_calls/enabled': false,
    'provisioning/method': 'Static',
  },
];

/** As text in which nothing is hidden. */
function written(settings: unknown): string {
  return JSON.stringify(settings, (_, value: unknown) => {
    if (value instanceof Secret) return { secret: String(value.reveal()) };
    if (value instanceof Map || value instanceof Set) return [...value];
    if (value instanceof RegExp) return value.source;
    return typeof value === 'bigint' ? String(value) : value;
  });
}

function differs(derive: (view: View) => unknown, base: Readonly<Record<string, StoredValue>>, parameter: Parameter): boolean {
  const before = new Phone(base);
  const standing = written(derive(before.view));
  return alternatives(parameter, before.value(parameter)).some(
    (value) => written(derive(new Phone({ ...base, [parameter.path]: value }).view)) !== standing,
  );
}

/** Path to the parts that ask for it. */
const askers = new Map<string, ((view: View) => unknown)[]>();
for (const derive of Object.values(derivations)) {
  const phonesAsked = phones.map((base) => new Phone(base));
  for (const phone of phonesAsked) derive(phone.view);
  for (const path of new Set(phonesAsked.flatMap(({ asked }) => [...asked]))) {
    askers.set(path, [...(askers.get(path) ?? []), derive]);
  }
}

describe('settings of the parts of the phone', () => {
  for (const [path, parts] of askers) {
    const parameter = findParameter(path);
    if (parameter === undefined || (parameter.index ?? 0) !== 0) continue;
    it(`change with ${path}`, () => {
      const changes = parts.some((derive) => phones.some((base) => differs(derive, base, parameter)));
      assert.ok(changes, 'no other value makes a difference');
    });
  }
});
