// `tty echo on|off`, `tty timeout <minutes>`: habits of this session.

import type { Command } from '../grammar.ts';

export const ttyEcho: Command = {
  syntax: ['tty', 'echo', { argument: 'switch', choices: () => ['off', 'on'] }],
  purpose: 'Shows typed text, or does not',
  run(session, given) {
    session.settings.echo = given.get('switch') === 'on';
    session.print(`Echo is ${given.get('switch')}.`);
  },
};

export const ttyTimeout: Command = {
  syntax: ['tty', 'timeout', { argument: 'minutes' }],
  purpose: 'Logs out after so long without a key, 0 for never',
  run(session, given) {
    const text = given.get('minutes') ?? '';
    if (!/^[0-9]{1,4}$/.test(text)) {
      session.print('Give the minutes as a number from 0 to 9999.');
      return;
    }
    session.settings.idleTimeoutMs = Number(text) * 60_000;
    session.print(
      text === '0' ? 'This session does not end by itself.' : `This session ends after ${Number(text)} min without a key.`,
    );
  },
};
