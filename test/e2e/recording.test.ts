// A call recorded into a file, which is seen and heard by all; and the test of one's own sound.

import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { Household, speak, words } from '#test/support/household';
import type { SimulatedPhone } from '#test/support/simulated-phone';
import { toneLevel } from '#test/support/tone-meter';

const annHz = 1000;
const benHz = 600;
const beepHz = 1400;
const bytesBeforeSound = 44;
/** Two channels of the core's rate. */
const bytesOfSecond = 2 * 2 * 16_000;

const directory = mkdtempSync(join(tmpdir(), 'recording-'));
let house: Household;
before(async () => {
  const params = { 'voip/services/recording/enabled': 1, 'voip/services/recording/least_free': 1 };
  house = await Household.start({ ann: { dataDirectory: directory, params } });
  await Promise.all([speak(house.ann, annHz), speak(house.ben, benHz)]);
});
after(async () => {
  await house[Symbol.asyncDispose]();
  rmSync(directory, { recursive: true, force: true });
});
afterEach(() => house.rest());

/** What the header says, which is put right each second and at the end. */
function soundBytes(file: string): number {
  const bytes = readFileSync(file);
  return bytes.length < bytesBeforeSound ? 0 : bytes.readUInt32LE(40);
}

/** All of these tones at once in a piece of the last seconds: a beep is over before a busy machine asks for it. */
async function sounded(phone: SimulatedPhone, hz: readonly number[], overDbov: number): Promise<true | undefined> {
  const { samples, sampleRateHz } = await phone.hear('earpiece', 5, 'last');
  const length = sampleRateHz / 5;
  for (let from = 0; from + length <= samples.length; from += length / 2) {
    const piece = samples.subarray(from, from + length);
    if (hz.every((each) => toneLevel(piece, sampleRateHz, each) > overDbov)) return true;
  }
  return undefined;
}

test('both sides are in the file, ours left and theirs right; the mark is seen and the beep heard', async () => {
  const { ann, ben } = house;
  await house.talk();
  await ann.findSoftKey('record');
  await ann.softKey('record');
  await ben.waitFor('the beep', () => sounded(ben, [beepHz], -45));
  assert.match(words(await ann.screen()), /Recording/);
  const folder = join(directory, 'recordings');
  const name = await ann.waitFor('the file', async () =>
    readdirSync(folder).find((each) => /^\d{8}-\d{6}-1002-1\.wav$/.test(each)),
  );
  await ann.waitFor('three seconds', async () => (soundBytes(join(folder, name)) >= 3 * bytesOfSecond ? true : undefined));
  await ann.hook(false);
  const file = await ann.waitFor('all of the file', async () => {
    const bytes = readFileSync(join(folder, name));
    return soundBytes(join(folder, name)) === bytes.length - bytesBeforeSound ? bytes : undefined;
  });
  assert.equal(file.toString('latin1', 0, 4), 'RIFF');
  assert.equal(file.readUInt16LE(22), 2);
  const rateHz = file.readUInt32LE(24);
  const channel = (index: number): Int16Array =>
    Int16Array.from({ length: rateHz }, (_, at) => file.readInt16LE(bytesBeforeSound + (at + rateHz) * 4 + index * 2));
  const [ours, theirs] = [channel(0), channel(1)];
  assert.ok(toneLevel(ours, rateHz, annHz) > -16 && toneLevel(ours, rateHz, benHz) < -50);
  assert.ok(toneLevel(theirs, rateHz, benHz) > -16 && toneLevel(theirs, rateHz, annHz) < -50);
});

/** From the main menu through rows by their ids. */
async function choose(phone: SimulatedPhone, ...ids: readonly string[]): Promise<void> {
  await phone.press('menu');
  await phone.waitForScreen('menu');
  for (const id of ids) {
    await phone.waitFor(id, async () => {
      const { items, focus } = await phone.screen();
      const row = typeof focus === 'number' ? JSON.stringify(items[focus]) : '';
      if (row.includes(`"${id}"`)) return true;
      await phone.press('down');
      return undefined;
    });
    await phone.press('ok');
  }
}

test('the recording is listened to, and deleted', async () => {
  const { ann } = house;
  await choose(ann, 'features', 'recordings');
  await ann.waitFor('the recording', async () => (words(await ann.screen()).includes('1002') ? true : undefined));
  await ann.softKey('listen');
  assert.match(words(await ann.screen()), /playing/);
  await ann.waitFor('both voices', () => sounded(ann, [annHz, benHz], -30));
  await ann.softKey('stop');
  assert.equal((await ann.state()).audio.path, 'none');
  await ann.softKey('delete');
  await ann.softKey('delete');
  await ann.waitFor('no file', async () =>
    readdirSync(join(directory, 'recordings')).some((name) => name.endsWith('.wav')) ? undefined : true,
  );
});

test('how do I sound: five seconds are recorded and come back', async () => {
  const { ann } = house;
  await choose(ann, 'settings', 'sound', 'soundTest');
  await ann.softKey('start');
  await ann.waitFor('recording', async () => (words(await ann.screen()).includes('Speak now') ? true : undefined));
  await ann.waitFor('listening', async () => (words(await ann.screen()).includes('how others hear you') ? true : undefined));
  await ann.waitFor('the own voice', async () => {
    const { samples, sampleRateHz } = await ann.hear('earpiece', 0.4);
    return toneLevel(samples, sampleRateHz, annHz) > -20 ? true : undefined;
  });
  await ann.softKey('stop');
  await ann.press('back');
  await ann.waitFor('nothing kept', async () =>
    readdirSync(join(directory, 'recordings')).some((name) => name.startsWith('sound')) ? undefined : true,
  );
});
