// Calls that come and do not just ring: in another's place, anonymous, answered by the phone itself, or at the server's click.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { DeskSettings } from '#firmware/calls/desk-messages';
import { DeskDriver } from '#test/support/desk-driver';

function deskWith(settings: Partial<DeskSettings>): DeskDriver {
  const desk = new DeskDriver();
  desk.settings = { ...desk.settings, ...settings };
  return desk;
}
const talking = (): DeskDriver => new DeskDriver().arrives('in-1', 0, '2001').press('liftHandset');

describe('a call that replaces another', () => {
  const replacing = { call: 'in-2', remote: { name: 'Cara', number: '2003' }, replaces: 'in-1' };

  it('is answered in its place, on the same path and without a ring', () => {
    const desk = talking().arrivesWith(replacing);
    assert.deepEqual(desk.asked, ['logCall', 'answerCall in-2']);
    assert.deepEqual(
      desk.state.calls.map(({ id, state }) => [id, state]),
      [['in-2', 'active']],
    );
    assert.deepEqual(desk.sound.heard, ['in-2']);
    assert.equal(desk.sound.path, 'handset');
    assert.equal(desk.state.focusedCall, 'in-2');
  });

  it('also while the call of before still rings at the other side', () => {
    const desk = new DeskDriver()
      .type('2002')
      .press('dialNumber')
      .arrivesWith({ ...replacing, replaces: 'call-1' });
    assert.equal(desk.call('in-2').state, 'active');
  });

  it('rings where the call of before is on hold, and no do not disturb is forgotten', () => {
    assert.equal(talking().press('hold').arrivesWith(replacing).call('in-2').state, 'incoming');
    const desk = talking().press('hold').press('toggleDoNotDisturb').arrivesWith(replacing);
    assert.deepEqual(desk.asked, ['rejectCall in-2', 'logCall']);
  });

  it('comes into a transfer in the place of the one before', () => {
    const desk = talking().press('transfer').type('2003').press('dialNumber').answeredByRemote('call-1');
    desk.arrivesWith({ ...replacing, replaces: 'call-1' });
    assert.deepEqual(desk.state.transfer, { call: 'in-1', consultation: 'in-2' });
  });

  it('of which nobody knows rings like any other', () => {
    assert.equal(new DeskDriver().arrivesWith({ ...replacing, replaces: 'gone' }).call('in-2').state, 'incoming');
  });
});

describe('an anonymous call', () => {
  const anonymous = { remote: { name: undefined, number: '' }, anonymous: true };

  it('rings unless the person does not want it', () => {
    assert.equal(new DeskDriver().arrivesWith(anonymous).call('in-1').anonymous, true);
  });

  it('is refused as such and stands among the rejected', () => {
    const desk = deskWith({ rejectAnonymous: true }).arrivesWith(anonymous);
    assert.deepEqual(desk.effects[0], { type: 'rejectCall', call: 'in-1', status: 433 });
    assert.equal(desk.effects[1]?.type === 'logCall' && desk.effects[1].kind, 'rejected');
    assert.equal(deskWith({ rejectAnonymous: true }).arrivesWith({}).call('in-1').state, 'incoming');
  });
});

