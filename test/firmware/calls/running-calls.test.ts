// In a call: hold, resume, swap, mute, volume, DTMF, change of path, and the ways a call ends.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DeskDriver } from '#test/support/desk-driver';

const talking = (): DeskDriver => new DeskDriver().arrives('in-1').press('liftHandset');
const handsFree = (): DeskDriver => new DeskDriver().arrives('in-1').press('pressSpeaker');
const twoCalls = (): DeskDriver => talking().arrives('in-2').press('answer');

describe('hold', () => {
  it('is heard at once and asks the network', () => {
    const desk = talking().press('hold');
    assert.deepEqual(desk.asked, ['holdCall in-1']);
    assert.equal(desk.call('in-1').state, 'held');
    assert.deepEqual(desk.sound.heard, []);
  });

  it('comes back when the network refuses', () => {
    const desk = talking().press('hold').do({ type: 'callMediaChangeFailed', call: 'in-1' });
    assert.equal(desk.call('in-1').state, 'active');
  });

  it('is ended by Resume, on the path that was open', () => {
    const desk = handsFree().press('hold').press('resume');
    assert.deepEqual(desk.asked, ['resumeCall in-1']);
    assert.equal(desk.sound.path, 'speaker');
    assert.deepEqual(desk.sound.heard, ['in-1']);
  });

  it('the line key holds and resumes', () => {
    const desk = talking().do({ type: 'pressLine', line: 0 });
    assert.deepEqual(desk.asked, ['holdCall in-1']);
    assert.deepEqual(desk.do({ type: 'pressLine', line: 0 }).asked, ['resumeCall in-1']);
  });

  it('a new call holds the active one and keeps the path', () => {
    const desk = handsFree().press('openLine');
    assert.deepEqual(desk.asked, ['holdCall in-1']);
    assert.equal(desk.sound.path, 'speaker');
    assert.equal(desk.sound.tone, 'dial');
  });

  it('hanging up leaves a held call where the parameter says so, and ends it where it says the other', () => {
    assert.equal(talking().press('hold').press('replaceHandset').call('in-1').state, 'held');
    const desk = talking().press('hold');
    desk.settings = { ...desk.settings, onHookEndsHeldCall: true };
    assert.equal(desk.press('replaceHandset').call('in-1').state, 'ended');
  });
});

describe('two calls', () => {
  it('swap holds one and resumes the other, there and back', () => {
    const desk = twoCalls().press('swap');
    assert.deepEqual(desk.asked, ['holdCall in-2', 'resumeCall in-1']);
    assert.deepEqual(desk.sound.heard, ['in-1']);
    assert.equal(desk.state.focusedCall, 'in-1');
    assert.deepEqual(desk.press('swap').asked, ['holdCall in-1', 'resumeCall in-2']);
  });

  it('never has two that are heard', () => {
    const desk = twoCalls().do({ type: 'resume', call: 'in-1' });
    assert.deepEqual(
      desk.state.calls.map((call) => call.state),
      ['active', 'held'],
    );
  });

  it('ending the active one brings the held one in front, still held', () => {
    const desk = twoCalls().press('end');
    assert.equal(desk.state.focusedCall, 'in-1');
    assert.equal(desk.call('in-1').state, 'held');
  });
});

describe('a call that ends beside a held one', () => {
  const busyBesideHeld = (): DeskDriver =>
    talking()
      .do({ type: 'dial', number: '2003', line: undefined })
      .endedBy('call-1', { by: 'response', status: 486, reason: 'Busy Here' });

  it('stays in front with its reason and its tone, then the held one comes back', () => {
    const desk = busyBesideHeld();
    assert.equal(desk.state.focusedCall, 'call-1');
    assert.equal(desk.sound.tone, 'busy');
    desk.do({ type: 'endedCallExpired', call: 'call-1' });
    assert.equal(desk.state.focusedCall, 'in-1');
    assert.equal(desk.sound.tone, undefined);
    assert.equal(desk.sound.path, 'none');
  });

  it('gives way to the held one at once when that is taken back', () => {
    const desk = busyBesideHeld().do({ type: 'resume', call: 'in-1' });
    assert.equal(desk.state.focusedCall, 'in-1');
    assert.deepEqual(desk.sound.heard, ['in-1']);
    assert.equal(desk.sound.tone, undefined);
  });
});

