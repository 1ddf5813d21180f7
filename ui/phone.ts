// The person's boundary: what a phone is, as its user sees it. Surfaces (LCD, lamps, console, page) read a snapshot and give
// commands in the user's words. Nothing here knows SIP, RTP or a screen; nothing in `ui/` reaches past it.

import type { HeadsetButton } from '#hal/headset/headset';
import type { DigitKey } from '#hal/keys/keys';
import type { CallQuality, QualityGrade } from './call-quality.ts';
import type { ConferenceSnapshot, InvitationSnapshot, ServerConference, SoundTestSnapshot } from './conference-snapshot.ts';
import type { DirectoryCommands, DirectorySnapshot } from './directory-snapshot.ts';
import type { FunctionKeySnapshot, KeyAssignment } from './function-keys-snapshot.ts';
import type { LineSnapshot } from './line-snapshot.ts';
import type { RecordingCommands, RecordingsSnapshot } from './recordings-snapshot.ts';
import type { en } from './text/en.ts';

/** Opaque; unique for the life of the process. */
export type CallId = string;

/** 0 for `line1`, the parameter group `voip/line/0`. */
export type LineIndex = number;

export type AudioPath = 'handset' | 'headset' | 'speaker';

/** What plays the digit keys' role: dialling before a call, DTMF within one. */
export type Digit = DigitKey;

/** The other side of a call. `number` is what a call back would dial. */
export interface Party {
  readonly name: string | undefined;
  readonly number: string;
  /** Their entry in the directory, from which the name is. */
  readonly contact?: number;
}

/**
 * outgoing: we call, `phase` tells how far · incoming: it rings or, beside another call, waits · active: both hear ·
 * held: we put it on hold (`heldByRemote` may be true as well) · ended: stays in the snapshot for 3 s with its reason.
 */
export type CallState = 'outgoing' | 'incoming' | 'active' | 'held' | 'ended';

/** What the network says of a caller's number (verstat, RFC 8224): `none` where it says nothing. */
export type Verification = 'passed' | 'failed' | 'none';

/**
 * How far the other side is with going where we asked it to go: `asked`, `ringing` there, or it did not come about (`failed`, with the
 * words why). When it has gone the call ends as `transferred`.
 */
export interface CallTransfer {
  readonly state: 'asked' | 'ringing' | 'failed';
  readonly text: string;
}

/** Why a call is over, for the `ended` screen and the call log. Names are the product's, `text` is for people. */
export type EndReason =
  | 'localHangUp'
  | 'remoteHangUp'
  | 'cancelled'
  | 'rejected'
  | 'busy'
  | 'noAnswer'
  | 'notFound'
  | 'unavailable'
  | 'forbidden'
  | 'wrongPassword'
  | 'noCommonCodec'
  | 'serverUnreachable'
  | 'answeredElsewhere'
  | 'transferred'
  | 'diverted'
  | 'anonymousRejected'
  | 'mediaLost'
  | 'failed';

export interface CallSnapshot {
  readonly id: CallId;
  readonly line: LineIndex;
  readonly direction: 'outgoing' | 'incoming';
  readonly state: CallState;
  /** Outgoing calls: `calling` (sent), `ringing` (180), `forwarded` (181), `queued` (182), `progress` (early media is heard). */
  readonly phase: 'calling' | 'ringing' | 'forwarded' | 'queued' | 'progress' | undefined;
  readonly remote: Party;
  /** The other side keeps its name and number to itself. */
  readonly anonymous: boolean;
  readonly verification: Verification;
  /** Who diverted an incoming call to us. */
  readonly divertedBy: Party | undefined;
  /** Where an outgoing call was sent on to, or who took the place of the one that was called. */
  readonly forwardedTo: Party | undefined;
  /** Asked to go elsewhere; undefined for a call that nobody transfers. */
  readonly transfer: CallTransfer | undefined;
  /** The phone answered by itself (intercom). */
  readonly autoAnswered: boolean;
  /** The ring that the network asked for, such as `Bellcore-dr2`; undefined: the usual one. */
  readonly ringClass: string | undefined;
  readonly heldByRemote: boolean;
  /** The other side is a conference that a server holds. */
  readonly conference?: ServerConference | undefined;
  /** `Clock.monotonicMs` of the moment the call came into its present state. */
  readonly sinceMs: number;
  /** `Clock.monotonicMs` of the answer; undefined before it. The timer on the screen counts from here. */
  readonly answeredAtMs: number | undefined;
  readonly endedAtMs: number | undefined;
  readonly ended: { readonly reason: EndReason; readonly text: string } | undefined;
  /** Digits sent as DTMF in this call, newest last; at most 32 are kept. */
  readonly sentDigits: string;
  /** `PCMU`, `G722` ...; undefined while nothing is negotiated. */
  readonly codec: string | undefined;
  readonly encrypted: boolean;
}

