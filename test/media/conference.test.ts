// A conference of parties that speak different codecs: each hears the others as wide as its own line is, and not itself.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { G722, MediaStation, PCMU, pause } from '../support/media-station.ts';
import { sine, toneLevel } from '../support/tone-meter.ts';

const RATE = 16_000;
const LOOP_MS = 1000;
const OUR_HZ = 1000;
const NARROW_HZ = 600;
/** Beyond the telephone band. */
const WIDE_HZ = 5500;

describe('a conference', () => {
  test('of G.711 and G.722 keeps each party’s level, its band, and its own voice out of its ear', async () => {
    await using us = await MediaStation.open();
    await using narrow = await MediaStation.open();
    await using wide = await MediaStation.open();
    const second = await us.openSession(2);
    us.talkTo(narrow.rtpPort, { codec: PCMU });
    us.talkTo(wide.rtpPort, { codec: G722, session: 2 });
    narrow.talkTo(us.rtpPort, { codec: PCMU });
    wide.talkTo(second.rtpPort, { codec: G722 });
    us.send({ type: 'mixSessions', groups: [[1, 2]] });
    for (const [station, hz] of [
      [us, OUR_HZ],
      [narrow, NARROW_HZ],
      [wide, WIDE_HZ],
    ] as const) {
      station.engine.simulatedSound.setMicrophone(sine(hz, -20, RATE, LOOP_MS), true);
    }
    await us.next('talkersChanged', ({ sessions, microphone }) => sessions.length === 2 && microphone);
    await pause(500);
    const heard = await Promise.all([us, narrow, wide].map((station) => station.listen('earpiece', 500)));
    const levels = heard.map((pcm) => [OUR_HZ, NARROW_HZ, WIDE_HZ].map((hz) => toneLevel(pcm, RATE, hz)));
    const expected = [
      [undefined, -20, -20],
      // A line of 8 kHz does not carry what is beyond it.
      [-20, undefined, undefined],
      [-20, -20, undefined],
    ];
    expected.forEach((row, station) => {
      row.forEach((level, voice) => {
        const found = levels[station]?.[voice] ?? 0;
        if (level === undefined) assert.ok(found < -55, `station ${station} hears voice ${voice} at ${found}`);
        else assert.ok(Math.abs(found - level) < 1, `station ${station} hears voice ${voice} at ${found}`);
      });
    });

    // Half as loud for everybody, then kept from all; the others are as they were.
    us.send({ type: 'setVoice', session: 1, muted: false, levelDb: -6 });
    await pause(400);
    assert.ok(Math.abs(toneLevel(await wide.listen('earpiece', 400), RATE, NARROW_HZ) + 26) < 0.5);
    us.send({ type: 'setVoice', session: 1, muted: true, levelDb: 0 });
    await us.next('talkersChanged', ({ sessions }) => sessions.join() === '2');
    const muted = await wide.listen('earpiece', 400);
    assert.ok(toneLevel(muted, RATE, NARROW_HZ) < -60);
    assert.ok(Math.abs(toneLevel(muted, RATE, OUR_HZ) + 20) < 1);
  });

  test('takes no more groups than there are, and no session twice', async () => {
    await using us = await MediaStation.open();
    assert.throws(() => us.send({ type: 'mixSessions', groups: Array.from({ length: 9 }, (_, id) => [id]) }), {
      code: 'MEDIA_INVALID_COMMAND',
    });
    assert.throws(() => us.send({ type: 'mixSessions', groups: [[1, 1]] }), { code: 'MEDIA_INVALID_COMMAND' });
    assert.throws(() => us.send({ type: 'startPlayback', playback: 1, file: 'relative.wav' }), { code: 'MEDIA_INVALID_COMMAND' });
    us.send({ type: 'mixSessions', groups: [[1, 77], []] });
    us.send({ type: 'startPlayback', playback: 1, file: '/nowhere/there.wav' });
    assert.notEqual((await us.next('playbackEnded')).failure, '');
  });
});
