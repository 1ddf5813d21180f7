// The console of a running phone over a serial line: claimed, logged into, looked through, and used to press keys.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Lab } from '#test/lab/lab-server';
import { openPtyPair, type PtyPair } from '#test/support/pty-pair';
import { SimulatedPhone } from '#test/support/simulated-phone';
import { Terminal } from '#test/support/terminal';

const secret = 'correct horse';

describe('the serial console', () => {
  let lab: Lab;
  let line: PtyPair;
  let phone: SimulatedPhone;
  let terminal: Terminal;

  before(async () => {
    lab = await Lab.start({ host: '127.0.0.1', port: 0 });
    line = await openPtyPair();
    phone = await SimulatedPhone.start({
      params: {
        'voip/line/0/enabled': 1,
        'voip/line/0/id': '1001',
        'voip/line/0/auth_password': 'pw1001',
        'voip/line/0/proxy_address': '127.0.0.1',
        'voip/line/0/proxy_port': lab.port,
      },
      arguments: ['--console', line.near],
    });
    await phone.waitForLine();
    terminal = new Terminal(line.far);
  });

  after(async () => {
    await terminal.close();
    await phone[Symbol.asyncDispose]();
    await line[Symbol.asyncDispose]();
    await lab[Symbol.asyncDispose]();
  });

  it('lets a first password be set, and asks for it from then on without showing it', async () => {
    terminal.type('\r');
    assert.match(await terminal.until(/SIP Phone> $/), /no password yet/);
    assert.match(await terminal.command('debug sip-messages'), /only after a console password/);
    terminal.type('password\r');
    await terminal.until(/New password.*: $/);
    terminal.type(`${secret}\r`);
    await terminal.until(/The same again: $/);
    terminal.type(`${secret}\r`);
    const after = await terminal.until(/Press Enter to start/);
    assert.ok(!after.includes(secret));
    terminal.type('\r');
    await terminal.until(/Password: $/);
    terminal.type('wrong\r');
    await terminal.until(/Wrong password/);
    await terminal.until(/Password: $/);
    terminal.type(`${secret}\r`);
    assert.ok(!(await terminal.until(/SIP Phone> $/)).includes(secret));
    assert.ok(!phone.log.includes(secret));
  });

  it('shows status, lines, calls and settings, secrets starred', async () => {
    assert.match(await terminal.command('show status'), /0\.1\.0/);
    assert.match(await terminal.command('show lines'), /1001.*[Rr]egistered/s);
    const config = await terminal.command('show config voip/line/0');
    assert.match(config, /voip\/line\/0\/id=1001/);
    assert.match(config, /voip\/line\/0\/auth_password=\*\*\*/);
    assert.ok(!config.includes('pw1001'));
  });

  it('completes words with Tab and brings back what was typed with Up', async () => {
    terminal.type('sh\tli\t\r');
    assert.match(await terminal.until(/SIP Phone> $/), /show lines/);
    terminal.type('\x1b[A\r');
    assert.match(await terminal.until(/SIP Phone> $/), /show lines/);
  });

  it('shows SIP messages without their credentials while a call is made by test keys', async () => {
    await terminal.command('debug sip-messages');
    await terminal.command('test open');
    await terminal.command('test offhook');
    await phone.waitForScreen('offhook');
    await terminal.command('test key 600#');
    await phone.waitForScreen('call');
    assert.match(await terminal.command('show calls'), /600/);
    await terminal.command('test onhook');
    await phone.waitForScreen('ended', 'idle');
    await terminal.shown(/BYE sip:/);
    await terminal.command('undebug all');
    const { transcript } = terminal;
    assert.match(transcript, /INVITE sip:600@127\.0\.0\.1/);
    assert.match(transcript, /SIP\/2\.0 200 OK/);
    assert.match(transcript, /Proxy-Authorization: Digest/);
    assert.ok(!/response="[0-9a-f]{32}/.test(transcript));
  });

  it('is logged out when the line is lost', async () => {
    await terminal.close();
    await line.unplug();
    await line.plug();
    terminal = new Terminal(line.far);
    await phone.waitFor('the console to come back', async () => {
      terminal.type('\r');
      return terminal.until(/Password: $/, 200).catch(() => undefined);
    });
  });
});
