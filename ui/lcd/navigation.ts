// Where this surface is: pages opened over the home screen, the focus in each, and what was put aside. Pure; the surface keeps one.

import type { ContactDraft, NumberField } from '../directory-snapshot.ts';
import type { Editor } from '../entry/editor.ts';
import type { CallId, ForwardingKind, LineIndex, PhoneSnapshot } from '../phone.ts';

export type CallLogFilter = 'all' | 'missed' | 'received' | 'dialed' | 'forwarded';

export const callLogFilters: readonly CallLogFilter[] = ['all', 'missed', 'received', 'dialed', 'forwarded'];

/** Pages of rows that are chosen. */
export interface MenuPage {
  readonly page: 'themes' | 'rings' | 'lines' | 'forwarding';
  readonly focus: number;
}

/** A menu of the tree (`menus/main-menu.ts`); `at` is its place, absent for the root. */
export interface TreePage {
  readonly page: 'menu';
  readonly at?: string;
  readonly focus: number;
}

/** Numbers that a locked phone calls. */
export interface EmergencyPage {
  readonly page: 'emergency';
  readonly focus: number;
}

/** The list of notices. */
export interface NoticesPage {
  readonly page: 'notices';
  readonly focus: number;
}

/** The values of a parameter, one of which is chosen. `entry` is the parameter's place in the menu tree. */
export interface ChoicePage {
  readonly page: 'choice';
  readonly entry: string;
  readonly focus: number;
}

/** A whole number of a parameter, as it is typed. */
export interface NumberPage {
  readonly page: 'number';
  readonly entry: string;
  readonly text: string;
  /** It was refused as it stands. */
  readonly problem?: true;
  readonly focus: number;
}

/** Pages of rows that are read. */
export interface FactsPage {
  readonly page: 'status' | 'about' | 'network' | 'system' | 'statistics';
  readonly focus: number;
}

/** How a call sounds. */
export interface QualityPage {
  readonly page: 'quality';
  readonly call: CallId;
  readonly focus: number;
}

/** What is asked about before it is done. */
export type Question = 'restart' | 'clearCallLog' | 'restoreDefaults' | 'factoryReset';

/** What a programmable key is made: the choice of its kind, and what that kind has to be told. */
export interface AssignPage {
  readonly page: 'assignKey' | 'assignEvent' | 'assignLine' | 'assignContact';
  readonly key: number;
  readonly kind: DialledKeyKind;
  readonly focus: number;
}

/** Kinds of key that call a number. */
export type DialledKeyKind = 'speedDial' | 'monitor' | 'presence' | 'park';

/** A page over the home screen. `focus` is the index of the row that has it. */
export type Page =
  | MenuPage
  | TreePage
  | ChoicePage
  | NumberPage
  | NoticesPage
  | EmergencyPage
  | FactsPage
  | AssignPage
  | { readonly page: 'functionKeys'; readonly focus: number }
  | { readonly page: 'callLog'; readonly filter: CallLogFilter; readonly editor: Editor; readonly focus: number }
  | DirectoryPage
  | RecordingsPage
  | { readonly page: 'deleteRecording'; readonly recording: string; readonly focus: number }
  | QualityPage
  | { readonly page: 'callDetails'; readonly entry: number; readonly focus: number }
  | { readonly page: 'conference'; readonly focus: number }
  /** The dial keys over a call. */
  | { readonly page: 'keypad'; readonly focus: number }
  | { readonly page: 'volume' | 'soundTest' | 'job' | Question; readonly focus: number }
  | { readonly page: 'notice'; readonly notice: string; readonly focus: number }
  /** A parameter that only the administrator changes. */
  | { readonly page: 'kept'; readonly path: string; readonly focus: number }
  | EditPage;

/** Which contacts: all, those that are near at hand, or a group's. */
export type DirectoryFilter = { readonly kind: 'all' | 'favourites' } | { readonly kind: 'group'; readonly group: string };

/** The directory and the lists beside it. */
export type DirectoryPage =
  | { readonly page: 'directory'; readonly filter: DirectoryFilter; readonly editor: Editor; readonly focus: number }
  | { readonly page: 'contact' | 'deleteContact'; readonly contact: number; readonly focus: number }
  | ContactFormPage
  /** Over the form of a contact. */
  | { readonly page: 'contactChoice'; readonly field: 'group' | 'ring'; readonly focus: number }
  | SpeedDialsPage
  | { readonly page: 'blocked'; readonly focus: number };

export interface RecordingsPage {
  readonly page: 'recordings';
  readonly focus: number;
}

/** A contact as it is to be, until it is saved. */
export interface ContactFormPage {
  readonly page: 'contactForm';
  /** Undefined: a new one. */
  readonly contact: number | undefined;
  readonly draft: ContactDraft;
  /** It was refused as it stands. */
  readonly problem?: true;
  readonly focus: number;
}

