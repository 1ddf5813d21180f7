// Proves against real Kamailio, over UDP and over TCP, with tshark on the wire: the phone registers with digest (401, then 200),
// takes its address away at its end, says what is wrong when the password is, and does not storm the server then.

import './rig/isolated.ts';

import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { startKamailio } from './rig/kamailio.ts';
import { passwordOf, user } from './rig/numbers.ts';
import { assertSoundSip } from './rig/sip-rules.ts';
import { Site } from './rig/site.ts';
import { flowOf, valuesOf, type WireMessage } from './rig/wire-sip.ts';

type SixMessages = readonly [WireMessage, WireMessage, WireMessage, WireMessage, WireMessage, WireMessage];

let site: Site;
before(async () => {
  site = await Site.open();
  await site.keep(startKamailio(site.lan, site.directory));
});
after(() => site[Symbol.asyncDispose]());

for (const transport of ['UDP', 'TCP'] as const) {
  describe(`over ${transport}`, () => {
    test('the phone registers with digest, and takes its address away when it stops', async () => {
      await using capture = await site.capture();
      const phone = await site.phone({ user: user.phone, transport });
      await phone[Symbol.asyncDispose]();
      const messages = await assertSoundSip(capture);
      assert.deepEqual(flowOf(messages), ['REGISTER', '401', 'REGISTER', '200', 'REGISTER', '200']);
      assert.ok(messages.every((message) => message.transport === transport));
      assert.equal(
        new Set(messages.map(({ callId }) => callId)).size,
        1,
        'RFC 3261 §10.2: one Call-ID for all its registrations',
      );
      const [, , registering, , leaving, left] = messages as SixMessages;
      assert.match(valuesOf(registering, 'authorization')[0] ?? '', /^Digest username="1001", realm="interop"/);
      assert.match(valuesOf(registering, 'authorization')[0] ?? '', /qop=auth/);
      assert.ok(!messages.some(({ headers }) => headers.some(({ value }) => value.includes(passwordOf(user.phone)))));
      assert.match(valuesOf(leaving, 'contact')[0] ?? '', /;expires=0|\*/);
      assert.deepEqual(valuesOf(left, 'contact'), [], 'no binding is left');
    });

    test('a wrong password is told to the person and tried once, not again and again', async () => {
      await using capture = await site.capture();
      const wrong = { 'voip/line/0/auth_password': 'not-the-password' };
      await using phone = await site.unregisteredPhone({ user: user.phone, transport, params: wrong });
      const told = await phone.waitFor('a notice about the password', async () => {
        const { notice, items } = await phone.screen();
        const text = JSON.stringify([notice, items]);
        return /password/i.test(text) ? text : undefined;
      });
      assert.match(told, /wrong password/i);
      await new Promise((resolve) => setTimeout(resolve, 3000));
      const messages = await assertSoundSip(capture);
      const requests = flowOf(messages).filter((word) => word === 'REGISTER');
      assert.ok(requests.length <= 3, `${requests.length} requests within 3 s: ${flowOf(messages)}`);
    });
  });
}

test('a phone that starts again registers under the same Call-ID, and is heard, after a loss of power too', async () => {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'registers-again-'));
  await using capture = await site.capture();
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    const phone = await site.phone({ user: user.phone, dataDirectory });
    await phone.stop(signal);
  }
  const messages = await assertSoundSip(capture, false);
  const start = ['REGISTER', '401', 'REGISTER', '200'];
  assert.deepEqual(flowOf(messages), [...start, 'REGISTER', '200', ...start]);
  assert.equal(new Set(messages.map(({ callId }) => callId)).size, 1);
  await using _phone = await site.phone({ user: user.phone, dataDirectory });
  await rm(dataDirectory, { recursive: true, force: true });
});
