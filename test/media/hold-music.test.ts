// What a held call hears: the file from its beginning, at its rate and level, and the microphone not.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { MediaStation, pause } from '../support/media-station.ts';
import { levelDbov, sine, toneLevel } from '../support/tone-meter.ts';

describe('music on hold', { concurrency: true }, () => {
  for (const rateHz of [8000, 16_000] as const) {
    test(`of ${rateHz} Hz is heard by the held side alone, again and again`, async () => {
      await using alice = await MediaStation.open();
      await using bob = await MediaStation.open();
      alice.engine.simulatedSound.setMicrophone(sine(2000, -20, 16_000, 1000), true);
      alice.talkTo(bob.rtpPort);
      bob.talkTo(alice.rtpPort);
      await bob.next('mediaStarted');
      alice.send({ type: 'setMusic', music: { rateHz, pcm: sine(700, -20, rateHz, 100) } });
      alice.send({ type: 'playMusic', session: 1, on: true });
      await pause(150);
      assert.ok(toneLevel(await bob.listen('earpiece', 200), 16_000, 700) < -60, 'talks yet');
      alice.send({ type: 'connectSession', session: 1, heard: false });
      await pause(250);
      const held = await bob.listen('earpiece', 400);
      assert.ok(Math.abs(toneLevel(held, 16_000, 700) + 20) < 0.7);
      assert.ok(toneLevel(held, 16_000, 2000) < -60);
      alice.send({ type: 'playMusic', session: 1, on: false });
      await pause(250);
      assert.ok(levelDbov(await bob.listen('earpiece', 200)) < -60);
    });
  }
});
