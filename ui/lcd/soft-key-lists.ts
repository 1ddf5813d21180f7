// Soft keys that the administrator chose for a state of the phone, in the words of the SPA phones. What means nothing now is left out; where
// nothing is left the usual soft keys stand.

import type { CallSnapshot } from '../phone.ts';
import type { Intent, SoftKey } from './intents.ts';
import { isOffered, recordKey, softKey } from './screens/frame.ts';
import { frontCall } from './screens/front-call.ts';
import type { SoftKeys, View, ViewInput } from './screens/view.ts';
import type { SoftKeyChoice, SoftKeyState } from './soft-key-choice.ts';

/** The last that a list may name. */
const mostPlaces = 16;

type Offer = (input: ViewInput, call: CallSnapshot | undefined) => SoftKey | undefined;

/** A key of the call in front, where it is in one of the states. */
function ofCall(
  action: Parameters<typeof softKey>[1],
  states: readonly CallSnapshot['state'][],
  intent: (call: CallSnapshot) => Intent,
  tone?: 'calm' | 'error',
): Offer {
  return (input, call) =>
    call !== undefined && states.includes(call.state) ? softKey(input, action, intent(call), tone) : undefined;
}

function always(action: Parameters<typeof softKey>[1], intent: Intent): Offer {
  return (input) => softKey(input, action, intent);
}

/** While a number is typed. */
function whileDialing(action: Parameters<typeof softKey>[1], intent: Intent, tone?: 'calm'): Offer {
  return (input) => {
    const { dialing } = input.snapshot;
    return dialing === undefined || dialing.number === '' ? undefined : softKey(input, action, intent, tone);
  };
}

/** Also when the other who is to have the call, or to come into it, is there already. */
function cancelKey(input: ViewInput): SoftKey | undefined {
  const { dialing, transfer, inviting } = input.snapshot;
  if (dialing !== undefined) return softKey(input, 'cancel', { do: 'cancelDialing' });
  if (transfer !== undefined) return softKey(input, 'cancel', { do: 'cancelTransfer' });
  return inviting === undefined ? undefined : softKey(input, 'cancel', { do: 'cancelInvitation' });
}

function callAgain(kinds: readonly string[], action: 'redial' | 'callBack'): Offer {
  return (input) => {
    const entry = input.snapshot.callLog.find(({ kind, remote }) => kinds.includes(kind) && remote.number !== '');
    return entry && softKey(input, action, { do: 'dial', number: entry.remote.number, line: entry.line });
  };
}

const inCall: readonly CallSnapshot['state'][] = ['active', 'held'];
const openMenu: Intent = { do: 'open', page: { page: 'menu', focus: 0 } };

const offers: Readonly<Record<string, Offer>> = {
  redial: callAgain(['dialed'], 'redial'),
  lcr: callAgain(['missed', 'received'], 'callBack'),
  miss: (input) => (input.snapshot.missedCalls > 0 ? softKey(input, 'missed', { do: 'openMissed' }) : undefined),
  recents: always('callLog', { do: 'openCallLog' }),
  dir: always('directory', { do: 'openDirectory' }),
  dnd: always('dnd', { do: 'toggleDoNotDisturb' }),
  cfwd: always('divert', { do: 'open', page: { page: 'forwarding', focus: 0 } }),
  menu: always('menu', openMenu),
  option: always('menu', openMenu),
  settings: always('menu', openMenu),
  lines: always('lines', { do: 'open', page: { page: 'lines', focus: 0 } }),
  voicemail: always('voiceMail', { do: 'callVoiceMail' }),
  keys: always('speedDial', { do: 'open', page: { page: 'functionKeys', focus: 0 } }),
  newcall: (input, call) => softKey(input, 'newCall', { do: 'openLine', line: call?.line }),
  dial: whileDialing('dial', { do: 'dialNumber' }, 'calm'),
  call: whileDialing('dial', { do: 'dialNumber' }, 'calm'),
  delchar: whileDialing('delete', { do: 'deleteDigit' }),
  delchr: whileDialing('delete', { do: 'deleteDigit' }),
  clear: whileDialing('clear', { do: 'deleteAllDigits' }),
  cancel: cancelKey,
  answer: ofCall('answer', ['incoming'], ({ id }) => ({ do: 'answer', call: id }), 'calm'),
  reject: ofCall('reject', ['incoming'], ({ id }) => ({ do: 'reject', call: id }), 'error'),
  ignore: (input, call) =>
    call?.state === 'incoming' && input.snapshot.audio.ringing ? softKey(input, 'silence', { do: 'silence' }) : undefined,
  hold: ofCall('hold', ['active'], ({ id }) => ({ do: 'hold', call: id })),
  resume: ofCall('resume', ['held'], ({ id }) => ({ do: 'resume', call: id }), 'calm'),
  endcall: ofCall('end', [...inCall, 'outgoing'], ({ id }) => ({ do: 'end', call: id }), 'error'),
  close: ofCall('close', ['ended'], ({ id }) => ({ do: 'end', call: id })),
  xfer: ofCall('transfer', inCall, () => ({ do: 'transfer' })),
  xferlx: (input, call) => {
    const other = input.snapshot.calls.find(({ id, state }) => id !== call?.id && state === 'held');
    return other === undefined || call === undefined || !inCall.includes(call.state)
      ? undefined
      : softKey(input, 'join', { do: 'transferTo', call: other.id });
  },
  conf: (input) =>
    input.snapshot.conferenceOffer === undefined ? undefined : softKey(input, 'conference', { do: 'conference' }),
  conflx: (input) => (input.snapshot.conferenceOffer === 'join' ? softKey(input, 'conference', { do: 'conference' }) : undefined),
  join: (input) => (input.snapshot.conferenceOffer === 'join' ? softKey(input, 'conference', { do: 'conference' }) : undefined),
  swap: (input, call) =>
    call?.state === 'active' && input.snapshot.calls.some(({ state }) => state === 'held')
      ? softKey(input, 'swap', { do: 'swap' })
      : undefined,
  split: (input) => (input.snapshot.conference === undefined ? undefined : softKey(input, 'split', { do: 'splitConference' })),
  crdstart: (input) => (input.snapshot.recordedCall === undefined ? recordKey(input) : undefined),
  crdstop: (input) => (input.snapshot.recordedCall === undefined ? undefined : recordKey(input)),
};

