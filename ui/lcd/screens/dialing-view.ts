// Off the hook with nothing typed yet, and the number while it is typed.

import type { DialingSnapshot } from '../../phone.ts';
import { groupedNumber, shownName } from '../../text/format.ts';
import { untilNextTick } from './call-card.ts';
import { otherCards } from './call-view.ts';
import { framed, lineTitle, pathIcons, softKey, usedLines } from './frame.ts';
import type { DialingBody, View, ViewInput } from './view.ts';

const mostMatches = 3;

/** Numbers of the call log that begin so, each once. */
function matchesOf(input: ViewInput, number: string): DialingBody['matches'] {
  if (number === '') return [];
  const matches = new Map<string, { name: string; number: string }>();
  for (const { remote } of input.snapshot.callLog) {
    if (matches.size === mostMatches) break;
    if (!remote.number.startsWith(number) || remote.number === number || matches.has(remote.number)) continue;
    matches.set(remote.number, { name: shownName(remote.name), number: groupedNumber(shownName(remote.number)) });
  }
  return [...matches.values()];
}

export function dialingView(input: ViewInput, dialing: DialingSnapshot): View<DialingBody> {
  const { snapshot, text } = input;
  const empty = dialing.number === '';
  const cancel = softKey(input, 'cancel', { do: 'cancelDialing' });
  const canRedial = snapshot.callLog.some((entry) => entry.kind === 'dialed');
  const lines =
    usedLines(snapshot).length > 1 ? softKey(input, 'lines', { do: 'open', page: { page: 'lines', focus: 0 } }) : undefined;
  const path = snapshot.audio.path;
  const waiting = snapshot.calls.findLast((call) => call.state === 'incoming');
  const answer = waiting === undefined ? undefined : softKey(input, 'answer', { do: 'answer', call: waiting.id }, 'calm');
  return framed(
    input,
    {
      title: lineTitle(snapshot, dialing),
      softKeys: empty
        ? [
            canRedial ? softKey(input, 'redial', { do: 'redial' }) : undefined,
            softKey(input, 'callLog', { do: 'openCallLog' }),
            answer ?? lines,
            cancel,
          ]
        : [softKey(input, 'dial', { do: 'dialNumber' }, 'calm'), softKey(input, 'delete', { do: 'deleteDigit' }), answer, cancel],
      keys: empty
        ? { back: { do: 'cancelDialing' }, up: { do: 'openCallLog' }, down: { do: 'openCallLog' } }
        : { ok: { do: 'dialNumber' }, back: { do: 'deleteDigit' }, left: { do: 'deleteDigit' } },
      redrawAfterMs: untilNextTick(input, snapshot.calls),
    },
    {
      screen: empty && dialing.offHook ? 'offhook' : 'dialing',
      icon: path === 'none' ? 'dialed' : pathIcons[path],
      heading: path === 'none' ? text.dialing.newCall : text.paths[path],
      number: groupedNumber(dialing.number),
      rawNumber: dialing.number,
      hint: text.dialing.enterNumber,
      matches: matchesOf(input, dialing.number),
      ...otherCards(input, undefined),
    },
  );
}
