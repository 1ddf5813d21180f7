// How many messages wait, by class (RFC 3842 §5.2).

import { parseDecimal, trimBlanks } from '../message/characters.ts';
import type { DocumentResult } from './document.ts';

export type MessageClass = 'voice' | 'fax' | 'pager' | 'multimedia' | 'text' | 'none';

export interface MessageCounts {
  readonly new: number;
  readonly old: number;
  readonly newUrgent: number;
  readonly oldUrgent: number;
}

export interface MessageSummary {
  readonly waiting: boolean;
  /** Whose messages: Message-Account. */
  readonly account: string | undefined;
  /** What the server counts; a server may say no more than that something waits. */
  readonly counts: ReadonlyMap<MessageClass, MessageCounts>;
}

export const messageSummaryType = 'application/simple-message-summary';

const classes: ReadonlyMap<string, MessageClass> = new Map([
  ['voice-message', 'voice'],
  ['voicemail', 'voice'],
  ['fax-message', 'fax'],
  ['pager-message', 'pager'],
  ['multimedia-message', 'multimedia'],
  ['text-message', 'text'],
  ['none', 'none'],
]);
const maximumLines = 256;
const highestCount = 999_999;
const longestAccount = 256;
const decoder = new TextDecoder();

export function readMessageSummary(body: Uint8Array): DocumentResult<MessageSummary> {
  let waiting: boolean | undefined;
  let account: string | undefined;
  const counts = new Map<MessageClass, MessageCounts>();
  for (const line of decoder.decode(body).split(/\r?\n/, maximumLines)) {
    const colon = line.indexOf(':');
    const name = trimBlanks(line, 0, Math.max(colon, 0)).toLowerCase();
    const value = trimBlanks(line, colon + 1);
    const known = classes.get(name);
    if (name === 'messages-waiting') waiting ??= /^(?:yes|true)$/i.test(value);
    else if (name === 'message-account') account ??= value.slice(0, longestAccount) || undefined;
    else if (known !== undefined) {
      const read = readCounts(value);
      if (read !== undefined) counts.set(known, read);
    }
    // An empty line begins the headers of single messages, which are somebody's letters.
    else if (line === '' && waiting !== undefined) break;
  }
  if (waiting === undefined) return { ok: false, problem: 'no Messages-Waiting' };
  return { ok: true, value: { waiting, account, counts } };
}

/** `new/old [(new-urgent/old-urgent)]`. */
function readCounts(text: string): MessageCounts | undefined {
  const match = /^(\d+)[ \t]*\/[ \t]*(\d+)(?:[ \t]*\([ \t]*(\d+)[ \t]*\/[ \t]*(\d+)[ \t]*\))?$/.exec(text);
  if (match === null) return undefined;
  const count = (index: number): number => parseDecimal(match[index] ?? '0', highestCount) ?? highestCount;
  return { new: count(1), old: count(2), newUrgent: count(3), oldUrgent: count(4) };
}
