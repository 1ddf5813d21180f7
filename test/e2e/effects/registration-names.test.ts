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
    const seen: { readonly callId: string; readonly sequence: number }[] = [];
    for (const random of [0, 0, 1]) {
      await using server = await HandServer.open();
      const params = { ...lineAt(server.port, '1001'), 'voip/signalling/sip/random_register_call_id': random };
      await using phone = await SimulatedPhone.start({ dataDirectory, params });
      await phone.waitForLine();
      assert.equal(await phone.stop(), 0);
      const registers = server.requests('REGISTER');
      assert.equal(new Set(registers.map((register) => headerOf(register, 'Call-ID'))).size, 1);
      const [first] = registers;
      assert.ok(first !== undefined);
      seen.push({ callId: headerOf(first, 'Call-ID'), sequence: Number.parseInt(headerOf(first, 'CSeq'), 10) });
    }
    const [start, again, fresh] = seen;
    assert.ok(start !== undefined && again !== undefined && fresh !== undefined);
    assert.equal(again.callId, start.callId);
    assert.ok(again.sequence > start.sequence + 1);
    assert.notEqual(fresh.callId, start.callId);
  } finally {
    rmSync(dataDirectory, { recursive: true, force: true });
  }
});
