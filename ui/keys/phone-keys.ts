// The keys that always work: what each means to the phone when the screen has no meaning for it.

import { digitKeys, functionKeys, type KeyName, lineKeys } from '#hal/keys/keys';
import type { Digit, Phone } from '../phone.ts';

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

/** Gives the command that the key stands for; a key without a meaning yet does nothing. */
export function pressedKey(key: KeyName, phone: Phone): void {
  const line = lines.indexOf(key);
  const functionKey = functions.indexOf(key);
  if (line !== -1) phone.pressLine(line);
  else if (functionKey !== -1) phone.pressFunctionKey(functionKey);
  else meanings[key]?.(phone);
}
