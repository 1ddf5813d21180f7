// Incoming calls: ringing, answering by every natural key, refusing, waiting beside another call.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DeskDriver } from '#test/support/desk-driver';

const ringing = (): DeskDriver => new DeskDriver().arrives('in-1');
const talking = (): DeskDriver => ringing().press('liftHandset');

describe('an incoming call', () => {
  it('rings aloud and opens no path', () => {
    const { sound } = ringing();
    assert.equal(sound.ringing, true);
    assert.equal(sound.path, 'none');
    assert.deepEqual(sound.heard, []);
  });

  for (const [key, path] of [
    ['liftHandset', 'handset'],
    ['pressSpeaker', 'speaker'],
    ['pressHeadset', 'headset'],
    ['answer', 'speaker'],
  ] as const) {
    it(`${key} answers on the ${path}`, () => {
      const desk = ringing().press(key);
      assert.deepEqual(desk.asked, ['answerCall in-1']);
      assert.equal(desk.sound.path, path);
      assert.equal(desk.sound.ringing, false);
      assert.deepEqual(desk.sound.heard, ['in-1']);
    });
  }

  it('its line key answers', () => {
    assert.deepEqual(ringing().do({ type: 'pressLine', line: 0 }).asked, ['answerCall in-1']);
  });

  it('the headset button answers on the headset', () => {
    const desk = ringing().do({ type: 'pressHeadsetButton', button: 'answer' });
    assert.deepEqual(desk.asked, ['answerCall in-1']);
    assert.equal(desk.sound.path, 'headset');
  });

  it("the headset's volume buttons leave a level that the user may not change", () => {
    const desk = ringing().do({ type: 'pressHeadsetButton', button: 'answer' });
    assert.deepEqual(desk.do({ type: 'pressHeadsetButton', button: 'down' }).asked, ['saveVolume']);
    desk.settings = { ...desk.settings, keptVolumes: ['headset'] };
    assert.deepEqual(desk.do({ type: 'pressHeadsetButton', button: 'down' }).asked, []);
  });

  it('Answer takes the headset where it is the answering device and plugged in', () => {
    const desk = ringing();
    desk.settings = { ...desk.settings, answerDevice: 'headset' };
    desk.do({ type: 'plugHeadset', plugged: true }).press('answer');
    assert.equal(desk.sound.path, 'headset');
  });

  it('Reject refuses with the code that the administrator set', () => {
    const desk = ringing().press('reject');
    assert.deepEqual(desk.effects[0], { type: 'rejectCall', call: 'in-1', status: 603 });
    assert.equal(desk.sound.ringing, false);
    assert.equal(desk.call('in-1').ended?.reason, 'rejected');
  });

  it('Silence stops the ringing and the call can still be answered', () => {
    const desk = ringing().press('silence');
    assert.equal(desk.sound.ringing, false);
    assert.deepEqual(desk.press('answer').asked, ['answerCall in-1']);
  });

  it('the next call rings aloud again', () => {
    assert.equal(ringing().press('silence').arrives('in-2', 1).sound.ringing, true);
  });

  it('is logged as missed when the caller gives up, as received when another phone took it', () => {
    const missed = ringing().endedBy('in-1', { by: 'cancel', elsewhere: false });
    assert.equal(missed.effects.find((effect) => effect.type === 'logCall')?.kind, 'missed');
    const elsewhere = ringing().endedBy('in-1', { by: 'cancel', elsewhere: true });
    assert.equal(elsewhere.effects.find((effect) => effect.type === 'logCall')?.kind, 'received');
  });

  it('is given back as not available when nobody answers in time', () => {
    const desk = ringing().do({ type: 'callUnanswered', call: 'in-1' });
    assert.deepEqual(desk.effects[0], { type: 'rejectCall', call: 'in-1', status: 480 });
    assert.equal(desk.effects.find((effect) => effect.type === 'logCall')?.kind, 'missed');
  });

  it('is refused as busy while do not disturb is on, and logged as missed', () => {
    const desk = new DeskDriver().press('toggleDoNotDisturb').arrives('in-1');
    assert.deepEqual(desk.effects[0], { type: 'rejectCall', call: 'in-1', status: 486 });
    assert.equal(desk.state.calls.length, 0);
    assert.equal(desk.effects.find((effect) => effect.type === 'logCall')?.kind, 'missed');
  });

  it('lifting the handset while a number is being typed answers, and the number is gone', () => {
    const desk = new DeskDriver().type('12').arrives('in-1').press('liftHandset');
    assert.deepEqual(desk.asked, ['answerCall in-1']);
    assert.equal(desk.state.dialing, undefined);
  });
});

