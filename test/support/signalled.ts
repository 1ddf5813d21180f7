// A traced SIP message for tests of what shows them.

import type { SignalledMessage } from '#ui/signalling/ladder';

export function signalled(
  direction: 'sent' | 'received',
  remote: string,
  startLine: string,
  parts: Partial<SignalledMessage> & { readonly method?: string } = {},
): SignalledMessage {
  const { method = 'INVITE', ...others } = parts;
  return {
    atMs: 0,
    direction,
    remote,
    startLine,
    callId: 'c1',
    cseq: { number: 1, method },
    status: undefined,
    branch: 'z9hG4bK1',
    text: `${startLine}\r\nCall-ID: ${others.callId ?? 'c1'}\r\n\r\n`,
    ...others,
  };
}
