// Transfer as the person who sends a call elsewhere has it: blind, after a consultation, while it rings.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DeskDriver } from '#test/support/desk-driver';

const talking = (): DeskDriver => new DeskDriver().arrives('in-1', 0, '2001').press('liftHandset');
const choosing = (): DeskDriver => talking().press('transfer');
const calling = (): DeskDriver => choosing().type('2003').press('dialNumber');
const ringing = (): DeskDriver => calling().do({ type: 'callProgressed', call: 'call-1', status: 180, media: false });
const consulting = (): DeskDriver => ringing().answeredByRemote('call-1');

describe('the Transfer key in a call', () => {
  it('holds the call and asks for a number', () => {
    const desk = choosing();
    assert.deepEqual(desk.asked, ['holdCall in-1']);
    assert.deepEqual(desk.state.dialing, { line: 0, number: '', offHook: true });
    assert.deepEqual(desk.state.transfer, { call: 'in-1', consultation: undefined });
    assert.equal(desk.sound.tone, 'prompt');
  });

  it('means nothing without a call that was answered', () => {
    assert.equal(new DeskDriver().press('transfer').state.transfer, undefined);
    assert.equal(new DeskDriver().arrives('in-1').press('transfer').state.transfer, undefined);
    assert.equal(new DeskDriver().type('2').press('dialNumber').press('transfer').state.transfer, undefined);
  });

  it('behind a number sends the call there, or calls there first where the administrator says so', () => {
    assert.deepEqual(choosing().type('2003').press('transfer').effects, [{ type: 'transferCall', call: 'in-1', number: '2003' }]);
    const desk = choosing();
    desk.settings = { ...desk.settings, transferKeyIsBlind: false };
    assert.deepEqual(desk.type('2003').press('transfer').asked, ['placeCall call-1']);
  });

  it('does nothing before the number', () => {
    assert.deepEqual(choosing().press('transfer').asked, []);
  });

  it('takes up a call that was on hold already', () => {
    const desk = talking().press('hold').press('transfer');
    assert.deepEqual(desk.asked, []);
    assert.deepEqual(desk.state.transfer, { call: 'in-1', consultation: undefined });
  });
});

describe('a blind transfer', () => {
  it('is done at once for the person; the handset is silent', () => {
    const desk = choosing().type('2003').do({ type: 'blindTransfer', number: '2003' });
    assert.equal(desk.state.dialing, undefined);
    assert.equal(desk.state.transfer, undefined);
    assert.deepEqual(desk.call('in-1').transfer, { state: 'asked', text: '' });
    assert.equal(desk.sound.path, 'none');
  });

  it('holds the call when it is sent off straight from the conversation', () => {
    const desk = talking().do({ type: 'blindTransfer', number: ' 2003 ' });
    assert.deepEqual(desk.asked, ['holdCall in-1', 'transferCall in-1']);
  });

  it('ends as transferred and is in the log as the call that it was', () => {
    const desk = talking().do({ type: 'blindTransfer', number: '2003' });
    desk.do({ type: 'transferProgressed', call: 'in-1', status: 180 });
    assert.equal(desk.call('in-1').transfer?.state, 'ringing');
    desk.do({ type: 'transferred', call: 'in-1' });
    assert.deepEqual(desk.call('in-1').ended, { reason: 'transferred', text: 'Transferred' });
    assert.deepEqual(desk.asked, ['logCall']);
    assert.deepEqual(desk.do({ type: 'callEnded', call: 'in-1', end: { by: 'local' } }).asked, []);
  });

  it('brings the call back in front when it fails, with the reason; Resume talks on', () => {
    const desk = talking().do({ type: 'blindTransfer', number: '2003' });
    desk.do({ type: 'transferFailed', call: 'in-1', status: 486 });
    assert.deepEqual(desk.call('in-1').transfer, { state: 'failed', text: 'Busy' });
    assert.equal(desk.state.focusedCall, 'in-1');
    desk.press('resume');
    assert.deepEqual(desk.asked, ['resumeCall in-1']);
    assert.equal(desk.call('in-1').transfer, undefined);
  });

  it('that fails while the person talks to somebody else disturbs nobody', () => {
    const desk = talking().do({ type: 'blindTransfer', number: '2003' }).arrives('in-2').press('pressSpeaker');
    desk.do({ type: 'transferFailed', call: 'in-1', status: undefined });
    assert.equal(desk.state.focusedCall, 'in-2');
  });

  it('to nowhere is none', () => {
    assert.deepEqual(talking().do({ type: 'blindTransfer', number: '  ' }).asked, []);
  });
});

