// What is said at one phone is heard at the other: both ways, at its level, not on hold, not when muted, on every path.

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { type Heard, Household, lampOf, listen, pause, speak, spokenDbov } from '#test/support/household';

const annHz = 1000;
const benHz = 600;
/** Packets under way, jitter buffer and the simulated card's ring. */
const settlingMs = 400;
const silenceDbov = -60;

let house: Household;
before(async () => {
  house = await Household.start();
  await Promise.all([speak(house.ann, annHz), speak(house.ben, benHz)]);
});
after(() => house[Symbol.asyncDispose]());
afterEach(() => house.rest());

function assertTone(heard: Heard, hz: number, dbov = spokenDbov): void {
  assert.ok(Math.abs(heard.hz - hz) < 3, `${heard.hz} Hz in place of ${hz}`);
  assert.ok(Math.abs(heard.dbov - dbov) < 1, `${heard.dbov} dBov in place of ${dbov}`);
}

async function hearBoth(): Promise<readonly [Heard, Heard]> {
  await pause(settlingMs);
  return await Promise.all([listen(house.ann), listen(house.ben)]);
}

test('a tone spoken at one phone is heard at the other at its level, both ways at once', async () => {
  await house.talk();
  const [ann, ben] = await hearBoth();
  assertTone(ann, benHz);
  assertTone(ben, annHz);
});

test('hold silences both sides, and resume brings them back', async () => {
  const { ann, ben } = house;
  await house.talk();
  await ann.softKey('hold');
  await ann.waitForScreen('held');
  await ben.waitFor('the notice that it is held', async () =>
    JSON.stringify(await ben.screen()).includes('You are on hold') ? true : undefined,
  );
  const [annOnHold, benOnHold] = await hearBoth();
  assert.ok(annOnHold.dbov < silenceDbov, `the holder hears ${annOnHold.dbov} dBov`);
  assert.ok(benOnHold.dbov < silenceDbov, `the held one hears ${benOnHold.dbov} dBov`);
  await ann.softKey('resume');
  await ann.waitForScreen('call');
  const [annBack, benBack] = await hearBoth();
  assertTone(annBack, benHz);
  assertTone(benBack, annHz);
});

test('mute silences one direction only, and the mute lamp says so', async () => {
  const { ann } = house;
  await house.talk();
  await ann.press('mute');
  assert.equal(await lampOf(ann, 'mute'), 'red steady');
  const [annMuted, benMuted] = await hearBoth();
  assertTone(annMuted, benHz);
  assert.ok(benMuted.dbov < silenceDbov, `${benMuted.dbov} dBov`);
  await ann.press('mute');
  const [, benBack] = await hearBoth();
  assertTone(benBack, annHz);
});

test('each step of the volume is 3 dB, and the speaker has a volume of its own', async () => {
  const { ann } = house;
  await house.talk();
  const before = await ann.state();
  await ann.press('volumeDown');
  await ann.press('volumeDown');
  assert.equal((await ann.state()).audio.volume, before.audio.volume - 2);
  await pause(settlingMs);
  assertTone(await listen(ann), benHz, spokenDbov - 6);
  await ann.press('volumeUp');
  await ann.press('volumeUp');
  await pause(settlingMs);
  assertTone(await listen(ann), benHz);
});

test('the call moves from handset to speaker to headset and back', async () => {
  const { ann } = house;
  await house.talk();
  await pause(settlingMs);
  await ann.press('speaker');
  assert.equal((await ann.state()).audio.path, 'speaker');
  await pause(settlingMs);
  assertTone(await listen(ann, 'speaker'), benHz);
  await ann.post('/api/headset', { plugged: true });
  await ann.press('headset');
  assert.equal((await ann.state()).audio.path, 'headset');
  await pause(settlingMs);
  const [inEar, aloud] = await Promise.all([listen(ann), listen(ann, 'speaker')]);
  assertTone(inEar, benHz);
  assert.ok(aloud.dbov < silenceDbov, `the loudspeaker still plays: ${aloud.dbov} dBov`);
  // The other side hears each microphone.
  assertTone(await listen(house.ben), annHz);
  await ann.post('/api/headset', { plugged: false });
});

test('nothing is heard after the end', async () => {
  const { ann, ben } = house;
  await house.talk();
  await ben.hook(false);
  await ann.waitForScreen('ended');
  await ann.hook(false);
  const [annAfter, benAfter] = await hearBoth();
  assert.ok(annAfter.dbov < silenceDbov && benAfter.dbov < silenceDbov);
});
