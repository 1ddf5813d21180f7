import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { SerialPort } from 'serialport';
import type { ConsolePort } from '#hal/console/console';
import { openSerialConsole } from '#hal/console/serialport';
import { FakeClock } from '#test/support/fake-clock';
import { ConsoleSession } from '#ui/console/session';
import { type ConsoleRig, consoleRig, rightPassword } from './console-rig.ts';

interface SerialCable {
  readonly phoneEnd: string;
  readonly terminalEnd: string;
}

/** Two ends of a serial line, as the kernel's pseudo terminals give them. */
async function layCable(t: TestContext): Promise<SerialCable> {
  const directory = mkdtempSync(join(tmpdir(), 'serial-test-'));
  const cable = { phoneEnd: join(directory, 'phone'), terminalEnd: join(directory, 'terminal') };
  const socat: ChildProcess = spawn(
    'socat',
    [`PTY,raw,echo=0,link=${cable.phoneEnd}`, `PTY,raw,echo=0,link=${cable.terminalEnd}`],
    {
      stdio: 'inherit',
    },
  );
  t.after(async () => {
    socat.kill();
    if (socat.exitCode === null) await once(socat, 'exit');
    rmSync(directory, { recursive: true, force: true });
  });
  for (let i = 0; i < 200 && !(existsSync(cable.phoneEnd) && existsSync(cable.terminalEnd)); i++) await sleep(10);
  return cable;
}

class TestTerminal {
  received = '';
  readonly #port: SerialPort;

  constructor(port: SerialPort) {
    this.#port = port;
    port.on('data', (bytes: Buffer) => {
      this.received += bytes.toString('latin1');
    });
  }

  type(text: string): void {
    this.#port.write(text);
  }

  async see(pattern: RegExp): Promise<string> {
    for (let i = 0; i < 500; i++) {
      if (pattern.test(this.received)) {
        const text = this.received;
        this.received = '';
        return text;
      }
      await sleep(10);
    }
    throw new Error(`Not seen on the terminal: ${pattern}. Seen: ${JSON.stringify(this.received)}`);
  }
}

async function openTerminal(t: TestContext, path: string): Promise<TestTerminal> {
  const port = new SerialPort({ path, baudRate: 115_200, autoOpen: false });
  await new Promise<void>((resolve, reject) => port.open((error) => (error ? reject(error) : resolve())));
  t.after(() => new Promise<void>((resolve) => port.close(() => resolve())));
  return new TestTerminal(port);
}

async function startConsole(t: TestContext, path: string, rig: ConsoleRig): Promise<void> {
  let session: ConsoleSession | undefined;
  const port: ConsolePort = await openSerialConsole(
    {
      clock: new FakeClock(),
      log: rig.session.host.log,
      report(event) {
        if (event.type === 'bytesReceived') session?.receive(event.bytes);
      },
    },
    { driver: 'serialport', path, baudRate: 115_200 },
  );
  session = new ConsoleSession({ host: rig.session.host, write: (bytes) => port.write(bytes) });
  t.after(async () => {
    session?.close();
    await port[Symbol.asyncDispose]();
  });
}

describe('the console on a serial line', () => {
  it('takes a log-in, presses keys and shows SIP messages, as over a cable', async (t) => {
    const cable = await layCable(t);
    const rig = consoleRig();
    await startConsole(t, cable.phoneEnd, rig);
    const terminal = await openTerminal(t, cable.terminalEnd);
    terminal.type('\r');
    await terminal.see(/Password: $/);
    terminal.type(`${rightPassword}\r`);
    const greeting = await terminal.see(/SIP Phone> $/);
    assert.doesNotMatch(greeting, /sesame/);
    terminal.type('sh li\r');
    await terminal.see(/2001 +Alice[\s\S]*SIP Phone> $/);
    terminal.type('test open\rtest key 123*\r');
    await terminal.see(/Pressed: 1 2 3 \*[\s\S]*SIP Phone> $/);
    assert.deepEqual(rig.pressed, ['1', '2', '3', '*']);
    terminal.type('debug sip-messages\r');
    await terminal.see(/is on[\s\S]*SIP Phone> $/);
    rig.debugLine('OPTIONS sip:2001@192.0.2.1 SIP/2.0');
    await terminal.see(/OPTIONS sip:2001/);
    terminal.type('exit\r');
    await terminal.see(/Logged out/);
  });
});
