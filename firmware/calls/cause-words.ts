// Why the telephone network ended a call: the causes of ITU-T Q.850 that tell a person more than the status beside them, and what a server
// wrote into Reason (RFC 3326).

import type { EndCause } from '#sip/ua/call/call-end-reason';

const words: Readonly<Record<number, string>> = {
  1: 'Number not in use',
  2: 'No way to that network',
  3: 'No way to that number',
  17: 'Busy',
  18: 'No answer',
  19: 'No answer',
  20: 'Phone is switched off',
  21: 'Call declined',
  22: 'Number has changed',
  27: 'Line is out of order',
  28: 'Number incomplete',
  34: 'All lines are in use',
  38: 'Network out of order',
  41: 'Network trouble, try again',
  42: 'Network is overloaded',
  44: 'All lines are in use',
  47: 'All lines are in use',
  50: 'Not subscribed',
  55: 'Incoming calls barred',
  57: 'Not allowed',
  88: 'Phones do not match',
  127: 'Network trouble',
};

const longestText = 48;

/** Undefined where it says no more than that the call ended, as with normal clearing (16) or the status of a response. */
export function causeWords({ protocol, cause, text }: EndCause): string | undefined {
  if (protocol === 'Q.850' && (cause === 16 || cause === 31)) return undefined;
  const known = protocol === 'Q.850' ? words[cause] : undefined;
  const told =
    text === undefined
      ? undefined
      : text
          .replaceAll(/[\p{C}\s]+/gu, ' ')
          .trim()
          .slice(0, longestText);
  return known ?? (told === '' ? undefined : told);
}
