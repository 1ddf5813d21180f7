// No password and no digest answer is in anything that the phone writes or shows.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { Lab } from '#test/lab/lab-server';
import { dial, lineAt } from '#test/support/household';
import { SimulatedPhone } from '#test/support/simulated-phone';
import { SipTicker } from '#test/support/sip-ticker';

const password = 'pw1001';

for (const algorithm of ['MD5', 'SHA-256'] as const) {
  test(`${algorithm}: neither the log nor the ticker tells the password or what is made of it`, async () => {
    await using lab = await Lab.start({ host: '127.0.0.1', port: 0, algorithms: [algorithm] });
    await using phone = await SimulatedPhone.start({ params: lineAt(lab.port, '1001'), arguments: ['--verbose'] });
    await phone.waitForLine();
    await dial(phone, '600');
    await phone.waitForScreen('call');
    await phone.hook(false);
    using ticker = await SipTicker.open(phone);
    // The last of it all.
    await phone.waitFor('the end of the call in the ticker', async () =>
      ticker.messages.some(
        ({ direction, startLine, text }) =>
          direction === 'received' && startLine.includes('200') && /^CSeq: *\d+ BYE/im.test(text),
      )
        ? true
        : undefined,
    );
    const shown = ticker.messages.map(({ text }) => text).join('\n');
    const credentials = shown.match(/^(?:Proxy-)?Authorization: .*$/gim) ?? [];
    assert.ok(credentials.length >= 2, 'the requests with credentials are in the ticker');
    const hash = createHash(algorithm === 'MD5' ? 'md5' : 'sha256')
      .update(`1001:lab:${password}`)
      .digest('hex');
    for (const text of [shown, phone.log, JSON.stringify(await phone.screen())]) {
      assert.equal(text.includes(password), false, 'the password');
      assert.equal(text.includes(hash), false, 'HA1');
    }
    for (const line of credentials) {
      assert.match(line, /response="\*\*\*"/);
      assert.doesNotMatch(line, /[ ,](?:response|cnonce)="?[0-9a-f]{8}/i);
    }
    assert.doesNotMatch(phone.log, /response="?[0-9a-f]{32}/i);
  });
}
