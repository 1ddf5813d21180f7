// How the other side would like to be announced: Alert-Info (RFC 3261 §20.4, RFC 7462), Call-Info, Answer-Mode (RFC 5373) and what vendors
// made of them. Only said here; whether the phone does it is its policy. No URI in it is ever fetched.

import type { Headers } from '../../message/headers.ts';

export interface Alert {
  /** Values of Alert-Info, as they came. */
  readonly info: readonly string[];
  /** `Bellcore-dr3`, `alert-external`, `source:external` (a URN without `urn:alert:`): what a ring is chosen by. */
  readonly ringClass: string | undefined;
  /** Asks to be answered without a hand after so many seconds. */
  readonly answerAfterS?: number;
  /** RFC 5373 §4. */
  readonly answerMode?: 'auto' | 'manual';
  /** Whoever calls wants to be refused rather than answered by a hand, or the reverse (`;require`). */
  readonly requireAnswer: boolean;
}

const maxValues = 8;
const maxDelayS = 60;

/** Undefined when nothing of the kind is said. */
export function alertOf(headers: Headers): Alert | undefined {
  const info = headers.getAll('Alert-Info').slice(0, maxValues);
  const mode = answerModeOf(headers);
  const delayed = [...info, ...headers.getAll('Call-Info').slice(0, maxValues)].map(delayOf).find((delay) => delay !== undefined);
  const asksAuto = info.some(saysAutoAnswer) || /^\s*(normal|auto|yes|true)\b/i.test(headers.get('P-Auto-answer') ?? '');
  const answerAfterS = delayed ?? (asksAuto || mode?.mode === 'auto' ? 0 : undefined);
  if (info.length === 0 && mode === undefined && answerAfterS === undefined) return undefined;
  return {
    info,
    ringClass: info.map(ringClassOf).find((name) => name !== undefined),
    ...(answerAfterS === undefined ? {} : { answerAfterS }),
    ...(mode === undefined ? {} : { answerMode: mode.mode }),
    requireAnswer: mode?.require ?? false,
  };
}

/** What asks another phone to answer by itself: understood by most without asking for more than one form. */
export function answerAfterFields(delayS: number): readonly (readonly [string, string])[] {
  const fields: (readonly [string, string])[] = [
    ['Call-Info', `<sip:127.0.0.1>;answer-after=${delayS}`],
    ['Alert-Info', `<http://127.0.0.1>;info=alert-autoanswer;delay=${delayS}`],
  ];
  return delayS === 0 ? [...fields, ['Answer-Mode', 'Auto']] : fields;
}

/** §4.1; the privileged one says the same with more right to it, which is the proxy's to check. */
function answerModeOf(headers: Headers): { readonly mode: 'auto' | 'manual'; readonly require: boolean } | undefined {
  const value = headers.get('Priv-Answer-Mode') ?? headers.get('Answer-Mode');
  const match = /^\s*(auto|manual)\s*(?:;(.*))?$/i.exec(value ?? '');
  if (match?.[1] === undefined) return undefined;
  return {
    mode: match[1].toLowerCase() === 'auto' ? 'auto' : 'manual',
    require: /(^|;)\s*require\s*(;|$)/i.test(match[2] ?? ''),
  };
}

/** `;answer-after=N` (Call-Info of snom and others), `;delay=N` beside alert-autoanswer. */
function delayOf(value: string): number | undefined {
  const digits = /;\s*answer-after\s*=\s*"?(\d{1,4})"?/i.exec(value)?.[1] ?? autoAnswerDelay(value);
  return digits === undefined ? undefined : Math.min(Number(digits), maxDelayS);
}

function autoAnswerDelay(value: string): string | undefined {
  return saysAutoAnswer(value) ? /;\s*delay\s*=\s*"?(\d{1,4})"?/i.exec(value)?.[1] : undefined;
}

function saysAutoAnswer(value: string): boolean {
  return /\binfo\s*=\s*"?\s*(alert-)?auto-?\s?answer/i.test(value) || /^[<"]?\s*(auto|ring)\s?answer\b/i.test(value);
}

function ringClassOf(value: string): string | undefined {
  const named = /;\s*info\s*=\s*(?:"([^"]{1,80})"|([^\s;,"]{1,80}))/i.exec(value);
  const name = (named?.[1] ?? named?.[2])?.trim();
  if (name !== undefined && !/^(alert-)?auto-?\s?answer/i.test(name)) return name;
  const urn = /^<?\s*urn:alert:([^\s>;]{1,80})/i.exec(value)?.[1];
  if (urn !== undefined) return urn;
  const bellcore = /bellcore-(?:dr|r)\d{1,2}/i.exec(value)?.[0];
  if (bellcore !== undefined) return bellcore;
  // A bare word is a name; an address is not ours to open.
  const word = /^[<"]?\s*([A-Za-z][\w.-]{0,79})\s*[>"]?\s*(?:;|$)/.exec(value)?.[1];
  return word === undefined || saysAutoAnswer(value) ? undefined : word;
}
