// `show calls`: the calls that are on the phone.

import type { CallSnapshot, PhoneSnapshot } from '../../phone.ts';
import type { CommandSession } from '../command-session.ts';
import { duration, table } from '../format.ts';
import type { Command } from '../grammar.ts';

function state({ state, phase, heldByRemote, ended }: CallSnapshot): string {
  if (ended !== undefined) return `ended: ${ended.text}`;
  return `${phase ?? state}${heldByRemote ? ', held by the other side' : ''}`;
}

/** In a conference, who talks there and who is kept from being heard; and whether the call is recorded. */
function together({ conference, recordedCall }: PhoneSnapshot, { id }: CallSnapshot): string {
  const party = conference?.parties.find(({ call }) => call === id);
  const words = [
    party === undefined ? '' : `conference${party.muted ? ', muted' : party.talking ? ', talks' : ''}`,
    id === recordedCall ? 'recorded' : '',
  ];
  return words.filter((word) => word !== '').join(', ');
}

function run(session: CommandSession): void {
  const { phone, clock } = session.host;
  const { calls, focusedCall } = phone.snapshot;
  if (calls.length === 0) {
    session.print('No calls.');
    return;
  }
  const rows = calls.map((call) => [
    `${call.id === focusedCall ? '*' : ' '}${call.line + 1}`,
    call.direction,
    state(call),
    [call.remote.name, call.remote.number].filter((part) => part !== undefined && part !== '').join(' '),
    call.answeredAtMs === undefined ? '' : duration((call.endedAtMs ?? clock.monotonicMs) - call.answeredAtMs),
    `${call.codec ?? ''}${call.encrypted ? ' encrypted' : ''}`,
    together(phone.snapshot, call),
  ]);
  session.print(table([['Line', 'Direction', 'State', 'Party', 'Talked', 'Codec', ''], ...rows]));
}

export const showCalls: Command = { syntax: ['show', 'calls'], purpose: 'Calls that are up', run };
