// What each lamp says, as a function of the phone and of the scheme that gives every meaning its light.

import { functionKeys, lineKeys } from '#hal/keys/keys';
import type { LedName, LedState } from '#hal/leds/leds';
import { firstLineKey, functionKeyIndex, keyAt } from '../function-keys.ts';
import type { FunctionKeySnapshot } from '../function-keys-snapshot.ts';
import type { LineSnapshot } from '../line-snapshot.ts';
import type { CallSnapshot, PhoneSnapshot } from '../phone.ts';
import { factoryLamps, type LampMeaning, type LampScheme } from './lamp-scheme.ts';
import { remoteMeaning } from './shared-line-lamps.ts';

const dark: LedState = { color: 'off', pattern: 'off' };

/** Watched persons; undefined: nothing is known of them. */
const monitorMeanings: Readonly<Record<FunctionKeySnapshot['state'], LampMeaning | undefined>> = {
  idle: 'key/idle',
  ringing: 'key/ringing',
  busy: 'key/busy',
  held: 'key/held',
  offline: 'key/unreachable',
  unknown: undefined,
};

/** What needs the person most comes first. */
const callMeanings: readonly (readonly [CallSnapshot['state'], LampMeaning])[] = [
  ['incoming', 'line/local_ringing'],
  ['active', 'line/local_active'],
  ['outgoing', 'line/local_progressing'],
  ['held', 'line/local_held'],
];

const registrationMeanings: Readonly<Record<LineSnapshot['registration']['state'], LampMeaning>> = {
  off: 'line/disabled',
  registering: 'line/registering',
  registered: 'line/idle',
  failed: 'line/register_failed',
};

function lineMeaning(snapshot: PhoneSnapshot, index: number): LampMeaning | undefined {
  const states = new Set(snapshot.calls.filter((call) => call.line === index).map((call) => call.state));
  for (const [state, meaning] of callMeanings) if (states.has(state)) return meaning;
  if (snapshot.dialing?.line === index && snapshot.dialing.offHook) return 'line/local_seized';
  const line = snapshot.lines.find((candidate) => candidate.index === index);
  if (line === undefined) return undefined;
  const remote = line.registration.state === 'registered' ? remoteMeaning(line.appearances ?? []) : undefined;
  return remote ?? registrationMeanings[line.registration.state];
}

/** Places where calls wait: free, or one waits there. */
const parkMeanings: typeof monitorMeanings = {
  idle: 'key/park_idle',
  ringing: 'key/park_busy',
  busy: 'key/park_busy',
  held: 'key/park_busy',
  offline: 'key/unreachable',
  unknown: undefined,
};

function switched(on: boolean): LampMeaning {
  return on ? 'key/on' : 'key/off';
}

function keyMeaning(snapshot: PhoneSnapshot, key: FunctionKeySnapshot | undefined): LampMeaning | undefined {
  switch (key?.kind) {
    case 'monitor':
      return monitorMeanings[key.state];
    case 'park':
      return parkMeanings[key.state];
    case 'line':
      return lineMeaning(snapshot, key.line);
    case 'paging':
      return switched(snapshot.page?.direction === 'outgoing' && snapshot.page.group === key.group);
    case 'event':
      return eventMeaning(snapshot, key);
    default:
      return undefined;
  }
}

function eventMeaning(snapshot: PhoneSnapshot, { event }: FunctionKeySnapshot): LampMeaning | undefined {
  switch (event) {
    case 'doNotDisturb':
      return switched(snapshot.doNotDisturb);
    case 'forwarding':
      return switched(snapshot.forwarding.always.on);
    case 'missedCalls':
      return switched(snapshot.missedCalls > 0);
    case 'voiceMail':
      return switched(hasMessages(snapshot));
    default:
      return undefined;
  }
}

/** A line key that was made something else. */
function lineKeyMeaning(snapshot: PhoneSnapshot, place: number): LampMeaning | undefined {
  const key = keyAt(snapshot.monitors, firstLineKey + place);
  return key === undefined ? lineMeaning(snapshot, place) : keyMeaning(snapshot, key);
}

function functionKeyMeaning(snapshot: PhoneSnapshot, place: number): LampMeaning | undefined {
  return keyMeaning(snapshot, keyAt(snapshot.monitors, functionKeyIndex(snapshot.functionKeyPage, place)));
}

/** Rings with the phone, is red while something is wrong, shines for messages, blinks slowly for missed calls. */
function messageMeaning(snapshot: PhoneSnapshot): LampMeaning | undefined {
  if (snapshot.calls.some((call) => call.state === 'incoming')) return 'message/ringing';
  if (snapshot.notices.some(({ severity }) => severity === 'error')) return 'message/notice';
  if (hasMessages(snapshot)) return 'message/messages';
  return snapshot.missedCalls > 0 ? 'message/missed_calls' : undefined;
}

function hasMessages({ lines }: PhoneSnapshot): boolean {
  return lines.some((line) => line.newMessages > 0);
}

/** The state of every lamp. */
export function lampStates(snapshot: PhoneSnapshot, scheme: LampScheme = factoryLamps): ReadonlyMap<LedName, LedState> {
  const { path, muted } = snapshot.audio;
  const light = (meaning: LampMeaning | undefined): LedState => (meaning === undefined ? dark : scheme[meaning]);
  return new Map<LedName, LedState>([
    ...lineKeys.map((name, place) => [name, light(lineKeyMeaning(snapshot, place))] as const),
    ...functionKeys.map((name, place) => [name, light(functionKeyMeaning(snapshot, place))] as const),
    ['message', light(messageMeaning(snapshot))],
    ['mute', light(muted ? 'mute' : undefined)],
    ['headset', light(path === 'headset' ? 'headset' : undefined)],
    ['speaker', light(path === 'speaker' ? 'speaker' : undefined)],
    ['voicemail', light(hasMessages(snapshot) ? 'voicemail' : undefined)],
  ]);
}
