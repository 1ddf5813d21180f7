// Off the hook with nothing typed yet, and the number while it is typed.

import { type Contact, numbersOf } from '../../directory-snapshot.ts';
import { marksOf, numberMark } from '../../entry/search.ts';
import type { DialingSnapshot } from '../../phone.ts';
import { shownName } from '../../text/format.ts';
import type { Intent, SoftKey } from '../intents.ts';
import { foundCalls, foundContacts } from '../people.ts';
import { shownNumber } from '../shown-number.ts';
import { untilNextTick } from './call-card.ts';
import { otherCards } from './call-view.ts';
import { framed, lineTitle, pathIcons, softKey, usedLines } from './frame.ts';
import { speedDialOf } from './speed-dials-view.ts';
import type { DialingBody, MatchView, SoftKeys, View, ViewInput } from './view.ts';

const mostMatches = 4;

function matchOf(input: ViewInput, name: string, rawNumber: string, { number: typed, line }: DialingSnapshot): MatchView {
  const nameMarks = marksOf(name, typed, 'keys');
  const number = shownNumber(input, shownName(rawNumber));
  const mark = nameMarks.length > 0 ? undefined : numberMark(number, typed);
  return {
    name,
    nameMarks,
    number,
    numberMarks: mark === undefined ? [] : [mark],
    rawNumber,
    intent: { do: 'dial', number: rawNumber, line },
  };
}

/** The number of a contact that is meant: the one that answers, else the first. */
function meantNumber(contact: Contact, typed: string): string {
  const numbers = numbersOf(contact).map(({ number }) => number);
  return numbers.find((number) => numberMark(number, typed) !== undefined) ?? numbers[0] ?? '';
}

/** Whose number or name the digits stand for: contacts first, then those of the call log; each number once. */
function matchesOf(input: ViewInput, dialing: DialingSnapshot): readonly MatchView[] {
  const typed = dialing.number;
  const { directory, callLog, lock } = input.snapshot;
  // A locked phone tells nobody whom its owner knows.
  if (typed === '' || lock.locked) return [];
  const matches = new Map<string, MatchView>();
  const add = (name: string, number: string): void => {
    if (number !== '' && !matches.has(number)) matches.set(number, matchOf(input, name, number, dialing));
  };
  for (const contact of foundContacts(directory.contacts, { kind: 'all' }, typed, 'keys').slice(0, mostMatches)) {
    add(contact.name, meantNumber(contact, typed));
  }
  for (const { remote } of foundCalls(callLog, 'all', () => true, typed, 'keys')) {
    if (matches.size >= mostMatches) break;
    // What was typed says nothing new without a name.
    if (remote.number !== typed) add(shownName(remote.name), remote.number);
  }
  return [...matches.values()].slice(0, mostMatches);
}

function focusedMatch({ navigation: { match } }: ViewInput, matches: readonly MatchView[]): number | undefined {
  return match === undefined || match >= matches.length ? undefined : match;
}

/** The number as it stands, what it may become, and the calls that wait beside it. */
export function dialingBody(
  input: ViewInput,
  dialing: DialingSnapshot,
  { screen, heading }: Pick<DialingBody, 'screen' | 'heading'>,
): DialingBody {
  const { path } = input.snapshot.audio;
  const { number } = dialing;
  const matches = matchesOf(input, dialing);
  return {
    screen,
    icon: path === 'none' ? 'dialed' : pathIcons[path],
    heading,
    number: shownNumber(input, number),
    rawNumber: number,
    hint: input.text.dialing.enterNumber,
    matches,
    focus: focusedMatch(input, matches),
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
    softKey(input, 'directory', { do: 'openDirectory' }),
    answer ?? lines,
    softKey(input, 'cancel', { do: 'cancelDialing' }),
  ];
}

function typedKeys(input: ViewInput, dialing: DialingSnapshot, dial: Intent, answer: SoftKey | undefined): SoftKeys {
  const { number } = dialing;
  const known = input.snapshot.directory.contacts.some((contact) => numbersOf(contact).some((each) => each.number === number));
  return [
    softKey(input, 'dial', dial, 'calm'),
    softKey(input, 'delete', { do: 'deleteDigit' }),
    answer ?? (known ? undefined : softKey(input, 'save', { do: 'saveNumber', number, name: '' })),
    softKey(input, 'cancel', { do: 'cancelDialing' }),
  ];
}

/** Dials what was typed or, where one has the focus, whoever answers it. */
export function dialIntent(input: ViewInput, dialing: DialingSnapshot): Intent {
  const matches = matchesOf(input, dialing);
  return matches[focusedMatch(input, matches) ?? matches.length]?.intent ?? { do: 'dialNumber' };
}

/** What the other keys do while a number is typed; `cancel` is meant by Back when nothing is typed. */
export function dialingKeys(input: ViewInput, dialing: DialingSnapshot, cancel: Intent): View['keys'] {
  if (dialing.number === '') return { back: cancel, up: { do: 'openCallLog' }, down: { do: 'openCallLog' } };
  const matches = matchesOf(input, dialing);
  const focus = focusedMatch(input, matches);
  // From the number down to the first match, and from the last one back to the number.
  const to = (index: number): Intent => ({ do: 'match', index: index < 0 || index >= matches.length ? undefined : index });
  return {
    ok: dialIntent(input, dialing),
    back: { do: 'deleteDigit' },
    left: { do: 'deleteDigit' },
    ...(matches.length === 0 ? {} : { down: to((focus ?? -1) + 1), up: to((focus ?? matches.length) - 1) }),
  };
}

/** A digit that is held although nothing was typed before it: its speed dial, or the place where it gets one; the 0 becomes a plus. */
function heldKeys(input: ViewInput, { number, line }: DialingSnapshot): ReadonlyMap<string, Intent> {
  const key = Number(number);
  if (number === '0') return new Map([['0', { do: 'makePlus' }]]);
  if (number.length !== 1 || !Number.isInteger(key)) return new Map();
  const dial = speedDialOf(input, key);
  return new Map([[number, dial === undefined ? { do: 'assignSpeedDial', key } : { do: 'dial', number: dial.number, line }]]);
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
      softKeys: empty ? emptyKeys(input, answer) : typedKeys(input, dialing, dialIntent(input, dialing), answer),
      keys: dialingKeys(input, dialing, { do: 'cancelDialing' }),
      longDigits: heldKeys(input, dialing),
      redrawAfterMs: untilNextTick(input, snapshot.calls),
    },
    dialingBody(input, dialing, {
      screen: empty && dialing.offHook ? 'offhook' : 'dialing',
      heading: path === 'none' ? text.dialing.newCall : text.paths[path],
    }),
  );
}
