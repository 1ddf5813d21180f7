// `show ladder [call-id]`: one dialogue drawn; without a Call-ID what there is to draw. `show trace [call-id]`: the messages themselves.

import { conversationsOf, type Ladder, ladderOf, type Rung, type SignalledMessage } from '../../signalling/ladder.ts';
import type { CommandSession } from '../command-session.ts';
import { table } from '../format.ts';
import type { Argument, Arguments, Command } from '../grammar.ts';

const columnWidth = 30;
const timeWidth = 10;
/** Of the list; what is older is found by its Call-ID. */
const listed = 20;
/** Of messages without a Call-ID that was asked for. */
const shown = 10;

const callId: Argument = {
  argument: 'call-id',
  optional: true,
  choices: (host) => conversationsOf(host.signalling()).map((each) => each.callId),
};

export const showLadder: Command = {
  syntax: ['show', 'ladder', callId],
  purpose: 'Who said what to whom, by SIP Call-ID',
  run(session, given) {
    const trace = session.host.signalling();
    const wanted = given.get('call-id');
    session.print(wanted === undefined ? list(trace) : draw(ladderOf(trace, wanted)));
  },
};

export const showTrace: Command = { syntax: ['show', 'trace', callId], purpose: 'The newest SIP messages', run: printTrace };

function printTrace(session: CommandSession, given: Arguments): void {
  const trace = session.host.signalling();
  const wanted = given.get('call-id');
  const messages = wanted === undefined ? trace.slice(-shown) : trace.filter((message) => message.callId === wanted);
  if (messages.length === 0) session.print('No messages.');
  for (const { direction, remote, text } of messages) {
    session.print(`${direction === 'sent' ? '--> to' : '<-- from'} ${remote}`);
    for (const line of text.trimEnd().split(/\r?\n/)) session.print(`    ${line}`);
  }
}

function list(trace: readonly SignalledMessage[]): string {
  const all = conversationsOf(trace);
  if (all.length === 0) return 'No messages.';
  const rows = all
    .slice(0, listed)
    .map(({ callId: id, first, messages }) => [first.cseq.method, first.remote, String(messages), id]);
  return table([['Begins with', 'With', 'Messages', 'Call-ID'], ...rows]);
}

function draw({ parties, rungs }: Ladder): string {
  const head = ' '.repeat(timeWidth) + parties.map((party) => party.padEnd(columnWidth)).join('');
  return [head, ...rungs.map((rung) => drawRung(rung, parties.length))].map((line) => line.trimEnd()).join('\n');
}

function drawRung({ afterMs, from, to, label, repeated }: Rung, parties: number): string {
  const [left, right] = from < to ? [from, to] : [to, from];
  const width = (right - left) * columnWidth - 1;
  const said = ` ${repeated ? `${label}, again` : label} `.slice(0, width - 4);
  const rest = width - 1 - said.length;
  const dashes = `${'-'.repeat(Math.floor(rest / 2))}${said}${'-'.repeat(Math.ceil(rest / 2))}`;
  const before = `|${' '.repeat(columnWidth - 1)}`.repeat(left);
  const after = `|${' '.repeat(columnWidth - 1)}`.repeat(parties - right);
  return `${(afterMs / 1000).toFixed(3).padEnd(timeWidth)}${before}|${from < to ? `${dashes}>` : `<${dashes}`}${after}`;
}
