// `show lines`: each line and how it stands with its registrar.

import type { LineSnapshot } from '../../line-snapshot.ts';
import type { ForwardingKind, PhoneSnapshot } from '../../phone.ts';
import type { CommandSession } from '../command-session.ts';
import { table } from '../format.ts';
import type { Command } from '../grammar.ts';

function registration({ registration }: LineSnapshot, nowMs: number): string {
  if (registration.state === 'registered' && registration.server === 'backup') return 'registered at the backup server';
  if (registration.state !== 'failed') return registration.state;
  const { reason, retryAtMs } = registration;
  const retry =
    retryAtMs === undefined ? 'not tried again' : `next try in ${Math.max(0, Math.ceil((retryAtMs - nowMs) / 1000))} s`;
  return `failed: ${reason}, ${retry}`;
}

function messages({ newMessages, oldMessages }: LineSnapshot): string {
  const waiting = [newMessages > 0 ? `${newMessages} new` : '', oldMessages > 0 ? `${oldMessages} old` : ''];
  return waiting.filter((words) => words !== '').join(', ');
}

/** `1 active, 2 held`. */
function calls(snapshot: PhoneSnapshot, { index }: LineSnapshot): string {
  const states = new Map<string, number>();
  for (const { line, state } of snapshot.calls) if (line === index) states.set(state, (states.get(state) ?? 0) + 1);
  return [...states].map(([state, count]) => `${count} ${state}`).join(', ');
}

const forwardedWhen: Readonly<Record<ForwardingKind, string>> = {
  always: 'always',
  busy: 'when the phone is busy',
  noAnswer: 'when nobody answers',
};
const forwardingKinds: readonly ForwardingKind[] = ['always', 'busy', 'noAnswer'];

/** What is done with calls whichever line they come on. */
function services({ doNotDisturb, forwarding, hideNumber }: PhoneSnapshot): readonly string[] {
  const forwarded = forwardingKinds.filter((kind) => forwarding[kind].on);
  return [
    ...(doNotDisturb ? ['Do not disturb is on.'] : []),
    ...forwarded.map((kind) => `Calls go to ${forwarding[kind].number} ${forwardedWhen[kind]}.`),
    ...(hideNumber ? ['Own calls hide their number.'] : []),
  ];
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
    messages(line),
    calls(phone.snapshot, line),
  ]);
  session.print(table([['Line', 'Number', 'Label', 'Registration', 'Messages', 'Calls'], ...rows]));
  for (const line of services(phone.snapshot)) session.print(line);
}

export const showLines: Command = { syntax: ['show', 'lines'], purpose: 'Lines and their registration', unclaimed: true, run };
