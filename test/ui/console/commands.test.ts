import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { situation } from '#test/support/phone-fixture';
import { consoleRig } from './console-rig.ts';
import { screenOf } from './screen.ts';

describe('commands of the console', () => {
  it('lists them with help and ?', async () => {
    const rig = consoleRig();
    await rig.logIn();
    for (const words of ['help', '?', 'he']) {
      const text = await rig.line(words);
      assert.match(text, /show status .*The phone and how it is/);
      assert.match(text, /undebug <topic>/);
      assert.match(text, /test key <keys>/);
    }
  });

  it('tells what may follow a word', async () => {
    const rig = consoleRig();
    await rig.logIn();
    assert.match(await rig.line('show ?'), /calls {2}config {2}debug {2}ladder {2}lines {2}status {2}trace/);
    assert.match(await rig.line('test key ?'), /<keys>/);
  });

  it('takes abbreviations that are unambiguous and says what is meant otherwise', async () => {
    const rig = consoleRig();
    await rig.logIn();
    assert.match(await rig.line('sh li'), /2001 +Alice +registered +2 new +1 active/);
    assert.match(await rig.line('te o'), /"o" may be offhook, onhook, open\. Type more of it/);
    assert.match(await rig.line('t open'), /"t" may be test, tty/);
  });

  it('says what is wrong with an unknown or unfinished command and what to do', async () => {
    const rig = consoleRig();
    await rig.logIn();
    assert.match(await rig.line('reboot'), /There is no command "reboot"\. Type help/);
    assert.match(
      await rig.line('show'),
      /"show" is not complete\. Next may come: call-stats, calls, config, debug, ladder, lines, status, trace/,
    );
    assert.match(await rig.line('show nothing'), /"nothing" may not come after "show"\. What may: call-stats, calls/);
    assert.match(await rig.line('show status now'), /Nothing may come after "show status"/);
  });

  it('shows lines with the reason of a failure and the next try', async () => {
    const rig = consoleRig();
    await rig.logIn();
    rig.clock.advance(10_000);
    assert.match(await rig.line('show lines'), /2002 +Bob +failed: Wrong password, next try in 20 s/);
  });

  it('shows how calls sound, with their counters', async () => {
    const rig = consoleRig();
    await rig.logIn();
    const text = await rig.line('show call-stats');
    assert.match(text, /Origin +incoming/);
    assert.match(text, /Codec +PCMU/);
    assert.match(text, /Packets received +4133/);
    assert.match(text, /Fraction lost +0\.4 %/);
    assert.match(text, /Round trip delay +24 ms/);
    assert.match(text, /MOS-CQ +4\.3/);
    assert.ok(!text.includes('\x1b[2J'));
  });

  it('shows calls, a caller who sends control characters made harmless', async () => {
    const rig = consoleRig();
    await rig.logIn();
    rig.clock.advance(65_000);
    const text = await rig.line('show calls');
    assert.match(text, /\*1 +incoming +active +Mal\?\[2J\?lory 666 +1:05 +PCMU/);
    assert.ok(!text.includes('\x1b[2J') && !text.includes('\x07'));
  });

  it('shows who is in a conference, who talks, and what is recorded', async () => {
    const rig = consoleRig({ shows: { ...situation('conferenceOfSix'), recordedCall: 'c1' } });
    await rig.logIn();
    const text = await rig.line('show calls');
    assert.match(text, /Grace Hopper 1002 .*conference, talks, recorded/);
    assert.match(text, /Alan Turing 1003 .*conference, muted/);
  });

  it('shows who is in the conference that a call leads to', async () => {
    const rig = consoleRig({ shows: situation('serverConference') });
    await rig.logIn();
    const text = await rig.line('show calls');
    assert.match(text, /server's conference of 12 with Ada Lovelace, \+442071838750, Mary Somerville/);
  });

  it('shows settings as the files write them, secrets as stars', async () => {
    const rig = consoleRig({
      settings: [
        { path: 'voip/line/0/id', text: '2001', source: 'stored' },
        { path: 'voip/line/0/auth_password', text: '***', source: 'commandLine' },
        { path: 'voip/line/0/domain', text: '', source: 'default' },
      ],
    });
    await rig.logIn();
    const set = await rig.line('show config');
    assert.match(set, /voip\/line\/0\/id=2001\r\nvoip\/line\/0\/auth_password=\*\*\* {2}\(commandLine\)/);
    assert.doesNotMatch(set, /domain/);
    assert.match(await rig.line('show config voip/line/0'), /voip\/line\/0\/domain= {2}\(default\)/);
    assert.match(await rig.line('show config nowhere'), /There is no parameter under nowhere/);
  });

  it('presses keys and moves the hook only after test open', async () => {
    const rig = consoleRig();
    await rig.logIn();
    assert.match(await rig.line('test key 23'), /Type "test open" first/);
    assert.deepEqual(rig.pressed, []);
    await rig.line('test open');
    assert.match(await rig.line('test key 232*# speaker LINE1'), /Pressed: 2 3 2 \* # speaker line1/);
    assert.deepEqual(rig.pressed, ['2', '3', '2', '*', '#', 'speaker', 'line1']);
    await rig.line('test offhook');
    await rig.line('test onhook');
    assert.deepEqual(rig.hooks, [true, false]);
  });

  it('presses nothing when one key does not exist or there are too many', async () => {
    const rig = consoleRig();
    await rig.logIn();
    await rig.line('test open');
    assert.match(await rig.line('test key 12 lever'), /There is no key "lever"/);
    assert.match(await rig.line(`test key ${'1'.repeat(129)}`), /At most 128 keys/);
    assert.deepEqual(rig.pressed, []);
  });

  it('hides and shows the feedback of test commands', async () => {
    const rig = consoleRig();
    await rig.logIn();
    await rig.line('test open');
    await rig.line('test hide');
    assert.doesNotMatch(await rig.line('test key 1'), /Pressed/);
    await rig.line('test show');
    assert.match(await rig.line('test key 1'), /Pressed: 1/);
    await rig.line('test close');
    assert.match(await rig.line('test key 1'), /Testing is closed/);
  });
});

describe('debug output', () => {
  it('comes while its topic is on and ends with undebug', async () => {
    const rig = consoleRig();
    await rig.logIn();
    await rig.line('debug sip-m');
    assert.match(await rig.line('show debug'), /sip-messages +on/);
    rig.debugLine('INVITE sip:2001@192.0.2.1 SIP/2.0');
    assert.match(rig.fresh(), /INVITE sip:2001/);
    await rig.line('undebug all');
    assert.equal(rig.debugListeners(), 0);
  });

  it('does not destroy the line that is being typed, cursor included', async () => {
    const rig = consoleRig();
    await rig.logIn();
    await rig.line('debug sip-messages');
    rig.type('show stus\x1b[D\x1b[D');
    rig.debugLine('SIP/2.0 180 Ringing\r\nVia: x\r\n');
    rig.type('at');
    const screen = screenOf(rig.output());
    assert.equal(screen.at(-1), 'SIP Phone> show status');
    assert.ok(screen.includes('SIP/2.0 180 Ringing'));
    rig.type('\r');
    await new Promise((resolve) => setImmediate(resolve));
    assert.match(rig.fresh(), /simulated\/color-320/);
  });

  it('masks digest responses and media keys', async () => {
    const rig = consoleRig();
    await rig.logIn();
    await rig.line('debug sip-messages');
    rig.debugLine(
      'Authorization: Digest username="a", response="0123456789abcdef"\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:c2VjcmV0a2V5',
    );
    const text = rig.fresh();
    assert.match(text, /username="a", response="\*\*\*"/);
    assert.doesNotMatch(text, /0123456789abcdef|c2VjcmV0a2V5/);
  });

  it('leaves out what a storm brings too much and tells how much', async () => {
    const rig = consoleRig();
    await rig.logIn();
    await rig.line('debug sip-messages');
    rig.fresh();
    for (let i = 0; i < 5000; i++) rig.debugLine(`line ${i} ${'x'.repeat(5000)}`);
    const storm = rig.fresh();
    assert.ok(storm.length < 500_000, `${storm.length} characters`);
    rig.clock.advance(1000);
    rig.debugLine('calm');
    assert.match(rig.fresh(), /\.\.\. 4600 lines left out[\s\S]*calm/);
  });
});