/** Words of a list that this phone has something for; of the keys of one's own there are `psk1` to `psk16`. */
export const softKeyKeywords: ReadonlySet<string> = new Set(Object.keys(offers));

const stateOfScreen: Readonly<Partial<Record<View['body']['screen'], SoftKeyState>>> = {
  idle: 'idle',
  offhook: 'off_hook',
  dialing: 'dialing',
  outgoing: 'progressing',
  incoming: 'ringing',
  call: 'connected',
  held: 'hold',
  consult: 'transfer',
  conference: 'conferencing',
  ended: 'releasing',
};

function listFor({ snapshot, softKeyLists }: ViewInput, view: View): readonly SoftKeyChoice[] {
  const state = stateOfScreen[view.body.screen];
  if (state === undefined || softKeyLists === undefined) return [];
  const missed = state === 'idle' && snapshot.missedCalls > 0 ? softKeyLists.missed_calls : undefined;
  return missed ?? softKeyLists[state] ?? [];
}

function offered(input: ViewInput, { keyword, own }: SoftKeyChoice): SoftKey | undefined {
  if (own === undefined) return offers[keyword]?.(input, frontCall(input.snapshot));
  return { label: own.label, action: keyword, intent: { do: 'dial', number: own.number, line: undefined } };
}

/** By place; those without one take the next that is free. */
function placed(choices: readonly SoftKeyChoice[]): readonly SoftKeyChoice[] {
  const nothing: SoftKeyChoice = { keyword: '', position: undefined };
  const places = new Array<SoftKeyChoice>(mostPlaces + choices.length).fill(nothing);
  for (const choice of choices) if (choice.position !== undefined) places[choice.position - 1] = choice;
  for (const choice of choices) if (choice.position === undefined) places[places.indexOf(nothing)] = choice;
  return places.slice(0, places.findLastIndex((choice) => choice !== nothing) + 1);
}

/** The screen with the soft keys of the list that belongs to it. */
export function withSoftKeyList(input: ViewInput, view: View): View {
  const keys = placed(listFor(input, view))
    .map((choice) => offered(input, choice))
    .map((key) => (isOffered(input, key) ? key : undefined));
  const usable = keys.filter((key) => key !== undefined);
  if (usable.length === 0) return view;
  if (keys.length <= 4) return { ...view, softKeys: [keys[0], keys[1], keys[2], keys[3]] };
  if (usable.length <= 4) return { ...view, softKeys: [usable[0], usable[1], usable[2], usable[3]] };
  return { ...view, softKeys: pageOf(input, usable) };
}

/** Three at a time, and More. */
function pageOf(input: ViewInput, keys: readonly SoftKey[]): SoftKeys {
  const first = (input.navigation.softKeyPage % Math.ceil(keys.length / 3)) * 3;
  return [keys[first], keys[first + 1], keys[first + 2], softKey(input, 'more', { do: 'more' })];
}
