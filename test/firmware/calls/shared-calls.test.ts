// The line key of a shared line: takes over what another phone holds, joins where that is allowed, else takes the line.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type SharedCall, sharedCalls } from '#firmware/calls/shared-calls';
import { Switchboard } from '#firmware/calls/switchboard';
import { DeskDriver } from '#test/support/desk-driver';
import { MemoryLog } from '#test/support/memory-log';
import { line } from '#test/support/phone-fixture';
import type { AppearanceSnapshot } from '#ui/line-snapshot';

const bob = { name: 'Bob', number: '3000' };

function offered(states: readonly (AppearanceSnapshot['state'] | 'local')[], bargeIn = false): readonly string[] {
  const appearances = states.map((state, i) => ({
    index: i + 1,
    state: state === 'local' ? ('held' as const) : state,
    local: state === 'local',
    remote: bob,
    by: undefined,
  }));
  return sharedCalls([line(0), line(1, { appearances })], bargeIn).map((each) => `${each.line} ${each.how} ${each.appearance}`);
}

describe('calls of other phones', () => {
  it('what another phone holds is offered, its own calls and private ones are not', () => {
    assert.deepEqual(offered(['active', 'held']), ['1 retrieve 2']);
    assert.deepEqual(offered(['local', 'heldPrivate', 'seized', 'ringing']), []);
  });

  it('joining is offered where it is allowed and nothing else can be done', () => {
    assert.deepEqual(offered(['active', 'seized'], true), ['1 bargeIn 1']);
    assert.deepEqual(offered(['active', 'idle'], true), []);
    assert.deepEqual(offered(['active', 'seized'], false), []);
  });
});

function desk(shared: readonly SharedCall[]): DeskDriver {
  const driver = new DeskDriver();
  driver.settings = { ...driver.settings, sharedCalls: shared };
  return driver;
}

describe('the key of a shared line', () => {
  const held: SharedCall = { line: 1, appearance: 2, how: 'retrieve', remote: bob };

  it('takes over the held call: it is a call of this phone from then on', () => {
    const driver = desk([held]).do({ type: 'pressLine', line: 1 });
    const [effect] = driver.effects.filter(({ type }) => type === 'placeCall');
    assert.ok(effect?.type === 'placeCall');
    assert.deepEqual([effect.line, effect.takes], [1, { appearance: 2, how: 'retrieve' }]);
    assert.deepEqual([driver.call(effect.call).state, driver.call(effect.call).remote], ['outgoing', bob]);
    assert.equal(driver.state.path, 'speaker');
  });

  it('holds the active call first', () => {
    const driver = desk([held]).do({ type: 'dial', number: '2002', line: 0 }).answeredByRemote('call-1');
    driver.do({ type: 'pressLine', line: 1 });
    assert.deepEqual(driver.asked, ['holdCall call-1', 'placeCall call-2']);
  });

  it('is not what redial dials', () => {
    const driver = desk([held]).do({ type: 'dial', number: '2002', line: 0 }).endedBy('call-1', { by: 'remote' });
    driver.do({ type: 'pressLine', line: 1 });
    assert.equal(driver.state.lastDialed?.number, '2002');
  });

  it('answers, holds and resumes its own calls as ever', () => {
    const driver = desk([held]).arrives('in-1', 1);
    driver.do({ type: 'pressLine', line: 1 });
    assert.deepEqual(driver.asked, ['answerCall in-1']);
  });

  it('of another line takes the line', () => {
    const driver = desk([held]).do({ type: 'pressLine', line: 0 });
    assert.deepEqual([driver.asked, driver.state.dialing?.line], [[], 0]);
  });
});

describe('the switchboard', () => {
  it('ends a call at once that another phone took first', () => {
    const reported: unknown[] = [];
    const asked: unknown[] = [];
    const board = new Switchboard({
      log: new MemoryLog(),
      callMedia: undefined as never,
      accountOf: () => ({
        call: () => assert.fail('nothing is dialled'),
        sharedLine: {
          take: (appearance, how) => {
            asked.push([appearance, how]);
            return undefined;
          },
        },
      }),
      lineOf: () => 0,
      report: (input) => void reported.push(input),
    });
    const takes = { appearance: 2, how: 'retrieve' } as const;
    board.carryOut({ type: 'placeCall', call: 'call-1', line: 0, number: '3000', takes });
    assert.deepEqual(asked, [[2, 'retrieve']]);
    assert.deepEqual(reported, [{ type: 'callEnded', call: 'call-1', end: { by: 'response', status: 480, reason: 'Gone' } }]);
  });
});
