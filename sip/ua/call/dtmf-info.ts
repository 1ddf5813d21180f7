// Keys pressed during a call, told by INFO: `application/dtmf-relay` with its duration (draft-choudhuri-sip-info-digit-00) and
// `application/dtmf`, one digit.

export interface InfoDigit {
  readonly digit: string;
  readonly durationMs: number | undefined;
}

const relayType = 'application/dtmf-relay';
const digitType = 'application/dtmf';

/** Which of the two is sent: with its duration, or the digit alone. */
export type InfoForm = 'relay' | 'digit';

/** Longer is a phone that forgot to lift the finger. */
const longestMs = 10_000;

const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** Undefined when the body tells of no key. */
export function readDtmfInfo(contentType: string | undefined, body: Uint8Array): InfoDigit | undefined {
  const type = (contentType?.split(';', 1)[0] ?? '').trim().toLowerCase();
  const text = decoder.decode(body.subarray(0, 256));
  if (type === digitType) {
    const digit = digitOf(text.trim());
    return digit === undefined ? undefined : { digit, durationMs: undefined };
  }
  if (type !== relayType) return undefined;
  const digit = digitOf(/^\s*Signal\s*[=:]\s*(\S+)/im.exec(text)?.[1] ?? '');
  const duration = /^\s*Duration\s*[=:]\s*(\d{1,6})/im.exec(text)?.[1];
  if (digit === undefined) return undefined;
  return { digit, durationMs: duration === undefined ? undefined : Math.min(Number(duration), longestMs) };
}

export function writeDtmfInfo(
  form: InfoForm,
  digit: string,
  durationMs: number,
): { readonly contentType: string; readonly body: Uint8Array } {
  if (form === 'digit') return { contentType: digitType, body: encoder.encode(digit) };
  const text = `Signal=${digit}\r\nDuration=${Math.round(durationMs)}\r\n`;
  return { contentType: relayType, body: encoder.encode(text) };
}

/** Some send the event's number (RFC 4733 §3.2) instead of the key. */
function digitOf(text: string): string | undefined {
  if (/^[0-9*#A-Da-d]$/.test(text)) return text.toUpperCase();
  if (/^(16|flash|hf|!)$/i.test(text)) return 'flash';
  const event = /^1[0-5]$/.test(text) ? Number(text) : undefined;
  return event === undefined ? undefined : '*#ABCD'[event - 10];
}
