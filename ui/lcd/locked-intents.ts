// What of the screen works while the phone is locked: named one by one, so that what is new stays locked.

import type { Intent, SoftKey } from './intents.ts';

/** Pages that open on a locked phone: the ways out of its lock, and what belongs to a call. */
const freePages: ReadonlySet<string> = new Set(['pin', 'emergency', 'volume', 'quality', 'keypad', 'notice', 'factoryReset']);

const free: ReadonlySet<Intent['do']> = new Set<Intent['do']>([
  // Of a call that is there.
  'answer',
  'reject',
  'end',
  'hold',
  'resume',
  'swap',
  'focusCall',
  'silence',
  'togglePartyMute',
  'splitConference',
  'leaveConference',
  'cancelTransfer',
  'cancelInvitation',
  'acceptPage',
  'stopPage',
  'volumeUp',
  'volumeDown',
  // Dialling, for an emergency; whom the phone calls it knows itself.
  'dial',
  'dialNumber',
  'deleteDigit',
  'deleteAllDigits',
  'makePlus',
  'cancelDialing',
  'pressLine',
  'pressFunctionKey',
  'turnFunctionKeys',
  // The lock, and what is read.
  'lock',
  'unlock',
  'dismissNotice',
  'factoryReset',
  'enter',
  'refuse',
  'back',
  'home',
  'more',
  'focus',
]);

/** Whether the screen carries this out while the phone is locked. */
export function worksLocked(intent: Intent): boolean {
  switch (intent.do) {
    case 'open':
    case 'replace':
      return freePages.has(intent.page.page);
    case 'choose':
      return worksLocked(intent.intent);
    default:
      return free.has(intent.do);
  }
}

/** Whether a soft key is offered: on a locked phone only where it leads somewhere. */
export function showsKey(locked: boolean, key: SoftKey | undefined): key is SoftKey {
  return key !== undefined && (!locked || worksLocked(key.intent));
}
