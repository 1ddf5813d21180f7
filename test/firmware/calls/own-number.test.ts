// Who is not told our number, when the person hides it: whom we call, whom we answer, and whom we are asked to call.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { arrival, DeskDriver } from '#test/support/desk-driver';

const hides = (): DeskDriver => new DeskDriver().press('toggleHideNumber');
const referral = {
  type: 'referralReceived',
  call: 'ref-1',
  asks: false,
  instead: undefined,
  line: 0,
  remote: { name: undefined, number: '2003' },
} as const;

describe('a phone that hides its number', () => {
  it('calls without it', () => {
    const { effects } = hides().type('2002').press('dialNumber');
    assert.deepEqual(effects, [{ type: 'placeCall', call: 'call-1', line: 0, number: '2002', anonymous: true }]);
  });

  it('answers without it', () => {
    const { effects } = hides().do(arrival()).press('liftHandset');
    assert.deepEqual(effects, [{ type: 'answerCall', call: 'in-1', anonymous: true }]);
  });

  it('follows a transfer without it', () => {
    const { effects } = hides().do(referral);
    assert.deepEqual(effects, [{ type: 'acceptReferral', call: 'ref-1', anonymous: true }]);
  });

  it('tells it again when the person says so', () => {
    const { effects } = hides().press('toggleHideNumber').do(arrival()).press('liftHandset');
    assert.deepEqual(effects, [{ type: 'answerCall', call: 'in-1' }]);
  });
});
