// A phone and its registrar: two accounts, a server that goes and comes back, one that was never there, a wrong password.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { freePort } from '#test/lab/free-port';
import { Lab } from '#test/lab/lab-server';
import { dial, lampOf, lineAt, pause, words } from '#test/support/household';
import { SimulatedPhone } from '#test/support/simulated-phone';

const host = '127.0.0.1';
/** Tried again soon, so that the test is. */
const impatient = { 'voip/signalling/sip/registration_failed_timeout': 1, 'voip/signalling/sip/sip_t1': 100 };

async function waitForText(phone: SimulatedPhone, text: string): Promise<void> {
  await phone.waitFor(text, async () => (words(await phone.screen()).includes(text) ? true : undefined));
}

// Each waits for timers of its own.
describe('registration', { concurrency: true }, () => {
  test('two accounts on one phone: each is called by its own number, and calls as itself', async () => {
    await using lab = await Lab.start({ host, port: 0 });
    await using ann = await SimulatedPhone.start({ params: { ...lineAt(lab.port, '1001'), ...lineAt(lab.port, '1004', 1) } });
    await using ben = await SimulatedPhone.start({ params: lineAt(lab.port, '1002') });
    await Promise.all([ann.waitForLine(1), ann.waitForLine(2), ben.waitForLine()]);
    for (const [number, line] of [
      ['1001', 'line1'],
      ['1004', 'line2'],
    ] as const) {
      await dial(ben, number);
      await ann.waitForScreen('incoming');
      assert.equal(await lampOf(ann, line), 'red fast', line);
      await ann.press(line);
      await ben.waitForScreen('call');
      await ann.softKey('end');
      await ben.waitForScreen('ended');
      await ben.hook(false);
      await ann.waitForScreen('ended', 'idle');
      await ann.softKey('close').catch(() => undefined);
      await ann.waitForScreen('idle');
    }
    await ann.press('line2');
    await ann.type('1002');
    await ann.softKey('dial');
    await ben.waitForScreen('incoming');
    assert.ok(words(await ben.screen()).includes('1004'), words(await ben.screen()));
  });

  test('a server that goes away is told on the screen; when it is back the phone finds it without a restart', async () => {
    const port = await freePort(host);
    const params = { ...lineAt(port, '1001'), ...impatient, 'voip/signalling/sip/proxy_timeout': 30 };
    let lab = await Lab.start({ host, port, maximumExpiresS: 2, minimumExpiresS: 1 });
    try {
      await using ann = await SimulatedPhone.start({ params });
      await ann.waitForLine();
      await lab[Symbol.asyncDispose]();
      await waitForText(ann, 'Line 1');
      assert.equal(await lampOf(ann, 'line1'), 'amber steady');
      assert.match(words(await ann.screen()), /answer|reach/i);
      lab = await Lab.start({ host, port });
      await ann.waitForLine();
      await ann.waitFor('the notice gone', async () => (words(await ann.screen()).includes('Line 1:') ? undefined : true));
      await dial(ann, '600');
      await ann.waitForScreen('call');
    } finally {
      await lab[Symbol.asyncDispose]();
    }
  });

  test('a server that is not there at the start: the phone comes up, says so, and registers when it appears', async () => {
    const port = await freePort(host);
    await using ann = await SimulatedPhone.start({ params: { ...lineAt(port, '1001'), ...impatient } });
    await ann.waitForScreen('idle');
    await waitForText(ann, 'Line 1');
    // Calls do not hang: they fail with a reason.
    await dial(ann, '600');
    const ended = await ann.waitForScreen('ended');
    assert.match(words(ended), /server/i);
    await ann.hook(false);
    await using lab = await Lab.start({ host, port });
    await ann.waitForLine();
    assert.ok(lab.port > 0);
  });

  test('a wrong password: a clear notice, and no storm at the server', async () => {
    await using lab = await Lab.start({ host, port: 0 });
    await using ann = await SimulatedPhone.start({
      params: { ...lineAt(lab.port, '1001'), 'voip/line/0/auth_password': 'wrong', ...impatient },
    });
    await waitForText(ann, 'Wrong password');
    assert.equal(await lampOf(ann, 'line1'), 'amber steady');
    const startedMs = performance.now();
    await pause(4000);
    const attempts = lab.requestCounts.get('REGISTER') ?? 0;
    const seconds = (performance.now() - startedMs) / 1000;
    assert.ok(attempts <= Math.round(seconds), `${attempts} REGISTERs within ${seconds} s`);
  });
});
