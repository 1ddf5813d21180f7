// The phone as its user has it: takes commands and news, moves the desk's state machine, passes on what it asks, and shows the
// result as snapshots.

import type { HeadsetButton } from '#hal/headset/headset';
import type { Clock, Log } from '#sip/ports';
import type { DirectoryCommands } from '#ui/directory-snapshot';
import { keyPageCount } from '#ui/function-keys';
import type { KeyAssignment } from '#ui/function-keys-snapshot';
import type {
  CallId,
  Digit,
  Forwarding,
  ForwardingKind,
  LineIndex,
  Phone,
  PhoneSnapshot,
  StatusSnapshot,
  Unsubscribe,
} from '#ui/phone';
import type { RecordingCommands } from '#ui/recordings-snapshot';
import type { CallLog } from './calls/call-log.ts';
import type { CallQualities } from './calls/call-qualities.ts';
import { step } from './calls/desk.ts';
import type { DeskEffect, DeskInput, DeskSettings } from './calls/desk-messages.ts';
import { type DeskState, initialDeskState } from './calls/desk-state.ts';
import type { DeskTimers } from './calls/desk-timers.ts';
import type { RecordedCalls } from './calls/recorded-calls.ts';
import { soundOf } from './calls/sound.ts';
import type { SoundFollower } from './calls/sound-follower.ts';
import type { Switchboard } from './calls/switchboard.ts';
import { type DeskEffectRoutes, routeDeskEffect } from './desk-effects.ts';
import type { Named } from './directory/naming.ts';
import type { PersonalLists } from './directory/personal-lists.ts';
import { keyInput } from './key-input.ts';
import type { FunctionKeys } from './lines/function-keys.ts';
import type { Lines } from './lines/lines.ts';
import type { PhoneLock } from './phone-lock.ts';
import { SnapshotMaker } from './snapshot-maker.ts';
import type { Notices } from './system/notices.ts';

export interface DeskPhoneOptions extends DeskEffectRoutes {
  readonly clock: Clock;
  readonly log: Log;
  readonly lines: Lines;
  readonly notices: Notices;
  readonly callLog: CallLog;
  readonly lists: Pick<PersonalLists, 'snapshot'> & DirectoryCommands;
  /** Whose numbers they are. */
  readonly names: Named;
  readonly functionKeys: Pick<FunctionKeys, 'snapshots' | 'press'>;
  readonly switchboard: Switchboard;
  readonly sound: SoundFollower;
  readonly recordedCalls: RecordingCommands & Pick<RecordedCalls, 'calls'>;
  readonly qualities: Pick<CallQualities, 'snapshots' | 'lastOf'>;
  readonly timers: DeskTimers;
  readonly settings: () => DeskSettings;
  readonly status: () => StatusSnapshot;
  /** What the person set is kept: volumes, do not disturb, and the last number dialled is known again after a restart. */
  readonly initial: Pick<
    DeskState,
    'handset' | 'headsetPlugged' | 'volumes' | 'doNotDisturb' | 'forwarding' | 'hideNumber' | 'lastDialed'
  >;
  readonly rings: (line: LineIndex) => PhoneSnapshot['rings'];
  readonly lock: Pick<PhoneLock, 'snapshot' | 'lock' | 'unlock' | 'opensMailbox'>;
  readonly restart: () => void;
}

/** Inputs that arrive from within a step (a call that fails while it is placed) wait for its end; more than this is a loop. */
const mostQueuedInputs = 1000;

export class DeskPhone implements Phone {
  readonly #options: DeskPhoneOptions;
  readonly #snapshots: SnapshotMaker;
  readonly #listeners = new Set<() => void>();
  readonly #queue: DeskInput[] = [];
  #state: DeskState;
  #snapshot: PhoneSnapshot | undefined;
  #starting = true;
  #stepping = false;
  #announced = false;

  constructor(options: DeskPhoneOptions) {
    this.#options = options;
    this.#snapshots = new SnapshotMaker(options.names);
    this.#state = { ...initialDeskState, ...options.initial };
  }

  /** A handset that already lies beside the phone is taken for lifted. */
  start(): void {
    if (this.#state.handset === 'offHook') {
      this.#state = { ...this.#state, handset: 'onHook' };
      this.take({ type: 'liftHandset' });
    }
    this.#settle();
  }

