// A path's controls in the mixer of the native tests' card (media/native/test/alsa-card), which keeps their values in a file.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import type { MediaCommand, PathName } from '#media/messages';
import type { PathMixer } from '#media/path-mixer';
import { MediaStation, pause } from '../support/media-station.ts';
import { sine, toneLevel } from '../support/tone-meter.ts';

const plugin = new URL(`../../build/native/${process.arch}/libalsa_card.so`, import.meta.url).pathname;
const skip = existsSync(plugin) ? false : 'built without ALSA';
const RATE = 16_000;
const folder = mkdtempSync(join(tmpdir(), 'hookswitch-mixer-'));
const file = (name: string): string => join(folder, name);
// Read by ALSA when the first card of this process is opened.
process.env['ALSA_CONFIG_PATH'] = file('asound.conf');
const names = ['board', 'ring', 'usb', 'loud', 'core', 'wrong'] as const;
type Card = (typeof names)[number];
const cards = names.map((name) => {
  const away = `unplug_file "${file(`${name}-away`)}"`;
  const played = `capture_file "${file('silence')}" playback_file "${file(`${name}-ear`)}"`;
  return `pcm.${name} { type hookswitch_card ${played} ${away} epoch_ms ${process.hrtime.bigint() / 1_000_000n} rate ${RATE} channels 1 }
ctl.${name} { type hookswitch_controls state_file "${file(name)}" ${away} }`;
});
const types = ['pcm', 'ctl'].map((kind, at) => `${kind}_type.hookswitch_${['card', 'controls'][at]} { lib "${plugin}" }`);
writeFileSync(file('asound.conf'), ['</usr/share/alsa/alsa.conf>', ...types, ...cards, ''].join('\n'));
writeFileSync(file('silence'), new Int16Array(RATE));

/** As the mixer has them now; false while one is not so. */
function has(card: Card, wanted: Readonly<Record<string, number>>): boolean {
  const state = existsSync(file(card)) ? readFileSync(file(card), 'utf8') : '';
  return Object.entries(wanted).every(([control, value]) => state.includes(`${control} ${value}\n`));
}

async function becomes(card: Card, wanted: Readonly<Record<string, number>>, withinMs = 3000): Promise<void> {
  for (let waitedMs = 0; !has(card, wanted); waitedMs += 10) {
    const now = existsSync(file(card)) ? readFileSync(file(card), 'utf8') : 'nothing';
    assert.ok(waitedMs < withinMs, `wanted ${JSON.stringify(wanted)}, has\n${now}`);
    await pause(10);
  }
}

function opening(path: PathName, card: Card, mixer: Omit<PathMixer, 'card'>): MediaCommand {
  return { type: 'openDevice', path, device: { driver: 'alsa', playback: card, capture: card }, mixer: { card, ...mixer } };
}

const HANDSET = 'Handset Playback Switch 0';
const SPEAKER = 'Speaker Playback Switch 0';
const BRIDGE = 'Speaker Playback Switch 1';
const VOLUME = 'Speaker Playback Volume 0';
const MICROPHONE = 'Mic Capture Switch 0';
const microphone = { control: 'Mic', direction: 'capture' } as const;
const speakerVolume = { control: 'Speaker', leastDb: -36, mostDb: 0 };
const handsetMixer: Omit<PathMixer, 'card'> = { switches: [{ control: 'Handset' }, microphone] };
const speakerMixer: Omit<PathMixer, 'card'> = {
  switches: [{ control: 'Speaker' }, { control: 'Speaker', index: 1 }, microphone],
  volume: speakerVolume,
};