export interface SpeedDialsPage {
  readonly page: 'speedDials';
  /** What the key that is chosen dials from now on; absent: the keys are looked through. */
  readonly assigns?: { readonly name: string; readonly number: string };
  readonly focus: number;
}

/**
 * A text that is edited, and what becomes of it: a number that is dialled, where a call that rings is sent or where later ones are; a
 * parameter by its place in the menu tree; the administrator's password, and where it leads; a field of the form below.
 */
export type EditPage = {
  readonly editor: Editor;
  /** It was refused as it stands. */
  readonly problem?: true;
  readonly focus: number;
} & (
  | { readonly page: 'setting'; readonly entry: string }
  /** Without `to` it leads back to the page below. */
  | { readonly page: 'adminPassword'; readonly to: Page | undefined }
  | { readonly page: 'pin' }
  /** Before voice mail is called. */
  | { readonly page: 'mailboxPin' }
  | { readonly page: 'probe'; readonly probe: 'ping' | 'traceroute' }
  | { readonly page: 'editNumber'; readonly line: LineIndex }
  | { readonly page: 'divert'; readonly call: CallId }
  | { readonly page: 'forwardTo'; readonly kind: ForwardingKind }
  | { readonly page: 'keyNumber'; readonly key: number; readonly kind: DialledKeyKind }
  | { readonly page: 'keyLabel'; readonly key: number; readonly kind: DialledKeyKind; readonly number: string }
  | { readonly page: 'contactField'; readonly field: 'name' | 'group' | NumberField }
  | { readonly page: 'speedDial'; readonly key: number }
  /** `searchText`: what is looked for in the list below, where it is written by touch. */
  | { readonly page: 'searchText' | 'blockNumber' }
);

export interface Navigation {
  readonly pages: readonly Page[];
  readonly softKeyPage: number;
  /** `Clock.monotonicMs` since when the focus is where it is. */
  readonly focusedSinceMs: number;
  /** Which of those who answer what is dialled; undefined: the number as it was typed. */
  readonly match: number | undefined;
  /** The volume's bar shows until then. */
  readonly volumeUntilMs: number;
  /** Until then the administrator's menus open without a password. */
  readonly adminUntilMs: number;
  /** What was being written when a call came; it is taken up again when the phone is at rest. */
  readonly aside: readonly Page[];
  /** When somebody pressed or touched something last, or a call came or went. */
  readonly usedAtMs: number;
}

export const home: Navigation = {
  pages: [],
  softKeyPage: 0,
  focusedSinceMs: 0,
  match: undefined,
  volumeUntilMs: 0,
  adminUntilMs: 0,
  usedAtMs: 0,
  aside: [],
};

/** Deep enough for every way through the menus; a wedged key cannot fill the memory. */
const mostPages = 8;

export function opened(navigation: Navigation, page: Page, nowMs: number): Navigation {
  return { ...navigation, pages: [...navigation.pages, page].slice(-mostPages), softKeyPage: 0, focusedSinceMs: nowMs };
}

/** The page on top becomes another. */
export function replaced(navigation: Navigation, page: Page, nowMs: number): Navigation {
  return { ...navigation, pages: [...navigation.pages.slice(0, -1), page], focusedSinceMs: nowMs };
}

export function closedTop(navigation: Navigation, nowMs: number): Navigation {
  return { ...navigation, pages: navigation.pages.slice(0, -1), softKeyPage: 0, focusedSinceMs: nowMs };
}

export function closedAll(navigation: Navigation, nowMs: number): Navigation {
  return { ...navigation, pages: [], softKeyPage: 0, focusedSinceMs: nowMs };
}

/** A key was made something: back to where that was begun. */
export function closedKeyPages(navigation: Navigation, nowMs: number): Navigation {
  const pages = navigation.pages.filter(({ page }) => !page.startsWith('assign') && page !== 'keyNumber' && page !== 'keyLabel');
  return { ...navigation, pages, softKeyPage: 0, focusedSinceMs: nowMs };
}

/** Something began that the person has to see: a call, or dialling. */
function demandsHome(before: PhoneSnapshot, after: PhoneSnapshot): boolean {
  if (before.dialing === undefined && after.dialing !== undefined) return true;
  const known = new Set(before.calls.map((call) => call.id));
  return after.calls.some((call) => !known.has(call.id) && call.state !== 'ended');
}

/** Something is being written that would have to be written again. */
function isWritten(page: Page): boolean {
  return (
    page.page === 'contactForm' ||
    ('editor' in page && page.page !== 'directory' && page.page !== 'callLog' && page.page !== 'divert')
  );
}

