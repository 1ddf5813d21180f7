// A restart that a server asks for waits until nobody talks.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RemoteCommands } from '#firmware/system/remote-commands';
import { MemoryLog } from '#test/support/memory-log';

function setUp(): { commands: RemoteCommands; desk: { calls: number; restarts: number; resyncs: number } } {
  const desk = { calls: 0, restarts: 0, resyncs: 0 };
  const commands = new RemoteCommands({
    log: new MemoryLog(),
    calls: () => desk.calls,
    restart: () => void desk.restarts++,
    resync: () => void desk.resyncs++,
  });
  return { commands, desk };
}

test('an idle phone restarts at once, and once', () => {
  const { commands, desk } = setUp();
  commands.take({ type: 'restartRequested' });
  commands.take({ type: 'resyncRequested', restart: true });
  commands.follow();
  assert.equal(desk.restarts, 1);
});

test('a phone in a call restarts when the last call is over', () => {
  const { commands, desk } = setUp();
  desk.calls = 2;
  commands.take({ type: 'resyncRequested', restart: true });
  commands.follow();
  desk.calls = 1;
  commands.follow();
  assert.equal(desk.restarts, 0);
  desk.calls = 0;
  commands.follow();
  commands.follow();
  assert.equal(desk.restarts, 1);
});

test('what needs no restart fetches the settings', () => {
  const { commands, desk } = setUp();
  commands.take({ type: 'resyncRequested', restart: false });
  commands.take({ type: 'resyncRequested', restart: undefined });
  commands.take({ type: 'reportRequested' });
  commands.follow();
  assert.deepEqual([desk.restarts, desk.resyncs], [0, 2]);
});
