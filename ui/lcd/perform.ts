// Carries out an intent: commands go to the phone, steps change the navigation.

import { pinEditor } from '../entry/fields.ts';
import type { Maintenance } from '../maintenance.ts';
import type { Phone } from '../phone.ts';
import type { Settings } from '../settings.ts';
import type { Intent, PhoneIntent } from './intents.ts';
import { worksLocked } from './locked-intents.ts';
import { accessAt } from './menus/administrator.ts';
import { findMenu } from './menus/find.ts';
import { closedAll, closedKeyPages, closedTop, type Navigation, opened, type Page, replaced } from './navigation.ts';

import { keptFrom } from './rights.ts';

const logFilters = { openCallLog: 'all', openMissed: 'missed', openReceived: 'received', openDialed: 'dialed' } as const;

import { searchEditor } from '../entry/fields.ts';
import { passwordPage } from './page-fields.ts';
import { performEntry, refused, type Writer } from './perform-entry.ts';

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
    case 'pressFunctionKey':
      phone.pressFunctionKey(intent.key);
      break;
    case 'turnFunctionKeys':
      phone.turnFunctionKeys(intent.step);
      break;
    case 'assignFunctionKey':
      phone.assignFunctionKey(intent.key, intent.assignment);
      break;
    case 'saveContact':
      phone.directory.saveContact(intent.draft, intent.contact);
      break;
    case 'deleteContact':
      phone.directory.deleteContact(intent.contact);
      break;
    case 'playRecording':
      phone.recordings.play(intent.recording);
      break;
    case 'deleteRecording':
      phone.recordings.delete(intent.recording);
      break;
    case 'stopPlaying':
      phone.recordings.stop();
      break;
    case 'setSpeedDial':
      phone.directory.setSpeedDial(intent.dial);
      break;
    case 'blockNumber':
      phone.directory.blockNumber(intent.number, intent.name);
      break;
    case 'unblockNumber':
      phone.directory.unblockNumber(intent.blocked);
      break;
    case 'deleteEntries':
      for (const entry of intent.entries) phone.deleteCallLogEntry(entry);
      break;
    case 'unlock':
      phone.unlock(intent.pin);
      break;
    case 'callVoiceMail':
      phone.callVoiceMail(intent.pin);
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

/** The administrator's menus stay open for so long. */
const adminStaysMs = 5 * 60_000;

/** The page, or the question for the password before it. */
function openedPage(navigation: Navigation, page: Page, { settings, nowMs, language }: Performer): Navigation {
  const admin = page.page === 'menu' && findMenu(page.at ?? '')?.admin === true;
  if (!admin || navigation.adminUntilMs > nowMs || !settings.adminLocked) return opened(navigation, page, nowMs);
  return opened(navigation, passwordPage(page, language), nowMs);
}

function savedSetting(
  { path, value, close }: Extract<Intent, { do: 'saveSetting' }>,
  navigation: Navigation,
  { settings, nowMs }: Performer,
): Navigation {
  if (settings.save(path, value) === 'refused') return refused(navigation, nowMs);
  return close === true ? closedTop(navigation, nowMs) : navigation;
}

/** The way is free, or the page says that it is not; somebody who has left the page meanwhile is not led on. */
function judged(navigation: Navigation, right: boolean, nowMs: number): Navigation {
  const page = navigation.pages.at(-1);
  if (page?.page !== 'adminPassword') return navigation;
  if (!right) return refused(navigation, nowMs);
  const next = page.to === undefined ? closedTop(navigation, nowMs) : replaced(navigation, page.to, nowMs);
  return { ...next, adminUntilMs: nowMs + adminStaysMs };
}

export interface Performer extends Writer {
  readonly settings: Settings;
  readonly maintenance: Maintenance;
  /** The answer comes as the intent `judgeAdmin`. */
  askPassword(password: string): void;
  setTheme(theme: Extract<Intent, { do: 'setTheme' }>['theme']): void;
}

/** The page says whose setting it is; the bar of the volume does so itself. */
function told(intent: Intent, navigation: Navigation, path: string, nowMs: number): Navigation {
  if (intent.do === 'volumeUp' || intent.do === 'volumeDown') return navigation;
  const page: Page = { page: 'kept', path, focus: 0 };
  return navigation.pages.at(-1)?.page === 'kept' ? replaced(navigation, page, nowMs) : opened(navigation, page, nowMs);
}

