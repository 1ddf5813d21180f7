// The desk phone around its state machine: what surfaces are told, and when.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { initialDeskState } from '#firmware/calls/desk-state';
import { DeskPhone, type DeskPhoneOptions } from '#firmware/desk-phone';
import { arrival, DeskDriver } from '#test/support/desk-driver';
import { FakeClock } from '#test/support/fake-clock';
import { silentLog } from '#test/support/screen-fixture';

function makePhone(): { readonly phone: DeskPhone; readonly logged: string[] } {
  const logged: string[] = [];
  const parts = {
    clock: new FakeClock(),
    log: silentLog,
    lines: { snapshots: [] },
    qualities: { snapshots: [], lastOf: () => ({}) },
    functionKeys: { snapshots: [], press: () => undefined },
    notices: { all: [] },
    lists: { snapshot: undefined },
    recordedCalls: { calls: [] },
    names: { contacts: [], named: (party: unknown) => party },
    rings: () => ({ names: [], chosen: '' }),
    callLog: {
      entries: [],
      get missed() {
        return logged.length;
      },
      add: ({ kind }: { kind: string }) => logged.push(kind),
    },
    switchboard: { carryOut: () => {}, sipCallIdOf: () => undefined },
    sound: { follow: () => {} },
    timers: { follow: () => {} },
    settings: () => new DeskDriver().settings,
    status: () => ({ model: '', version: '', addresses: [], macAddress: '', startedAtMs: 0 }),
    initial: { ...initialDeskState, doNotDisturb: true },
    save: () => {},
    lock: {
      snapshot: { canLock: false, locked: false, failures: 0, keepsMailbox: false, emergencyNumbers: [] },
      lock: () => {},
      unlock: () => {},
      opensMailbox: () => true,
    },
    restart: () => {},
  };
  return { phone: new DeskPhone(parts as unknown as DeskPhoneOptions), logged };
}

it('a call that do not disturb refuses shows at once among the missed', async () => {
  const { phone, logged } = makePhone();
  assert.equal(phone.snapshot.missedCalls, 0);
  let told = 0;
  phone.subscribe(() => told++);
  phone.take(arrival());
  await Promise.resolve();
  assert.deepEqual(logged, ['missed']);
  assert.equal(phone.snapshot.missedCalls, 1);
  assert.equal(told, 1);
});
