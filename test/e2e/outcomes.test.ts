// Calls that do not come about, and how the screen and the ear are told.

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { eventually } from '#test/support/eventually';
import { dial, Household, listen, words } from '#test/support/household';
import { dominantFrequencyHz, toneLevel } from '#test/support/tone-meter';

let house: Household;
before(async () => {
  house = await Household.start();
});
after(() => house[Symbol.asyncDispose]());
afterEach(() => house.rest());

async function assertEnded(expected: string): Promise<void> {
  const screen = await house.ann.waitForScreen('ended');
  assert.ok(words(screen).includes(expected), `${words(screen)} does not say ${expected}`);
}

/** Busy and congestion sound the same two notes in the default country; the cadence tells them apart. */
async function assertToneHeard(hz: number): Promise<void> {
  await eventually(async () => {
    const { samples, sampleRateHz } = await house.ann.hear('earpiece', 1);
    assert.ok(toneLevel(samples, sampleRateHz, hz) > -45, `no ${hz} Hz in the ear`);
  });
}

test('a rejected call says that it was declined', async () => {
  await house.ring();
  await house.ben.softKey('reject');
  await assertEnded('declined');
  await house.ben.waitFor('rest', async () => ((await house.ben.screen()).screen !== 'incoming' ? true : undefined));
});

test('giving up while it rings stops the ringing there and counts as missed', async () => {
  await house.ring();
  await house.ann.hook(false);
  await house.ben.waitFor('the end of the ringing', async () =>
    (await house.ben.screen()).screen === 'incoming' ? undefined : true,
  );
  // The simulated card still holds a little of it. No pause of a cadence is as long.
  await eventually(async () => assert.ok((await listen(house.ben, 'speaker')).dbov < -60));
  assert.ok((await listen(house.ben, 'speaker', 4.2)).dbov < -60);
  await house.ann.waitForScreen('idle', 'ended');
});

test('a busy number: the reason on the screen and the busy tone in the ear', async () => {
  await dial(house.ann, '602');
  await assertEnded('Busy');
  await assertToneHeard(480);
});

test('who never answers is heard ringing until we give up', async () => {
  await dial(house.ann, '603');
  await house.ann.waitFor('the ring back', async () => (words(await house.ann.screen()).includes('Ringing') ? true : undefined));
  await house.ann.waitFor('the ring back tone', async () => {
    const { samples, sampleRateHz } = await house.ann.hear('earpiece', 0.3);
    return toneLevel(samples, sampleRateHz, 440) > -40 ? true : undefined;
  });
  await house.ann.hook(false);
  await house.ann.waitForScreen('idle', 'ended');
  const cancelled = (): number => house.lab.requestCounts.get('CANCEL') ?? 0;
  await house.ann.waitFor('CANCEL', async () => (cancelled() >= 2 ? true : undefined));
  assert.equal(cancelled(), 2, 'this one and the one before');
});

test('a number that declines', async () => {
  await dial(house.ann, '604');
  await assertEnded('declined');
});

test('a number that nobody has', async () => {
  await dial(house.ann, '4711');
  await assertEnded('not found');
});

test('a phone that is not there', async () => {
  await dial(house.ann, '1009');
  await assertEnded('Not available');
});

test('early media is heard before the answer, and goes on after it', async () => {
  await dial(house.ann, '605');
  await house.ann.waitForScreen('outgoing');
  await house.ann.waitFor('early media', async () => {
    // Asked for at once, and of the past: the answer comes three seconds later, however long we take.
    const [{ samples, sampleRateHz }, { screen }] = await Promise.all([
      house.ann.hear('earpiece', 0.2, 'last'),
      house.ann.screen(),
    ]);
    assert.equal(screen, 'outgoing');
    return Math.abs(dominantFrequencyHz(samples, sampleRateHz) - 850) < 3 ? true : undefined;
  });
  await house.ann.waitForScreen('call');
  await eventually(async () => assert.ok(Math.abs((await listen(house.ann)).hz - 850) < 3));
});

test('when the other side hangs up the screen says so, and the handset hears the busy tone', async () => {
  await dial(house.ann, '606');
  await house.ann.waitForScreen('call');
  await assertEnded('ended');
  await assertToneHeard(480);
});

test('echo, heard through the lab, comes back at its level', async () => {
  const { ann } = house;
  await ann.microphone({
    sampleRateHz: 16_000,
    samples: Int16Array.from({ length: 16_000 }, (_, i) => 8000 * Math.sin((2 * Math.PI * 1250 * i) / 16_000)),
  });
  await dial(ann, '600');
  await ann.waitForScreen('call');
  await eventually(async () => {
    const { hz, dbov } = await listen(ann);
    assert.ok(Math.abs(hz - 1250) < 3 && Math.abs(dbov - 20 * Math.log10(8000 / Math.SQRT2 / 32_768)) < 1, `${hz} Hz at ${dbov}`);
  });
});

test('digits pressed in a call arrive, each once and in order', async () => {
  const { ann, lab } = house;
  await dial(ann, '607');
  await ann.waitForScreen('call');
  await ann.type('1590*#');
  await ann.waitFor('the digits', async () => (lab.digits.length >= 6 ? true : undefined));
  assert.equal(lab.digits.join(''), '1590*#');
  assert.ok(words(await ann.screen()).includes('1590*#'), 'the screen shows what was sent');
});

test('do not disturb: the caller hears busy, nothing rings, and the call is in the log', async () => {
  const { ann, ben } = house;
  await ben.softKey('dnd');
  await dial(ann, '1002');
  await assertEnded('Busy');
  assert.equal((await ben.screen()).screen, 'idle');
  assert.ok(words(await ben.screen()).includes('isturb'), words(await ben.screen()));
  await ben.softKey('dnd');
  await house.rest();
  await house.ring();
});
