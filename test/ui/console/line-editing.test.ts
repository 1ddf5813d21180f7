import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type ConsoleRig, consoleRig, turn } from './console-rig.ts';
import { screenOf } from './screen.ts';

async function ready(): Promise<ConsoleRig> {
  const rig = consoleRig();
  await rig.logIn();
  rig.fresh();
  return rig;
}

function bottom(rig: ConsoleRig): string {
  return screenOf(rig.output()).at(-1) ?? '';
}

describe('editing the line', () => {
  const cases: readonly (readonly [name: string, typed: string, line: string])[] = [
    ['inserts in the middle', 'ac\x1b[Db', 'abc'],
    ['deletes backwards by DEL and by BS', 'abcd\x7f\x08', 'ab'],
    ['deletes forwards', 'abc\x1b[H\x1b[3~', 'bc'],
    ['goes home and to the end', 'bc\x01a\x05d', 'abcd'],
    ['deletes to the start with ^U', 'abc def\x15x', 'x'],
    ['deletes to the end with ^K', 'abc\x1b[D\x1b[D\x0bz', 'az'],
    ['deletes a word with ^W', 'show lines  \x17calls', 'show calls'],
    ['drops the line with ^C', 'abc\x03d', 'd'],
    ['clears the screen with ^L and keeps the line', 'abc\x0cd', 'abcd'],
    ['takes VT100 keypad sequences', 'ab\x1bOHx', 'xab'],
    ['ignores sequences that it does not know', 'a\x1b[24~\x1b[1;5C\x1bxb', 'ab'],
    ['ignores bytes outside ASCII', 'a\xe4\xff\x00b', 'ab'],
  ];
  for (const [name, typed, line] of cases) {
    it(name, async () => {
      const rig = await ready();
      rig.bytes(Uint8Array.from(typed, (character) => character.charCodeAt(0)));
      assert.equal(bottom(rig), `SIP Phone> ${line}`);
    });
  }

  it('walks the history up and down and gives back what was being typed', async () => {
    const rig = await ready();
    await rig.line('show debug');
    await rig.line('show lines');
    rig.type('sh');
    rig.type('\x1b[A');
    assert.equal(bottom(rig), 'SIP Phone> show lines');
    rig.type('\x1b[A\x1b[A');
    assert.equal(bottom(rig), 'SIP Phone> show debug');
    rig.type('\x1b[B\x1b[B');
    assert.equal(bottom(rig), 'SIP Phone> sh');
  });

  it('completes a word, extends what several share, and lists them', async () => {
    const rig = await ready();
    rig.type('sh\t');
    assert.equal(bottom(rig), 'SIP Phone> show ');
    rig.type('st\t');
    assert.equal(bottom(rig), 'SIP Phone> show status ');
    rig.type('\x15deb\tsi\t');
    assert.equal(bottom(rig), 'SIP Phone> debug sip-');
    rig.type('\t');
    const screen = screenOf(rig.output());
    assert.deepEqual(screen.slice(-2), ['sip-messages  sip-state', 'SIP Phone> debug sip-']);
  });

  it('rings the bell when there is nothing to complete or to delete', async () => {
    const rig = await ready();
    rig.type('zzz\t');
    assert.ok(rig.fresh().includes('\x07'));
    rig.type('\x01\x7f');
    assert.ok(rig.fresh().includes('\x07'));
  });

  it('takes CR, LF and CR LF as one end of a line each', async () => {
    for (const end of ['\r', '\n', '\r\n']) {
      const rig = await ready();
      rig.type(`show debug${end}`);
      await turn();
      assert.equal(rig.output().split('SIP Phone> ').length, 3, JSON.stringify(end));
    }
  });

  it('runs lines that come in one piece in order', async () => {
    const rig = await ready();
    rig.type('test open\rtest key 1\rtest offhook\r');
    await turn();
    assert.deepEqual([rig.pressed, rig.hooks], [['1'], [true]]);
  });

  it('shows nothing of what is typed after tty echo off', async () => {
    const rig = await ready();
    await rig.line('tty echo off');
    rig.type('show');
    assert.doesNotMatch(rig.fresh(), /show/);
  });

  it('stops a line at its bound and works on', async () => {
    const rig = await ready();
    rig.type('x'.repeat(100_000));
    assert.equal(bottom(rig).length, 'SIP Phone> '.length + 512);
    rig.type('\x15');
    assert.match(await rig.line('show debug'), /sip-messages/);
  });
});

