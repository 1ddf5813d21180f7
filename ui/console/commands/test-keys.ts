// `test open|close|key|onhook|offhook|show|hide`: presses the phone's keys, as in the Cisco manual's chapter 5.

import type { CommandSession } from '../command-session.ts';
import type { Arguments, Command } from '../grammar.ts';
import { wordsOf } from '../grammar.ts';

/** More than any number has; a bound, so that one line cannot press keys for minutes. */
const mostKeys = 128;

function requireOpen(session: CommandSession): boolean {
  if (session.settings.testOpen) return true;
  session.print('Testing is closed. Type "test open" first.');
  return false;
}

/** `23234` is five keys, `line1` is one. */
function keysOf(word: string, names: readonly string[]): readonly string[] | undefined {
  const exact = names.find((name) => name.toLowerCase() === word.toLowerCase());
  if (exact !== undefined) return [exact];
  return /^[0-9*#]+$/.test(word) ? [...word] : undefined;
}

function pressKeys(session: CommandSession, given: Arguments): void {
  if (!requireOpen(session)) return;
  const { testKeys } = session.host;
  const keys: string[] = [];
  for (const word of wordsOf(given.get('keys') ?? '')) {
    const found = keysOf(word, testKeys.names);
    if (found === undefined) {
      session.print(
        `There is no key "${word}". There are digits, * and #, and: ${testKeys.names.filter((name) => name.length > 1).join(' ')}.`,
      );
      return;
    }
    keys.push(...found);
  }
  if (keys.length > mostKeys) {
    session.print(`At most ${mostKeys} keys at once.`);
    return;
  }
  for (const key of keys) testKeys.press(key);
  if (session.settings.testFeedback) session.print(`Pressed: ${keys.join(' ')}`);
}

function moveHook(session: CommandSession, off: boolean): void {
  if (!requireOpen(session)) return;
  session.host.testKeys.hook(off);
  if (session.settings.testFeedback) session.print(off ? 'Handset is off-hook.' : 'Handset is on-hook.');
}

export const testOpen: Command = {
  syntax: ['test', 'open'],
  purpose: 'Enables the test commands in this session',
  run(session) {
    session.settings.testOpen = true;
    session.print('Testing is open.');
  },
};

export const testClose: Command = {
  syntax: ['test', 'close'],
  purpose: 'Disables them',
  run(session) {
    session.settings.testOpen = false;
    session.print('Testing is closed.');
  },
};

export const testKey: Command = {
  syntax: ['test', 'key', { argument: 'keys', rest: true }],
  purpose: 'Presses keys: test key 23234, test key speaker',
  run: pressKeys,
};

export const testOnHook: Command = {
  syntax: ['test', 'onhook'],
  purpose: 'Replaces the handset',
  run: (session) => moveHook(session, false),
};

export const testOffHook: Command = {
  syntax: ['test', 'offhook'],
  purpose: 'Lifts the handset',
  run: (session) => moveHook(session, true),
};

export const testShow: Command = {
  syntax: ['test', 'show'],
  purpose: 'Tells what each test command did',
  run(session) {
    session.settings.testFeedback = true;
    session.print('Test feedback is shown.');
  },
};

export const testHide: Command = {
  syntax: ['test', 'hide'],
  purpose: 'Does not tell',
  run(session) {
    session.settings.testFeedback = false;
    session.print('Test feedback is hidden.');
  },
};
