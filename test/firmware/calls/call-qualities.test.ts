// How calls sound: who is asked when, and what word comes of the numbers.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CallQualities } from '#firmware/calls/call-qualities';
import { FakeClock } from '#test/support/fake-clock';
import { call } from '#test/support/phone-fixture';
import { sessionStatistics } from '#test/support/session-statistics';
import type { CallQuality } from '#ui/call-quality';

interface World {
  readonly clock: FakeClock;
  readonly asked: string[];
  readonly qualities: CallQualities;
  changes: number;
}

function world(): World {
  const clock = new FakeClock();
  const asked: string[] = [];
  const qualities = new CallQualities({ clock, ask: (id) => void asked.push(id), changed: () => void it.changes++ });
  const it: World = { clock, asked, qualities, changes: 0 };
  return it;
}

/** A second of 50 packets each: how many of them were lost, and came too late. */
function grades(seconds: readonly (readonly [lost: number, late: number])[], roundTripMs = 20): readonly CallQuality['grade'][] {
  const { qualities } = world();
  qualities.follow([call()]);
  let [received, lostAll, lateAll] = [0, 0, 0];
  return seconds.map(([lost, late]) => {
    received += 50 - lost;
    lostAll += lost;
    lateAll += late;
    const counted = { packetsReceived: received, packetsLost: lostAll, packetsDiscarded: lateAll };
    qualities.reported('c1', sessionStatistics({ ...counted, roundTripMs }));
    return qualities.snapshots[0]?.grade;
  });
}

describe('how calls sound', () => {
  it('is asked every second while a call is up, and of nobody else', () => {
    const { clock, asked, qualities } = world();
    qualities.follow([call({ id: 'a' }), call({ id: 'b', state: 'held' })]);
    clock.advance(3000);
    assert.deepEqual(asked, ['a', 'a', 'a']);
    qualities.follow([call({ id: 'a', state: 'ended' })]);
    clock.advance(3000);
    assert.equal(asked.length, 3);
    assert.equal(clock.pendingTimers, 0);
  });

  it('is told of calls that are up, as the media counts', () => {
    const it = world();
    it.qualities.follow([call({ id: 'a' })]);
    it.qualities.reported('b', sessionStatistics());
    assert.equal(it.changes, 0);
    it.qualities.reported('a', sessionStatistics({ packetsLost: 7, remoteLossFraction: 0.25 }));
    assert.equal(it.changes, 1);
    const [quality] = it.qualities.snapshots;
    assert.equal(quality?.packetsLost, 7);
    assert.equal(quality.remoteLossShare, 0.25);
    assert.equal(quality.score, 4.38);
    it.qualities.follow([]);
    assert.deepEqual(it.qualities.snapshots, []);
  });

  it('stays as it was while the call is on hold', () => {
    const { clock, asked, qualities } = world();
    qualities.follow([call({ id: 'a' })]);
    qualities.reported('a', sessionStatistics({ packetsLost: 7 }));
    qualities.follow([call({ id: 'a', state: 'held' })]);
    clock.advance(3000);
    assert.deepEqual(asked, []);
    assert.equal(qualities.snapshots[0]?.packetsLost, 7);
  });

  it('keeps the same objects while nothing changes', () => {
    const { qualities } = world();
    qualities.follow([call({ id: 'a' })]);
    qualities.reported('a', sessionStatistics());
    const before = qualities.snapshots;
    qualities.follow([call({ id: 'a' })]);
    assert.equal(qualities.snapshots, before);
  });

  it('is good, fair or poor by what was not heard in the last seconds, not since the beginning', () => {
    assert.deepEqual(
      grades([
        [0, 0],
        [0, 0],
        [0, 0],
      ]).slice(1),
      ['good', 'good'],
    );
    assert.equal(
      grades([
        [0, 0],
        [2, 1],
        [2, 1],
      ]).at(-1),
      'fair',
    );
    assert.equal(
      grades([
        [0, 0],
        [3, 5],
        [3, 5],
      ]).at(-1),
      'poor',
    );
    const healed = Array.from({ length: 7 }, () => [0, 0] as const);
    assert.equal(grades([[0, 0], [20, 0], [20, 0], ...healed]).at(-1), 'good');
  });

  it('is worse where an answer takes long', () => {
    const quiet = [
      [0, 0],
      [0, 0],
    ] as const;
    assert.equal(grades(quiet, 900).at(-1), 'fair');
    assert.equal(grades(quiet, 1700).at(-1), 'poor');
  });

  it('is not known before there is something to judge, and stays while the other side is silent', () => {
    assert.deepEqual(grades([[0, 0]]), [undefined]);
    const { qualities } = world();
    qualities.follow([call()]);
    for (const packetsReceived of [0, 100, 100, 100]) qualities.reported('c1', sessionStatistics({ packetsReceived }));
    assert.equal(qualities.snapshots[0]?.grade, 'good');
  });
});
