// What a registrar sees of a phone that was switched off and on.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { HandServer, headerOf } from '#test/support/hand-server';
import { lineAt } from '#test/support/household';
import { SimulatedPhone } from '#test/support/simulated-phone';

test('voip/signalling/sip/random_register_call_id: a restart keeps the Call-ID, or makes a new one', async () => {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'registers-'));
  try {
    const seen: { readonly callId: string; readonly sequences: readonly number[] }[] = [];
    for (const random of [0, 0, 1]) {
      await using server = await HandServer.open();
      const params = { ...lineAt(server.port, '1001'), 'voip/signalling/sip/random_register_call_id': random };
      await using phone = await SimulatedPhone.start({ dataDirectory, params });
      await phone.waitForLine();
      assert.equal(await phone.stop(), 0);
      const registers = server.requests('REGISTER');
      assert.equal(new Set(registers.map((register) => headerOf(register, 'Call-ID'))).size, 1);
      seen.push({
        callId: registers.map((register) => headerOf(register, 'Call-ID'))[0] ?? '',
        sequences: registers.map((register) => Number.parseInt(headerOf(register, 'CSeq'), 10)),
      });
    }
    const [start, again, fresh] = seen;
    assert.ok(start !== undefined && again !== undefined && fresh !== undefined);
    assert.equal(again.callId, start.callId);
    // RFC 3261 §10.2: one more each time.
    const all = [...start.sequences, ...again.sequences];
    assert.deepEqual(
      all,
      all.map((_, index) => index + 1),
    );
    assert.notEqual(fresh.callId, start.callId);
  } finally {
    rmSync(dataDirectory, { recursive: true, force: true });
  }
});
