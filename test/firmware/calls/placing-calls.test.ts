// Dialling and placing calls, on-hook and off-hook.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DeskDriver } from '#test/support/desk-driver';

describe('dialling', () => {
  it('lifting the handset gives the dial tone in the handset', () => {
    const desk = new DeskDriver().press('liftHandset');
    assert.equal(desk.sound.path, 'handset');
    assert.equal(desk.sound.tone, 'dial');
    assert.deepEqual(desk.state.dialing, { line: 0, number: '', offHook: true });
  });

  it('the dial tone stops at the first digit', () => {
    const desk = new DeskDriver().press('liftHandset').type('2');
    assert.equal(desk.sound.tone, undefined);
    assert.equal(desk.state.dialing?.number, '2');
  });

  it('dials what was typed off-hook on the handset', () => {
    const desk = new DeskDriver().press('liftHandset').type('2002').press('dialNumber');
    assert.deepEqual(desk.effects, [{ type: 'placeCall', call: 'call-1', line: 0, number: '2002' }]);
    assert.equal(desk.sound.path, 'handset');
    assert.equal(desk.state.dialing, undefined);
  });

  it('typing on-hook opens no path until the number is dialled on the speaker', () => {
    const desk = new DeskDriver().type('2002');
    assert.equal(desk.sound.path, 'none');
    assert.equal(desk.sound.tone, undefined);
    desk.press('dialNumber');
    assert.equal(desk.sound.path, 'speaker');
    assert.deepEqual(desk.asked, ['placeCall call-1']);
  });

  it('lifting the handset dials the number that was typed on-hook', () => {
    const desk = new DeskDriver().type('2002').press('liftHandset');
    assert.deepEqual(desk.asked, ['placeCall call-1']);
    assert.equal(desk.sound.path, 'handset');
  });

  it('# dials at once, and is a digit where it is first', () => {
    assert.deepEqual(new DeskDriver().type('2002#').asked, ['placeCall call-1']);
    assert.equal(new DeskDriver().type('#31').state.dialing?.number, '#31');
  });

  it('# is a digit where the administrator says so', () => {
    const desk = new DeskDriver();
    desk.settings = { ...desk.settings, hashDials: false };
    assert.equal(desk.type('12#').state.dialing?.number, '12#');
  });

  it('deleting the last digit ends on-hook dialling and waits for a number off-hook', () => {
    assert.equal(new DeskDriver().type('2').press('deleteDigit').state.dialing, undefined);
    assert.equal(new DeskDriver().press('liftHandset').type('2').press('deleteDigit').sound.tone, 'dial');
  });

  it('hanging up, cancelling and the speaker key end dialling and close the path', () => {
    assert.equal(new DeskDriver().press('liftHandset').press('replaceHandset').state.dialing, undefined);
    assert.equal(new DeskDriver().press('pressSpeaker').type('1').press('pressSpeaker').state.path, 'none');
    assert.equal(new DeskDriver().press('pressSpeaker').press('cancelDialing').state.path, 'none');
  });

  it('an empty number dials nothing', () => {
    assert.deepEqual(new DeskDriver().press('pressSpeaker').press('dialNumber').effects, []);
  });

  it('a line without an account cannot be taken', () => {
    const desk = new DeskDriver().do({ type: 'pressLine', line: 4 });
    assert.equal(desk.state.dialing, undefined);
    assert.equal(desk.state.path, 'none');
  });

  it('a line key takes that line', () => {
    const desk = new DeskDriver().do({ type: 'pressLine', line: 1 }).type('5').press('dialNumber');
    assert.deepEqual(desk.effects, [{ type: 'placeCall', call: 'call-1', line: 1, number: '5' }]);
  });

  it('redial repeats the last number on its line, and does nothing without one', () => {
    const desk = new DeskDriver().press('redial');
    assert.deepEqual(desk.effects, []);
    desk.do({ type: 'dial', number: '777', line: 1 }).press('end').press('redial');
    assert.deepEqual(desk.effects, [{ type: 'placeCall', call: 'call-2', line: 1, number: '777' }]);
  });

  it('a call that is taken over is shown as its caller, and not redialled', () => {
    const replaces = { callId: 'c1', toTag: 'caller', fromTag: 'watched', earlyOnly: true };
    const remote = { name: 'Dora', number: '2004' };
    const desk = new DeskDriver().do({ type: 'pickUp', line: 0, number: 'sip:x@192.0.2.4', remote, replaces });
    assert.deepEqual(desk.effects, [{ type: 'placeCall', call: 'call-1', line: 0, number: 'sip:x@192.0.2.4', replaces }]);
    assert.deepEqual(desk.state.calls[0]?.remote, remote);
    assert.equal(desk.state.lastDialed, undefined);
  });

  it('after a pause the number is dialled, and an empty line is given back', () => {
    assert.deepEqual(new DeskDriver().press('liftHandset').type('12').press('dialingTimedOut').asked, ['placeCall call-1']);
    assert.equal(new DeskDriver().press('pressSpeaker').press('dialingTimedOut').state.path, 'none');
  });

  it('a number has an end', () => {
    assert.equal(new DeskDriver().type('1'.repeat(200)).state.dialing?.number.length, 64);
  });
});

