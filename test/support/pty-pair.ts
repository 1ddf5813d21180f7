// Two pseudo-terminals tied together by socat: a serial line without a wire.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface PtyPair extends AsyncDisposable {
  /** What the phone opens. */
  readonly near: string;
  /** What the person at the terminal has. */
  readonly far: string;
  /** Pulls the wire; `plug` puts it back under the same names. */
  unplug(): Promise<void>;
  plug(): Promise<void>;
}

export async function openPtyPair(): Promise<PtyPair> {
  const folder = await mkdtemp(join(tmpdir(), 'hookswitch-pty-'));
  const [near, far] = [join(folder, 'near'), join(folder, 'far')];
  let socat: ChildProcess | undefined;
  const unplug = async (): Promise<void> => {
    if (socat === undefined || socat.exitCode !== null) return;
    const ended = once(socat, 'exit');
    socat.kill();
    await ended;
    socat = undefined;
  };
  const plug = async (): Promise<void> => {
    socat = spawn('socat', [`pty,raw,echo=0,link=${near}`, `pty,raw,echo=0,link=${far}`], { stdio: 'ignore' });
    await exists(near);
    await exists(far);
  };
  await plug();
  const close = async (): Promise<void> => {
    await unplug();
    await rm(folder, { recursive: true, force: true });
  };
  return { near, far, unplug, plug, [Symbol.asyncDispose]: close };
}

/** The kernel and another process are waited for, so this is real time. */
async function exists(path: string): Promise<void> {
  for (let attempt = 0; attempt < 500; attempt++) {
    if (await stat(path).catch(() => undefined)) return;
    await sleep(10);
  }
  throw new Error(`socat did not make ${path}`);
}