describe('a call that comes while somebody dials', () => {
  it('digits beside a call that rings are not collected unseen', () => {
    assert.equal(ringing().type('12').state.dialing, undefined);
  });

  it('with the line open it waits: dialling goes on in front, a tone in the ear tells of it', () => {
    const desk = new DeskDriver().press('liftHandset').type('20').arrives('in-1').type('02');
    assert.equal(desk.state.dialing?.number, '2002');
    assert.equal(desk.state.focusedCall, undefined);
    assert.equal(desk.sound.ringing, false);
    assert.equal(desk.sound.tone, 'callWaiting');
    assert.equal(desk.press('silence').sound.tone, undefined);
  });

  it('it rings aloud once dialling is given up', () => {
    const desk = new DeskDriver().press('pressSpeaker').arrives('in-1').press('cancelDialing');
    assert.equal(desk.sound.path, 'none');
    assert.equal(desk.sound.ringing, true);
  });

  it('it can be answered from there, and the number is gone', () => {
    const desk = new DeskDriver().press('liftHandset').type('20').arrives('in-1').press('answer');
    assert.deepEqual(desk.asked, ['answerCall in-1']);
    assert.equal(desk.state.dialing, undefined);
    assert.equal(desk.state.focusedCall, 'in-1');
  });
});

describe('a second call', () => {
  it('waits with a tone in the ear, in front of the first', () => {
    const desk = talking().arrives('in-2');
    assert.equal(desk.sound.ringing, false);
    assert.equal(desk.sound.tone, 'callWaiting');
    assert.equal(desk.state.focusedCall, 'in-2');
    assert.deepEqual(desk.sound.heard, ['in-1']);
  });

  it('answering holds the first', () => {
    const desk = talking().arrives('in-2').press('answer');
    assert.deepEqual(desk.asked, ['holdCall in-1', 'answerCall in-2']);
    assert.equal(desk.call('in-1').state, 'held');
    assert.deepEqual(desk.sound.heard, ['in-2']);
    assert.equal(desk.sound.path, 'handset');
  });

  it('refusing leaves the first as it was', () => {
    const desk = talking().arrives('in-2').press('reject');
    assert.equal(desk.state.focusedCall, 'in-1');
    assert.deepEqual(desk.sound.heard, ['in-1']);
    assert.equal(desk.sound.tone, undefined);
  });

  it('Silence brings the first in front again', () => {
    const desk = talking().arrives('in-2').press('silence');
    assert.equal(desk.state.focusedCall, 'in-1');
    assert.equal(desk.sound.tone, undefined);
  });

  it('rings aloud when the first ends', () => {
    const desk = talking().arrives('in-2').press('replaceHandset');
    assert.equal(desk.call('in-1').state, 'ended');
    assert.equal(desk.sound.ringing, true);
    assert.equal(desk.state.focusedCall, 'in-2');
  });

  it('a third on the line is busy', () => {
    assert.deepEqual(talking().arrives('in-2').arrives('in-3').effects[0], { type: 'rejectCall', call: 'in-3', status: 486 });
  });

  it('waits without a tone where the administrator wants none', () => {
    const desk = talking();
    desk.settings = { ...desk.settings, callWaitingTone: false };
    assert.equal(desk.arrives('in-2').sound.tone, undefined);
  });

  it('is busy where call waiting is off', () => {
    const desk = talking();
    desk.settings = { ...desk.settings, callWaiting: false };
    assert.deepEqual(desk.arrives('in-2', 1).effects[0], { type: 'rejectCall', call: 'in-2', status: 486 });
  });
});
