// What the headset's own lamp and ring say: a table, and that it is told of changes only.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { HeadsetFollower, headsetView } from '#firmware/headset-follower';
import type { Headset } from '#hal/headset/headset';
import { call, endedCall, FakePhone, heldCall, incomingCall, outgoingCall, snapshot } from '#test/support/phone-fixture';
import type { AudioSnapshot, PhoneSnapshot } from '#ui/phone';

const { audio } = snapshot();
const here: AudioSnapshot = { ...audio, path: 'headset' };
const elsewhere: AudioSnapshot = { ...audio, path: 'handset' };
const ringing: AudioSnapshot = { ...audio, ringing: true };

describe('what the headset is told', () => {
  const table: readonly (readonly [string, Partial<PhoneSnapshot>, string])[] = [
    ['at rest', {}, 'idle'],
    ['after a call', { calls: [endedCall] }, 'idle'],
    ['ringing', { calls: [incomingCall], audio: ringing }, 'ringing'],
    ['silenced', { calls: [incomingCall] }, 'idle'],
    ['a dial tone in the headset', { dialing: { line: 0, number: '', offHook: true }, audio: here }, 'active'],
    ['calling', { calls: [outgoingCall], audio: here }, 'active'],
    ['talking', { calls: [call()], audio: here }, 'active'],
    ['talking, muted', { calls: [call()], audio: { ...here, muted: true } }, 'active muted'],
    ['talking while another call waits', { calls: [call(), incomingCall], audio: { ...here, ringing: true } }, 'active'],
    ['talking beside a held call', { calls: [heldCall, call()], audio: here }, 'active'],
    ['held', { calls: [heldCall], audio: here }, 'held'],
    ['held, no path open', { calls: [heldCall] }, 'held'],
    [
      'dialling beside a held call',
      { calls: [heldCall], dialing: { line: 0, number: '1', offHook: true }, audio: here },
      'active',
    ],
    ['talking by handset', { calls: [call()], audio: elsewhere }, 'idle'],
    ['talking by handset, muted', { calls: [call()], audio: { ...elsewhere, muted: true } }, 'idle'],
    ['talking by handset while another waits', { calls: [call(), incomingCall], audio: { ...elsewhere, ringing: true } }, 'idle'],
  ];
  for (const [situation, values, expected] of table) {
    it(`${situation}: ${expected}`, () => {
      const view = headsetView(snapshot(values));
      assert.equal(view.muted ? `${view.call} muted` : view.call, expected);
    });
  }
});

class RecordingHeadset implements Headset {
  readonly plugged = true;
  readonly told: string[] = [];

  showCall(state: string): void {
    this.told.push(state);
  }

  showMute(muted: boolean): void {
    this.told.push(muted ? 'muted' : 'open');
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}

describe('the headset follower', () => {
  const plugged = { headsetPlugged: true };

  it('tells the state once, then changes only, and rests at the end', () => {
    const headset = new RecordingHeadset();
    const fake = new FakePhone(snapshot(plugged));
    const follower = new HeadsetFollower(headset, fake.phone);
    follower.start();
    fake.become(snapshot({ ...plugged, missedCalls: 1 }));
    fake.become(snapshot({ ...plugged, calls: [call()], audio: here }));
    fake.become(snapshot({ ...plugged, calls: [call()], audio: { ...here, muted: true } }));
    assert.deepEqual(headset.told, ['idle', 'open', 'active', 'muted']);
    follower.close();
    assert.deepEqual(headset.told.slice(4), ['idle', 'open']);
    assert.equal(fake.listeners, 0);
  });

  it('tells a headset that is plugged in, or in again, everything', () => {
    const headset = new RecordingHeadset();
    const fake = new FakePhone(snapshot());
    const follower = new HeadsetFollower(headset, fake.phone);
    follower.start();
    assert.deepEqual(headset.told, []);
    fake.become(snapshot({ ...plugged, calls: [incomingCall], audio: ringing }));
    fake.become(snapshot({ calls: [incomingCall], audio: ringing }));
    fake.become(snapshot({ ...plugged, calls: [incomingCall], audio: ringing }));
    assert.deepEqual(headset.told, ['ringing', 'open', 'ringing', 'open']);
    follower.close();
  });
});
