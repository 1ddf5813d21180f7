// Music from a server for calls on hold: one call to it for each, for as long as it waits.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { HoldServers } from '#firmware/calls/hold-servers';
import type { Call, CallEvent } from '#sip/ua/user-agent-events';
import { MemoryLog } from '#test/support/memory-log';

interface Placed {
  readonly id: string;
  readonly target: string;
  readonly tell: (event: CallEvent) => void;
  ended: boolean;
}

function setUp(server = 'music', places = true): { servers: HoldServers; placed: Placed[]; joined: string[] } {
  const placed: Placed[] = [];
  const joined: string[] = [];
  const servers = new HoldServers({
    log: new MemoryLog(),
    serverOf: (account) => (account === 'line1' ? server : ''),
    place: (_, target, tell) => {
      if (!places) {
        tell({ type: 'ended', end: { by: 'transport', reason: 'no address' } });
      }
      const call: Placed = { id: `server${placed.length + 1}`, target, tell, ended: false };
      placed.push(call);
      const end = (): void => {
        call.ended = true;
      };
      return Object.assign(Object.create(null), { id: call.id, end }) as Call;
    },
    join: (waiting, from) => void joined.push(`${waiting} ${from ?? 'own'}`),
  });
  return { servers, placed, joined };
}

const answered: CallEvent = { type: 'answered', remote: undefined };
const waiting = (...ids: readonly string[]) => ids.map((id) => ({ id, accountId: 'line1' }));

describe('the music server of a line', () => {
  it('is called when somebody waits, heard when it has answered, and left when nobody waits', () => {
    const { servers, placed, joined } = setUp();
    servers.follow(waiting('a'));
    servers.follow(waiting('a', 'a'));
    assert.deepEqual(
      placed.map(({ target }) => target),
      ['music'],
    );
    assert.deepEqual(joined, []);
    placed[0]?.tell(answered);
    assert.deepEqual(joined, ['a server1']);
    servers.follow([]);
    assert.equal(placed[0]?.ended, true);
    assert.deepEqual(joined, ['a server1', 'a own']);
  });

  it('has a call of its own for each who waits', () => {
    const { servers, placed, joined } = setUp();
    servers.follow(waiting('a'));
    servers.follow(waiting('a', 'b'));
    placed[1]?.tell(answered);
    servers.follow(waiting('b'));
    assert.deepEqual(
      placed.map(({ ended }) => ended),
      [true, false],
    );
    assert.deepEqual(joined, ['b server2', 'a own']);
  });

  it('that ends leaves the phone’s own music, and is not called again in this hold', () => {
    const { servers, placed, joined } = setUp();
    servers.follow(waiting('a'));
    placed[0]?.tell(answered);
    placed[0]?.tell({ type: 'ended', end: { by: 'remote' } });
    servers.follow(waiting('a'));
    assert.deepEqual(joined, ['a server1', 'a own']);
    assert.equal(placed.length, 1);
    servers.follow([]);
    servers.follow(waiting('a'));
    assert.equal(placed.length, 2);
  });

  it('that answers too late is not heard', () => {
    const { servers, placed, joined } = setUp();
    servers.follow(waiting('a'));
    servers.follow([]);
    placed[0]?.tell(answered);
    assert.deepEqual(joined, ['a own']);
  });

  it('that only listens is no caller on hold', () => {
    const { servers, placed } = setUp();
    servers.follow(waiting('a'));
    servers.follow(waiting('a', 'server1'));
    assert.equal(placed.length, 1);
  });

  it('is nobody where the line has none, and where its address is none', () => {
    const without = setUp('');
    without.servers.follow(waiting('a'));
    assert.deepEqual(without.placed, []);
    const wrong = setUp('music', false);
    wrong.servers.follow(waiting('a'));
    wrong.servers.follow([]);
    assert.equal(wrong.placed[0]?.ended, false);
  });
});