describe('sound in a call', () => {
  it('moves between handset, speaker and headset', () => {
    const desk = talking().press('pressSpeaker');
    assert.equal(desk.sound.path, 'speaker');
    assert.equal(desk.press('replaceHandset').call('in-1').state, 'active');
    assert.equal(desk.press('pressHeadset').sound.path, 'headset');
    assert.equal(desk.press('liftHandset').sound.path, 'handset');
    assert.deepEqual(desk.sound.heard, ['in-1']);
  });

  it('the speaker key gives the call back to a lifted handset', () => {
    assert.equal(talking().press('pressSpeaker').press('pressSpeaker').sound.path, 'handset');
  });

  it('the speaker key gives the dial tone back to a lifted handset', () => {
    const desk = new DeskDriver().press('liftHandset').press('pressSpeaker').press('pressSpeaker');
    assert.equal(desk.sound.path, 'handset');
    assert.equal(desk.sound.tone, 'dial');
  });

  it('the speaker key ends a hands-free call', () => {
    const desk = handsFree().press('pressSpeaker');
    assert.deepEqual(desk.asked, ['endCall in-1', 'logCall']);
    assert.equal(desk.sound.path, 'none');
  });

  it('pulling the headset moves the call to the speaker', () => {
    const desk = new DeskDriver().do({ type: 'plugHeadset', plugged: true }).arrives('in-1').press('pressHeadset');
    assert.equal(desk.do({ type: 'plugHeadset', plugged: false }).sound.path, 'speaker');
  });

  it('mute is there in a call and gone after it', () => {
    const desk = talking().press('toggleMute');
    assert.equal(desk.sound.muted, true);
    assert.equal(desk.press('replaceHandset').sound.muted, false);
    assert.equal(new DeskDriver().press('toggleMute').sound.muted, false);
  });

  it('the microphone stays off where the administrator switched it off', () => {
    const desk = talking();
    desk.settings = { ...desk.settings, microphone: false };
    assert.equal(desk.sound.muted, true);
  });

  it('with a headset only, hook and speaker key do nothing', () => {
    const desk = new DeskDriver();
    desk.settings = { ...desk.settings, headsetOnly: true };
    desk.arrives('in-1').press('liftHandset').press('pressSpeaker');
    assert.equal(desk.call('in-1').state, 'incoming');
    assert.equal(desk.press('answer').sound.path, 'headset');
  });

  it('volume keys change what is heard now, within 0 and 10, and are kept', () => {
    const desk = talking().press('volumeUp');
    assert.deepEqual(desk.effects, [{ type: 'saveVolume', of: 'handset', level: 8 }]);
    for (let press = 0; press < 20; press++) desk.press('volumeUp');
    assert.equal(desk.sound.volumes.handset, 10);
    assert.deepEqual(new DeskDriver().press('volumeDown').effects, [{ type: 'saveVolume', of: 'ringer', level: 6 }]);
  });

  it('digits are DTMF while the key is down', () => {
    const desk = talking().do({ type: 'pressDigit', digit: '5' });
    assert.deepEqual(desk.effects, [{ type: 'startDtmf', call: 'in-1', digit: '5' }]);
    assert.deepEqual(desk.do({ type: 'releaseDigit', digit: '5' }).asked, ['stopDtmf in-1']);
    assert.deepEqual(desk.do({ type: 'releaseDigit', digit: '5' }).asked, []);
    assert.equal(desk.call('in-1').sentDigits, '5');
    assert.equal(desk.state.dialing, undefined);
  });

  it('digits beside a held call dial', () => {
    assert.equal(talking().press('hold').type('12').state.dialing?.number, '12');
  });
});

describe('the end of a call', () => {
  it('hanging up ends it', () => {
    assert.deepEqual(talking().press('replaceHandset').asked, ['endCall in-1', 'logCall']);
  });

  it('the other side hanging up is told and heard', () => {
    const desk = talking().endedBy('in-1', { by: 'remote' });
    assert.equal(desk.call('in-1').ended?.reason, 'remoteHangUp');
    assert.equal(desk.sound.tone, 'busy');
    assert.equal(desk.press('replaceHandset').sound.path, 'none');
  });

  it('is logged with its length', () => {
    const desk = talking();
    desk.nowMs += 65_000;
    const logged = desk.endedBy('in-1', { by: 'remote' }).effects.find((effect) => effect.type === 'logCall');
    assert.equal(logged?.durationMs, 65_000);
    assert.equal(logged?.kind, 'received');
  });

  it('Close takes the ended call away at once', () => {
    const desk = talking().endedBy('in-1', { by: 'remote' }).press('end');
    assert.equal(desk.state.calls.length, 0);
    assert.equal(desk.sound.tone, 'warning');
    assert.equal(desk.press('replaceHandset').sound.tone, undefined);
  });

  it('the next digit after it dials on the path that is still open', () => {
    const desk = talking().press('pressSpeaker').press('replaceHandset').endedBy('in-1', { by: 'remote' }).type('2');
    assert.deepEqual(desk.state.dialing, { line: 0, number: '2', offHook: true });
    assert.equal(desk.sound.path, 'speaker');
    assert.equal(desk.sound.tone, undefined);
  });

  it('is not shown again after the person has begun to dial', () => {
    const desk = talking().endedBy('in-1', { by: 'remote' }).press('replaceHandset').press('liftHandset');
    assert.deepEqual(desk.press('replaceHandset').state.calls, []);
  });

  it('a digit with the handset still in the hand dials on the handset', () => {
    const desk = talking().press('end').type('2');
    assert.equal(desk.state.dialing?.offHook, true);
    assert.equal(desk.sound.path, 'handset');
  });

  it('a new call does not wait for the ended one to go', () => {
    const desk = talking().endedBy('in-1', { by: 'remote' }).do({ type: 'dial', number: '5', line: undefined });
    assert.deepEqual(desk.asked, ['placeCall call-1']);
    assert.equal(desk.state.calls.length, 1);
  });
});
