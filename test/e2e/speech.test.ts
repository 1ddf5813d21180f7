// What is said at one phone is heard at the other: both ways, at its level, not on hold, not when muted, on every path.

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { eventually } from '#test/support/eventually';
import { type Heard, Household, lampOf, listen, pause, speak, spokenDbov } from '#test/support/household';
import type { SimulatedPhone } from '#test/support/simulated-phone';

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

function assertTalk(ann: Heard, ben: Heard): void {
  assertTone(ann, benHz);
  assertTone(ben, annHz);
}

function assertSilent({ dbov }: Heard, who: string): void {
  assert.ok(dbov < silenceDbov, `${who} hears ${dbov} dBov`);
}

function hearBoth(check: (ann: Heard, ben: Heard) => void): Promise<void> {
  return heard([house.ann, house.ben], check);
}

/** What is in the ears, once the sound has settled. */
function heard(phones: readonly SimulatedPhone[], check: (...heard: [Heard, Heard]) => void): Promise<void> {
  return eventually(async () => {
    await pause(settlingMs);
    check(...((await Promise.all(phones.map((phone) => listen(phone)))) as [Heard, Heard]));
  });
}

test('a tone spoken at one phone is heard at the other at its level, both ways at once', async () => {
  await house.talk();
  await hearBoth(assertTalk);
});

test('hold silences both sides, and resume brings them back', async () => {
  const { ann, ben } = house;
  await house.talk();
  await ann.softKey('hold');
  await ann.waitForScreen('held');
  await ben.waitFor('the notice that it is held', async () =>
    JSON.stringify(await ben.screen()).includes('You are on hold') ? true : undefined,
  );
  await hearBoth((holder, held) => {
    assertSilent(holder, 'the holder');
    assertSilent(held, 'the held one');
  });
  await ann.softKey('resume');
  await ann.waitForScreen('call');
  await hearBoth(assertTalk);
});

test('mute silences one direction only, and the mute lamp says so', async () => {
  const { ann } = house;
  await house.talk();
  await ann.press('mute');
  assert.equal(await lampOf(ann, 'mute'), 'red steady');
  await hearBoth((muted, other) => {
    assertTone(muted, benHz);
    assertSilent(other, 'the other');
  });
  await ann.press('mute');
  await hearBoth(assertTalk);
});

test('each step of the volume is 3 dB, and the speaker has a volume of its own', async () => {
  const { ann } = house;
  await house.talk();
  const before = await ann.state();
  await ann.press('volumeDown');
  await ann.press('volumeDown');
  assert.equal((await ann.state()).audio.volume, before.audio.volume - 2);
  await heard([ann], (inEar) => assertTone(inEar, benHz, spokenDbov - 6));
  await ann.press('volumeUp');
  await ann.press('volumeUp');
  await heard([ann], (inEar) => assertTone(inEar, benHz));
});

test('the call moves from handset to speaker to headset and back', async () => {
  const { ann } = house;
  await house.talk();
  await pause(settlingMs);
  await ann.press('speaker');
  assert.equal((await ann.state()).audio.path, 'speaker');
  await eventually(async () => assertTone(await listen(ann, 'speaker'), benHz));
  await ann.post('/api/headset', { plugged: true });
  await ann.press('headset');
  assert.equal((await ann.state()).audio.path, 'headset');
  await eventually(async () => {
    await pause(settlingMs);
    const [inEar, aloud] = await Promise.all([listen(ann), listen(ann, 'speaker')]);
    assertTone(inEar, benHz);
    assert.ok(aloud.dbov < silenceDbov, `the loudspeaker still plays: ${aloud.dbov} dBov`);
  });
  // The other side hears each microphone.
  await eventually(async () => assertTone(await listen(house.ben), annHz));
  await ann.post('/api/headset', { plugged: false });
});

test('nothing is heard after the end', async () => {
  const { ann, ben } = house;
  await house.talk();
  await ben.hook(false);
  await ann.waitForScreen('ended');
  await ann.hook(false);
  await hearBoth((annAfter, benAfter) => {
    assertSilent(annAfter, 'Ann');
    assertSilent(benAfter, 'Ben');
  });
});
