// Parameters turned into what the media and the desk take.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mediaSettings } from '#firmware/desk-settings';

const values: Readonly<Record<string, unknown>> = {
  'voip/media/media_port': 50_020,
  'voip/media/media_port_span': 120,
  'voip/media/media_tos': 0xb8,
};

/** The list of codecs; places that are not named hold one that this firmware cannot speak. */
function settingsWith(codecs: readonly { readonly name: string; readonly enabled?: boolean; readonly ptime?: number }[]) {
  const get = (name: string): unknown => {
    const [, index, field] = /codec_info\/(\d)\/(\w+)$/.exec(name) ?? [];
    if (index === undefined) return values[name];
    const codec = { enabled: true, ptime: 20, ...(codecs[Number(index)] ?? { name: 'G729' }) };
    return codec[field as keyof typeof codec];
  };
  return mediaSettings({ get } as never);
}

test('each codec has the packet time of its own line, in the order of the lines', () => {
  const { codecs } = settingsWith([
    { name: 'PCMU', ptime: 30 },
    { name: 'PCMA', ptime: 40 },
  ]);
  assert.deepEqual(
    codecs.map(({ name, packetTimeMs }) => [name, packetTimeMs]),
    [
      ['PCMU', 30],
      ['PCMA', 40],
    ],
  );
});

test('a codec is described as the core knows it, whatever the spelling of the parameter, and once', () => {
  const { codecs } = settingsWith([
    { name: 'SILK_16000' },
    { name: 'pcmu', ptime: 30 },
    { name: 'PCMU' },
    { name: 'PCMA', enabled: false },
  ]);
  const pcmu = { name: 'PCMU', clockRateHz: 8000, channels: 1, payloadType: 0, formatParameters: undefined, packetTimeMs: 30 };
  assert.deepEqual(codecs, [pcmu]);
});
