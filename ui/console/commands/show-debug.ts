// `show debug`: which topics are on, and which there are.

import type { CommandSession } from '../command-session.ts';
import { table } from '../format.ts';
import type { Command } from '../grammar.ts';

function run(session: CommandSession): void {
  const rows = session.host.debugTopics.map(({ name, purpose }) => [
    name,
    session.debug.active.includes(name) ? 'on' : 'off',
    purpose,
  ]);
  session.print(rows.length === 0 ? 'There are no debug topics.' : table(rows));
}

export const showDebug: Command = { syntax: ['show', 'debug'], purpose: 'Debug topics and which are on', run };
