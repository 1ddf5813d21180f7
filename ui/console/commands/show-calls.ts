// `show calls`: the calls that are on the phone.

import type { ServerConference } from '../../conference-snapshot.ts';
import type { CallSnapshot, PhoneSnapshot } from '../../phone.ts';
import type { CommandSession } from '../command-session.ts';
import { duration, table } from '../format.ts';
import type { Command } from '../grammar.ts';

function state({ state, phase, heldByRemote, ended }: CallSnapshot): string {
  if (ended !== undefined) return `ended: ${ended.text}`;
  return `${phase ?? state}${heldByRemote ? ', held by the other side' : ''}`;
}

/** In a conference, who talks there and who is kept from being heard, or who is in the server's; and whether the call is recorded. */
function together({ conference, recordedCall }: PhoneSnapshot, { id, conference: server }: CallSnapshot): string {
  const party = conference?.parties.find(({ call }) => call === id);
  const words = [
    server === undefined ? '' : serverConference(server),
    party === undefined ? '' : `conference${party.muted ? ', muted' : party.talking ? ', talks' : ''}`,
    id === recordedCall ? 'recorded' : '',
  ];
  return words.filter((word) => word !== '').join(', ');
}

function serverConference({ count, others }: ServerConference): string {
  const names = others.map(({ name, number }) => name ?? number).join(', ');
  return `server's conference${count === undefined ? '' : ` of ${count}`}${names === '' ? '' : ` with ${names}`}`;
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
