// What of a SIP message a line's trace shows (SPA `SIP_Debug_Option`): its first line or all of it, some methods left out. Secrets have been
// struck out before.

import type { Values } from '#config/schema';
import type { SignalledMessage } from '../signalling-trace.ts';

export type TraceChoice = Values['voip/line/0/trace'];

const leftOut: Readonly<Record<string, string>> = { OPT: 'OPTIONS', NTFY: 'NOTIFY', REG: 'REGISTER' };
/** A record of syslog over UDP holds no more for sure (RFC 5426 §3.2), and a message is longer. */
const longestPart = 900;

/** In parts, none when it is not to be shown. */
export function tracedText(choice: TraceChoice, message: SignalledMessage): readonly string[] {
  const [extent = 'none', excluded = ''] = choice.split(' excl. ');
  if (extent === 'none' || excluded.split('|').some((word) => leftOut[word] === message.cseq.method)) return [];
  const { direction, protocol, remote, startLine, text } = message;
  const head = `${direction === 'sent' ? 'to' : 'from'} ${remote} ${protocol}: ${startLine}`;
  return extent === '1-line' ? [head] : [head, ...parts(text.slice(text.indexOf('\n') + 1))];
}

/** Whole lines, as far as they are no longer themselves. */
function parts(text: string): readonly string[] {
  const found: string[] = [];
  let part = '';
  for (const line of text.split(/\r?\n/).flatMap(shortened)) {
    if (part !== '' && part.length + line.length > longestPart) {
      found.push(part);
      part = '';
    }
    part += part === '' ? line : `\r\n${line}`;
  }
  return part.trim() === '' ? found : [...found, part];
}

function shortened(line: string): readonly string[] {
  return line.length <= longestPart ? [line] : (line.match(/.{1,900}/gsu) ?? []);
}

/** Whether the message is one of a user's: who calls or who is called. */
export function isOf(user: string, { text }: SignalledMessage): boolean {
  const uris = text.matchAll(/^(?:from|f|to|t)[ \t]*:(?:[^\r\n]{0,512}<|[ \t]*)sips?:([^@\r\n>]{1,128})@/gim);
  return [...uris].some(([, found]) => found === user);
}
