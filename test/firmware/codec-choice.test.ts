// Which codecs are offered, and what is said of the others.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chosenCodecs, refusedCodecs } from '#firmware/codec-choice';

interface Line {
  readonly name: string;
  readonly ptime?: number;
  readonly enabled?: boolean;
}

function parametersWith(lines: readonly Line[], silenceSuppression = false) {
  const get = (path: string): unknown => {
    const [, index, field] = /codec_info\/(\d)\/(\w+)$/.exec(path) ?? [];
    if (path.startsWith('voip/codec/name/')) return path.slice('voip/codec/name/'.length).toUpperCase().replace('_', '-');
    if (index === undefined) return silenceSuppression;
    const line = { ptime: 20, enabled: true, ...(lines[Number(index)] ?? { name: '', enabled: false }) };
    return line[field as keyof typeof line];
  };
  return { get } as never;
}

const all = (): boolean => true;

test('codecs are offered in the order of their lines, each with packets that it can make', () => {
  const lines = [
    { name: 'OPUS', ptime: 50 },
    { name: 'L16_16000', ptime: 60 },
    { name: 'G729', ptime: 25 },
    { name: 'PCMU', ptime: 25 },
    { name: 'AAL2-G726-32', ptime: 10 },
  ];
  assert.deepEqual(
    chosenCodecs(parametersWith(lines), all, undefined).map((codec) => [
      codec.name,
      codec.clockRateHz,
      codec.channels,
      codec.packetTimeMs,
    ]),
    [
      ['opus', 48_000, 2, 40],
      ['L16', 16_000, 1, 40],
      ['G729', 8000, 1, 20],
      ['PCMU', 8000, 1, 25],
      ['AAL2-G726-32', 8000, 1, 10],
    ],
  );
});

test('a codec that the core lacks or nobody may build is not offered, and the reason is said once', () => {
  const lines = [
    { name: 'SILK_16000' },
    { name: 'G729' },
    { name: 'SILK_16000' },
    { name: 'PCMA' },
    { name: 'G723', enabled: false },
  ];
  const speaks = (name: string): boolean => name !== 'G729';
  assert.deepEqual(
    chosenCodecs(parametersWith(lines), speaks, undefined).map(({ name }) => name),
    ['PCMA'],
  );
  const refused = refusedCodecs(parametersWith(lines), speaks);
  assert.equal(refused.length, 2);
  assert.match(refused[0] ?? '', /codec_info\/0\/name is SILK_16000, .*SILK is not in this firmware/);
  assert.match(refused[1] ?? '', /codec_info\/1\/name is G729, .*libbcg729/);
});

test('a codec is named in any spelling and taken from its first line', () => {
  const lines = [
    { name: 'pcmu', ptime: 30 },
    { name: 'PCMU', ptime: 20 },
    { name: 'PCMA', enabled: false },
  ];
  const pcmu = { name: 'PCMU', clockRateHz: 8000, channels: 1, payloadType: 0, formatParameters: undefined, packetTimeMs: 30 };
  assert.deepEqual(chosenCodecs(parametersWith(lines), all, undefined), [pcmu]);
  assert.deepEqual(refusedCodecs(parametersWith(lines), all), []);
});

test('pauses are asked for by format parameters only when they may be left out', () => {
  const lines = [{ name: 'G729' }, { name: 'OPUS' }];
  const formats = (pausing: boolean) =>
    chosenCodecs(parametersWith(lines, pausing), all, undefined).map((codec) => codec.formatParameters);
  assert.deepEqual(formats(false), ['annexb=no', 'maxplaybackrate=16000;stereo=0;useinbandfec=1']);
  assert.deepEqual(formats(true), ['annexb=yes', 'maxplaybackrate=16000;stereo=0;useinbandfec=1;usedtx=1']);
});