  /** The lines have been tried: the start picture goes. */
  ready(): void {
    if (!this.#starting) return;
    this.#starting = false;
    this.changed();
  }

  get snapshot(): PhoneSnapshot {
    const { lines, callLog, lists, functionKeys, notices, status } = this.#options;
    this.#snapshot ??= this.#snapshots.make({
      starting: this.#starting,
      state: this.#state,
      settings: this.#options.settings(),
      lines: lines.snapshots,
      monitors: functionKeys.snapshots,
      callLog: callLog.entries,
      directory: lists.snapshot,
      recordedCalls: this.#options.recordedCalls.calls,
      missedCalls: callLog.missed,
      notices: notices.all,
      status: status(),
      rings: this.#options.rings(this.#state.selectedLine),
      qualities: this.#options.qualities.snapshots,
      lock: this.#options.lock.snapshot,
    });
    return this.#snapshot;
  }

  get directory(): DirectoryCommands {
    return this.#options.lists;
  }
  get recordings(): RecordingCommands {
    return this.#options.recordedCalls;
  }

  subscribe(changed: () => void): Unsubscribe {
    this.#listeners.add(changed);
    return () => this.#listeners.delete(changed);
  }

  /** Something that the snapshot is made of changed. Listeners hear of it once a turn of the event loop. */
  changed(): void {
    this.#snapshot = undefined;
    if (this.#announced) return;
    this.#announced = true;
    queueMicrotask(() => this.announce());
  }

  /** Tells the listeners now what they would hear at the end of this turn. */
  announce(): void {
    if (!this.#announced) return;
    this.#announced = false;
    for (const listener of this.#listeners) this.#tell(listener);
  }

  /** One surface that fails does not blind the others. */
  #tell(listener: () => void): void {
    try {
      listener();
    } catch (error) {
      this.#options.log.error('system', 'a surface failed', { error });
    }
  }

  /** What sounds and shows may depend on parameters, which are others now. */
  parametersChanged(): void {
    this.#settle();
  }

  /** Moves the desk. */
  take(input: DeskInput): void {
    if (this.#queue.length >= mostQueuedInputs) {
      this.#options.log.error('calls', 'inputs feed themselves, one is dropped', { type: input.type });
      return;
    }
    this.#queue.push(input);
    if (this.#stepping) return;
    this.#stepping = true;
    try {
      for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) this.#step(next);
    } finally {
      this.#stepping = false;
    }
  }

  #step(input: DeskInput): void {
    const before = this.#state;
    this.#reportUnknownCall(input);
    const { state, effects } = step(before, input, this.#options.settings(), this.#options.clock.monotonicMs);
    this.#state = state;
    for (const effect of effects) this.#carryOut(effect);
    if (this.#state !== before) this.#settle();
  }

  #reportUnknownCall(input: DeskInput): void {
    if (!('call' in input) || input.call === undefined || input.type === 'callArrived') return;
    const { call, type } = input;
    if (this.#state.calls.some(({ id }) => id === call)) return;
    this.#options.log.debug('calls', `${type} for a call that is not there`, { call });
  }

  /** Sound, timers and picture follow the state. */
  #settle(): void {
    const sound = soundOf(this.#state, this.#options.settings());
    this.#options.sound.follow(sound, (call) => this.#options.switchboard.mediaOf(call));
    this.#options.timers.follow(this.#state);
    this.changed();
  }

  #carryOut(effect: DeskEffect): void {
    routeDeskEffect(effect, this.#options);
    // A call that was refused for the person leaves no other trace.
    if (effect.type === 'logCall') this.changed();
  }

  liftHandset(): void {
    this.take({ type: 'liftHandset' });
  }
  replaceHandset(): void {
    this.take({ type: 'replaceHandset' });
  }
  plugHeadset(plugged: boolean): void {
    this.take({ type: 'plugHeadset', plugged });
  }
  pressSpeaker(): void {
    this.take({ type: 'pressSpeaker' });
  }
  pressHeadset(): void {
    this.take({ type: 'pressHeadset' });
  }
  pressHeadsetButton(button: HeadsetButton): void {
    this.take({ type: 'pressHeadsetButton', button });
  }
  pressLine(line: LineIndex): void {
    this.take({ type: 'pressLine', line });
  }
  pressFunctionKey(index: number): void {
    const input = keyInput(this.#options.functionKeys.press(index), this.snapshot);
    if (input !== undefined) this.take(input);
  }
  turnFunctionKeys(step: 1 | -1): void {
    this.take({ type: 'turnFunctionKeys', step, pages: keyPageCount(this.#options.functionKeys.snapshots) });
  }
  assignFunctionKey(index: number, assignment: KeyAssignment): void {
    this.#options.save({ type: 'saveFunctionKey', index, assignment });
  }
  pressDigit(digit: Digit): void {
    this.take({ type: 'pressDigit', digit });
  }
  releaseDigit(digit: Digit): void {
    this.take({ type: 'releaseDigit', digit });
  }

  openLine(line?: LineIndex): void {
    this.take({ type: 'openLine', line });
  }
  makePlus(): void {
    this.take({ type: 'makePlus' });
  }
  deleteDigit(): void {
    this.take({ type: 'deleteDigit' });
  }
  dialNumber(): void {
    this.take({ type: 'dialNumber' });
  }
  dial(number: string, line?: LineIndex): void {
    this.take({ type: 'dial', number, line });
  }
  redial(): void {
    this.take({ type: 'redial' });
  }
  callVoiceMail(pin?: string): void {
    if (this.#options.lock.opensMailbox(pin)) this.take({ type: 'callVoiceMail' });
  }
  cancelDialing(): void {
    this.take({ type: 'cancelDialing' });
  }

  answer(call?: CallId): void {
    this.take({ type: 'answer', call });
  }
  reject(call?: CallId): void {
    this.take({ type: 'reject', call });
  }
  divert(number: string, call?: CallId): void {
    this.take({ type: 'divert', call, number });
  }
  silence(): void {
    this.take({ type: 'silence' });
  }
  end(call?: CallId): void {
    this.take({ type: 'end', call });
  }
  hold(call?: CallId): void {
    this.take({ type: 'hold', call });
  }
  resume(call?: CallId): void {
    this.take({ type: 'resume', call });
  }
  swap(): void {
    this.take({ type: 'swap' });
  }
  focusCall(call: CallId): void {
    this.take({ type: 'focusCall', call });
  }

  transfer(): void {
    this.take({ type: 'transfer' });
  }
  blindTransfer(number: string): void {
    this.take({ type: 'blindTransfer', number });
  }
  transferTo(call: CallId): void {
    this.take({ type: 'transferTo', call });
  }
  cancelTransfer(): void {
    this.take({ type: 'cancelTransfer' });
  }

  toggleRecording(): void {
    this.take({ type: 'toggleRecording' });
  }
  testSound(): void {
    this.take({ type: 'testSound' });
  }
  conference(): void {
    this.take({ type: 'conference' });
  }
  cancelInvitation(): void {
    this.take({ type: 'cancelInvitation' });
  }
  splitConference(): void {
    this.take({ type: 'splitConference' });
  }
  leaveConference(): void {
    this.take({ type: 'leaveConference' });
  }
  togglePartyMute(call: CallId): void {
    this.take({ type: 'togglePartyMute', call });
  }

  toggleMute(): void {
    this.take({ type: 'toggleMute' });
  }
  volumeUp(): void {
    this.take({ type: 'volumeUp' });
  }
  volumeDown(): void {
    this.take({ type: 'volumeDown' });
  }
  toggleDoNotDisturb(): void {
    this.take({ type: 'toggleDoNotDisturb' });
  }
  setForwarding(kind: ForwardingKind, forwarding: Forwarding): void {
    this.take({ type: 'setForwarding', kind, forwarding });
  }
  acceptPage(): void {
    this.take({ type: 'acceptPage' });
  }
  stopPage(): void {
    this.take({ type: 'stopPage' });
  }
  tryRing(ring: string): void {
    this.take({ type: 'tryRing', ring });
  }
  chooseRing(line: LineIndex, ring: string): void {
    this.take({ type: 'chooseRing', line, ring });
  }
  toggleHideNumber(): void {
    this.take({ type: 'toggleHideNumber' });
  }

  markMissedCallsSeen(): void {
    this.#options.callLog.markSeen();
    this.changed();
  }
  deleteCallLogEntry(id: number): void {
    this.#options.callLog.delete(id);
    this.changed();
  }
  clearCallLog(): void {
    this.#options.callLog.clear();
    this.changed();
  }
  dismissNotice(id: string): void {
    this.#options.notices.dismiss(id);
  }
  lock(): void {
    this.#options.lock.lock();
  }
  unlock(pin: string): void {
    this.#options.lock.unlock(pin);
  }
  restart(): void {
    this.#options.restart();
  }
}
