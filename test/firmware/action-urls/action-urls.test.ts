// Addresses that are asked for when something happens, and what callers' names can do to them: nothing.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { actionEvents } from '#firmware/action-urls/action-events';
import { actionUrl } from '#firmware/action-urls/action-url';
import { ActionUrls } from '#firmware/action-urls/action-urls';
import { MemoryLog } from '#test/support/memory-log';
import { call, FakePhone, snapshot } from '#test/support/phone-fixture';
import type { CallSnapshot, PhoneSnapshot } from '#ui/phone';

const quiet = snapshot();
const ringing = call({
  id: '7',
  state: 'incoming',
  direction: 'incoming',
  answeredAtMs: undefined,
  remote: { name: 'Ada & Eve?', number: '+49 30' },
});

function names(before: PhoneSnapshot, now: PhoneSnapshot): readonly string[] {
  return actionEvents(before, now).map(({ name }) => name);
}

function ended(from: CallSnapshot, reason: NonNullable<CallSnapshot['ended']>['reason']): CallSnapshot {
  return { ...from, state: 'ended', endedAtMs: 20_000, ended: { reason, text: '' } };
}

describe('what happened', () => {
  it('is told once each, from the ring to the end', () => {
    const active: CallSnapshot = { ...ringing, state: 'active', answeredAtMs: 5000 };
    const steps = [
      [],
      [ringing],
      [active],
      [{ ...active, state: 'held' as const }],
      [active],
      [ended(active, 'remoteHangUp')],
      [],
    ].map((calls) => ({ ...quiet, calls }));
    const told = steps.slice(1).map((now, at) => names(steps[at] ?? quiet, now));
    assert.deepEqual(told, [
      ['idle_to_busy', 'incoming_call'],
      ['call_established'],
      ['hold'],
      ['resume'],
      ['busy_to_idle', 'call_terminated'],
      [],
    ]);
  });

  it('calls missed what nobody took, and not what was refused', () => {
    const before = { ...quiet, calls: [ringing] };
    assert.ok(names(before, { ...quiet, calls: [ended(ringing, 'cancelled')] }).includes('missed_call'));
    assert.ok(!names(before, { ...quiet, calls: [ended(ringing, 'rejected')] }).includes('missed_call'));
    assert.ok(!names(before, { ...quiet, calls: [ended(ringing, 'answeredElsewhere')] }).includes('missed_call'));
  });

  it('is nothing where nothing changed', () => {
    assert.deepEqual(actionEvents(quiet, quiet), []);
  });
});

describe('an address', () => {
  const event = { name: 'incoming_call', line: 0, call: ringing } as const;

  it('is filled in, each value escaped', () => {
    const url = actionUrl('http://pbx/hook?e=$event&from=$remote&name=$name&l=$line&x=$unknown', event, quiet);
    assert.equal(url?.search, '?e=incoming_call&from=%2B49%2030&name=Ada%20%26%20Eve%3F&l=1&x=$unknown');
  });

  it('stays at its server whatever the caller is called', () => {
    for (const name of ['@evil.example/', '\r\nHost: evil', '/../../admin', '#', '\ud800', '$mac', '//evil.example']) {
      const hostile = { ...event, call: { ...ringing, remote: { name, number: name } } };
      const url = actionUrl('http://pbx/a/$name?n=$remote', hostile, quiet);
      assert.equal(url?.host, 'pbx');
      assert.match(url?.pathname ?? '', /^\/a\/[^/]*$/, name);
    }
  });

  it('that is none, or of another kind, is not asked for', () => {
    assert.equal(actionUrl('file:///etc/passwd', event, quiet), undefined);
    assert.equal(actionUrl('http://$unknown:port/', event, quiet), undefined);
  });
});

describe('a phone that was not ready when it happened', () => {
  it('tells of the lines and calls that it found', async () => {
    const asked: string[] = [];
    using actions = new ActionUrls({
      phone: new FakePhone({ ...quiet, calls: [ringing] }).phone,
      parameters: { get: (path) => `http://pbx/${path.split('/').at(-1)}` as never },
      log: new MemoryLog(),
      ask: async (url) => void asked.push(url.pathname),
      closed: () => undefined,
    });
    actions.start();
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(asked, ['/setup_completed', '/idle_to_busy', '/registered', '/registered', '/incoming_call']);
  });
});
