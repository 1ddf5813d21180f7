// Commands that end by themselves; their failure says what they printed.

import { execFile } from 'node:child_process';

const longestOutputBytes = 256 * 2 ** 20;

export function run(command: string, args: readonly string[], timeoutMs = 120_000): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(command, [...args], { maxBuffer: longestOutputBytes, timeout: timeoutMs }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(`${[command, ...args].join(' ')}: ${error.message}\n${stdout.slice(-4000)}${stderr.slice(-4000)}`));
    });
  });
}
