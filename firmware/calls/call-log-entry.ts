// What the call log is told of an ended call.

import type { CallLogKind, EndReason } from '#ui/phone';
import type { DeskEffect } from './desk-messages.ts';
import type { DeskCall } from './desk-state.ts';
import type { Turn } from './turn.ts';

export function logOf(turn: Turn, call: DeskCall, reason: EndReason): DeskEffect {
  return {
    type: 'logCall',
    of: call.id,
    kind: kindOf(call, reason),
    line: call.line,
    remote: call.remote,
    startedAtMs: call.startedAtMs,
    durationMs: call.answeredAtMs === undefined ? 0 : turn.nowMs - call.answeredAtMs,
    reason,
    ...(call.answeredAtMs === undefined || call.codec === undefined ? {} : { codec: call.codec }),
  };
}

function kindOf(call: DeskCall, reason: EndReason): CallLogKind {
  if (call.direction === 'outgoing') return 'dialed';
  if (call.answeredAtMs !== undefined || reason === 'answeredElsewhere') return 'received';
  if (reason === 'diverted') return 'forwarded';
  return reason === 'rejected' || reason === 'anonymousRejected' ? 'rejected' : 'missed';
}
