// Ping and traceroute by the web pages, with the programs that the system has.

import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { startAdministeredPhone } from '#test/support/administered-phone';
import type { SimulatedPhone } from '#test/support/simulated-phone';
import type { WebClient } from '#test/support/web-client';

let phone: SimulatedPhone;
let admin: WebClient;

before(async () => {
  ({ phone, admin } = await startAdministeredPhone());
});
after(() => phone[Symbol.asyncDispose]());

interface Probe {
  readonly finished: boolean;
  readonly failed: boolean;
  readonly lines: readonly string[];
}

function finished(): Promise<Probe> {
  return phone.waitFor('the end of it', async () => {
    const probe = await admin.get<Probe>('/api/diagnostics/probe');
    return probe.finished ? probe : undefined;
  });
}

it('ping says what ping says, one at a time', async () => {
  assert.equal((await admin.send('POST', '/api/diagnostics/ping', { address: '127.0.0.1' })).status, 202);
  assert.equal((await admin.send('POST', '/api/diagnostics/ping', { address: '127.0.0.1' })).status, 409);
  const { lines, failed } = await finished();
  assert.ok(!failed);
  assert.match(lines.join('\n'), /5 packets transmitted, 5 received, 0% packet loss/);
});

it('traceroute finds the way', async () => {
  assert.equal((await admin.send('POST', '/api/diagnostics/traceroute', { address: '127.0.0.1' })).status, 202);
  const { lines } = await finished();
  assert.match(lines.join('\n'), /1 +127\.0\.0\.1/);
});

it('is given up when nobody wants it any more', async () => {
  assert.equal((await admin.send('POST', '/api/diagnostics/ping', { address: '127.0.0.1' })).status, 202);
  assert.equal((await admin.send('DELETE', '/api/diagnostics/probe')).status, 204);
  assert.ok((await admin.get<Probe>('/api/diagnostics/probe')).finished);
});

it('options and commands are no addresses (CWE-77, CWE-88)', async () => {
  for (const address of ['-f', '--help', '127.0.0.1; id', '$(id)', '`id`', '127.0.0.1 -f', '|id', '127.0.0.1\nid']) {
    for (const kind of ['ping', 'traceroute']) {
      const answer = await admin.send('POST', `/api/diagnostics/${kind}`, { address });
      assert.equal(answer.status, 400, address);
    }
  }
});
