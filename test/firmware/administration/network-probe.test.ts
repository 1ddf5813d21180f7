// Addresses for ping and traceroute: what is none starts no program.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { isProbeAddress, NetworkProbe } from '#firmware/administration/network-probe';
import { FakeClock } from '#test/support/fake-clock';

it('addresses and host names are taken', () => {
  for (const text of ['192.0.2.7', '2001:db8::7', 'pbx.example.org', 'localhost', 'xn--mnchen-3ya.example', 'a']) {
    assert.ok(isProbeAddress(text), text);
  }
});

it('options, commands and what ends a word are not', async () => {
  const probe = new NetworkProbe(new FakeClock());
  const hostile = [
    '',
    '-f',
    '--help',
    '; reboot',
    '$(reboot)',
    '`id`',
    'a b',
    'a\nb',
    '|cat',
    '../x',
    'a'.repeat(300),
    '-c1.example',
    'a..b',
  ];
  for (const text of hostile) {
    assert.ok(!isProbeAddress(text), text);
    assert.deepEqual(await probe.ping(text), { ok: false, error: 'invalidAddress' });
    assert.deepEqual(await probe.traceroute(text), { ok: false, error: 'invalidAddress' });
  }
  assert.deepEqual(probe.result, { finished: true, lines: [] });
});
