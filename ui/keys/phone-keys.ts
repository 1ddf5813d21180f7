// The keys that always work: what each means to the phone when the screen has no meaning for it.

import { digitKeys, functionKeys, type KeyName, lineKeys } from '#hal/keys/keys';
import { firstLineKey, functionKeyIndex, keyAt } from '../function-keys.ts';
import type { Digit, Phone, PhoneSnapshot } from '../phone.ts';

const digits: ReadonlySet<string> = new Set(digitKeys);
const lines: readonly string[] = lineKeys;
const functions: readonly string[] = functionKeys;

export function isDigit(key: KeyName): key is Digit {
  return digits.has(key);
}

/** One key for both ways: takes back the held call in front, else holds the one that is heard, else takes back what was held last. */
function toggleHold(phone: Phone): void {
  const { calls, focusedCall } = phone.snapshot;
  const front = calls.find((call) => call.id === focusedCall);
  const active = calls.find((call) => call.state === 'active');
  const held = front?.state === 'held' ? front : calls.findLast((call) => call.state === 'held');
  if (active !== undefined && front?.state !== 'held') phone.hold(active.id);
  else if (held !== undefined) phone.resume(held.id);
}

const meanings: Readonly<Partial<Record<KeyName, (phone: Phone) => void>>> = {
  speaker: (phone) => phone.pressSpeaker(),
  headset: (phone) => phone.pressHeadset(),
  mute: (phone) => phone.toggleMute(),
  volumeUp: (phone) => phone.volumeUp(),
  volumeDown: (phone) => phone.volumeDown(),
  redial: (phone) => phone.redial(),
  hold: toggleHold,
  voicemail: (phone) => phone.callVoiceMail(),
  transfer: (phone) => phone.transfer(),
  conference: (phone) => phone.conference(),
};

/** Which programmable key a key of the board is now; undefined: none, or a line key that is a plain one. */
export function programmableKey(key: KeyName, { monitors, functionKeyPage }: PhoneSnapshot): number | undefined {
  const place = functions.indexOf(key);
  if (place !== -1) return functionKeyIndex(functionKeyPage, place);
  const line = lines.indexOf(key);
  return line === -1 ? undefined : keyAt(monitors, firstLineKey + line)?.index;
}

/** Whether pressing the key must leave no sign: neither light nor sound, and a screen saver goes on (AudioCodes §3.2.3.5). */
export function isDiscreet(key: KeyName, snapshot: PhoneSnapshot): boolean {
  return keyAt(snapshot.monitors, programmableKey(key, snapshot))?.kind === 'discreet';
}

/** Of the settings, whatever the line key is. */
export function lineKeyIndex(key: KeyName): number {
  return firstLineKey + lines.indexOf(key);
}

/** Whether a long press lets the person make something else of the key: all but the keys of lines that are in use. */
export function isAssignable(key: KeyName, snapshot: PhoneSnapshot): boolean {
  if (functions.includes(key)) return true;
  const place = lines.indexOf(key);
  if (place === -1) return false;
  const line = snapshot.lines.find(({ index }) => index === place);
  return programmableKey(key, snapshot) !== undefined || line === undefined || line.registration.state === 'off';
}

/** Gives the command that the key stands for; a key without a meaning yet does nothing. */
export function pressedKey(key: KeyName, phone: Phone): void {
  const programmable = programmableKey(key, phone.snapshot);
  const line = lines.indexOf(key);
  if (programmable !== undefined) phone.pressFunctionKey(programmable);
  else if (line !== -1) phone.pressLine(line);
  else meanings[key]?.(phone);
}