/** A call that came by itself puts aside what was being written; who dials has left it. */
function givenWay(navigation: Navigation, before: PhoneSnapshot, after: PhoneSnapshot, nowMs: number): Navigation {
  const comes = after.calls.some((call) => call.state === 'incoming') && !before.calls.some((call) => call.state === 'incoming');
  const aside = comes && navigation.pages.some(isWritten) ? navigation.pages : navigation.aside;
  return { ...closedAll(navigation, nowMs), aside };
}

function takenUpAgain(navigation: Navigation, { calls, dialing, lock }: PhoneSnapshot, nowMs: number): Navigation {
  const { aside, pages } = navigation;
  if (aside.length === 0 || pages.length > 0 || calls.length > 0 || dialing !== undefined || lock.locked) return navigation;
  return { ...navigation, pages: aside, aside: [], softKeyPage: 0, focusedSinceMs: nowMs };
}

function stillThere(page: Page, snapshot: PhoneSnapshot): boolean {
  if (page.page === 'callDetails') return snapshot.callLog.some((entry) => entry.id === page.entry);
  if (page.page === 'contact' || page.page === 'deleteContact') {
    return snapshot.directory.contacts.some((contact) => contact.id === page.contact);
  }
  if (page.page === 'deleteRecording') return snapshot.recordings.calls.some(({ id }) => id === page.recording);
  if (page.page === 'divert') return snapshot.calls.some((call) => call.id === page.call && call.state === 'incoming');
  if (page.page === 'quality') return snapshot.calls.some((call) => call.id === page.call && call.state !== 'ended');
  if (page.page === 'pin' || page.page === 'emergency') return snapshot.lock.locked;
  if (page.page === 'mailboxPin') return snapshot.lock.keepsMailbox;
  if (page.page === 'keypad') return snapshot.calls.some(({ state, phase }) => state === 'active' || phase === 'progress');
  if (page.page === 'conference') return snapshot.conference !== undefined;
  if (page.page === 'notice') return snapshot.notices.some((notice) => notice.id === page.notice);
  return true;
}

/** Whether another call, or the same in another state, is in front: the soft keys start at their first page again. */
function callsChanged(before: PhoneSnapshot, after: PhoneSnapshot): boolean {
  const sign = (snapshot: PhoneSnapshot): string =>
    `${snapshot.focusedCall} ${snapshot.calls.map((call) => `${call.id}=${call.state}`).join()} ${snapshot.dialing === undefined}`;
  return sign(before) !== sign(after);
}

/** Follows a change of the phone: pages give way to calls, and what is gone is left. */
export function followed(navigation: Navigation, before: PhoneSnapshot, after: PhoneSnapshot, nowMs: number): Navigation {
  let next = navigation;
  if (callsChanged(before, after)) next = { ...next, usedAtMs: nowMs };
  if (after.lock.locked && !before.lock.locked) next = { ...closedAll(next, nowMs), aside: [] };
  if (next.pages.length > 0 && demandsHome(before, after)) next = givenWay(next, before, after, nowMs);
  next = takenUpAgain(next, after, nowMs);
  if (!next.pages.every((page) => stillThere(page, after))) {
    next = { ...next, pages: next.pages.filter((page) => stillThere(page, after)), softKeyPage: 0, focusedSinceMs: nowMs };
  }
  if (next.softKeyPage !== 0 && callsChanged(before, after)) next = { ...next, softKeyPage: 0 };
  if (before.dialing?.number !== after.dialing?.number && next.match !== undefined) next = { ...next, match: undefined };
  // Another call in front is read from its beginning.
  if (before.focusedCall !== after.focusedCall) next = { ...next, focusedSinceMs: nowMs };
  // The bar belongs to one volume; another one that the path brings along was not asked for.
  if (before.audio.volume.of !== after.audio.volume.of) next = { ...next, volumeUntilMs: 0 };
  return next;
}

/** Menus that nobody touches any more give way to the home screen. */
const menusStayMs = 120_000;

/** How long an opened page still stays; undefined: as long as it likes, as during a call. */
export function pageLeftMs({ pages, usedAtMs }: Navigation, snapshot: PhoneSnapshot, nowMs: number): number | undefined {
  const top = pages.at(-1);
  if (top === undefined || top.page === 'job' || top.page === 'soundTest' || snapshot.calls.length > 0) return undefined;
  return Math.max(0, usedAtMs + menusStayMs - nowMs);
}

/** As it is after a while without anybody. */
export function aged(navigation: Navigation, snapshot: PhoneSnapshot, nowMs: number): Navigation {
  return pageLeftMs(navigation, snapshot, nowMs) === 0 ? { ...closedAll(navigation, nowMs), adminUntilMs: 0 } : navigation;
}
