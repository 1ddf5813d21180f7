// `help`, `?`: every command that may be used now, with its purpose.

import type { CommandSession } from '../command-session.ts';
import { type Command, syntaxOf } from '../grammar.ts';

function run(session: CommandSession): void {
  const rows = session.commands.map((command) => ({ syntax: syntaxOf(command), purpose: command.purpose }));
  const width = Math.max(...rows.map(({ syntax }) => syntax.length));
  session.print(rows.map(({ syntax, purpose }) => `${syntax.padEnd(width)}  ${purpose}`).join('\n'));
  session.print('Words may be shortened. Tab completes, up and down recall, "?" after a word tells what may follow.');
}

export const help: Command = { syntax: ['help'], purpose: 'Lists the commands', unclaimed: true, run };
export const questionMark: Command = { syntax: ['?'], purpose: 'The same', unclaimed: true, run };
