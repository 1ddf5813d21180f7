// `password`: sets the console's password; the one way out of an unclaimed console.

import type { CommandSession } from '../command-session.ts';
import type { Command } from '../grammar.ts';
import { shortestPassword } from '../login.ts';

async function run(session: CommandSession): Promise<void> {
  const first = await session.askSecret(`New password (at least ${shortestPassword} characters): `);
  if (first === undefined) return;
  if (first.length < shortestPassword) {
    session.print(`That is too short: at least ${shortestPassword} characters. The password was not changed.`);
    return;
  }
  const second = await session.askSecret('The same again: ');
  if (second === undefined) return;
  if (second !== first) {
    session.print('The two differ. The password was not changed.');
    return;
  }
  const problem = await session.host.passwords.set(first);
  if (problem !== undefined) {
    session.print(`The password was not changed: ${problem}`);
    return;
  }
  session.print('The password is set. Log in with it.');
  session.end();
}

export const password: Command = { syntax: ['password'], purpose: 'Sets the console password', unclaimed: true, run };
