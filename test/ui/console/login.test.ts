import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { waitAfterFailuresMs } from '#ui/console/login';
import { consoleRig, rightPassword, turn } from './console-rig.ts';

describe('log-in on the console', () => {
  it('asks for the password and never echoes nor logs it', async () => {
    const rig = consoleRig();
    await rig.line('');
    assert.match(rig.output(), /Password: $/);
    const answer = await rig.line(rightPassword);
    assert.match(answer, /SIP Phone> $/);
    assert.doesNotMatch(rig.output(), /sesame/);
    assert.doesNotMatch(rig.logged.join('\n'), /sesame/);
  });

  it('echoes nothing while a password is typed, not even its length', async () => {
    const rig = consoleRig();
    await rig.line('');
    rig.fresh();
    rig.type('open\x7f\x7f\x1b[Dxy\t');
    assert.equal(rig.fresh(), '');
  });

  it('edits the password with backspace', async () => {
    const rig = consoleRig();
    await rig.line('');
    assert.match(await rig.line(`${rightPassword}zz\x7f\x7f`), /SIP Phone> $/);
  });

  it('makes every wrong password wait twice as long and drops what is typed meanwhile', async () => {
    const rig = consoleRig();
    await rig.line('');
    assert.match(await rig.line('guess-one'), /Wrong password\. Try again in 1 s/);
    assert.equal(await rig.line(rightPassword), '', 'a guess during the wait is not looked at');
    rig.clock.advance(999);
    assert.equal(rig.fresh(), '');
    rig.clock.advance(1);
    assert.match(rig.fresh(), /Password: $/);
    assert.match(await rig.line('guess-two'), /Try again in 2 s/);
    rig.clock.advance(2000);
    assert.match(await rig.line(rightPassword), /SIP Phone> $/);
    assert.doesNotMatch(rig.logged.join('\n'), /guess/);
    assert.match(rig.logged.join('\n'), /wrong password.*"failures":2/);
  });

  it('waits a minute at most', () => {
    assert.deepEqual([0, 1, 2, 3, 7, 1000].map(waitAfterFailuresMs), [0, 1000, 2000, 4000, 60_000, 60_000]);
  });

  it('keeps the failures when the line is left and taken up again', async () => {
    const rig = consoleRig();
    await rig.line('');
    await rig.line('wrong');
    rig.clock.advance(1000);
    rig.type('\x03');
    await rig.line('');
    assert.match(await rig.line('wrong'), /Try again in 2 s/);
  });

  it('keeps the wait when the line is lost during it', async () => {
    const rig = consoleRig();
    await rig.line('');
    await rig.line('wrong');
    rig.session.end();
    await rig.line('');
    assert.doesNotMatch(await rig.line(rightPassword), /SIP Phone>/);
    rig.clock.advance(1000);
    assert.match(rig.fresh(), /Password: $/);
    assert.match(await rig.line(rightPassword), /SIP Phone> $/);
  });

  it('lets nobody in by a password that was typed before the line was lost', async () => {
    const rig = consoleRig();
    await rig.line('');
    rig.type(`${rightPassword}\r`);
    rig.session.end();
    await turn();
    assert.match(await rig.line(''), /Password: $/);
  });

  it('lets only harmless commands run before a password has been set, and tells how to set one', async () => {
    const rig = consoleRig({ claimed: false });
    assert.match(await rig.line(''), /no password yet\. Set one with "password"/);
    assert.match(await rig.line('show status'), /simulated\/color-320/);
    for (const closed of ['test open', 'debug sip-messages', 'show config', 'show calls']) {
      assert.match(await rig.line(closed), /only after a console password has been set/, closed);
    }
    assert.equal(rig.debugListeners(), 0);
    assert.doesNotMatch(await rig.line('help'), /debug/);
  });

  it('sets the first password unseen and asks for it from then on', async () => {
    const rig = consoleRig({ claimed: false });
    await rig.line('');
    await rig.line('password');
    await rig.line('first-secret');
    assert.match(await rig.line('first-secret'), /The password is set/);
    assert.deepEqual(rig.passwordsSet, ['first-secret']);
    assert.match(await rig.line(''), /Password: $/);
    assert.match(await rig.line('first-secret'), /SIP Phone> $/);
    assert.doesNotMatch(rig.output() + rig.logged.join('\n'), /first-secret/);
  });

  it('refuses a short password, one that differs the second time, and a broken-off question', async () => {
    const rig = consoleRig({ claimed: false });
    await rig.line('');
    await rig.line('password');
    assert.match(await rig.line('short'), /at least 8 characters\. The password was not changed/);
    await rig.line('password');
    await rig.line('long-enough-1');
    assert.match(await rig.line('long-enough-2'), /The two differ/);
    await rig.line('password');
    rig.type('\x03');
    await turn();
    assert.match(rig.fresh(), /SIP Phone> $/);
    assert.deepEqual(rig.passwordsSet, []);
  });

  it('never puts a password into the history', async () => {
    const rig = consoleRig();
    await rig.logIn();
    rig.fresh();
    rig.type('\x1b[A\x1b[A');
    assert.doesNotMatch(rig.fresh(), /sesame/);
  });

  it('logs out on exit, on ^D and after ten idle minutes, ending the debug output', async () => {
    for (const leave of ['exit\r', '\x04', undefined]) {
      const rig = consoleRig();
      await rig.logIn();
      await rig.line('debug sip-messages');
      assert.equal(rig.debugListeners(), 1);
      if (leave === undefined) rig.clock.advance(10 * 60_000);
      else rig.type(leave);
      await turn();
      assert.equal(rig.debugListeners(), 0);
      assert.match(await rig.line(''), /Password: $/);
    }
  });

  it('does not log out while keys come, and not at all with tty timeout 0', async () => {
    const rig = consoleRig();
    await rig.logIn();
    for (let i = 0; i < 5; i++) {
      rig.clock.advance(9 * 60_000);
      rig.type('x');
    }
    rig.type('\x15');
    await rig.line('tty timeout 0');
    rig.clock.advance(24 * 3600_000);
    assert.match(await rig.line('show debug'), /sip-messages/);
  });
});