/** Does what is meant and gives where the surface is afterwards. */
export function perform(intent: Intent, navigation: Navigation, performer: Performer): Navigation {
  const { phone, settings, nowMs } = performer;
  const { snapshot } = phone;
  if (snapshot.lock.locked && !worksLocked(intent)) return navigation;
  const kept = keptFrom({ snapshot, access: accessAt(settings, navigation, nowMs) }, intent);
  return kept === undefined ? carriedOut(intent, navigation, performer) : told(intent, navigation, kept, nowMs);
}

function withPin(
  intent: Extract<Intent, { do: 'unlock' | 'callVoiceMail' }>,
  navigation: Navigation,
  { phone, nowMs }: Performer,
): Navigation {
  const page = navigation.pages.at(-1);
  if (intent.pin === undefined && phone.snapshot.lock.keepsMailbox) {
    const asked = { page: 'mailboxPin', editor: pinEditor(), focus: 0 } as const;
    return page?.page === 'mailboxPin' ? navigation : opened(navigation, asked, nowMs);
  }
  command(phone, intent);
  // Another attempt begins with an empty field.
  if (page?.page === 'pin' || page?.page === 'mailboxPin') return replaced(navigation, { ...page, editor: pinEditor() }, nowMs);
  return intent.do === 'unlock' ? navigation : closedAll(navigation, nowMs);
}

function carriedOut(intent: Intent, navigation: Navigation, performer: Performer): Navigation {
  const { phone, maintenance, nowMs, setTheme } = performer;
  switch (intent.do) {
    case 'open':
      return openedPage(navigation, intent.page, performer);
    case 'saveSetting':
      return savedSetting(intent, navigation, performer);
    case 'choose':
      return perform(intent.intent, perform({ do: 'focus', index: intent.index }, navigation, performer), performer);
    case 'restoreDefaults':
    case 'factoryReset':
      maintenance[intent.do]();
      return closedAll(navigation, nowMs);
    case 'cancelJob':
      maintenance.cancelJob();
      return navigation;
    case 'updateNow':
      maintenance.updateNow();
      return opened(navigation, { page: 'job', focus: 0 }, nowMs);
    case 'probe':
      maintenance.probe(intent.probe, intent.host);
      return replaced(navigation, { page: 'job', focus: 0 }, nowMs);
    case 'giveAdminPassword':
      performer.askPassword(intent.password);
      return navigation;
    case 'judgeAdmin':
      return judged(navigation, intent.right, nowMs);
    case 'replace':
      return replaced(navigation, intent.page, nowMs);
    case 'openCallLog':
    case 'openMissed':
    case 'openReceived':
    case 'openDialed': {
      phone.markMissedCallsSeen();
      const filter = logFilters[intent.do];
      return opened(navigation, { page: 'callLog', filter, editor: searchEditor(performer.language), focus: 0 }, nowMs);
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
    case 'assignFunctionKey':
      command(phone, intent);
      return closedKeyPages(navigation, nowMs);
    case 'enter':
    case 'refuse':
    case 'openDirectory':
    case 'newContact':
    case 'fillContact':
    case 'fillSearch':
    case 'saveNumber':
    case 'assignSpeedDial':
    case 'match':
      return performEntry(intent, navigation, performer);
    case 'unlock':
    case 'callVoiceMail':
      return withPin(intent, navigation, performer);
    case 'clearCallLog':
    case 'dismissNotice':
    case 'divert':
    case 'setForwarding':
    case 'saveContact':
    case 'deleteContact':
    case 'deleteRecording':
      command(phone, intent);
      return closedTop(navigation, nowMs);
    case 'blockNumber': {
      command(phone, intent);
      // Of a call in the log the page stays.
      return navigation.pages.at(-1)?.page === 'blockNumber' ? closedTop(navigation, nowMs) : navigation;
    }
    case 'setSpeedDial': {
      command(phone, intent);
      // Looked through, the list stays; a number that was to be assigned, or written, is done with.
      const page = navigation.pages.at(-1);
      return page?.page === 'speedDials' && page.assigns === undefined ? navigation : closedTop(navigation, nowMs);
    }
    case 'setTheme':
      setTheme(intent.theme);
      return navigation;
    case 'dial':
    case 'redial':
    case 'openLine':
      command(phone, intent);
      return closedAll(navigation, nowMs);
    default:
      command(phone, intent);
      return navigation;
  }
}
