// `show lines`: each line and how it stands with its registrar.

import type { LineSnapshot } from '../../phone.ts';
import type { CommandSession } from '../command-session.ts';
import { table } from '../format.ts';
import type { Command } from '../grammar.ts';

function registration({ registration }: LineSnapshot, nowMs: number): string {
  if (registration.state !== 'failed') return registration.state;
  const { reason, retryAtMs } = registration;
  const retry =
    retryAtMs === undefined ? 'not tried again' : `next try in ${Math.max(0, Math.ceil((retryAtMs - nowMs) / 1000))} s`;
  return `failed: ${reason}, ${retry}`;
}

function run(session: CommandSession): void {
  const { phone, clock } = session.host;
  const { lines, selectedLine } = phone.snapshot;
  if (lines.length === 0) {
    session.print('No line is set up. Set voip/line/0/enabled, id, auth_password and proxy_address.');
    return;
  }
  const rows = lines.map((line) => [
    `${line.index === selectedLine ? '*' : ' '}${line.index + 1}`,
    line.number,
    line.label,
    registration(line, clock.monotonicMs),
    line.newMessages > 0 ? `${line.newMessages} new messages` : '',
  ]);
  session.print(table([['Line', 'Number', 'Label', 'Registration', 'Messages'], ...rows]));
}

export const showLines: Command = { syntax: ['show', 'lines'], purpose: 'Lines and their registration', unclaimed: true, run };