describe("a path's mixer controls", { skip, concurrency: true }, () => {
  after(() => rmSync(folder, { recursive: true }));

  test('its switches are on while it is live, and its volume is the control', async () => {
    await using station = new MediaStation();
    station.send(opening('handset', 'board', handsetMixer));
    station.send(opening('speaker', 'board', speakerMixer));
    station.send({ type: 'setVolume', of: 'speaker', level: 10 });
    station.send({ type: 'selectPath', path: 'handset' });
    await becomes('board', { [HANDSET]: 1, [MICROPHONE]: 1, [SPEAKER]: 0, [BRIDGE]: 0 });
    station.send({ type: 'selectPath', path: 'speaker' });
    await becomes('board', { [HANDSET]: 0, [MICROPHONE]: 1, [SPEAKER]: 1, [BRIDGE]: 1, [VOLUME]: 60 });
    station.send({ type: 'setVolume', of: 'speaker', level: 4 });
    await becomes('board', { [VOLUME]: 36 });
    station.send({ type: 'setVolume', of: 'speaker', level: 0 });
    await becomes('board', { [VOLUME]: 24 });
    station.send({ type: 'selectPath', path: 'none' });
    await becomes('board', { [HANDSET]: 0, [MICROPHONE]: 0, [SPEAKER]: 0, [BRIDGE]: 0 });
    assert.equal(station.count('mixerFailed'), 0);
  });

  test('the loudspeaker is on while it rings, with no path live', async () => {
    await using station = new MediaStation();
    station.send(opening('speaker', 'ring', speakerMixer));
    station.send({ type: 'setVolume', of: 'speaker', level: 1 });
    const segment = { parts: [{ frequencyHz: 440, levelDbm0: -10 }], durationMs: 1000 };
    const sound = { sections: [{ segments: [segment], durationMs: 0 }] };
    station.send({ type: 'playRing', path: 'speaker', ring: { sound, cadence: [], riseMs: 0 } });
    await becomes('ring', { [SPEAKER]: 1, [VOLUME]: 48, [MICROPHONE]: 0 });
    station.send({ type: 'stopRing' });
    await becomes('ring', { [SPEAKER]: 0 });
  });

  test('a card that comes late is set when it is there', async () => {
    writeFileSync(file('usb-away'), '');
    await using station = new MediaStation();
    station.send(opening('headset', 'usb', { ...speakerMixer, switches: [{ control: 'Speaker' }] }));
    station.send({ type: 'selectPath', path: 'headset' });
    await station.next('deviceFailed');
    station.send({ type: 'setVolume', of: 'headset', level: 7 });
    rmSync(file('usb-away'));
    await station.next('deviceRecovered', undefined, 30_000);
    await becomes('usb', { [SPEAKER]: 1, [VOLUME]: 48 });
    assert.equal(station.count('mixerFailed'), 0, 'a card that is away was told as such');
  });

  /** The level of -20 dBov of the other side at the card, at a volume. */
  async function levelAt(card: Card, mixer: Omit<PathMixer, 'card'>, level: number): Promise<number> {
    await using station = new MediaStation();
    await using bob = await MediaStation.open();
    station.send(opening('handset', card, mixer));
    station.send({ type: 'setVolume', of: 'handset', level });
    station.send({ type: 'selectPath', path: 'handset' });
    const { rtpPort } = await station.openSession(1);
    bob.engine.simulatedSound.setMicrophone(sine(440, -20, RATE, 1000), true);
    station.talkTo(bob.rtpPort);
    bob.talkTo(rtpPort);
    await station.next('mediaStarted');
    await pause(800);
    const { buffer, byteOffset, length } = readFileSync(file(`${card}-ear`));
    return toneLevel(new Int16Array(buffer, byteOffset, length >> 1).slice(-RATE / 5), RATE, 440);
  }

  test('where a control is the volume the core leaves the sound as it is, and 0 is silence', async () => {
    assert.ok(Math.abs((await levelAt('loud', { volume: speakerVolume }, 1)) + 20) < 1);
    assert.ok((await levelAt('loud', { volume: speakerVolume }, 0)) < -70);
  });

  test('without a control of its own, or with one that fails, the volume is the core’s', async () => {
    assert.ok(Math.abs((await levelAt('core', {}, 4)) + 29) < 1);
    assert.ok(Math.abs((await levelAt('core', { volume: { ...speakerVolume, control: 'Bare' } }, 4)) + 29) < 1);
  });

  for (const [what, mixer, reason] of [
    [
      'a control that is not there',
      { switches: [{ control: 'Lamp', index: 2 }] },
      /mixer control "Lamp",2 of wrong: there is none/,
    ],
    [
      'a volume without a scale',
      { volume: { ...speakerVolume, control: 'Bare' } },
      /mixer control "Bare",0 of wrong: no volume in dB/,
    ],
    ['a switch of the other direction', { switches: [{ control: 'Mic' }] }, /mixer control "Mic",0 of wrong: no playback switch/],
  ] as const) {
    test(`${what} is told once, with its name and card`, async () => {
      await using station = new MediaStation();
      station.send(opening('handset', 'wrong', mixer));
      station.send({ type: 'selectPath', path: 'handset' });
      const { path, reason: told } = await station.next('mixerFailed');
      assert.equal(path, 'handset');
      assert.match(told, reason);
      for (const level of [3, 5]) station.send({ type: 'setVolume', of: 'handset', level });
      await pause(200);
      assert.equal(station.count('mixerFailed'), 1);
    });
  }

  test('a mixer that does not open is told with its card', async () => {
    await using station = new MediaStation();
    const device = { driver: 'alsa', playback: 'wrong', capture: 'wrong' } as const;
    station.send({ type: 'openDevice', path: 'handset', device, mixer: { card: 'nowhere', switches: [{ control: 'X' }] } });
    assert.match((await station.next('mixerFailed')).reason, /mixer of nowhere: /);
  });
});
