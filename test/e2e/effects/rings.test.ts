// Parameters of rings: cadences, the list of rings, what Alert-Info chooses, and how softly it begins. One phone, changed as it runs.

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { eventually } from '#test/support/eventually';
import { OfficePhone } from '#test/support/office-phone';
import { levelDbov, toneLevel } from '#test/support/tone-meter';
import type { Sound } from '#test/support/wav-file';

let desk: OfficePhone;
before(async () => {
  desk = await OfficePhone.start();
});
after(() => desk[Symbol.asyncDispose]());
afterEach(() => desk.rest());

/** The ring of a call whose Alert-Info is that, from its beginning. */
function ring(alert: string, seconds: number): Promise<Sound> {
  return desk.hearRing(seconds, { headers: [`Alert-Info: <http://127.0.0.1>;info=${alert}`] });
}

/** What such a ring is like, from its beginning; asked again, for a machine that stands still for a moment makes a pause in it. */
function rings(alert: string, seconds: number, is: (sound: Sound) => boolean, what: string): Promise<void> {
  return eventually(async () => assert.ok(is(await ring(alert, seconds)), `${alert}: ${what}`));
}

/** How many times it falls silent for 80 ms. */
function rests({ samples, sampleRateHz }: Sound): number {
  const block = sampleRateHz / 12.5;
  const sounds = Array.from({ length: Math.floor(samples.length / block) }, (_, at) =>
    samples.subarray(at * block, (at + 1) * block).some((sample) => Math.abs(sample) > 50),
  );
  return sounds.filter((on, at) => !on && sounds[at - 1] === true).length;
}

function hears({ samples, sampleRateHz }: Sound, hz: number): boolean {
  return toneLevel(samples, sampleRateHz, hz) > -40;
}

/** Of Ring01, the line's. */
const [usualHz, usualDbov] = [740, -15];
/** Of w=2. */
const simpleHz = 880;

const goesOn = (sound: Sound): boolean => rests(sound) === 0;
const pauses =
  (atLeast: number) =>
  (sound: Sound): boolean =>
    rests(sound) >= atLeast;
const isUsual = (sound: Sound): boolean => hears(sound, usualHz) && !hears(sound, simpleHz);
const isSimple = (sound: Sound): boolean => hears(sound, simpleHz) && !hears(sound, usualHz);

test('a cadence is what its script says, for the calls that ask for it', async () => {
  await desk.change({ 'voip/ring/cadence/1/script': '60(.2/.2)' });
  await rings('Bellcore-dr1', 1, goesOn, 'without a pause');
  await rings('Bellcore-dr2', 1, pauses(2), 'with pauses');
});

test('voip/ring/cadence_9/script: a ninth cadence, for calls and rings that ask for it', async () => {
  await desk.change({ 'voip/ring/cadence_9/script': '60(.15/.15)' });
  await rings('Bellcore-dr9', 1, pauses(3), 'with pauses');
  await desk.change({ 'voip/ring/cadence_9/script': '60(2/4)', 'voip/ring/tone/8/script': 'n=Ninth;w=2;c=9' });
  await rings('Ninth', 1, goesOn, 'without a pause');
});

test('a ring of the list has its name, sound and cadence from its script', async () => {
  await rings('Chimes', 0.5, isUsual, 'as usual');
  await desk.change({ 'voip/ring/tone/9/script': 'n=Chimes;w=2;c=1' });
  await rings('Chimes', 0.5, isSimple, 'simple');
  await desk.change({ 'voip/ring/tone/9/script': 'n=Chimes;w=2;c=2' });
  await rings('Chimes', 1, pauses(2), 'with pauses');
});

test('a word in Alert-Info rings as the administrator says', async () => {
  await desk.change({ 'voip/distinctive_ringing/0/type': 'family', 'voip/distinctive_ringing/0/ringtone': 'Simple-1' });
  await rings('family', 0.5, isSimple, 'simple');
  await desk.change({ 'voip/distinctive_ringing/0/type': 'friends' });
  await rings('family', 0.5, isUsual, 'as usual');
});

test('an escalating ring begins softly', async () => {
  const loudness = ({ samples }: Sound): number => levelDbov(samples.subarray(0, 4000));
  await rings('alert-internal', 0.4, (sound) => loudness(sound) > usualDbov - 2, 'loud at once');
  await desk.change({ 'voip/ring/rise_time': 20 });
  await rings('alert-internal', 0.4, (sound) => loudness(sound) < usualDbov - 10, 'softly at first');
});
