// Forwarding: by the person's setting, when nobody comes, by a key, and in step with the server.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DeskDriver } from '#test/support/desk-driver';
import type { ForwardingKind } from '#ui/phone';

function forwarding(kind: ForwardingKind, number = '2009'): DeskDriver {
  return new DeskDriver().do({ type: 'setForwarding', kind, forwarding: { on: true, number } });
}

describe('forwarding of all calls', () => {
  it('sends a call on before it rings, and the log tells', () => {
    const desk = forwarding('always').arrives('in-1');
    assert.deepEqual(desk.effects[0], { type: 'divertCall', call: 'in-1', number: '2009', why: 'unconditional' });
    assert.equal(desk.effects[1]?.type === 'logCall' && desk.effects[1].kind, 'forwarded');
    assert.deepEqual(desk.state.calls, []);
  });

  it('goes before do not disturb', () => {
    assert.equal(forwarding('always').press('toggleDoNotDisturb').arrives('in-1').asked[0], 'divertCall in-1');
  });

  it('leaves lines alone whose calls may not be sent on', () => {
    const desk = forwarding('always');
    desk.settings = { ...desk.settings, forwardingLines: [1] };
    assert.equal(desk.arrives('in-1').call('in-1').state, 'incoming');
  });

  it('to nowhere is off', () => {
    const desk = forwarding('always', '  ');
    assert.equal(desk.state.forwarding.always.on, false);
    assert.equal(desk.arrives('in-1').call('in-1').state, 'incoming');
  });
});

describe('forwarding when busy', () => {
  it('sends on what would hear busy, and says why', () => {
    const desk = forwarding('busy').press('toggleDoNotDisturb').arrives('in-1');
    assert.deepEqual(desk.effects[0], { type: 'divertCall', call: 'in-1', number: '2009', why: 'do-not-disturb' });
    const full = forwarding('busy').arrives('in-1').arrives('in-2').arrives('in-3');
    assert.deepEqual(full.effects[0], { type: 'divertCall', call: 'in-3', number: '2009', why: 'user-busy' });
  });

  it('lets a call ring at a phone that is free', () => {
    assert.equal(forwarding('busy').arrives('in-1').call('in-1').state, 'incoming');
  });
});

describe('forwarding when nobody answers', () => {
  it('sends on when it is due', () => {
    const desk = forwarding('noAnswer').arrives('in-1').do({ type: 'forwardingDue', call: 'in-1' });
    assert.deepEqual(desk.effects[0], { type: 'divertCall', call: 'in-1', number: '2009', why: 'no-answer' });
    assert.deepEqual(desk.call('in-1').ended, { reason: 'diverted', text: 'Call diverted' });
    assert.equal(desk.sound.tone, undefined);
  });

  it('comes too late for a call that was answered or when it was switched off', () => {
    const answered = forwarding('noAnswer').arrives('in-1').press('liftHandset');
    assert.deepEqual(answered.do({ type: 'forwardingDue', call: 'in-1' }).asked, []);
    const off = forwarding('noAnswer').arrives('in-1');
    off.do({ type: 'setForwarding', kind: 'noAnswer', forwarding: { on: false, number: '2009' } });
    assert.deepEqual(off.do({ type: 'forwardingDue', call: 'in-1' }).asked, []);
  });
});

describe('diverting by hand', () => {
  it('sends the call that rings where the person says', () => {
    const desk = new DeskDriver().arrives('in-1').do({ type: 'divert', call: undefined, number: ' 2005 ' });
    assert.deepEqual(desk.effects[0], { type: 'divertCall', call: 'in-1', number: '2005', why: 'deflection' });
  });

  it('does nothing without a number or a call that rings', () => {
    assert.deepEqual(new DeskDriver().arrives('in-1').do({ type: 'divert', call: undefined, number: '' }).asked, []);
    assert.deepEqual(new DeskDriver().do({ type: 'divert', call: undefined, number: '2005' }).asked, []);
  });
});

describe('a server that keeps the features', () => {
  it('is told what the person changed, once', () => {
    const desk = forwarding('busy');
    assert.deepEqual(desk.effects, [
      { type: 'saveForwarding', kind: 'busy', forwarding: { on: true, number: '2009' } },
      {
        type: 'tellServer',
        feature: { feature: 'forwarding', kind: 'busy', on: true, target: '2009', ringCount: undefined },
      },
    ]);
    desk.do({ type: 'setForwarding', kind: 'busy', forwarding: { on: true, number: '2009' } });
    assert.deepEqual(desk.asked, []);
    assert.deepEqual(desk.press('toggleDoNotDisturb').asked, ['saveDoNotDisturb', 'tellServer']);
  });

  it('changes the phone without being told of it again', () => {
    const desk = new DeskDriver().do({ type: 'doNotDisturbChanged', on: true });
    assert.deepEqual(desk.asked, ['saveDoNotDisturb']);
    assert.deepEqual(desk.do({ type: 'doNotDisturbChanged', on: true }).asked, []);
    desk.do({ type: 'forwardingChanged', kind: 'always', on: true, number: '2010' });
    assert.deepEqual(desk.state.forwarding.always, { on: true, number: '2010' });
    desk.do({ type: 'forwardingChanged', kind: 'always', on: false, number: undefined });
    assert.deepEqual(desk.state.forwarding.always, { on: false, number: '2010' });
  });
});
