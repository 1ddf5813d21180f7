// The switchboard: what strangers send reaches the desk in bounds, and lines that are not there end a call at once.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CallMedia } from '#firmware/calls/call-media';
import type { WorldInput } from '#firmware/calls/desk-messages';
import { Switchboard } from '#firmware/calls/switchboard';
import { parseNameAddr } from '#sip/message/name-addr';
import type { Call, UserAgentEvent } from '#sip/ua/user-agent-events';
import { MemoryLog } from '#test/support/memory-log';

type Incoming = Extract<UserAgentEvent, { type: 'incomingCall' }>;

function setUp(): { switchboard: Switchboard; reported: WorldInput[] } {
  const reported: WorldInput[] = [];
  const switchboard = new Switchboard({
    log: new MemoryLog(),
    // Not reached by what is tried here.
    callMedia: {} as CallMedia,
    accountOf: () => undefined,
    lineOf: (id) => (id === 'line1' ? 0 : undefined),
    report: (input) => void reported.push(input),
  });
  return { switchboard, reported };
}

function incoming(from: string, accountId = 'line1'): { event: Incoming; refused: number[] } {
  const refused: number[] = [];
  const { displayName, uri } = parseNameAddr(from);
  const identity = { displayName, uri, anonymous: false, verification: 'none' };
  const call = { id: 'a', callId: 'a', identity, reject: (status: number) => void refused.push(status) };
  const event = {
    type: 'incomingCall',
    accountId,
    call: call as unknown as Call,
    divertedBy: undefined,
    history: [],
    listen: () => {},
  } as const;
  return { event, refused };
}

describe('the switchboard', () => {
  it('tells who calls as a person reads it', () => {
    const { switchboard, reported } = setUp();
    switchboard.onIncomingCall(incoming('"Ada" <sip:%2B44207@example.net>').event);
    assert.deepEqual(reported[0]?.type === 'callArrived' && reported[0].remote, { name: 'Ada', number: '+44207' });
  });

  it('cuts names and numbers that would fill the call log', () => {
    const { switchboard, reported } = setUp();
    switchboard.onIncomingCall(incoming(`"${'A'.repeat(9000)}" <sip:${'1'.repeat(9000)}@example.net>`).event);
    const remote = reported[0]?.type === 'callArrived' ? reported[0].remote : undefined;
    assert.equal(remote?.name?.length, 128);
    assert.equal(remote?.number.length, 128);
  });

  it('keeps an escaped user that does not unescape', () => {
    const { switchboard, reported } = setUp();
    switchboard.onIncomingCall(incoming('<sip:%ff%fe@example.net>').event);
    assert.equal(reported[0]?.type === 'callArrived' && reported[0].remote.number, '%ff%fe');
  });

  it('refuses a call for an account without a line', () => {
    const { switchboard, reported } = setUp();
    const { event, refused } = incoming('<sip:1@example.net>', 'line7');
    switchboard.onIncomingCall(event);
    assert.deepEqual(refused, [404]);
    assert.deepEqual(reported, []);
  });

  it('ends a call on a line that is not set up, in words', () => {
    const { switchboard, reported } = setUp();
    switchboard.carryOut({ type: 'placeCall', call: 'call-1', line: 3, number: '5' });
    assert.equal(reported[0]?.type === 'callEnded' && reported[0].end.by, 'transport');
  });
});
