// What the desk phone knows of itself: hands, calls, dialling. Plain immutable data; `desk.ts` is the only one who makes the next.

import type { SoundTestSnapshot } from '#ui/conference-snapshot';
import type {
  AudioPath,
  CallId,
  CallSnapshot,
  DialingSnapshot,
  Forwarding,
  ForwardingKind,
  LineIndex,
  PageSnapshot,
} from '#ui/phone';

/** One call as the person sees it, and what the log needs. The SIP dialogs behind it are the user agent's. */
export interface DeskCall extends CallSnapshot {
  /** `Clock.monotonicMs` when it began. */
  readonly startedAtMs: number;
  /** The other call that this one was asked to be joined with. */
  readonly joiningWith: CallId | undefined;
  /** The call that the other side wanted this one to come instead of. */
  readonly insteadOf: CallId | undefined;
  /** The phone answers by itself after this time. */
  readonly answersAfterMs: number | undefined;
  /** The status that refused it, before anybody answered. */
  readonly refusedWith: number | undefined;
}

export type AnsweredCall = DeskCall & { readonly state: 'active' | 'held' };

export interface PreparedTransfer {
  /** That is to go elsewhere. */
  readonly call: CallId;
  /** To its new partner. */
  readonly consultation: CallId | undefined;
}

/** Calls whose parties hear each other through this phone. It owns its calls until fewer than two are left. */
export interface Conference {
  /** In the order in which they came; one that ended stays until it goes off the desk. */
  readonly members: readonly CallId[];
  /** Whom the others do not hear, nor we. */
  readonly muted: readonly CallId[];
  readonly talking: readonly CallId[];
  readonly weTalk: boolean;
}

export interface Volumes {
  readonly handset: number;
  readonly headset: number;
  readonly speaker: number;
  readonly ringer: number;
}

export interface DeskState {
  readonly handset: 'onHook' | 'offHook';
  readonly headsetPlugged: boolean;
  /** The person took the headset the last time, not the handset or the loudspeaker. */
  readonly headsetTaken: boolean;
  readonly path: AudioPath | 'none';
  readonly muted: boolean;
  readonly volumes: Volumes;
  readonly calls: readonly DeskCall[];
  readonly focusedCall: CallId | undefined;
  readonly dialing: DialingSnapshot | undefined;
  /** Being prepared; over once the other side was asked to go. Until a number was dialled it lives with the dialling. */
  readonly transfer: PreparedTransfer | undefined;
  readonly conference: Conference | undefined;
  /** Somebody is called who is to join `call`, or its conference. Until a number was dialled it lives with the dialling. */
  readonly inviting: PreparedTransfer | undefined;
  /** A server's conference: our call to it, where others find it, and who is to be sent there once it has answered. */
  readonly gathering: { readonly focus: CallId; readonly address: string; readonly waiting: readonly CallId[] } | undefined;
  /** What is being written, and of which call. */
  readonly recording: { readonly id: number; readonly call: CallId } | undefined;
  /** Counts the recordings of this process, for their ids. */
  readonly recordingCount: number;
  /** The person hears how they sound. */
  readonly soundTest: SoundTestSnapshot | undefined;
  /** The recording that is heard, by the name of its file. */
  readonly playing: string | undefined;
  readonly selectedLine: LineIndex;
  /** Which page of the programmable keys the function keys are. */
  readonly functionKeyPage: number;
  /** The ringing was silenced; true until the next call rings. */
  readonly silenced: boolean;
  readonly doNotDisturb: boolean;
  readonly forwarding: Readonly<Record<ForwardingKind, Forwarding>>;
  readonly hideNumber: boolean;
  /** Of which nothing shows. */
  readonly discreet: { readonly call: CallId; readonly answered: boolean } | undefined;
  /** A call that the phone answered by itself, while the sound that says so is heard. */
  readonly toldOf: CallId | undefined;
  /** An announcement to a group of phones, ours or another's. */
  readonly page: (PageSnapshot & { readonly priority: number }) | undefined;
  /** The ring that a person listens to, to choose it. */
  readonly triedRing: string | undefined;
  /** DTMF digit whose key is down, and the call it sounds in. */
  readonly soundingDigit: { readonly call: CallId; readonly digit: string } | undefined;
  /** For redial. */
  readonly lastDialed: { readonly number: string; readonly line: LineIndex } | undefined;
  /** Counts the calls of this process, for their ids. */
  readonly callCount: number;
}

