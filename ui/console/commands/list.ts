// Every command of the console, in the order of `help`. A new one is one file and one line here.

import type { Command } from '../grammar.ts';
import { debug, undebug } from './debug.ts';
import { exit } from './exit.ts';
import { help, questionMark } from './help.ts';
import { password } from './password.ts';
import { showCalls } from './show-calls.ts';
import { showConfig } from './show-config.ts';
import { showDebug } from './show-debug.ts';
import { showLadder, showTrace } from './show-ladder.ts';
import { showLines } from './show-lines.ts';
import { showQuality } from './show-quality.ts';
import { showStatus } from './show-status.ts';
import { testClose, testHide, testKey, testOffHook, testOnHook, testOpen, testShow } from './test-keys.ts';
import { ttyEcho, ttyTimeout } from './tty.ts';

export const commands: readonly Command[] = [
  help,
  questionMark,
  showStatus,
  showLines,
  showCalls,
  showQuality,
  showConfig,
  showDebug,
  showLadder,
  showTrace,
  debug,
  undebug,
  testOpen,
  testClose,
  testKey,
  testOnHook,
  testOffHook,
  testShow,
  testHide,
  ttyEcho,
  ttyTimeout,
  password,
  exit,
];
