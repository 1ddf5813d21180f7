// A locked phone: who can call it and what its keys no longer do (AudioCodes §4.11).

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { DeskInput } from '#firmware/calls/desk-messages';
import { arrival, DeskDriver } from '#test/support/desk-driver';

function lockedDesk(outgoing = false): DeskDriver {
  const desk = new DeskDriver();
  desk.settings = { ...desk.settings, locked: { outgoing } };
  return desk;
}

const asked = (desk: DeskDriver): readonly string[] => desk.effects.map(({ type }) => type);

describe('a locked phone', () => {
  it('rings and is answered, held and ended', () => {
    const desk = lockedDesk();
    desk.do(arrival());
    desk.do({ type: 'answer', call: undefined });
    assert.equal(desk.state.calls[0]?.state, 'active');
    desk.do({ type: 'hold', call: undefined });
    desk.do({ type: 'resume', call: undefined });
    assert.equal(desk.state.calls[0]?.state, 'active');
    desk.do({ type: 'end', call: undefined });
    assert.equal(desk.state.calls[0]?.state, 'ended');
  });

  const reaching: readonly DeskInput[] = [
    { type: 'redial' },
    { type: 'callVoiceMail' },
    { type: 'toggleDoNotDisturb' },
    { type: 'toggleHideNumber' },
    { type: 'setForwarding', kind: 'always', forwarding: { on: true, number: '1' } },
    { type: 'pageGroup', group: 0, name: 'Hall' },
    { type: 'park', line: 0, parkAt: undefined, retrieveFrom: '701' },
    { type: 'chooseRing', line: 0, ring: 'Ring02' },
  ];
  for (const input of reaching) {
    it(`does nothing at ${input.type}`, () => {
      const desk = lockedDesk();
      const before = desk.state;
      desk.do(input);
      assert.equal(desk.state, before);
      assert.deepEqual(asked(desk), []);
    });
  }

  it('transfers no call to others', () => {
    const desk = lockedDesk();
    desk.do(arrival());
    desk.do({ type: 'answer', call: undefined });
    const before = desk.state;
    desk.do({ type: 'blindTransfer', number: '1003' });
    desk.do({ type: 'transfer' });
    desk.do({ type: 'conference' });
    assert.equal(desk.state, before);
  });

  it('calls whom it likes where the administrator lets it, but changes nothing of the person', () => {
    const desk = lockedDesk(true);
    desk.do({ type: 'toggleDoNotDisturb' });
    assert.equal(desk.state.doNotDisturb, false);
    desk.do({
      type: 'pickUp',
      line: 0,
      number: 'sip:2@h',
      remote: { name: undefined, number: '2' },
      replaces: { callId: 'c', toTag: 't', fromTag: 'f', earlyOnly: true },
    });
    assert.deepEqual(asked(desk), ['placeCall']);
  });

  it('is busy for calls of others’ lines where the administrator wants it', () => {
    const desk = new DeskDriver();
    desk.settings = { ...desk.settings, locked: { outgoing: false }, untakenLines: [1] };
    desk.do(arrival({ line: 1 }));
    assert.equal(desk.state.calls.length, 0);
    desk.do(arrival({ call: 'in-2', line: 0 }));
    assert.equal(desk.state.calls[0]?.state, 'incoming');
  });
});