const noForwarding: Forwarding = { on: false, number: '' };

export const initialDeskState: DeskState = {
  handset: 'onHook',
  headsetPlugged: false,
  headsetTaken: false,
  path: 'none',
  muted: false,
  volumes: { handset: 7, headset: 7, speaker: 7, ringer: 7 },
  calls: [],
  focusedCall: undefined,
  dialing: undefined,
  transfer: undefined,
  conference: undefined,
  inviting: undefined,
  gathering: undefined,
  recording: undefined,
  recordingCount: 0,
  soundTest: undefined,
  playing: undefined,
  selectedLine: 0,
  functionKeyPage: 0,
  silenced: false,
  doNotDisturb: false,
  forwarding: { always: noForwarding, busy: noForwarding, noAnswer: noForwarding },
  hideNumber: false,
  discreet: undefined,
  toldOf: undefined,
  page: undefined,
  triedRing: undefined,
  soundingDigit: undefined,
  lastDialed: undefined,
  callCount: 0,
};

/** What differs between a call that we place and one that arrives. */
export type CallBeginning = Pick<DeskCall, 'id' | 'line' | 'direction' | 'state' | 'phase' | 'remote'> & Partial<DeskCall>;

/** A call at its beginning: nothing answered, negotiated or sent. */
export function newCall(beginning: CallBeginning, nowMs: number): DeskCall {
  return {
    divertedBy: undefined,
    anonymous: false,
    verification: 'none',
    forwardedTo: undefined,
    transfer: undefined,
    joiningWith: undefined,
    insteadOf: undefined,
    answersAfterMs: undefined,
    refusedWith: undefined,
    autoAnswered: false,
    ringClass: undefined,
    heldByRemote: false,
    sinceMs: nowMs,
    startedAtMs: nowMs,
    answeredAtMs: undefined,
    endedAtMs: undefined,
    ended: undefined,
    sentDigits: '',
    codec: undefined,
    encrypted: false,
    ...beginning,
  };
}

/** Calls that are not over. */
export function liveCalls(state: DeskState): readonly DeskCall[] {
  return state.calls.filter((call) => call.state !== 'ended');
}

export function findCall(state: DeskState, id: CallId | undefined): DeskCall | undefined {
  return id === undefined ? undefined : state.calls.find((call) => call.id === id);
}

/** The call that is heard: the active one, or the one that we are placing. Of a conference the one in front. */
export function heardCall(state: DeskState): DeskCall | undefined {
  const heard = state.calls.filter((call) => call.state === 'active' || call.state === 'outgoing');
  return heard.find(({ id }) => id === state.focusedCall) ?? heard[0];
}

/** Whether the call is one of the conference's. */
export function isMember(state: DeskState, id: CallId | undefined): boolean {
  return id !== undefined && state.conference?.members.includes(id) === true;
}

/** The call, or all of its conference: what is held and resumed together. */
export function together(state: DeskState, call: DeskCall): readonly DeskCall[] {
  return isMember(state, call.id) ? state.calls.filter(({ id }) => isMember(state, id)) : [call];
}

/** The call that rings or waits; the newest when there are several. */
export function incomingCall(state: DeskState): DeskCall | undefined {
  return state.calls.findLast((call) => call.state === 'incoming');
}

/** Both sides have agreed to talk, on hold or not. */
export function isAnswered(call: DeskCall | undefined): call is AnsweredCall {
  return call?.state === 'active' || call?.state === 'held';
}