/** Dialling off-hook or on-hook, before there is a call. */
export interface DialingSnapshot {
  readonly line: LineIndex;
  readonly number: string;
  /** True when a path is open and the dial tone is (or was) heard; false when the number is typed on-hook. */
  readonly offHook: boolean;
}

/** A transfer that is being prepared: the held call, and with whom it is to be joined. */
export interface TransferSnapshot {
  /** The call that is to go elsewhere. */
  readonly call: CallId;
  /** The call to its new partner; undefined while the number is still being chosen. */
  readonly consultation: CallId | undefined;
  /** Whether the two can be joined now. */
  readonly ready: boolean;
  /** Whether a transfer without asking the new partner is offered. */
  readonly blind: boolean;
}

export interface AudioSnapshot {
  /** The path that is open now. */
  readonly path: AudioPath | 'none';
  readonly muted: boolean;
  /** What the volume keys change now: the open path or, with none open, the ringer. 0 to 10. */
  readonly volume: { readonly of: AudioPath | 'ringer'; readonly level: number };
  /** Whether a call that rings or waits makes itself heard, aloud or by a tone in the ear (false when silenced). */
  readonly ringing: boolean;
}

export type CallLogKind = 'missed' | 'received' | 'dialed' | 'rejected' | 'forwarded';

export interface CallLogEntry {
  readonly id: number;
  readonly kind: CallLogKind;
  readonly line: LineIndex;
  readonly remote: Party;
  /** Calendar time, ms since 1970. */
  readonly atMs: number;
  /** False when the clock had not been set yet. */
  readonly timeTrusted: boolean;
  readonly durationMs: number;
  /** Of an answered call, where it is known. */
  readonly codec?: string;
  readonly grade?: QualityGrade;
}

/** When a call is sent on: at once, when the phone is busy, or when nobody comes. */
export type ForwardingKind = 'always' | 'busy' | 'noAnswer';

export interface Forwarding {
  readonly on: boolean;
  /** Kept while it is off. */
  readonly number: string;
}

/** An announcement to a group of phones: heard or spoken or, not `heard`, offered to somebody who is in a call. */
export interface PageSnapshot {
  readonly direction: 'incoming' | 'outgoing';
  /** Of `voip/services/group_paging/group/N`. */
  readonly group: number;
  readonly name: string;
  readonly heard: boolean;
}

/** Whether the phone is locked, and whom it calls all the same. */
export interface LockSnapshot {
  /** There is a PIN to lock it with. */
  readonly canLock: boolean;
  readonly locked: boolean;
  /** Wrong PINs since it was locked, or since the last right one. */
  readonly failures: number;
  /** Voice mail is called for the PIN alone (AudioCodes table 3-41). */
  readonly keepsMailbox: boolean;
  readonly emergencyNumbers: readonly string[];
}

/** Rings that there are, and the one of the line that new calls take. */
export interface RingsSnapshot {
  readonly names: readonly string[];
  readonly chosen: string;
}

/** What notices there are words for in every language; others speak for themselves. */
export type NoticeKind = keyof (typeof en)['notices'];

