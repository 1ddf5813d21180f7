// WAV files in and out, and every way in which one can be wrong.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { writeWave } from '#hal/audio/wave-format';
import { readWav } from '#hal/simulator/wav';

interface Shape {
  readonly tag: number;
  readonly channels: number;
  readonly rateHz: number;
  readonly bits: number;
}

function wav({ tag, channels, rateHz, bits }: Shape, data: readonly number[], before: Buffer = Buffer.alloc(0)): Buffer {
  const format = Buffer.alloc(24);
  format.write('fmt ', 0);
  format.writeUInt32LE(16, 4);
  format.writeUInt16LE(tag, 8);
  format.writeUInt16LE(channels, 10);
  format.writeUInt32LE(rateHz, 12);
  format.writeUInt32LE(((rateHz * channels * bits) / 8) >>> 0, 16);
  format.writeUInt16LE((channels * bits) / 8, 20);
  format.writeUInt16LE(bits, 22);
  const head = Buffer.from('data\0\0\0\0', 'latin1');
  head.writeUInt32LE(data.length, 4);
  const body = Buffer.concat([Buffer.from('WAVE'), before, format, head, Buffer.from(data)]);
  const riff = Buffer.from('RIFF\0\0\0\0', 'latin1');
  riff.writeUInt32LE(body.length, 4);
  return Buffer.concat([riff, body]);
}

function samplesOf(bytes: Uint8Array): number[] {
  const reading = readWav(bytes);
  assert.ok(reading.ok, reading.ok ? '' : reading.expected);
  return [...reading.sound.samples];
}

const pcm16: Shape = { tag: 1, channels: 1, rateHz: 8_000, bits: 16 };

test('what is written is read again', () => {
  const sound = { sampleRateHz: 44_100, samples: Int16Array.of(0, 1, -1, 32_767, -32_768) };
  assert.deepEqual(readWav(writeWave(sound.sampleRateHz, sound.samples)), { ok: true, sound });
});

test('16-bit, 8-bit, A-law and µ-law samples', () => {
  assert.deepEqual(samplesOf(wav(pcm16, [0xff, 0x7f, 0x00, 0x80])), [32_767, -32_768]);
  assert.deepEqual(samplesOf(wav({ ...pcm16, bits: 8 }, [0, 128, 255])), [-32_768, 0, 32_512]);
  // G.711: the smallest and the largest of each sign.
  assert.deepEqual(samplesOf(wav({ ...pcm16, tag: 6, bits: 8 }, [0xd5, 0x55, 0xaa, 0x2a])), [8, -8, 32_256, -32_256]);
  assert.deepEqual(samplesOf(wav({ ...pcm16, tag: 7, bits: 8 }, [0xff, 0xfe, 0x80, 0x00])), [0, 8, 32_124, -32_124]);
});

test('two channels become their mean', () => {
  assert.deepEqual(samplesOf(wav({ ...pcm16, channels: 2 }, [100, 0, 50, 0, 0, 1, 0, 3])), [75, 512]);
});

test('other chunks, odd lengths and an unknown length are passed over', () => {
  const list = Buffer.from('LIST\x03\0\0\0abc\0', 'latin1');
  assert.deepEqual(samplesOf(wav(pcm16, [1, 0], list)), [1]);
  const streamed = wav(pcm16, [1, 0, 2, 0]);
  streamed.writeUInt32LE(0xffff_ffff, 40);
  assert.deepEqual(samplesOf(streamed), [1, 2]);
});

test('the extensible format names its tag in the sub-format', () => {
  const plain = wav(pcm16, [5, 0]);
  const format = Buffer.alloc(48);
  plain.copy(format, 0, 12, 36);
  format.writeUInt32LE(40, 4);
  format.writeUInt16LE(0xfffe, 8);
  format.writeUInt16LE(1, 32);
  assert.deepEqual(samplesOf(Buffer.concat([plain.subarray(0, 12), format, plain.subarray(36)])), [5]);
});

test('what cannot be played is refused, with what would be right', () => {
  const good = wav(pcm16, [1, 0, 2, 0]);
  const cases: readonly (readonly [Uint8Array, RegExp])[] = [
    [new Uint8Array(0), /RIFF/],
    [good.subarray(0, 11), /RIFF/],
    [Buffer.from(good).fill('X', 0, 4), /RIFF/],
    [good.subarray(0, 20), /data/],
    [good.subarray(0, 46), /4 bytes of sound/],
    [wav(pcm16, []), /at least one sample/],
    [wav({ ...pcm16, tag: 3, bits: 32 }, [0, 0, 0, 0]), /8- or 16-bit/],
    [wav({ ...pcm16, bits: 24 }, [0, 0, 0]), /8- or 16-bit/],
    [wav({ ...pcm16, channels: 0 }, [0, 0]), /channels/],
    [wav({ ...pcm16, channels: 6 }, [0, 0]), /channels/],
    [wav({ ...pcm16, rateHz: 0 }, [0, 0]), /samples a second/],
    [wav({ ...pcm16, rateHz: 4_000_000_000 }, [0, 0]), /samples a second/],
    [wav({ ...pcm16, rateHz: 1_000, bits: 8 }, new Array<number>(300_001).fill(0)), /at most 300 s/],
  ];
  for (const [bytes, expected] of cases) {
    const reading = readWav(bytes);
    assert.ok(!reading.ok);
    assert.match(reading.expected, expected);
  }
});

test('no bytes whatever make it throw or give more than they hold', () => {
  const good = wav(pcm16, [1, 0, 2, 0, 3, 0, 4, 0], Buffer.from('LIST\x02\0\0\0ab', 'latin1'));
  const change = fc.record({ at: fc.nat(good.length - 1), value: fc.nat(255) });
  const mutated = fc.tuple(fc.array(change, { maxLength: 8 }), fc.nat(good.length)).map(([changes, length]) => {
    const bytes = Buffer.from(good);
    for (const { at, value } of changes) bytes[at] = value;
    return new Uint8Array(bytes.subarray(0, length));
  });
  fc.assert(
    fc.property(fc.oneof(mutated, fc.uint8Array({ maxLength: 200 })), (bytes) => {
      const reading = readWav(bytes);
      if (reading.ok) assert.ok(reading.sound.samples.length <= bytes.length && reading.sound.samples.length > 0);
    }),
    { numRuns: 5_000 },
  );
});

test('a file with more chunks than any recording has is given up', () => {
  // Between its format and its sound.
  const among = (count: number): Buffer => {
    const whole = wav(pcm16, [1, 0]);
    const empty = Buffer.from('LIST\0\0\0\0'.repeat(count), 'latin1');
    return Buffer.concat([whole.subarray(0, 36), empty, whole.subarray(36)]);
  };
  assert.deepEqual(samplesOf(among(62)), [1]);
  assert.deepEqual(readWav(among(63)), { ok: false, expected: 'a "data" chunk' });
});
