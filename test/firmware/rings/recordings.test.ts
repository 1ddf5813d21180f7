// Recordings from files: what WAV and raw rings hold, and what is refused with which words.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { RingLibrary } from '#firmware/rings/ring-library';
import { parseRingList, readRawRing } from '#firmware/rings/ring-list';
import { readWaveFile } from '#firmware/rings/wave-file';
import { MemoryLog } from '../../support/memory-log.ts';
import { dominantFrequencyHz, levelDbov, sine } from '../../support/tone-meter.ts';
import { writeWav } from '../../support/wav-file.ts';

const directory = mkdtempSync(join(tmpdir(), 'rings-'));
after(() => rmSync(directory, { recursive: true }));

/** A second of 800 Hz, made by sox. */
function soxFile(name: string, ...format: readonly string[]): Buffer {
  const path = join(directory, name);
  execFileSync('sox', ['-n', ...format, '-c', '1', path, 'synth', '1', 'sine', '800', 'gain', '-10']);
  return execFileSync('cat', [path], { maxBuffer: 10_000_000 });
}

describe('a WAV file', () => {
  for (const [name, rate, ...format] of [
    ['mu-law', 8000, '-r', '8000', '-e', 'mu-law'],
    ['a-law', 8000, '-r', '8000', '-e', 'a-law'],
    ['pcm-8', 8000, '-r', '8000', '-b', '16'],
    ['pcm-16', 16_000, '-r', '16000', '-b', '16'],
  ] as const) {
    it(`of ${name} is what sox put into it`, () => {
      const read = readWaveFile(soxFile(`${name}.wav`, ...format));
      assert.ok(read.ok);
      assert.equal(read.value.rateHz, rate);
      assert.equal(read.value.pcm.length, rate);
      assert.ok(Math.abs(dominantFrequencyHz(read.value.pcm, rate) - 800) < 2);
      assert.ok(Math.abs(levelDbov(read.value.pcm) - -13.01) < 0.3);
    });
  }

  for (const [name, reason, ...format] of [
    ['rate', /44100 samples a second; 8000 or 16000/, '-r', '44100', '-b', '16'],
    ['bits', /PCM of 24 bit/, '-r', '16000', '-b', '24'],
    ['float', /coding 3 is not known/, '-r', '8000', '-e', 'floating-point'],
    ['law-rate', /16000 samples a second; 8000/, '-r', '16000', '-e', 'mu-law'],
  ] as const) {
    it(`with the wrong ${name} is refused with the reason`, () => {
      const read = readWaveFile(soxFile(`${name}.wav`, ...format));
      assert.ok(!read.ok);
      assert.match(read.reason, reason);
    });
  }

  it('that is stereo, empty, cut off, too large or something else is refused or read as far as it goes', () => {
    const stereo = join(directory, 'stereo.wav');
    execFileSync('sox', ['-n', '-r', '8000', '-c', '2', '-b', '16', stereo, 'synth', '0.1', 'sine', '800']);
    const words = (bytes: Uint8Array): string => {
      const read = readWaveFile(bytes);
      return read.ok ? `${read.value.pcm.length}` : read.reason;
    };
    assert.match(words(execFileSync('cat', [stereo])), /2 channels/);
    const whole = Buffer.from(writeWav({ samples: sine(500, -10, 8000, 100), sampleRateHz: 8000 }));
    assert.equal(words(whole.subarray(0, 44 + 101)), '50');
    assert.match(words(whole.subarray(0, 44)), /no sound/);
    assert.match(words(whole.subarray(0, 20)), /no format/);
    assert.match(words(new Uint8Array()), /not a WAV/);
    assert.match(words(Buffer.from('ID3 music')), /not a WAV/);
    assert.match(words(Buffer.concat([whole, Buffer.alloc(320_000)])), /larger than 300 KB/);
    const endless = Buffer.from(whole);
    endless.writeUInt32LE(0xffff_ffff, 40);
    assert.equal(words(endless), '800');
  });
});

describe("the 7960's rings", () => {
  it('are listed with names that have blanks, and files that stay in the directory', () => {
    const list = 'Chime\tchime.pcm\r\nOld Phone   oldphone.raw\n\nonlyname\nEvil ../../etc/passwd\nEvil2 /etc/passwd\n';
    assert.deepEqual(parseRingList(list), [
      { name: 'Chime', file: 'chime.pcm' },
      { name: 'Old Phone', file: 'oldphone.raw' },
    ]);
    assert.equal(parseRingList(`${'a b\n'.repeat(100_000)}`).length, 64);
  });

  it('are raw µ-law of 240 to 16080 bytes in blocks of 240', () => {
    const read = readRawRing(new Uint8Array(480).fill(0xff));
    assert.ok(read.ok && read.value.rateHz === 8000 && read.value.pcm.every((sample) => sample === 0));
    for (const size of [0, 239, 241, 16_081, 16_320]) assert.equal(readRawRing(new Uint8Array(size)).ok, false);
  });
});

describe('the library', () => {
  it('has what can be played by its name, and says why the rest cannot', async () => {
    const home = mkdtempSync(join(tmpdir(), 'library-'));
    const log = new MemoryLog();
    const library = new RingLibrary(home, log);
    try {
      writeFileSync(join(home, 'Soda pop.wav'), writeWav({ samples: sine(500, -10, 16_000, 100), sampleRateHz: 16_000 }));
      writeFileSync(join(home, 'fast.wav'), writeWav({ samples: sine(500, -10, 44_100, 100), sampleRateHz: 44_100 }));
      writeFileSync(join(home, 'chime.pcm'), new Uint8Array(2400));
      writeFileSync(join(home, 'RINGLIST.DAT'), 'Old Chime\tchime.pcm\nGone\tgone.pcm\n');
      await library.load();
      assert.deepEqual(library.names, ['Soda pop', 'Old Chime']);
      assert.equal(library.find('Soda pop')?.cadence, 0);
      assert.equal(library.find('Old Chime')?.recording.pcm.length, 2400);
      const told = log.lines.map((line) => JSON.stringify(line)).join('\n');
      assert.match(told, /fast\.wav was not taken: 44100 samples/);
      assert.match(told, /gone\.pcm was not taken: .*ENOENT/);
      await new RingLibrary(join(home, 'nowhere'), log).load();
    } finally {
      rmSync(home, { recursive: true });
    }
  });
});