describe('a transfer after a consultation', () => {
  it('calls the new partner while the first call waits', () => {
    const desk = calling();
    assert.deepEqual(desk.asked, ['placeCall call-1']);
    assert.deepEqual(desk.state.transfer, { call: 'in-1', consultation: 'call-1' });
  });

  it('joins the two when Transfer is pressed', () => {
    const desk = consulting().press('transfer');
    assert.deepEqual(desk.effects, [
      { type: 'holdCall', call: 'call-1' },
      { type: 'transferToCall', call: 'in-1', other: 'call-1' },
    ]);
    assert.deepEqual(desk.sound.heard, []);
    assert.equal(desk.state.focusedCall, 'in-1');
  });

  it('ends both calls when they have found each other', () => {
    const desk = consulting().press('transfer').do({ type: 'transferred', call: 'in-1' });
    assert.deepEqual(desk.asked, ['endCall call-1', 'logCall', 'logCall']);
    assert.equal(desk.call('in-1').ended?.reason, 'transferred');
  });

  it('works from either side after Swap', () => {
    const desk = consulting().press('swap');
    assert.equal(desk.state.focusedCall, 'in-1');
    assert.deepEqual(desk.press('transfer').asked, ['holdCall in-1', 'transferToCall in-1']);
  });

  it('that fails leaves both calls on hold', () => {
    const desk = consulting().press('transfer').do({ type: 'transferFailed', call: 'in-1', status: 603 });
    assert.equal(desk.call('in-1').state, 'held');
    assert.equal(desk.call('call-1').state, 'held');
    assert.equal(desk.call('in-1').transfer?.text, 'Call declined');
  });

  it('cancelled goes back to the first call', () => {
    const desk = consulting().press('cancelTransfer');
    assert.deepEqual(desk.asked, ['endCall call-1', 'logCall', 'resumeCall in-1']);
    assert.deepEqual(desk.sound.heard, ['in-1']);
  });

  it('cancelled before a number was dialled goes back as well', () => {
    const desk = choosing().type('20').press('cancelTransfer');
    assert.deepEqual(desk.asked, ['resumeCall in-1']);
    assert.equal(desk.state.dialing, undefined);
  });

  it('is off when the new partner is busy, and the first call waits', () => {
    const desk = calling().endedBy('call-1', { by: 'response', status: 486, reason: 'Busy Here' });
    assert.equal(desk.state.transfer, undefined);
    assert.equal(desk.call('in-1').state, 'held');
  });

  it('is off when the first call hangs up; the other goes on', () => {
    const desk = consulting().endedBy('in-1', { by: 'remote' });
    assert.equal(desk.state.transfer, undefined);
    assert.deepEqual(desk.sound.heard, ['call-1']);
  });

  it('is off when the person takes the first call back before dialling', () => {
    const desk = choosing().do({ type: 'resume', call: 'in-1' });
    assert.equal(desk.state.transfer, undefined);
    assert.equal(desk.state.dialing, undefined);
  });
});

describe('a transfer while it rings', () => {
  it('waits for the answer unless the administrator allows it', () => {
    assert.deepEqual(ringing().press('transfer').asked, []);
  });

  it('gives up the ringing call and sends the first one there', () => {
    const desk = ringing();
    desk.settings = { ...desk.settings, semiAttended: true };
    desk.press('transfer');
    assert.deepEqual(desk.asked, ['endCall call-1', 'logCall', 'transferCall in-1']);
    assert.equal(desk.effects.find((effect) => effect.type === 'transferCall')?.number, '2003');
  });

  it('waits for the ringing even then', () => {
    const desk = calling();
    desk.settings = { ...desk.settings, semiAttended: true };
    assert.deepEqual(desk.press('transfer').asked, []);
  });
});

describe('hanging up with a consultation', () => {
  it('ends the consultation and leaves the first call on hold', () => {
    const desk = consulting().press('replaceHandset');
    assert.deepEqual(desk.asked, ['endCall call-1', 'logCall']);
    assert.equal(desk.call('in-1').state, 'held');
  });

  it('joins the two where the administrator says so', () => {
    const desk = consulting();
    desk.settings = { ...desk.settings, hangUpTransfers: true };
    assert.deepEqual(desk.press('replaceHandset').asked, ['holdCall call-1', 'transferToCall in-1']);
    assert.equal(desk.sound.path, 'none');
  });

  it('joins nobody when the first call is the one that is heard', () => {
    const desk = consulting().press('swap');
    desk.settings = { ...desk.settings, hangUpTransfers: true };
    assert.equal(desk.press('replaceHandset').asked.includes('transferToCall in-1'), false);
  });
});

describe('joining with another call that is there', () => {
  it('needs no number', () => {
    const desk = talking().arrives('in-2', 0, '2002').press('answer');
    desk.do({ type: 'transferTo', call: 'in-1' });
    assert.deepEqual(desk.effects, [
      { type: 'holdCall', call: 'in-2' },
      { type: 'transferToCall', call: 'in-2', other: 'in-1' },
    ]);
  });

  it('not with itself, nor with a call that only rings', () => {
    assert.deepEqual(talking().do({ type: 'transferTo', call: 'in-1' }).asked, []);
    assert.deepEqual(talking().arrives('in-2').do({ type: 'transferTo', call: 'in-2' }).asked, []);
  });
});
