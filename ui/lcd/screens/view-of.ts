// Chooses the screen: `view = f(phone, navigation, time)`. What rings comes first, then pages, dialling, calls and at last idle.

import type { CallSnapshot, PhoneSnapshot } from '../../phone.ts';
import type { Page } from '../navigation.ts';
import { withSoftKeyList } from '../soft-key-lists.ts';
import { announcementView } from './announcement-view.ts';
import { assignKeyView } from './assign-key-view.ts';
import { callDetailsView } from './call-details-view.ts';
import { callLogView } from './call-log-view.ts';
import { callView } from './call-view.ts';
import { choiceView } from './choice-view.ts';
import { conferenceOf, conferenceView, managePageView } from './conference-view.ts';
import { contactChoiceView, contactFormView } from './contact-form-view.ts';
import { contactView, deleteContactView } from './contact-view.ts';
import { dialingView } from './dialing-view.ts';
import { directoryView } from './directory-view.ts';
import { editView } from './edit-view.ts';
import { frontCall } from './front-call.ts';
import { functionKeysView } from './function-keys-view.ts';
import { idleView } from './idle-view.ts';
import { inviteView } from './invite-view.ts';
import { jobView } from './job-view.ts';
import { keptView } from './kept-view.ts';
import { emergencyView, lockView } from './lock-view.ts';
import { menuView } from './menu-view.ts';
import { bootLeftMs, bootView, noticeView, questionView, recoveryView } from './notice-view.ts';
import { noticesView } from './notices-view.ts';
import { numberView } from './number-view.ts';
import { qualityView } from './quality-view.ts';
import { deleteRecordingView, recordingsView } from './recordings-view.ts';
import { saverInMs, saverView } from './saver-view.ts';
import { soundTestView } from './sound-test-view.ts';
import { blockedView, speedDialsView } from './speed-dials-view.ts';
import { factsView } from './status-view.ts';
import { transferView } from './transfer-view.ts';
import { treeView } from './tree-view.ts';
import type { View, ViewInput } from './view.ts';
import { withVisualRing } from './visual-ring.ts';
import { volumePageView } from './volume-view.ts';

function pageView(input: ViewInput, page: Exclude<Page, { page: 'keypad' }>): View {
  switch (page.page) {
    case 'menu':
      return treeView(input, page);
    case 'choice':
      return choiceView(input, page);
    case 'number':
      return numberView(input, page);
    case 'themes':
    case 'rings':
    case 'lines':
    case 'forwarding':
      return menuView(input, page);
    case 'functionKeys':
      return functionKeysView(input, page);
    case 'assignKey':
    case 'assignEvent':
    case 'assignLine':
    case 'assignContact':
      return assignKeyView(input, page);
    case 'callLog':
      return callLogView(input, page);
    case 'callDetails':
      return callDetailsView(input, page);
    case 'notices':
      return noticesView(input, page);
    case 'emergency':
      return emergencyView(input, page);
    case 'job':
      return jobView(input, page);
    case 'status':
    case 'about':
    case 'network':
    case 'system':
    case 'statistics':
      return factsView(input, page);
    case 'soundTest':
      return soundTestView(input);
    case 'quality':
      return qualityView(input, page);
    case 'conference':
      return managePageView(input, page);
    case 'volume':
      return volumePageView(input);
    case 'restart':
    case 'clearCallLog':
    case 'restoreDefaults':
    case 'factoryReset':
      return questionView(input, page.page);
    case 'notice':
      return noticeView(input, page.notice);
    case 'kept':
      return keptView(input, page.path);
    case 'editNumber':
    case 'divert':
    case 'forwardTo':
    case 'setting':
    case 'adminPassword':
    case 'probe':
    case 'keyNumber':
    case 'keyLabel':
    case 'contactField':
    case 'speedDial':
    case 'searchText':
    case 'blockNumber':
    case 'pin':
    case 'mailboxPin':
      return editView(input, page);
    case 'directory':
      return directoryView(input, page);
    case 'contact':
      return contactView(input, page);
    case 'deleteContact':
      return deleteContactView(input, page);
    case 'contactForm':
      return contactFormView(input, page);
    case 'contactChoice':
      return contactChoiceView(input, page);
    case 'speedDials':
      return speedDialsView(input, page);
    case 'recordings':
      return recordingsView(input, page);
    case 'deleteRecording':
      return deleteRecordingView(input, page.recording);
    case 'blocked':
      return blockedView(input, page);
  }
}

/** Who dials with the line open is not interrupted: a call that comes then waits below, until it is brought in front. */
function dialsOn({ dialing, focusedCall }: PhoneSnapshot, front: CallSnapshot): boolean {
  return dialing?.offHook === true && focusedCall !== front.id;
}

/** Nothing goes on. */
function restView(input: ViewInput): View {
  const leftMs = saverInMs(input);
  if (leftMs === 0) return saverView(input);
  const view = input.snapshot.lock.locked ? lockView(input) : idleView(input);
  if (leftMs === undefined) return view;
  return { ...view, redrawAfterMs: Math.min(view.redrawAfterMs ?? leftMs, leftMs) };
}

export function viewOf(input: ViewInput): View {
  return withVisualRing(input, withSoftKeyList(input, chosenView(input)));
}

function chosenView(input: ViewInput): View {
  const { snapshot, navigation } = input;
  const front = frontCall(snapshot);
  const page = navigation.pages.at(-1);
  if (page?.page === 'divert') return pageView(input, page);
  if (front?.state === 'incoming' && !dialsOn(snapshot, front)) return callView(input, front);
  if (snapshot.page !== undefined) return announcementView(input, snapshot.page);
  // The dial keys belong to the call, which shows them.
  return page === undefined || page.page === 'keypad' ? deskView(input, front) : pageView(input, page);
}

/** Below all pages: what is dialled, who is talked with, or nothing. */
function deskView(input: ViewInput, front: CallSnapshot | undefined): View {
  const { snapshot } = input;
  const { dialing, transfer, inviting } = snapshot;
  if (dialing !== undefined && transfer !== undefined) return transferView(input, dialing, transfer);
  if (dialing !== undefined) return inviting === undefined ? dialingView(input, dialing) : inviteView(input, dialing);
  const conference = front && conferenceOf(input, front);
  if (front !== undefined && conference !== undefined) return conferenceView(input, front, conference);
  if (front !== undefined) return callView(input, front);
  return recoveryView(input) ?? (bootLeftMs(input) > 0 ? bootView(input) : restView(input));
}
