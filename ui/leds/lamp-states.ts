// What each lamp says, as a function of the phone. Line keys follow the factory settings of the SPA9x2 (administration guide p. 158-159).

import { functionKeys, lineKeys } from '#hal/keys/keys';
import type { LedName, LedState } from '#hal/leds/leds';
import type { CallSnapshot, FunctionKeySnapshot, LineSnapshot, PhoneSnapshot } from '../phone.ts';
import { remoteLamp } from './shared-line-lamps.ts';

const off: LedState = { color: 'off', pattern: 'off' };
const idle: LedState = { color: 'green', pattern: 'steady' };
const inUse: LedState = { color: 'red', pattern: 'steady' };
const ringing: LedState = { color: 'red', pattern: 'fast' };
const held: LedState = { color: 'red', pattern: 'slow' };
const registerFailed: LedState = { color: 'amber', pattern: 'steady' };
/** The guide names this state without its default. */
const registering: LedState = { color: 'amber', pattern: 'slow' };

/** Watched persons, as the attendant unit of the SPA9x2 shows them; nothing is known of the others. */
const monitorLamps: Readonly<Record<FunctionKeySnapshot['state'], LedState>> = {
  idle,
  ringing,
  busy: inUse,
  held,
  offline: registerFailed,
  unknown: off,
};

/** What needs the person most comes first. */
const callLamps: readonly (readonly [CallSnapshot['state'], LedState])[] = [
  ['incoming', ringing],
  ['active', inUse],
  ['outgoing', inUse],
  ['held', held],
];

const registrationLamps: Readonly<Record<LineSnapshot['registration']['state'], LedState>> = {
  off,
  registering,
  registered: idle,
  failed: registerFailed,
};

function lineLamp(snapshot: PhoneSnapshot, index: number): LedState {
  const states = new Set(snapshot.calls.filter((call) => call.line === index).map((call) => call.state));
  for (const [state, lamp] of callLamps) if (states.has(state)) return lamp;
  if (snapshot.dialing?.line === index && snapshot.dialing.offHook) return inUse;
  const line = snapshot.lines.find((candidate) => candidate.index === index);
  if (line === undefined) return off;
  const remote = line.registration.state === 'registered' ? remoteLamp(line.appearances ?? []) : undefined;
  return remote ?? registrationLamps[line.registration.state];
}

function functionLamp({ monitors }: PhoneSnapshot, index: number): LedState {
  return monitorLamps[monitors.find((key) => key.index === index)?.state ?? 'unknown'];
}

/** Rings with the phone, shines for messages, blinks slowly for missed calls. */
function messageLamp(snapshot: PhoneSnapshot): LedState {
  if (snapshot.calls.some((call) => call.state === 'incoming')) return ringing;
  if (snapshot.lines.some((line) => line.newMessages > 0)) return inUse;
  return snapshot.missedCalls > 0 ? held : off;
}

/** The state of every lamp that has a meaning so far. */
export function lampStates(snapshot: PhoneSnapshot): ReadonlyMap<LedName, LedState> {
  const { path, muted } = snapshot.audio;
  return new Map<LedName, LedState>([
    ...lineKeys.map((name, index) => [name, lineLamp(snapshot, index)] as const),
    ...functionKeys.map((name, index) => [name, functionLamp(snapshot, index)] as const),
    ['message', messageLamp(snapshot)],
    ['mute', muted ? inUse : off],
    ['headset', path === 'headset' ? idle : off],
    ['speaker', path === 'speaker' ? idle : off],
  ]);
}