describe('a call that asks to be answered by itself', () => {
  const intercom = { answerAfterMs: 0 };

  it('is, on the speaker, with a sound before the voice and no ring', () => {
    const desk = new DeskDriver().arrivesWith(intercom);
    assert.deepEqual(desk.asked, ['answerCall in-1']);
    assert.equal(desk.call('in-1').autoAnswered, true);
    assert.equal(desk.sound.path, 'speaker');
    assert.equal(desk.sound.tone, 'confirmation');
    assert.equal(desk.sound.muted, false);
    assert.equal(desk.press('autoAnswerTold').sound.tone, undefined);
  });

  it('keeps the microphone off where the parameter says so', () => {
    assert.equal(deskWith({ autoAnswerMuted: true }).arrivesWith(intercom).sound.muted, true);
  });

  it('only rings where that is forbidden, beside another call, or while somebody dials', () => {
    assert.equal(deskWith({ autoAnswer: false }).arrivesWith(intercom).call('in-1').state, 'incoming');
    assert.equal(
      talking()
        .arrivesWith({ ...intercom, call: 'in-2' })
        .call('in-2').state,
      'incoming',
    );
    assert.equal(new DeskDriver().press('liftHandset').arrivesWith(intercom).call('in-1').state, 'incoming');
  });

  it('is refused when it wants no other answer', () => {
    const desk = deskWith({ autoAnswer: false }).arrivesWith({ ...intercom, answerRequired: true });
    assert.deepEqual(desk.effects[0], { type: 'rejectCall', call: 'in-1', status: 403 });
  });

  it('waits as long as it was asked to, and lets the person go first', () => {
    const desk = new DeskDriver().arrivesWith({ answerAfterMs: 4000 });
    assert.equal(desk.call('in-1').state, 'incoming');
    assert.equal(desk.sound.ringing, true);
    assert.deepEqual(desk.do({ type: 'autoAnswerDue', call: 'in-1' }).asked, ['answerCall in-1']);
    const busy = new DeskDriver().arrivesWith({ answerAfterMs: 4000 }).press('liftHandset');
    assert.deepEqual(busy.do({ type: 'autoAnswerDue', call: 'in-1' }).asked, []);
    assert.equal(busy.call('in-1').autoAnswered, false);
  });

  it('with do not disturb is not answered', () => {
    assert.deepEqual(new DeskDriver().press('toggleDoNotDisturb').arrivesWith(intercom).asked, ['rejectCall in-1', 'logCall']);
  });
});

describe("the server's click", () => {
  const click = (desk: DeskDriver, action: 'talk' | 'hold' | 'conference'): DeskDriver =>
    desk.do({ type: 'callControlled', call: 'in-1', action });

  it('answers, and the person hears that it was not they', () => {
    const desk = click(new DeskDriver().arrives('in-1'), 'talk');
    assert.deepEqual(desk.asked, ['answerCall in-1']);
    assert.equal(desk.sound.tone, 'confirmation');
  });

  it('holds and resumes', () => {
    const desk = click(talking(), 'hold');
    assert.deepEqual(desk.asked, ['holdCall in-1']);
    assert.deepEqual(click(desk, 'talk').asked, ['resumeCall in-1']);
  });

  it('joins the calls that are there, and does nothing with one alone, nor where there are no conferences', () => {
    const desk = click(talking(), 'conference');
    assert.deepEqual([desk.asked, desk.state.inviting], [[], undefined]);
    desk.do({ type: 'dial', number: '2003', line: undefined });
    assert.deepEqual(click(desk, 'conference').asked, []);
    desk.answeredByRemote('call-1');
    const { settings } = desk;
    desk.settings = { ...settings, conference: { ...settings.conference, enabled: false } };
    assert.deepEqual(click(desk, 'conference').asked, []);
    desk.settings = settings;
    assert.deepEqual(click(desk, 'conference').asked, ['resumeCall in-1', 'announce']);
    assert.deepEqual(desk.state.conference?.members.toSorted(), ['call-1', 'in-1']);
  });
});