describe('hostile bytes', () => {
  it('never throw, whatever the state, and leave a console that works', async () => {
    const interesting = fc.constantFrom(0, 3, 9, 10, 13, 21, 27, 0x3b, 0x4f, 0x5b, 0x7e, 127, 255);
    const bytes = fc.array(fc.oneof(interesting, fc.integer({ min: 0, max: 255 })), { maxLength: 400 });
    await fc.assert(
      fc.asyncProperty(fc.boolean(), fc.boolean(), fc.array(bytes, { maxLength: 4 }), async (claimed, loggedIn, chunks) => {
        const rig = consoleRig({ claimed });
        if (loggedIn && claimed) await rig.logIn();
        for (const chunk of chunks) {
          rig.bytes(Uint8Array.from(chunk));
          await turn();
        }
        rig.session.end();
        rig.clock.advance(120_000);
        rig.bytes(Uint8Array.from([0x1b, 0x5b, 0x7e, 13]));
        await turn();
        rig.clock.advance(120_000);
        assert.match(rig.output(), /Password: $|SIP Phone> $/);
      }),
      { numRuns: 200 },
    );
  });

  it('that form words never throw either, and every line ends at a prompt', async () => {
    const word = fc.oneof(
      fc.constantFrom(
        'show',
        'sh',
        'debug',
        'undebug',
        'test',
        'key',
        'open',
        'tty',
        'echo',
        'off',
        'timeout',
        '0',
        'config',
        'help',
        '?',
        'a?',
      ),
      fc.string({ maxLength: 8 }),
      fc.constantFrom('__proto__', 'constructor', 'toString', '<keys>', '9'.repeat(300)),
    );
    const line = fc.array(word, { maxLength: 6 }).map((words) => words.join(' '));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(line, fc.constantFrom('', '\t', '\t\t', '\x1b[A')), { maxLength: 6 }), async (lines) => {
        const rig = consoleRig();
        await rig.logIn();
        for (const [text, then] of lines) {
          rig.type(text + then);
          await rig.line('');
        }
        // A command that asks for a secret is broken off first, and comes back to the prompt in its own time.
        rig.type('\x03');
        await turn();
        // `password` may have been answered with two such lines: then the session is over.
        assert.match(rig.output(), /SIP Phone> $|Press Enter to start\.\r\n$/);
        assert.ok(!rig.logged.join().includes('command failed'), rig.logged.join());
      }),
      { numRuns: 300 },
    );
  });

  it('cost bounded work each, whatever they are', async () => {
    for (const unit of ['x', '\x1b', '\x1b[', '\x1b[9', '\t', '\x1b[A', '\x7f', 'x\x01', '? ']) {
      const rig = await ready();
      const written: number[] = [];
      for (let part = 0; part < 4; part++) {
        rig.type(unit.repeat(Math.ceil(4000 / unit.length)));
        await turn();
        written.push(rig.fresh().length);
      }
      const name = `${JSON.stringify(unit)} wrote ${written.join(' ')}`;
      // At most the prompt and a full line again for each byte.
      for (const length of written) assert.ok(length <= 4000 * ('SIP Phone> '.length + 512 + 32), name);
      // A console that kept what came before would have more to do the longer it goes on.
      assert.ok((written[3] ?? 0) <= (written[1] ?? 0), name);
    }
  });

  it('after close are ignored', async () => {
    const rig = await ready();
    await rig.line('debug sip-messages');
    rig.session.close();
    rig.fresh();
    rig.type('show status\r');
    await turn();
    assert.equal(rig.fresh(), '');
    assert.equal(rig.debugListeners(), 0);
    assert.equal(rig.clock.pendingTimers, 0);
  });
});
