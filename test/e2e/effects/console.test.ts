// The serial console's parameters: whether there is one, and the password that opens it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPtyPair } from '#test/support/pty-pair';
import { SimulatedPhone } from '#test/support/simulated-phone';
import { Terminal } from '#test/support/terminal';

const passwords = { 'system/password': 'correct horse', 'system/console/password': 'battery staple' };
/** The log goes there, too. */
const loud = { 'system/syslog/mode': 'Serial', 'system/syslog/log_level': 'Detailed' };

test('a console that is switched off is silent; one that is on opens with its own password and no other', async () => {
  await using line = await openPtyPair();
  const terminal = new Terminal(line.far);
  const start = (params: Readonly<Record<string, string | number>>): Promise<SimulatedPhone> =>
    SimulatedPhone.start({ params: { ...loud, ...passwords, ...params }, arguments: ['--console', line.near] });
  {
    await using silent = await start({ 'system/console/enabled': 0 });
    terminal.type('\r');
    await silent.press('5');
  }
  await using phone = await start({ 'system/console/enabled': 1 });
  await phone.press('7');
  // What the first one had said would stand before it.
  await terminal.until(/down key=7/);
  assert.doesNotMatch(terminal.transcript, /key=5|Password/);
  terminal.type('\r');
  await terminal.until(/Password: $/);
  terminal.type('correct horse\r');
  await terminal.until(/Wrong password/);
  await terminal.until(/Password: $/);
  terminal.type('battery staple\r');
  await terminal.until(/SIP Phone> $/);
  await terminal.close();
});
