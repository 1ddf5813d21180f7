// The transferee's machine: what whoever asked is told, and for how long.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { grantedS, type ReferralInput, type ReferralState, referralMachine } from '#sip/ua/transfer/referral-machine';

function run(inputs: readonly ReferralInput[]) {
  let state: ReferralState = { name: 'pending' };
  const told: string[] = [];
  let delayMs: number | undefined;
  for (const input of inputs) {
    const step = referralMachine(state, input);
    state = step.state;
    for (const action of step.actions) {
      if (action.type === 'startTimer') delayMs = action.delayMs;
      else if (action.type === 'stopTimer') delayMs = undefined;
      else {
        const { status, subscription } = action;
        told.push(`${status} ${subscription.name}${subscription.name === 'terminated' ? ` ${subscription.reason}` : ''}`);
      }
    }
  }
  return { state: state.name, told, delayMs };
}

describe('the transferee', () => {
  it('tells that it waits for a person, that it calls, how that goes and how it ends', () => {
    const { told, state, delayMs } = run([
      { type: 'opened' },
      { type: 'agreed' },
      { type: 'progressed', status: 180 },
      { type: 'progressed', status: 200 },
    ]);
    assert.deepEqual(told, ['100 pending', '100 active', '180 active', '200 terminated noresource']);
    assert.equal(state, 'over');
    assert.equal(delayMs, undefined);
  });

  it('tells a refusal that came after the 202', () => {
    assert.deepEqual(run([{ type: 'opened' }, { type: 'progressed', status: 603 }]).told, [
      '100 pending',
      '603 terminated rejected',
    ]);
  });

  it('decides for a person who does not', () => {
    const { told, state } = run([{ type: 'opened' }, { type: 'timerExpired' }]);
    assert.deepEqual(told, ['100 pending', '480 terminated rejected']);
    assert.equal(state, 'over');
  });

  it('tells the last that it knows when its time is up or nobody wants to hear more', () => {
    assert.deepEqual(run([{ type: 'agreed' }, { type: 'progressed', status: 180 }, { type: 'timerExpired' }]).told, [
      '100 active',
      '180 active',
      '180 terminated timeout',
    ]);
    assert.deepEqual(run([{ type: 'agreed' }, { type: 'refreshed', expiresS: 0 }]).told, [
      '100 active',
      '100 terminated timeout',
    ]);
  });

  it('goes on for as long as it is asked to, within its limit, and repeats what it knows', () => {
    const { told, delayMs } = run([{ type: 'agreed' }, { type: 'progressed', status: 183 }, { type: 'refreshed', expiresS: 90 }]);
    assert.deepEqual(told, ['100 active', '183 active', '183 active']);
    assert.equal(delayMs, 90_000);
    assert.equal(grantedS({ name: 'active', status: 100 }, 86_400), 300);
    assert.equal(grantedS({ name: 'pending' }, 86_400), 60);
  });

  it('is silent when nobody hears, and after its end', () => {
    assert.deepEqual(run([{ type: 'agreed' }, { type: 'unheard' }, { type: 'progressed', status: 200 }]).told, ['100 active']);
    const ended = run([{ type: 'agreed' }, { type: 'progressed', status: 486 }, { type: 'refreshed', expiresS: 60 }]);
    assert.deepEqual(ended.told, ['100 active', '486 terminated noresource']);
    assert.equal(ended.delayMs, undefined);
  });
});
