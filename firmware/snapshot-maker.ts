// Makes the `PhoneSnapshot` that surfaces draw. What did not change stays the same object.

import type { ConferenceSnapshot } from '#ui/conference-snapshot';
import type { DirectorySnapshot } from '#ui/directory-snapshot';
import type { LineSnapshot } from '#ui/line-snapshot';
import type { AudioSnapshot, CallLogEntry, Notice, PhoneSnapshot, StatusSnapshot, TransferSnapshot } from '#ui/phone';
import type { RecordedCall, RecordingsSnapshot } from '#ui/recordings-snapshot';
import { offerOf } from './calls/conference.ts';
import type { DeskSettings } from './calls/desk-messages.ts';
import { type Conference, type DeskState, incomingCall } from './calls/desk-state.ts';
import { canComplete } from './calls/transfer.ts';
import { type Named, Naming } from './directory/naming.ts';

export interface SnapshotParts {
  readonly starting: boolean;
  readonly state: DeskState;
  readonly settings: DeskSettings;
  readonly lines: readonly LineSnapshot[];
  readonly monitors: PhoneSnapshot['monitors'];
  readonly callLog: readonly CallLogEntry[];
  readonly directory: DirectorySnapshot;
  readonly recordedCalls: readonly RecordedCall[];
  readonly missedCalls: number;
  readonly notices: readonly Notice[];
  readonly status: StatusSnapshot;
  readonly rings: PhoneSnapshot['rings'];
  readonly qualities: PhoneSnapshot['qualities'];
  readonly lock: PhoneSnapshot['lock'];
}

export class SnapshotMaker {
  readonly #naming: Naming;
  #audio: AudioSnapshot | undefined;
  #recordings: RecordingsSnapshot | undefined;
  #transfer: TransferSnapshot | undefined;
  #conference: { readonly of: Conference; readonly snapshot: ConferenceSnapshot } | undefined;

  /** `directory`: whose numbers they are. */
  constructor(directory: Named) {
    this.#naming = new Naming(directory);
  }

  make({
    starting,
    state,
    settings,
    lines,
    monitors,
    callLog,
    directory,
    recordedCalls,
    missedCalls,
    notices,
    status,
    rings,
    qualities,
    lock,
  }: SnapshotParts): PhoneSnapshot {
    this.#audio = keepIfSame(this.#audio, audioOf(state));
    this.#transfer = keepTransfer(this.#transfer, transferOf(state, settings));
    return {
      phase: starting ? 'starting' : 'ready',
      lines,
      selectedLine: state.selectedLine,
      calls: this.#naming.calls(state.calls),
      focusedCall: state.focusedCall,
      dialing: state.dialing,
      transfer: this.#transfer,
      conference: this.#conferenceOf(state.conference),
      inviting: state.inviting,
      recordedCall: state.recording?.call,
      recordsCalls: settings.recordsCalls,
      soundTest: state.soundTest,
      conferenceOffer: offerOf({ state, settings }),
      monitors,
      functionKeyPage: state.functionKeyPage,
      handset: state.handset,
      headsetPlugged: state.headsetPlugged,
      audio: this.#audio,
      doNotDisturb: state.doNotDisturb,
      forwarding: state.forwarding,
      hideNumber: state.hideNumber,
      missedCalls,
      callLog: this.#naming.callLog(callLog),
      directory,
      recordings: this.#recordingsOf(recordedCalls, state.playing),
      notices,
      status,
      rings,
      page: state.page,
      qualities,
      lock,
    };
  }

  #recordingsOf(calls: readonly RecordedCall[], playing: string | undefined): RecordingsSnapshot {
    const before = this.#recordings;
    this.#recordings = before?.calls === calls && before.playing === playing ? before : { calls, playing };
    return this.#recordings;
  }

  #conferenceOf(now: Conference | undefined): ConferenceSnapshot | undefined {
    if (now === undefined) this.#conference = undefined;
    else if (this.#conference?.of !== now) this.#conference = { of: now, snapshot: snapshotOf(now) };
    return this.#conference?.snapshot;
  }
}

function snapshotOf({ members, muted, talking, weTalk }: Conference): ConferenceSnapshot {
  const parties = members.map((call) => ({ call, muted: muted.includes(call), talking: talking.includes(call) }));
  return { parties, weTalk };
}

function audioOf(state: DeskState): AudioSnapshot {
  const of = state.path === 'none' ? 'ringer' : state.path;
  const ringing = incomingCall(state) !== undefined && !state.silenced;
  return { path: state.path, muted: state.muted, volume: { of, level: state.volumes[of] }, ringing };
}

function transferOf(state: DeskState, settings: DeskSettings): TransferSnapshot | undefined {
  if (state.transfer === undefined) return undefined;
  return { ...state.transfer, ready: canComplete(state, settings), blind: settings.blindTransferOffered };
}

function keepTransfer(before: TransferSnapshot | undefined, now: TransferSnapshot | undefined): TransferSnapshot | undefined {
  const same = before?.call === now?.call && before?.consultation === now?.consultation;
  return same && before?.ready === now?.ready && before?.blind === now?.blind ? before : now;
}

function keepIfSame(before: AudioSnapshot | undefined, now: AudioSnapshot): AudioSnapshot {
  const same =
    before?.path === now.path &&
    before.muted === now.muted &&
    before.ringing === now.ringing &&
    before.volume.of === now.volume.of &&
    before.volume.level === now.volume.level;
  return same ? before : now;
}
