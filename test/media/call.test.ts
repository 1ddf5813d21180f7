// Two engines call each other over loopback, from one simulated microphone to the other's earpiece.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { G722, MediaStation, PCMA, PCMU, pause } from '../support/media-station.ts';
import { dominantFrequencyHz, levelDbov, sine, toneLevel } from '../support/tone-meter.ts';

const RATE = 16_000;
const LOOP_MS = 1000;

describe('a call between two engines', { concurrency: true }, () => {
  for (const codec of [PCMU, PCMA, { ...PCMU, packetTimeMs: 10 }, { ...PCMA, packetTimeMs: 60 }, { ...PCMU, packetTimeMs: 25 }]) {
    test(`${codec.name} in ${codec.packetTimeMs} ms packets carries a tone both ways at its level`, async () => {
      await using alice = await MediaStation.open();
      await using bob = await MediaStation.open();
      alice.talkTo(bob.rtpPort, { codec });
      bob.talkTo(alice.rtpPort, { codec });
      alice.engine.simulatedSound.setMicrophone(sine(1000, -20, RATE, LOOP_MS), true);
      bob.engine.simulatedSound.setMicrophone(sine(440, -30, RATE, LOOP_MS), true);
      await Promise.all([alice.next('mediaStarted'), bob.next('mediaStarted')]);
      await pause(500);
      const [byAlice, byBob] = await Promise.all([alice.listen('earpiece', 500), bob.listen('earpiece', 500)]);
      assert.ok(Math.abs(dominantFrequencyHz(byBob, RATE) - 1000) < 3);
      assert.ok(Math.abs(toneLevel(byBob, RATE, 1000) + 20) < 1);
      assert.ok(Math.abs(dominantFrequencyHz(byAlice, RATE) - 440) < 3);
      assert.ok(Math.abs(toneLevel(byAlice, RATE, 440) + 30) < 1);
      const statistics = await bob.statistics();
      assert.equal(statistics.packetsLost, 0);
      assert.ok(statistics.packetsRefused <= 2, 'those from before the answer was known');
      assert.ok(statistics.bufferDelayMs <= 130, `${statistics.bufferDelayMs}`);
    });
  }

  test('G.722 carries what lies beyond the telephone band, from microphone to earpiece', async () => {
    await using alice = await MediaStation.open();
    await using bob = await MediaStation.open();
    alice.talkTo(bob.rtpPort, { codec: G722 });
    bob.talkTo(alice.rtpPort, { codec: G722 });
    alice.engine.simulatedSound.setMicrophone(sine(6000, -20, RATE, LOOP_MS), true);
    bob.engine.simulatedSound.setMicrophone(sine(500, -30, RATE, LOOP_MS), true);
    await Promise.all([alice.next('mediaStarted'), bob.next('mediaStarted')]);
    await pause(500);
    const [byAlice, byBob] = await Promise.all([alice.listen('earpiece', 500), bob.listen('earpiece', 500)]);
    assert.ok(Math.abs(dominantFrequencyHz(byBob, RATE) - 6000) < 10);
    assert.ok(Math.abs(toneLevel(byBob, RATE, 6000) + 20) < 1);
    assert.ok(Math.abs(toneLevel(byAlice, RATE, 500) + 30) < 1);
  });

  test('a muted microphone and an unheard session send silence', async () => {
    await using alice = await MediaStation.open();
    await using bob = await MediaStation.open();
    alice.talkTo(bob.rtpPort);
    bob.talkTo(alice.rtpPort);
    alice.engine.simulatedSound.setMicrophone(sine(1000, -20, RATE, LOOP_MS), true);
    await bob.next('mediaStarted');
    for (const [silence, sound] of [
      [
        { type: 'setMuted', muted: true },
        { type: 'setMuted', muted: false },
      ],
      [
        { type: 'connectSession', session: 1, heard: false },
        { type: 'connectSession', session: 1, heard: true },
      ],
      [
        { type: 'selectPath', path: 'none' },
        { type: 'selectPath', path: 'handset' },
      ],
    ] as const) {
      alice.send(silence);
      await pause(250);
      const before = await bob.statistics();
      assert.ok(levelDbov(await bob.listen('earpiece', 300)) < -70, silence.type);
      const after = await bob.statistics();
      assert.ok(after.packetsReceived - before.packetsReceived >= 13, 'packets go on');
      alice.send(sound);
      await pause(250);
      assert.ok(levelDbov(await bob.listen('earpiece', 200)) > -22, sound.type);
    }
  });

  test('a held call is silent and the other one is heard', async () => {
    await using alice = await MediaStation.open();
    await using bob = await MediaStation.open();
    await using carol = await MediaStation.open();
    const second = await alice.openSession(2);
    alice.talkTo(bob.rtpPort);
    alice.talkTo(carol.rtpPort, { session: 2 });
    bob.talkTo(alice.rtpPort);
    carol.talkTo(second.rtpPort);
    bob.engine.simulatedSound.setMicrophone(sine(600, -20, RATE, LOOP_MS), true);
    carol.engine.simulatedSound.setMicrophone(sine(1400, -20, RATE, LOOP_MS), true);
    await Promise.all([1, 2].map((session) => alice.next('mediaStarted', (event) => event.session === session)));
    await pause(300);
    const both = await alice.listen('earpiece', 300);
    assert.ok(toneLevel(both, RATE, 600) > -21 && toneLevel(both, RATE, 1400) > -21);
    alice.send({ type: 'connectSession', session: 1, heard: false });
    await pause(100);
    const one = await alice.listen('earpiece', 300);
    assert.ok(toneLevel(one, RATE, 600) < -60, `${toneLevel(one, RATE, 600)}`);
    assert.ok(toneLevel(one, RATE, 1400) > -21);
    assert.ok(levelDbov(await bob.listen('earpiece', 200)) < -70, 'callers do not hear each other');
  });

  test('what both sides hold is silent, and sounds again when resumed', async () => {
    await using alice = await MediaStation.open();
    await using bob = await MediaStation.open();
    alice.talkTo(bob.rtpPort);
    bob.talkTo(alice.rtpPort);
    alice.engine.simulatedSound.setMicrophone(sine(1000, -20, RATE, LOOP_MS), true);
    await bob.next('mediaStarted');
    alice.talkTo(bob.rtpPort, { direction: 'inactive' });
    bob.talkTo(alice.rtpPort, { direction: 'inactive' });
    await pause(200);
    const before = await bob.statistics();
    assert.ok(levelDbov(await bob.listen('earpiece', 200)) < -90);
    assert.equal((await bob.statistics()).packetsReceived, before.packetsReceived);
    alice.talkTo(bob.rtpPort);
    bob.talkTo(alice.rtpPort);
    await pause(300);
    assert.ok(Math.abs(toneLevel(await bob.listen('earpiece', 300), RATE, 1000) + 20) < 1);
  });
});
