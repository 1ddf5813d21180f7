// Parameters of rings: cadences, the list of rings, what Alert-Info chooses, and how softly it begins. One phone, changed as it runs.

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
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
const usualHz = 740;
/** Of w=2. */
const simpleHz = 880;

test('a cadence is what its script says, for the calls that ask for it', async () => {
  await desk.change({ 'voip/ring/cadence/1/script': '60(.2/.2)' });
  assert.equal(rests(await ring('Bellcore-dr1', 1)), 0);
  assert.ok(rests(await ring('Bellcore-dr2', 1)) >= 2);
});

test('voip/ring/cadence_9/script: a ninth cadence, for calls and rings that ask for it', async () => {
  await desk.change({ 'voip/ring/cadence_9/script': '60(.15/.15)' });
  assert.ok(rests(await ring('Bellcore-dr9', 1)) >= 3);
  await desk.change({ 'voip/ring/cadence_9/script': '60(2/4)', 'voip/ring/tone/8/script': 'n=Ninth;w=2;c=9' });
  assert.equal(rests(await ring('Ninth', 1)), 0);
});

test('a ring of the list has its name, sound and cadence from its script', async () => {
  const usual = await ring('Chimes', 0.5);
  assert.ok(hears(usual, usualHz) && !hears(usual, simpleHz));
  await desk.change({ 'voip/ring/tone/9/script': 'n=Chimes;w=2;c=1' });
  const chimes = await ring('Chimes', 0.5);
  assert.ok(hears(chimes, simpleHz) && !hears(chimes, usualHz));
  await desk.change({ 'voip/ring/tone/9/script': 'n=Chimes;w=2;c=2' });
  assert.ok(rests(await ring('Chimes', 1)) >= 2);
});

test('a word in Alert-Info rings as the administrator says', async () => {
  await desk.change({ 'voip/distinctive_ringing/0/type': 'family', 'voip/distinctive_ringing/0/ringtone': 'Simple-1' });
  assert.ok(hears(await ring('family', 0.5), simpleHz));
  await desk.change({ 'voip/distinctive_ringing/0/type': 'friends' });
  assert.ok(hears(await ring('family', 0.5), usualHz));
});

test('an escalating ring begins softly', async () => {
  const loudness = async (): Promise<number> => levelDbov((await ring('alert-internal', 0.4)).samples.subarray(0, 4000));
  const atOnce = await loudness();
  await desk.change({ 'voip/ring/rise_time': 20 });
  assert.ok((await loudness()) < atOnce - 10);
});
