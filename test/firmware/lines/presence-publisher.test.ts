// Our own presence: what the servers are told, and when.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PresencePublisher, type PublishingAccount } from '#firmware/lines/presence-publisher';
import { readPresence } from '#sip/event-package/presence';
import { MemoryLog } from '#test/support/memory-log';
import type { PhoneSnapshot } from '#ui/phone';

type Seen = Pick<PhoneSnapshot, 'calls' | 'doNotDisturb'>;

const quiet: Seen = { calls: [], doNotDisturb: false };
const talking = { calls: [{ state: 'active' }], doNotDisturb: false } as unknown as Seen;
const ringing = { calls: [{ state: 'incoming' }], doNotDisturb: false } as unknown as Seen;

class Bench {
  publishes = true;
  readonly told: string[] = [];
  accounts = [this.newAccount('2001'), this.newAccount('2002')];
  readonly publisher: PresencePublisher = new PresencePublisher({
    log: new MemoryLog(),
    publishes: () => this.publishes,
    lines: () => this.accounts.map((_, line) => line),
    accountOf: (line) => this.accounts[line],
  });

  newAccount(user: string): PublishingAccount {
    const tell = (what: string, body: Uint8Array): void => {
      const read = readPresence(body);
      assert.ok(read.ok);
      const { entity, activities, tuples } = read.value;
      assert.ok(tuples.every(({ open }) => open));
      this.told.push(`${what} ${entity} ${activities.join()}`);
    };
    return {
      settings: { user, domain: 'example.net' },
      publish: ({ event, body }) => {
        assert.equal(event, 'presence');
        tell('new', body);
        return { update: (changed) => tell('changed', changed), close: () => void this.told.push(`closed ${user}`) };
      },
    };
  }

  take(): readonly string[] {
    return this.told.splice(0);
  }
}

describe('presence of our own', () => {
  it('is told to the server of each line', () => {
    const bench = new Bench();
    bench.publisher.follow(quiet);
    assert.deepEqual(bench.take(), ['new sip:2001@example.net ', 'new sip:2002@example.net ']);
  });

  it('changes with calls that are up and with do not disturb, and is quiet otherwise', () => {
    const bench = new Bench();
    bench.accounts.pop();
    bench.publisher.follow(quiet);
    bench.publisher.follow(ringing);
    bench.publisher.follow(talking);
    bench.publisher.follow(talking);
    bench.publisher.follow({ ...talking, doNotDisturb: true });
    bench.publisher.follow(quiet);
    assert.deepEqual(bench.take(), [
      'new sip:2001@example.net ',
      'changed sip:2001@example.net on-the-phone',
      'changed sip:2001@example.net on-the-phone,busy',
      'changed sip:2001@example.net ',
    ]);
  });

  it('is nobody’s business unless the administrator says so', () => {
    const bench = new Bench();
    bench.publishes = false;
    bench.publisher.follow(talking);
    assert.deepEqual(bench.take(), []);
    bench.publishes = true;
    bench.publisher.follow(talking);
    bench.publishes = false;
    bench.publisher.follow(talking);
    assert.deepEqual(bench.take().slice(2), ['closed 2001', 'closed 2002']);
  });

  it('moves with a line that has another account', () => {
    const bench = new Bench();
    bench.accounts.pop();
    bench.publisher.follow(talking);
    bench.accounts = [bench.newAccount('2009')];
    bench.publisher.follow(talking);
    assert.deepEqual(bench.take(), [
      'new sip:2001@example.net on-the-phone',
      'closed 2001',
      'new sip:2009@example.net on-the-phone',
    ]);
  });
});
