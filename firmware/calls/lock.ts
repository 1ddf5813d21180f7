// What the keys of a locked phone no longer do (AudioCodes §4.11). Whom it calls is looked at where calls are placed.

import type { DeskInput, DeskSettings } from './desk-messages.ts';

/** Taste and reach of the person: nobody else's while the phone is locked. */
const personal: ReadonlySet<DeskInput['type']> = new Set([
  'setForwarding',
  'toggleDoNotDisturb',
  'toggleHideNumber',
  'callVoiceMail',
  'redial',
  'tryRing',
  'chooseRing',
  'testSound',
  'toggleRecording',
]);

/** Ways to have others called, by us or by whom we talk with. */
const outgoing: ReadonlySet<DeskInput['type']> = new Set([
  'pickUp',
  'park',
  'transfer',
  'blindTransfer',
  'transferTo',
  'conference',
  'divert',
  'pageGroup',
]);

/** Whether the input means something now. */
export function passesLock({ locked }: Pick<DeskSettings, 'locked'>, { type }: DeskInput): boolean {
  if (locked === undefined) return true;
  return !personal.has(type) && (locked.outgoing || !outgoing.has(type));
}
