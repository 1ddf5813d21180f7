// Off the hook with nothing typed yet, and the number while it is typed.

import type { DialingSnapshot } from '../../phone.ts';
import { groupedNumber, shownName } from '../../text/format.ts';
import type { Intent, SoftKey } from '../intents.ts';
import { untilNextTick } from './call-card.ts';
import { otherCards } from './call-view.ts';
import { framed, lineTitle, pathIcons, softKey, usedLines } from './frame.ts';
import type { DialingBody, SoftKeys, View, ViewInput } from './view.ts';

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

/** The number as it stands, what it may become, and the calls that wait beside it. */
export function dialingBody(
  input: ViewInput,
  { number }: DialingSnapshot,
  { screen, heading }: Pick<DialingBody, 'screen' | 'heading'>,
): DialingBody {
  const { path } = input.snapshot.audio;
  return {
    screen,
    icon: path === 'none' ? 'dialed' : pathIcons[path],
    heading,
    number: groupedNumber(number),
    rawNumber: number,
    hint: input.text.dialing.enterNumber,
    matches: matchesOf(input, number),
    ...otherCards(input, undefined),
  };
}

function emptyKeys(input: ViewInput, answer: SoftKey | undefined): SoftKeys {
  const { snapshot } = input;
  const canRedial = snapshot.callLog.some((entry) => entry.kind === 'dialed');
  const lines =
    usedLines(snapshot).length > 1 ? softKey(input, 'lines', { do: 'open', page: { page: 'lines', focus: 0 } }) : undefined;
  return [
    canRedial ? softKey(input, 'redial', { do: 'redial' }) : undefined,
    softKey(input, 'callLog', { do: 'openCallLog' }),
    answer ?? lines,
    softKey(input, 'cancel', { do: 'cancelDialing' }),
  ];
}

function typedKeys(input: ViewInput, answer: SoftKey | undefined): SoftKeys {
  return [
    softKey(input, 'dial', { do: 'dialNumber' }, 'calm'),
    softKey(input, 'delete', { do: 'deleteDigit' }),
    answer,
    softKey(input, 'cancel', { do: 'cancelDialing' }),
  ];
}

/** What the other keys do while a number is typed; `cancel` is meant by Back when nothing is typed. */
export function dialingKeys(empty: boolean, cancel: Intent): View['keys'] {
  if (empty) return { back: cancel, up: { do: 'openCallLog' }, down: { do: 'openCallLog' } };
  return { ok: { do: 'dialNumber' }, back: { do: 'deleteDigit' }, left: { do: 'deleteDigit' } };
}

export function dialingView(input: ViewInput, dialing: DialingSnapshot): View<DialingBody> {
  const { snapshot, text } = input;
  const empty = dialing.number === '';
  const { path } = snapshot.audio;
  const waiting = snapshot.calls.findLast((call) => call.state === 'incoming');
  const answer = waiting === undefined ? undefined : softKey(input, 'answer', { do: 'answer', call: waiting.id }, 'calm');
  return framed(
    input,
    {
      title: lineTitle(snapshot, dialing),
      softKeys: empty ? emptyKeys(input, answer) : typedKeys(input, answer),
      keys: dialingKeys(empty, { do: 'cancelDialing' }),
      redrawAfterMs: untilNextTick(input, snapshot.calls),
    },
    dialingBody(input, dialing, {
      screen: empty && dialing.offHook ? 'offhook' : 'dialing',
      heading: path === 'none' ? text.dialing.newCall : text.paths[path],
    }),
  );
}