describe('an outgoing call', () => {
  const dialled = (): DeskDriver => new DeskDriver().do({ type: 'dial', number: '2002', line: undefined });

  it('plays ring back at 180 and stops it when early media comes', () => {
    const desk = dialled().do({ type: 'callProgressed', call: 'call-1', status: 180, media: false });
    assert.equal(desk.sound.tone, 'ringBack');
    assert.deepEqual(desk.sound.heard, []);
    desk.do({ type: 'callProgressed', call: 'call-1', status: 183, media: true });
    assert.equal(desk.sound.tone, undefined);
    assert.deepEqual(desk.sound.heard, ['call-1']);
  });

  it('a later 180 does not ring over early media', () => {
    const desk = dialled().do({ type: 'callProgressed', call: 'call-1', status: 183, media: true });
    desk.do({ type: 'callProgressed', call: 'call-1', status: 180, media: false });
    assert.equal(desk.sound.tone, undefined);
  });

  it('is heard when it is answered', () => {
    const desk = dialled().answeredByRemote('call-1');
    assert.equal(desk.call('call-1').state, 'active');
    assert.deepEqual(desk.sound.heard, ['call-1']);
    assert.equal(desk.sound.tone, undefined);
  });

  it('cannot be joined by another until it is answered or ended', () => {
    assert.deepEqual(dialled().do({ type: 'dial', number: '3', line: undefined }).effects, []);
  });

  it('busy is told in words and heard until the ended screen goes', () => {
    const desk = dialled().endedBy('call-1', { by: 'response', status: 486, reason: 'Busy Here' });
    assert.deepEqual(desk.call('call-1').ended, { reason: 'busy', text: 'Busy' });
    assert.equal(desk.sound.tone, 'busy');
    desk.do({ type: 'endedCallExpired', call: 'call-1' });
    assert.equal(desk.sound.path, 'none');
    assert.equal(desk.state.calls.length, 0);
  });

  it('a failure plays congestion', () => {
    assert.equal(dialled().endedBy('call-1', { by: 'response', status: 404, reason: 'Not Found' }).sound.tone, 'congestion');
  });

  it('ends at once for the person, whatever the network still has to say', () => {
    const desk = dialled().press('end');
    assert.deepEqual(desk.asked, ['endCall call-1', 'logCall']);
    assert.equal(desk.call('call-1').state, 'ended');
    assert.equal(desk.sound.path, 'none');
    desk.endedBy('call-1', { by: 'response', status: 487, reason: 'Request Terminated' });
    assert.deepEqual(desk.effects, []);
  });
});
