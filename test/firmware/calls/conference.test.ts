// Conferences on the desk: how they begin, what is held and heard together, how people come and go, and how they end.

import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { offerOf } from '#firmware/calls/conference';
import { DeskDriver } from '../../support/desk-driver.ts';

describe('a conference', () => {
  let desk: DeskDriver;
  const states = (): string => desk.state.calls.map(({ id, state }) => `${id} ${state}`).join(', ');
  const offer = (): string | undefined => offerOf({ state: desk.state, settings: desk.settings });

  /** in-1 is on hold, call-1 is talked to. */
  function twoCalls(): void {
    desk = new DeskDriver();
    desk.arrives('in-1').press('answer');
    desk.do({ type: 'dial', number: '2003', line: undefined }).answeredByRemote('call-1');
  }

  beforeEach(() => {
    twoCalls();
    desk.press('conference');
  });

  it('takes the held call back and lets both be heard', () => {
    assert.deepEqual(desk.asked, ['resumeCall in-1', 'announce']);
    assert.equal(states(), 'in-1 active, call-1 active');
    assert.deepEqual(desk.state.conference?.members, ['in-1', 'call-1']);
    assert.deepEqual(desk.sound.heard, ['in-1', 'call-1']);
    assert.equal(desk.sound.path, 'speaker');
  });

  it('is held and taken back as one, by key, line key and swap', () => {
    desk.press('hold');
    assert.deepEqual(desk.asked, ['holdCall in-1', 'holdCall call-1']);
    assert.deepEqual(desk.sound.heard, []);
    desk.do({ type: 'pressLine', line: 0 });
    assert.deepEqual(desk.asked, ['resumeCall in-1', 'resumeCall call-1']);
    desk.arrives('in-2').do({ type: 'answer', call: 'in-2' });
    assert.equal(states(), 'in-1 held, call-1 held, in-2 active');
    desk.press('swap');
    assert.equal(states(), 'in-1 active, call-1 active, in-2 held');
    desk.press('swap');
    assert.equal(states(), 'in-1 held, call-1 held, in-2 active');
  });

  it('takes in one who is called, and gives up on one who is not wanted', () => {
    assert.equal(offer(), 'invite');
    desk.press('conference');
    assert.equal(states(), 'in-1 held, call-1 held');
    assert.equal(desk.sound.tone, 'prompt');
    desk.type('2004').press('conference');
    assert.equal(desk.state.inviting?.consultation, 'call-2');
    assert.equal(offer(), undefined);
    desk.answeredByRemote('call-2');
    assert.equal(offer(), 'join');
    desk.press('conference');
    assert.deepEqual(desk.asked, ['resumeCall in-1', 'resumeCall call-1']);
    assert.deepEqual(desk.sound.heard, ['in-1', 'call-1', 'call-2']);
    assert.equal(desk.state.inviting, undefined);

    desk.press('conference').type('2005').press('dialNumber').press('cancelInvitation');
    assert.deepEqual(desk.asked.slice(0, 1), ['endCall call-3']);
    assert.deepEqual(desk.sound.heard, ['in-1', 'call-1', 'call-2']);
  });

  it('begins from one call by calling the other', () => {
    desk = new DeskDriver();
    desk.arrives('in-1').press('answer').press('conference');
    assert.equal(states(), 'in-1 held');
    desk.type('2003').press('dialNumber').answeredByRemote('call-1').press('conference');
    assert.deepEqual(desk.sound.heard, ['in-1', 'call-1']);
  });

  it('has no more parties than the administrator allows, and none where it is off', () => {
    desk.settings = { ...desk.settings, conference: { ...desk.settings.conference, mostParties: 3 } };
    assert.equal(offer(), undefined);
    desk.press('conference');
    assert.equal(states(), 'in-1 active, call-1 active');
    twoCalls();
    desk.settings = { ...desk.settings, conference: { ...desk.settings.conference, enabled: false } };
    desk.press('conference');
    assert.equal(states(), 'in-1 held, call-1 active');
  });

  it('becomes an ordinary call when all but one have left', () => {
    desk.endedBy('call-1', { by: 'remote' });
    assert.equal(desk.state.conference, undefined);
    assert.deepEqual(desk.sound.heard, ['in-1']);
    assert.equal(desk.state.focusedCall, 'in-1');
  });

  it('drops a party, and mutes one for everybody', () => {
    desk.arrives('in-2').do({ type: 'answer', call: 'in-2' }).press('conference');
    assert.deepEqual(desk.sound.heard, ['in-1', 'call-1', 'in-2']);
    desk.do({ type: 'togglePartyMute', call: 'call-1' });
    assert.deepEqual(desk.sound.kept, ['call-1']);
    desk.do({ type: 'end', call: 'in-1' });
    assert.deepEqual(desk.sound.heard, ['call-1', 'in-2']);
    desk.do({ type: 'togglePartyMute', call: 'call-1' });
    assert.deepEqual(desk.sound.kept, []);
    // Nobody stays muted in a call of two.
    desk.do({ type: 'togglePartyMute', call: 'call-1' }).do({ type: 'end', call: 'in-2' });
    assert.deepEqual(desk.sound.heard, ['call-1']);
    assert.deepEqual(desk.sound.kept, []);
  });

  it('splits into calls of their own, the one in front heard', () => {
    desk.press('splitConference');
    assert.equal(states(), 'in-1 held, call-1 active');
    assert.equal(desk.state.conference, undefined);
    assert.deepEqual(desk.asked, ['holdCall in-1']);
  });

  it('of three is handed to the two others by hanging up', () => {
    desk.press('pressSpeaker');
    assert.deepEqual(desk.asked, ['transferToCall in-1']);
    assert.equal(desk.sound.path, 'none');
    desk.do({ type: 'transferred', call: 'in-1' });
    assert.equal(states(), 'in-1 ended, call-1 ended');
  });

  it('ends with everybody where they are not to be joined, or are more than two', () => {
    desk.settings = { ...desk.settings, conference: { ...desk.settings.conference, joinOnHangUp: false } };
    desk.press('leaveConference');
    assert.deepEqual(
      desk.asked.filter((each) => each.startsWith('endCall')),
      ['endCall in-1', 'endCall call-1'],
    );
    assert.equal(desk.sound.path, 'none');
  });

  it('goes on when somebody else takes a party’s place', () => {
    desk.arrivesWith({ call: 'in-9', replaces: 'in-1' });
    assert.deepEqual(desk.sound.heard, ['in-9', 'call-1']);
  });

  it('tells who talks, of its own parties only', () => {
    desk.do({ type: 'talkersChanged', talking: ['call-1', 'in-7'], weTalk: true });
    assert.deepEqual(desk.state.conference?.talking, ['call-1']);
    assert.equal(desk.state.conference?.weTalk, true);
  });

  it('waits while a further call is answered, and keys are heard by the party in front alone', () => {
    desk.do({ type: 'focusCall', call: 'in-1' }).type('5');
    assert.deepEqual(desk.asked, ['startDtmf in-1']);
    desk.arrives('in-2').press('liftHandset');
    assert.deepEqual(desk.sound.heard, ['in-1', 'call-1']);
    desk.do({ type: 'answer', call: 'in-2' });
    assert.deepEqual(desk.sound.heard, ['in-2']);
  });

  it('lets another phone of a shared line come in, where that is allowed, and everybody hears it', () => {
    desk = new DeskDriver();
    desk.arrivesWith({ call: 'in-1', line: 1 }).press('answer').arrivesWith({ call: 'in-2', line: 1, joins: 'in-1' });
    assert.deepEqual(desk.asked, ['answerCall in-2', 'announce']);
    assert.deepEqual(desk.sound.heard, ['in-1', 'in-2']);
    assert.equal(desk.state.focusedCall, 'in-1');
    // Not into what is on hold, nor on a line of our own.
    desk.press('hold').arrivesWith({ call: 'in-3', line: 1, joins: 'in-1' });
    assert.deepEqual(desk.effects[0], { type: 'rejectCall', call: 'in-3', status: 488 });
    desk = new DeskDriver();
    desk.arrives('in-1').press('answer').arrivesWith({ call: 'in-2', line: 0, joins: 'in-1' });
    assert.deepEqual(desk.effects[0], { type: 'rejectCall', call: 'in-2', status: 403 });
  });

  it('is a server’s where the administrator wants it: everybody is sent there, later ones to where it says it is', () => {
    twoCalls();
    desk.settings = { ...desk.settings, conference: { ...desk.settings.conference, server: '640' } };
    desk.press('conference');
    assert.deepEqual(desk.asked, ['holdCall call-1', 'placeCall call-2']);
    desk.do({ type: 'callAnswered', call: 'call-2', remote: undefined, focus: 'sip:room7@192.0.2.9' });
    assert.deepEqual(desk.effects, [
      { type: 'transferCall', call: 'in-1', number: 'sip:room7@192.0.2.9' },
      { type: 'transferCall', call: 'call-1', number: 'sip:room7@192.0.2.9' },
    ]);
    desk.do({ type: 'transferred', call: 'in-1' }).do({ type: 'transferred', call: 'call-1' });
    assert.deepEqual(desk.sound.heard, ['call-2']);
    desk.arrives('in-2').do({ type: 'answer', call: 'in-2' }).press('conference');
    assert.deepEqual(desk.asked, ['holdCall in-2', 'resumeCall call-2', 'transferCall in-2']);
    assert.deepEqual(desk.sound.heard, ['call-2']);
  });

  it('is told by the server that holds it, while the call stands', () => {
    desk = new DeskDriver();
    const conference = (): unknown => desk.state.calls[0]?.conference;
    desk.do({ type: 'dial', number: '3000', line: undefined });
    const told = { count: 3, others: [{ name: 'Ada', number: '2001' }] };
    desk.do({ type: 'callConferenceChanged', call: 'call-1', conference: told });
    assert.equal(conference(), undefined);
    desk.do({ type: 'callAnswered', call: 'call-1', remote: undefined, focus: 'sip:room7@192.0.2.9' });
    assert.deepEqual(conference(), { count: undefined, others: [] });
    desk.do({ type: 'callConferenceChanged', call: 'call-1', conference: told });
    assert.deepEqual(conference(), told);
    desk.do({ type: 'end', call: 'call-1' });
    desk.do({ type: 'callConferenceChanged', call: 'call-1', conference: { count: 2, others: [] } });
    assert.notDeepEqual(conference(), { count: 2, others: [] });
  });

  it('keeps one who could not be taken back apart until the others are heard again', () => {
    desk.do({ type: 'callMediaChangeFailed', call: 'in-1' });
    assert.equal(states(), 'in-1 held, call-1 active');
    assert.deepEqual(desk.sound.heard, ['call-1']);
    desk.do({ type: 'resume', call: 'in-1' });
    assert.deepEqual(desk.asked, ['resumeCall in-1']);
    assert.deepEqual(desk.sound.heard, ['in-1', 'call-1']);
  });
});
