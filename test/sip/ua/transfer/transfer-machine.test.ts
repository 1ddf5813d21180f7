// The transferor's machine: what it makes of answers and NOTIFYs in every order.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type TransferInput, type TransferRules, type TransferState, transferMachine } from '#sip/ua/transfer/transfer-machine';

const rules: TransferRules = { noticeMs: 32_000, mayAskAgain: false, mayAskPlainly: false, maySayAlso: false };
const accepted: TransferInput = { type: 'accepted', subscribed: true };

function notice(status: number | undefined, terminated = false, lastsMs?: number): TransferInput {
  return { type: 'notified', status, terminated, lastsMs };
}

/** The names of the actions, timers apart, and the last state. */
function run(inputs: readonly TransferInput[], changes: Partial<TransferRules> = {}) {
  let state: TransferState = { name: 'asking' };
  const actions: string[] = [];
  let delayMs: number | undefined;
  for (const input of inputs) {
    const step = transferMachine(state, input, { ...rules, ...changes });
    state = step.state;
    for (const action of step.actions) {
      if (action.type === 'startTimer') delayMs = action.delayMs;
      else if (action.type === 'stopTimer') delayMs = undefined;
      else actions.push('status' in action ? `${action.type} ${action.status}` : action.type);
    }
  }
  return { state: state.name, actions, delayMs };
}

describe('the transferor', () => {
  it('tells progress and the end as the NOTIFYs bring them', () => {
    const { state, actions, delayMs } = run([accepted, notice(100), notice(180), notice(200, true)]);
    assert.deepEqual(actions, ['reportProgress 100', 'reportProgress 180', 'succeed']);
    assert.equal(state, 'over');
    assert.equal(delayMs, undefined);
  });

  it('believes a NOTIFY that is faster than the answer to REFER', () => {
    assert.deepEqual(run([notice(100), accepted, notice(200, true)]).actions, ['reportProgress 100', 'succeed']);
    assert.deepEqual(run([notice(200, true), accepted]).actions, ['succeed']);
  });

  it('fails with the status of REFER, or with that of the new call', () => {
    assert.deepEqual(run([{ type: 'refused', status: 603 }]).actions, ['fail 603']);
    assert.deepEqual(run([{ type: 'refused', status: undefined }]).actions, ['fail undefined']);
    assert.deepEqual(run([accepted, notice(486, true)]).actions, ['fail 486']);
    assert.deepEqual(run([accepted, notice(503)]).actions, ['fail 503']);
  });

  it('fails when the other side stops telling before the end', () => {
    assert.deepEqual(run([accepted, notice(100, true)]).actions, ['fail undefined']);
    assert.deepEqual(run([accepted, notice(undefined, true)]).actions, ['fail undefined']);
  });

  it('succeeds at once when there is nothing to hear (RFC 4488)', () => {
    assert.deepEqual(run([{ type: 'accepted', subscribed: false }]).actions, ['succeed']);
  });

  it('asks once what goes on when no NOTIFY comes, then gives up', () => {
    assert.equal(run([accepted]).delayMs, 32_000);
    assert.deepEqual(run([accepted, { type: 'timerExpired' }]).actions, ['refresh']);
    const { actions, state } = run([accepted, { type: 'timerExpired' }, { type: 'timerExpired' }]);
    assert.deepEqual(actions, ['refresh', 'fail undefined']);
    assert.equal(state, 'over');
  });

  it('waits as long as the subscription lasts, but not for ever', () => {
    assert.equal(run([accepted, notice(180, false, 60_000)]).delayMs, 60_000);
    assert.equal(run([accepted, notice(180, false, 4e9)]).delayMs, 200_000);
    assert.equal(run([accepted, notice(180)]).delayMs, 200_000);
  });

  it('hears a NOTIFY whose body says nothing as a sign of life', () => {
    const { actions, delayMs } = run([accepted, notice(undefined)]);
    assert.deepEqual(actions, []);
    assert.equal(delayMs, 200_000);
  });

  it('tries the other address when the first is not to be reached, and there is nothing more to hear of it', () => {
    const more = { mayAskAgain: true };
    assert.deepEqual(run([accepted, notice(404, true)], more).actions, ['askAgain']);
    assert.equal(run([accepted, notice(404, true)], more).state, 'asking');
    assert.deepEqual(run([accepted, notice(404)], more).actions, ['fail 404']);
    assert.deepEqual(run([accepted, notice(486, true)], more).actions, ['fail 486']);
    assert.deepEqual(run([accepted, notice(404, true)]).actions, ['fail 404']);
  });

  it('gives the consultation up where its call can not be replaced (RFC 5589 §7.5)', () => {
    for (const status of [400, 420]) {
      assert.deepEqual(run([accepted, notice(status, true)], { mayAskPlainly: true }).actions, ['askPlainly']);
      assert.deepEqual(run([accepted, notice(status, true)]).actions, [`fail ${status}`]);
    }
    assert.deepEqual(run([accepted, notice(603, true)], { mayAskPlainly: true }).actions, ['fail 603']);
  });

  it('falls back to Also where REFER is unknown, and only where that is allowed', () => {
    for (const status of [405, 501]) {
      assert.deepEqual(run([{ type: 'refused', status }], { maySayAlso: true }).actions, ['sayAlso']);
      assert.deepEqual(run([{ type: 'refused', status }]).actions, [`fail ${status}`]);
    }
    assert.deepEqual(run([{ type: 'refused', status: 603 }], { maySayAlso: true }).actions, ['fail 603']);
  });

  it('does nothing more after its end', () => {
    const { actions } = run([
      accepted,
      notice(200, true),
      notice(486, true),
      { type: 'timerExpired' },
      { type: 'refused', status: 500 },
    ]);
    assert.deepEqual(actions, ['succeed']);
  });
});