/** Something the person should know: one sentence what, one what to do. Newest last. */
export interface Notice {
  readonly id: string;
  readonly severity: 'information' | 'warning' | 'error';
  readonly title: string;
  readonly text: string;
  readonly kind?: NoticeKind;
  /** What fills the gaps of the kind's words. */
  readonly values?: Readonly<Record<string, string | number>>;
  /** What had to be put right before the phone could start: the start says it. */
  readonly recovery?: true;
  /** It stays, and the lamp red, until what it is about is solved. */
  readonly lasting?: true;
  /** The person put it away: it shows in the list only. */
  readonly seen?: true;
}

export interface StatusSnapshot {
  readonly model: string;
  readonly version: string;
  readonly addresses: readonly string[];
  readonly macAddress: string;
  /** `Clock.monotonicMs` of the start. */
  readonly startedAtMs: number;
  /** The USB headset or conference loudspeaker that is plugged in. */
  readonly headset?: { readonly name: string; readonly firmware: string };
}

/**
 * Everything a surface may draw, at one moment. Immutable: a change makes a new snapshot, and parts that did not change stay
 * the same objects, so `===` tells what to redraw.
 */
export interface PhoneSnapshot {
  /** `starting` until the lines have been tried once; `ready` afterwards. */
  readonly phase: 'starting' | 'ready';
  readonly lines: readonly LineSnapshot[];
  /** The line that a new call takes unless a line key says otherwise. */
  readonly selectedLine: LineIndex;
  /** In the order in which they came; an ended call stays 3 s. */
  readonly calls: readonly CallSnapshot[];
  /** Of calls that are up, a second old at most; of those on hold as they were. */
  readonly qualities: readonly CallQuality[];
  /** The call in front: the one that is heard or, when none is, the one that the soft keys mean. */
  readonly focusedCall: CallId | undefined;
  readonly dialing: DialingSnapshot | undefined;
  readonly transfer: TransferSnapshot | undefined;
  readonly conference: ConferenceSnapshot | undefined;
  readonly inviting: InvitationSnapshot | undefined;
  /** What the Conference key does now: join the calls that are there, or call one more. */
  readonly conferenceOffer: 'join' | 'invite' | undefined;
  /** The call that is being recorded, to be seen everywhere. */
  readonly recordedCall: CallId | undefined;
  /** Whether calls may be recorded. */
  readonly recordsCalls: boolean;
  readonly soundTest: SoundTestSnapshot | undefined;
  /** Programmable keys that mean something, by index. */
  readonly monitors: readonly FunctionKeySnapshot[];
  /** Which page of them the keys of the board are now, from 0. */
  readonly functionKeyPage: number;
  readonly handset: 'onHook' | 'offHook';
  readonly headsetPlugged: boolean;
  readonly audio: AudioSnapshot;
  readonly doNotDisturb: boolean;
  readonly forwarding: Readonly<Record<ForwardingKind, Forwarding>>;
  /** Own calls go out without name and number. */
  readonly hideNumber: boolean;
  /** Missed calls since the list was last opened. */
  readonly missedCalls: number;
  /** Newest first. */
  readonly callLog: readonly CallLogEntry[];
  readonly directory: DirectorySnapshot;
  readonly recordings: RecordingsSnapshot;
  readonly notices: readonly Notice[];
  readonly status: StatusSnapshot;
  readonly rings: RingsSnapshot;
  readonly page: PageSnapshot | undefined;
  readonly lock: LockSnapshot;
}

export type Unsubscribe = () => void;

/**
 * Commands never throw and never block; what they bring about shows in the next snapshot. A command that makes no sense
 * now does nothing; one that names a call which is not there any more is noted in the log.
 */
export interface Phone {
  readonly snapshot: PhoneSnapshot;
  readonly directory: DirectoryCommands;
  readonly recordings: RecordingCommands;
  /** Called after every change of `snapshot`, at most once a turn of the event loop. */
  subscribe(changed: () => void): Unsubscribe;

