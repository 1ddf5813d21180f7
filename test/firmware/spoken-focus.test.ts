// What the screen says aloud: what is new, once the person rests; that the right words reach espeak-ng, and that sound comes out.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readSpeech } from '#firmware/rings/speech-wave';
import { SpokenFocus, speechOf } from '#firmware/spoken-focus';
import { speak } from '#firmware/system/espeak';
import type { Ring } from '#media/messages';
import { FakeClock } from '#test/support/fake-clock';
import { MemoryLog } from '#test/support/memory-log';
import { snapshot } from '#test/support/phone-fixture';
import { pictureOf } from '#test/support/screen-fixture';
import type { SemanticTree } from '#ui/lcd/semantic-tree';

const menuAt = (focus: number): SemanticTree =>
  pictureOf('color-320', snapshot(), { navigation: { pages: [{ page: 'menu', focus }] } }).tree;

/** A second of a tone as espeak-ng writes it: 22,050 Hz, lengths that say nothing. */
function wave(seconds = 1, hz = 440): Uint8Array {
  const samples = Math.round(22_050 * seconds);
  const view = new DataView(new ArrayBuffer(44 + 2 * samples));
  const tag = (at: number, text: string): void => new Uint8Array(view.buffer).set(new TextEncoder().encode(text), at);
  tag(0, 'RIFF');
  view.setUint32(4, 0x7ffff024, true);
  tag(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, 22_050, true);
  view.setUint16(34, 16, true);
  tag(36, 'data');
  view.setUint32(40, 0x7ffff000, true);
  for (let i = 0; i < samples; i++) view.setInt16(44 + 2 * i, 10_000 * Math.sin((2 * Math.PI * hz * i) / 22_050), true);
  return new Uint8Array(view.buffer);
}

class Bench {
  readonly clock = new FakeClock();
  readonly told: string[] = [];
  enabled = true;
  readonly focus = new SpokenFocus({
    clock: this.clock,
    log: new MemoryLog(),
    enabled: () => this.enabled,
    language: () => 'de',
    speak: (text, language, { said }) => {
      this.told.push(`say ${language} ${text}`);
      said(wave());
      return { cancel: () => this.told.push('cancel') };
    },
    play: (ring: Ring) => {
      this.told.push(`play ${'pcm' in ring.sound ? ring.sound.pcm.length : 0}`);
      return true;
    },
    stop: () => this.told.push('stop'),
  });
}

describe('the words', () => {
  it('are the screen and its focus, then only what is new', () => {
    const first = menuAt(0);
    const words = speechOf(first, undefined);
    assert.match(words, /^Menu\. /);
    assert.equal(speechOf(menuAt(0), first), '');
    const next = speechOf(menuAt(1), first);
    assert.ok(next !== '' && !next.includes('Menu'));
  });

  it('are bounded and bring no control characters', () => {
    const tree = { ...menuAt(0), title: `A\u0000\u001b\u202e${'b'.repeat(1000)}` };
    const words = speechOf(tree, undefined);
    assert.ok(words.length <= 300);
    assert.doesNotMatch(words, /\p{C}/u);
  });
});

describe('speaking', () => {
  it('waits until the person rests, and ends with its sound', () => {
    const { focus, clock, told } = new Bench();
    focus.shown(menuAt(0));
    clock.advance(100);
    focus.shown(menuAt(1));
    clock.advance(199);
    assert.deepEqual(told, []);
    clock.advance(1);
    assert.match(told[0] ?? '', /^say de /);
    assert.deepEqual(told.slice(1), ['play 16000']);
    clock.advance(1000);
    assert.equal(told.at(-1), 'stop');
    assert.equal(clock.pendingTimers, 0);
  });

  it('is interrupted by the next press, and off unless it is wanted', () => {
    const { focus, clock, told } = new Bench();
    focus.shown(menuAt(0));
    clock.advance(300);
    focus.shown(menuAt(1));
    assert.deepEqual(told.slice(2), ['cancel', 'stop']);
    focus.close();
    const quiet = new Bench();
    quiet.enabled = false;
    quiet.focus.shown(menuAt(0));
    quiet.clock.advance(1000);
    assert.deepEqual(quiet.told, []);
  });
});

describe('a speech program’s sound', () => {
  it('becomes 16 kHz, whatever lengths it names', () => {
    const speech = readSpeech(wave(0.5));
    assert.equal(speech?.rateHz, 16_000);
    assert.equal(speech?.pcm.length, 8000);
    const crossings = speech.pcm.reduce(
      (sum, value, i) => sum + (i > 0 && value >= 0 && (speech.pcm[i - 1] ?? 0) < 0 ? 1 : 0),
      0,
    );
    assert.ok(Math.abs(crossings - 220) <= 2, `${crossings} periods`);
  });

  it('is nothing where the bytes are none', () => {
    assert.equal(readSpeech(new Uint8Array(0)), undefined);
    assert.equal(readSpeech(wave().subarray(0, 45)), undefined);
    const other = wave();
    other[34] = 8;
    assert.equal(readSpeech(other), undefined);
  });
});

describe('espeak-ng', () => {
  const spoken = (text: string, language: string): Promise<Uint8Array> =>
    new Promise((resolve, reject) => {
      speak(text, language, { said: resolve, failed: (reason) => reject(new Error(reason)) });
    });

  it('speaks the words, and nothing else for words that look like options', async () => {
    const sound = readSpeech(await spoken('Call forwarding', 'en'));
    assert.ok(sound !== undefined && sound.pcm.length > 8000);
    assert.ok(sound.pcm.some((value) => Math.abs(value) > 3000));
    const options = readSpeech(await spoken('--version; rm -rf "$HOME"', '../../etc'));
    assert.ok(options !== undefined && options.pcm.length > 8000);
  });

  it('says nothing more once it is cancelled', async () => {
    let said = false;
    const speaking = speak('One two three four five six', 'en', { said: () => (said = true), failed: () => (said = true) });
    speaking.cancel();
    await spoken('after', 'en');
    assert.equal(said, false);
  });

  it('tells where there is none', () => {
    let reason = '';
    speak('x', 'en', { said: () => {}, failed: (told) => (reason = told), find: () => undefined });
    assert.equal(reason, 'espeak-ng is not installed');
  });
});
