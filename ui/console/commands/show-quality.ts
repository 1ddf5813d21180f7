// `show call-stats`: how the calls sound that are up, with the counters of AudioCodes' call information (6.2.3).

import type { CallQuality } from '../../call-quality.ts';
import type { CallSnapshot } from '../../phone.ts';
import type { CommandSession } from '../command-session.ts';
import { duration, table } from '../format.ts';
import type { Command } from '../grammar.ts';

type Row = readonly [name: string, value: string];

function run(session: CommandSession): void {
  const { phone, clock } = session.host;
  const { calls, qualities } = phone.snapshot;
  const up = calls.filter((call) => call.state === 'active' || call.state === 'held');
  if (up.length === 0) {
    session.print('No calls.');
    return;
  }
  for (const call of up) {
    const quality = qualities.find((each) => each.call === call.id);
    session.print(table([...callRows(call, clock.monotonicMs), ...(quality === undefined ? [] : qualityRows(quality))]));
  }
}

function callRows(call: CallSnapshot, nowMs: number): readonly Row[] {
  return [
    ['Line', String(call.line + 1)],
    ['Call state', call.state],
    ['Origin', call.direction],
    ['Remote number', call.remote.number],
    ['Remote ID', call.remote.name ?? '-'],
    ['Duration', call.answeredAtMs === undefined ? '' : duration(nowMs - call.answeredAtMs)],
    ['Codec', `${call.codec ?? ''}${call.encrypted ? ' encrypted' : ''}`],
  ];
}

function qualityRows(quality: CallQuality): readonly Row[] {
  return [
    ['Packets sent', String(quality.packetsSent)],
    ['Packets received', String(quality.packetsReceived)],
    ['Bytes sent', String(quality.bytesSent)],
    ['Bytes received', String(quality.bytesReceived)],
    ['Packets lost', String(quality.packetsLost)],
    ['Fraction lost', percent(quality.lossShare)],
    ['Fraction too late', percent(quality.lateShare)],
    ['Fraction lost over there', percent(quality.remoteLossShare)],
    ['Jitter', milliseconds(quality.jitterMs)],
    ['Round trip delay', milliseconds(quality.roundTripMs)],
    ['Jitter buffer', milliseconds(quality.bufferMs)],
    ['R factor', quality.rating?.toFixed(0) ?? 'N/A'],
    ['MOS-CQ', quality.score?.toFixed(1) ?? 'N/A'],
    ['Quality', quality.grade ?? 'N/A'],
  ];
}

function percent(share: number | undefined): string {
  return share === undefined ? 'N/A' : `${(share * 100).toFixed(1)} %`;
}

function milliseconds(ms: number | undefined): string {
  return ms === undefined ? 'N/A' : `${ms.toFixed(0)} ms`;
}

export const showQuality: Command = { syntax: ['show', 'call-stats'], purpose: 'How calls sound, and their packets', run };