describe('who we talk with hands us on', () => {
  const handedOn = (desk: DeskDriver): DeskDriver =>
    desk.do({
      type: 'referralReceived',
      call: 'ref-1',
      asks: false,
      instead: 'in-1',
      line: undefined,
      remote: { name: 'Cara', number: '2003' },
    });

  it('and the new call takes the old one’s place on the screen and in the ear', () => {
    const desk = handedOn(talking());
    assert.deepEqual(desk.asked, ['acceptReferral ref-1']);
    assert.equal(desk.state.focusedCall, 'ref-1');
    assert.equal(desk.call('ref-1').divertedBy?.number, '2001');
    assert.equal(desk.call('in-1').state, 'held');
    assert.equal(desk.sound.path, 'handset');
    desk.answeredByRemote('ref-1').endedBy('in-1', { by: 'remote' });
    assert.deepEqual(desk.sound.heard, ['ref-1']);
    assert.equal(desk.state.focusedCall, 'ref-1');
  });

  it('and when nobody is there, the call of before is heard again', () => {
    const desk = handedOn(talking()).endedBy('ref-1', { by: 'response', status: 486, reason: 'Busy Here' });
    assert.equal(desk.call('in-1').state, 'active');
    assert.equal(desk.call('in-1').transfer, undefined);
    assert.deepEqual(desk.sound.heard, ['in-1']);
    assert.equal(desk.state.focusedCall, 'in-1');
  });

  it('not while the person talks to somebody else', () => {
    const desk = talking().arrives('in-2').press('answer');
    assert.deepEqual(handedOn(desk).effects, [{ type: 'refuseReferral', call: 'ref-1', status: 486 }]);
  });

  it('not for a call that has not been answered', () => {
    assert.deepEqual(handedOn(new DeskDriver().arrives('in-1')).asked, ['refuseReferral ref-1']);
  });

  it('and where a person has to agree, the phone rings with the number, and calls it or not', () => {
    const click = {
      type: 'referralReceived',
      call: 'ref-1',
      asks: true,
      instead: undefined,
      line: 0,
      remote: { name: undefined, number: '7' },
    } as const;
    const desk = new DeskDriver().do(click);
    assert.deepEqual(desk.asked, []);
    assert.equal(desk.call('ref-1').state, 'incoming');
    assert.equal(desk.sound.path, 'none');
    desk.press('answer');
    assert.deepEqual(desk.asked, ['acceptReferral ref-1']);
    assert.equal(desk.call('ref-1').state, 'outgoing');
    const refused = new DeskDriver().do(click).press('reject');
    assert.ok(refused.asked.includes('refuseReferral ref-1'));
    const missed = new DeskDriver().do(click).do({ type: 'callUnanswered', call: 'ref-1' });
    assert.ok(missed.asked.includes('refuseReferral ref-1'));
    const kept = new DeskDriver().do(click).do({ type: 'forwardingDue', call: 'ref-1' });
    assert.deepEqual(kept.asked, []);
  });

  it('and outside of a call only a phone at rest is made to call', () => {
    const click = {
      type: 'referralReceived',
      call: 'ref-1',
      asks: false,
      instead: undefined,
      line: 0,
      remote: { name: undefined, number: '7' },
    } as const;
    assert.deepEqual(new DeskDriver().do(click).asked, ['acceptReferral ref-1']);
    assert.deepEqual(talking().do(click).asked, ['refuseReferral ref-1']);
  });
});

describe('a distinctive ring', () => {
  it('is that of the call which rings', () => {
    const desk = new DeskDriver().arrivesWith({ ringClass: 'Bellcore-dr3' });
    assert.equal(desk.sound.ringClass, 'Bellcore-dr3');
    assert.equal(desk.press('answer').sound.ringClass, undefined);
  });
});

describe('a blocked number', () => {
  const blocked = new Set(['0049301']);

  it('is refused however it is written, and the log tells of it', () => {
    const desk = deskWith({ blocked }).arrives('in-1', 0, '+49301');
    assert.deepEqual(desk.asked, ['rejectCall in-1', 'logCall']);
    assert.deepEqual(
      desk.effects.map((effect) => ('kind' in effect ? effect.kind : 'status' in effect ? effect.status : '')),
      [603, 'rejected'],
    );
    assert.equal(desk.state.calls.length, 0);
  });

  it('is not the number that nobody tells', () => {
    assert.equal(
      deskWith({ blocked: new Set(['']) })
        .arrives('in-1', 0, '')
        .call('in-1').state,
      'incoming',
    );
  });
});
