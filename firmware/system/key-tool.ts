// Runs a command that handles keys: fixed arguments, no shell, the secret bytes by standard input and output alone.

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const folders = ['/usr/bin', '/bin', '/usr/local/bin'];
/** A real TPM takes its time for a key. */
const patienceMs = 20_000;

/** Its path; undefined where it is not installed. */
export function foundProgram(name: string): string | undefined {
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

/** Rejects when it fails; what the tool says of it is not told, for it might quote what it was given. */
export function output(program: string, args: readonly string[], input: Uint8Array = new Uint8Array(0)): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      program,
      [...args],
      { encoding: 'buffer', timeout: patienceMs, maxBuffer: 65_536 },
      (error, stdout) => {
        if (error === null) resolve(stdout);
        else reject(new Error(`${program} failed with ${error.code ?? error.signal ?? 'an error'}`));
      },
    );
    child.stdin?.on('error', () => {});
    child.stdin?.end(input);
  });
}
