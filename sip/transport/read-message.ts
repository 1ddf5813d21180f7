// One message's bytes and where they came from, as the event that the layer above hears.

import { parseMessage } from '../message/parse-message.ts';
import { stampSource } from './stamp-source.ts';
import type { Target, TransportEvent } from './transport.ts';
import type { ViaManner } from './via-manner.ts';

export function readMessage(bytes: Uint8Array, source: Target, via: ViaManner): TransportEvent {
  const parsed = parseMessage(bytes);
  if (parsed.ok) {
    if (parsed.message.kind === 'request') stampSource(parsed.message, source.remote, via);
    return { type: 'messageReceived', message: parsed.message, source };
  }
  const { status, reason, answerable } = parsed;
  if (answerable?.kind === 'request') stampSource(answerable, source.remote, via);
  return { type: 'messageRefused', source, status, reason, answerable };
}
