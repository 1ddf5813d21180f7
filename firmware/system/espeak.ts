// Speech from espeak-ng, where the machine has it: a process of its own with fixed arguments; the words go in as its input, never as an argument.

import { type ChildProcess, spawn } from 'node:child_process';
import { findProgram } from './network-probe.ts';

const mostBytes = 4 * 2 ** 20;
/** Whoever listens to a screen listens fast. */
const wordsPerMinute = '190';

export interface Speaking {
  cancel(): void;
}

/** `said` gets the whole WAV file; it never comes after `cancel`, nor where speaking failed: then `failed` does. */
export function speak(
  text: string,
  language: string,
  { said, failed, find = findProgram }: { said(wave: Uint8Array): void; failed(reason: string): void; find?: typeof findProgram },
): Speaking {
  const program = find('espeak-ng');
  if (program === undefined) {
    failed('espeak-ng is not installed');
    return { cancel: () => {} };
  }
  let cancelled = false;
  const chunks: Buffer[] = [];
  let length = 0;
  const child: ChildProcess = spawn(program, ['-v', voiceOf(language), '-s', wordsPerMinute, '--stdin', '--stdout'], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { LC_ALL: 'C.UTF-8' },
  });
  const end = (reason: string | undefined): void => {
    if (cancelled) return;
    cancelled = true;
    if (reason === undefined) said(Buffer.concat(chunks));
    else failed(reason);
  };
  child.on('error', (error) => end(error.message));
  child.on('close', (code) => end(code === 0 ? undefined : `espeak-ng ended with ${code}`));
  child.stdout?.on('data', (bytes: Buffer) => {
    length += bytes.length;
    if (length <= mostBytes) chunks.push(bytes);
    else child.kill();
  });
  // A child that is gone before it has read everything.
  child.stdin?.on('error', () => {});
  child.stdin?.end(text);
  return {
    cancel: () => {
      cancelled = true;
      child.kill();
    },
  };
}

/** Voices by their own names, where those are not the languages'. */
const voices: Readonly<Record<string, string>> = { 'zh-CN': 'cmn', 'zh-TW': 'cmn' };

/** Only what is a language's tag reaches the arguments. */
function voiceOf(language: string): string {
  return voices[language] ?? (/^[a-z]{2,3}$/.test(language) ? language : 'en');
}
