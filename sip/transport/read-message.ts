// One message's bytes and where they came from, as the event that the layer above hears.

import { parseMessage } from '../message/parse-message.ts';
import { stampSource } from './stamp-source.ts';
import type { Target, TransportEvent } from './transport.ts';

export function readMessage(bytes: Uint8Array, source: Target): TransportEvent {
  const parsed = parseMessage(bytes);
  if (parsed.ok) {
    if (parsed.message.kind === 'request') stampSource(parsed.message, source.remote);
    return { type: 'messageReceived', message: parsed.message, source };
  }
  const { status, reason, answerable } = parsed;
  if (answerable?.kind === 'request') stampSource(answerable, source.remote);
  return { type: 'messageRefused', source, status, reason, answerable };
}
