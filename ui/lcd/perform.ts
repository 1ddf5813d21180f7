// Carries out an intent: commands go to the phone, steps change the navigation.

import type { Phone } from '../phone.ts';
import type { Intent, PhoneIntent } from './intents.ts';
import { closedAll, closedTop, type Navigation, opened, replaced } from './navigation.ts';

/** Gives the command to the phone. */
function command(phone: Phone, intent: PhoneIntent): void {
  switch (intent.do) {
    case 'answer':
    case 'reject':
    case 'end':
    case 'hold':
    case 'resume':
    case 'focusCall':
    case 'transferTo':
    case 'togglePartyMute':
      phone[intent.do](intent.call);
      break;
    case 'deleteAllDigits':
      deleteAllDigits(phone);
      break;
    case 'openLine':
      phone.openLine(intent.line);
      break;
    case 'pressLine':
      phone.pressLine(intent.line);
      break;
    case 'dial':
      phone.dial(intent.number, intent.line);
      break;
    case 'blindTransfer':
      phone.blindTransfer(intent.number);
      break;
    case 'divert':
      phone.divert(intent.number, intent.call);
      break;
    case 'setForwarding':
      phone.setForwarding(intent.kind, intent.forwarding);
      break;
    case 'tryRing':
      phone.tryRing(intent.ring);
      break;
    case 'chooseRing':
      phone.chooseRing(intent.line, intent.ring);
      break;
    case 'deleteEntry':
      phone.deleteCallLogEntry(intent.entry);
      break;
    case 'dismissNotice':
      phone.dismissNotice(intent.notice);
      break;
    default:
      phone[intent.do]();
  }
}

function deleteAllDigits(phone: Phone): void {
  const digits = phone.snapshot.dialing?.number.length ?? 0;
  for (let i = 0; i < digits; i += 1) phone.deleteDigit();
}

export interface Performer {
  readonly phone: Phone;
  readonly nowMs: number;
  setTheme(theme: Extract<Intent, { do: 'setTheme' }>['theme']): void;
}

/** Does what is meant and gives where the surface is afterwards. */
export function perform(intent: Intent, navigation: Navigation, { phone, nowMs, setTheme }: Performer): Navigation {
  switch (intent.do) {
    case 'open':
      return opened(navigation, intent.page, nowMs);
    case 'replace':
      return replaced(navigation, intent.page, nowMs);
    case 'openCallLog':
    case 'openMissed': {
      phone.markMissedCallsSeen();
      const filter = intent.do === 'openMissed' ? 'missed' : 'all';
      return opened(navigation, { page: 'callLog', filter, focus: 0 }, nowMs);
    }
    case 'back':
      return closedTop(navigation, nowMs);
    case 'home':
      return closedAll(navigation, nowMs);
    case 'more':
      return { ...navigation, softKeyPage: navigation.softKeyPage + 1 };
    case 'focus': {
      const page = navigation.pages.at(-1);
      return page === undefined ? navigation : replaced(navigation, { ...page, focus: intent.index }, nowMs);
    }
    case 'clearCallLog':
    case 'divert':
    case 'setForwarding':
      command(phone, intent);
      return closedTop(navigation, nowMs);
    case 'setTheme':
      setTheme(intent.theme);
      return navigation;
    case 'dial':
    case 'redial':
    case 'callVoiceMail':
    case 'openLine':
      command(phone, intent);
      return closedAll(navigation, nowMs);
    default:
      command(phone, intent);
      return navigation;
  }
}