  // Hands on the phone
  liftHandset(): void;
  replaceHandset(): void;
  plugHeadset(plugged: boolean): void;
  /** Speaker key: opens hands-free (dial tone, answer or a move of the running call), or ends what it holds. */
  pressSpeaker(): void;
  /** Headset key, likewise. */
  pressHeadset(): void;
  /** The button on the headset or a wireless base. */
  pressHeadsetButton(button: HeadsetButton): void;
  /** Line key: takes the line, or answers, holds and resumes what is on it. */
  pressLine(line: LineIndex): void;
  /** Programmable key by its index: calls whom it names or, when that phone rings, takes the call over; parks, pages, takes a line. */
  pressFunctionKey(index: number): void;
  /** The function keys of the board become those of another page, around the ends. */
  turnFunctionKeys(step: 1 | -1): void;
  /** The key is something else from now on. */
  assignFunctionKey(index: number, assignment: KeyAssignment): void;
  /** A digit for the number that is dialled, or DTMF in a call; the state decides. Without either it starts dialling on-hook. */
  pressDigit(digit: Digit): void;
  /** The digit key was let go: a DTMF event ends (RFC 4733 keeps it sounding while the key is down). */
  releaseDigit(digit: Digit): void;

  // Dialling
  /** Takes a line and opens a path, dial tone heard; on the selected line unless one is given. */
  openLine(line?: LineIndex): void;
  deleteDigit(): void;
  /** The 0 that was typed first was meant as the + of a number abroad. */
  makePlus(): void;
  /** Dials what was typed. Empty: does nothing. */
  dialNumber(): void;
  /** Dials this number at once: from a list, a key, the console. */
  dial(number: string, line?: LineIndex): void;
  redial(): void;
  /** Calls the mailbox, of the line whose messages wait. */
  callVoiceMail(pin?: string): void;
  cancelDialing(): void;

  // Calls; without an id the call in front is meant
  answer(call?: CallId): void;
  reject(call?: CallId): void;
  /** Sends a call that rings to another number. */
  divert(number: string, call?: CallId): void;
  /** Stops the ringing, the call goes on waiting. */
  silence(): void;
  end(call?: CallId): void;
  hold(call?: CallId): void;
  resume(call?: CallId): void;
  /** Holds the active call and resumes the other. */
  swap(): void;
  /** Brings a call in front without changing it. */
  focusCall(call: CallId): void;

  // Transfer
  /** Holds the call in front and asks for the number of its new partner; with the partner called, joins the two. */
  transfer(): void;
  /** Sends the call to a number without asking there. */
  blindTransfer(number: string): void;
  /** Joins the call that is to go, or the one in front, with another one that is there. */
  transferTo(call: CallId): void;
  /** Back to the call that was to go. */
  cancelTransfer(): void;

  // Conference
  /** Joins the calls that are there, or asks for the number of one more. */
  conference(): void;
  /** Back to those who wait. */
  cancelInvitation(): void;
  /** One is heard, the others wait. */
  splitConference(): void;
  /** Hangs up; the two others of a conference of three may go on. */
  leaveConference(): void;
  /** Keeps a party from being heard, or no longer. */
  togglePartyMute(call: CallId): void;

  // Sound
  /** Records the call that is heard, or no longer. */
  toggleRecording(): void;
  /** Speaks for five seconds and listens to it; pressed again it is given up. */
  testSound(): void;
  toggleMute(): void;
  volumeUp(): void;
  volumeDown(): void;

  // Announcements to groups of phones
  /** Hears the one that is offered; the active call goes on hold. */
  acceptPage(): void;
  /** Refuses, leaves or ends the one that there is. */
  stopPage(): void;

  // Person's settings and lists
  toggleDoNotDisturb(): void;
  setForwarding(kind: ForwardingKind, forwarding: Forwarding): void;
  toggleHideNumber(): void;
  /** Lets a ring be heard for a moment. */
  tryRing(ring: string): void;
  /** Calls on the line ring so from now on; it is heard for a moment. */
  chooseRing(line: LineIndex, ring: string): void;
  markMissedCallsSeen(): void;
  deleteCallLogEntry(id: number): void;
  clearCallLog(): void;
  dismissNotice(id: string): void;
  /** Without a PIN nothing happens. */
  lock(): void;
  unlock(pin: string): void;
  restart(): void;
}
