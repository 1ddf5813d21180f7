// Where the contests take place: an address of its own, which nothing outside reaches, and a directory for what the programs write.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../interop/rig/run.ts';

/** baresip sends no sound over loopback addresses. Packets between programs of one machine do not leave it all the same. */
export const stageAddress = '10.77.1.1';
export const stageInterface = 'stage0';

export class Stage implements AsyncDisposable {
  readonly directory: string = mkdtempSync(join(tmpdir(), 'bench-'));

  static async open(): Promise<Stage> {
    await run('ip', ['link', 'set', 'lo', 'up']);
    await run('ip', ['link', 'add', stageInterface, 'type', 'veth', 'peer', 'name', 'stage1']);
    await run('ip', ['address', 'add', `${stageAddress}/24`, 'dev', stageInterface]);
    for (const each of [stageInterface, 'stage1']) await run('ip', ['link', 'set', each, 'up']);
    return new Stage();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    rmSync(this.directory, { recursive: true, force: true });
  }
}

export function pause(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs));
}
