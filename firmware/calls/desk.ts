// The desk phone's state machine: one pure function from state and input to the next state and the effects.

import { callArrived } from './arrivals.ts';
import * as autoAnswer from './auto-answer.ts';
import * as commands from './call-commands.ts';
import * as events from './call-events.ts';
import * as conferences from './conference.ts';
import type { DeskEffect, DeskInput, DeskSettings, UserInput, WorldInput } from './desk-messages.ts';
import type { DeskState } from './desk-state.ts';
import * as dialing from './dialing.ts';
import { callDiscreetly, newsOfDiscreetCall } from './discreet-call.ts';
import * as forward from './forward.ts';
import * as hands from './hands.ts';
import { passesLock } from './lock.ts';
import * as paging from './paging.ts';
import { personalSettingsChanged } from './personal-settings.ts';
import * as recordings from './recording.ts';
import { referralReceived } from './referral.ts';
import { keepGathering } from './server-conference.ts';
import * as transfers from './transfer.ts';
import { Turn } from './turn.ts';
import { changeVolume, toggleMute } from './volume.ts';

export interface DeskStep {
  readonly state: DeskState;
  readonly effects: readonly DeskEffect[];
}

type Table<Input extends { type: string }> = {
  readonly [Type in Input['type']]: (turn: Turn, input: Extract<Input, { type: Type }>) => void;
};

const byUser: Table<UserInput> = {
  liftHandset: hands.liftHandset,
  replaceHandset: hands.replaceHandset,
  pressSpeaker: (turn) => hands.pressPathKey(turn, 'speaker'),
  pressHeadset: (turn) => hands.pressPathKey(turn, 'headset'),
  plugHeadset: (turn, { plugged }) => hands.plugHeadset(turn, plugged),
  pressHeadsetButton: (turn, { button }) => hands.pressHeadsetButton(turn, button),
  pressLine: (turn, { line }) => hands.pressLine(turn, line),
  pressDigit: (turn, { digit }) => hands.pressDigit(turn, digit),
  releaseDigit: (turn, { digit }) => hands.releaseDigit(turn, digit),
  openLine: (turn, { line }) => dialing.openLine(turn, line),
  deleteDigit: dialing.deleteDigit,
  makePlus: dialing.makePlus,
  dialNumber: dialing.dialNumber,
  dial: (turn, { number, line }) => dialing.dial(turn, number, line),
  redial: dialing.redial,
  cancelDialing: dialing.cancelDialing,
  callVoiceMail: (turn) => dialing.dial(turn, turn.settings.voiceMail.number, turn.settings.voiceMail.line),
  answer: (turn, { call }) => commands.answer(turn, call),
  reject: (turn, { call }) => commands.reject(turn, call),
  silence: commands.silence,
  end: (turn, { call }) => commands.end(turn, call),
  hold: (turn, { call }) => commands.hold(turn, call),
  resume: (turn, { call }) => commands.resume(turn, call),
  swap: commands.swap,
  focusCall: (turn, { call }) => commands.focusCall(turn, call),
  transfer: transfers.transfer,
  blindTransfer: (turn, { number }) => transfers.blindTransfer(turn, number),
  transferTo: (turn, { call }) => transfers.transferTo(turn, call),
  cancelTransfer: transfers.cancelTransfer,
  toggleRecording: recordings.toggleRecording,
  testSound: recordings.testSound,
  playRecording: (turn, { recording }) => recordings.playRecording(turn, recording),
  stopPlaying: recordings.stopPlaying,
  conference: conferences.conference,
  cancelInvitation: conferences.cancelInvitation,
  splitConference: conferences.split,
  leaveConference: conferences.leave,
  togglePartyMute: (turn, { call }) => conferences.togglePartyMute(turn, call),
  toggleMute,
  volumeUp: (turn) => changeVolume(turn, 1),
  volumeDown: (turn) => changeVolume(turn, -1),
  toggleDoNotDisturb: (turn) => {
    const on = !turn.state.doNotDisturb;
    setDoNotDisturb(turn, on);
    turn.ask({ type: 'tellServer', feature: { feature: 'doNotDisturb', on } });
  },
  toggleHideNumber: (turn) => {
    turn.change({ hideNumber: !turn.state.hideNumber });
    turn.ask({ type: 'saveHideNumber', on: turn.state.hideNumber });
  },
  acceptPage: paging.acceptPage,
  stopPage: paging.stopPage,
  pageGroup: paging.pageGroup,
  tryRing: (turn, { ring }) => turn.change({ triedRing: ring }),
  chooseRing: (turn, { line, ring }) => {
    turn.change({ triedRing: ring });
    turn.ask({ type: 'saveRing', line, ring });
  },
  divert: (turn, { call, number }) => forward.divert(turn, call, number),
  setForwarding: (turn, { kind, forwarding }) => forward.setForwarding(turn, kind, forwarding),
  pickUp: dialing.pickUp,
  park: transfers.park,
  turnFunctionKeys: (turn, { step: by, pages }) =>
    turn.change({ functionKeyPage: (turn.state.functionKeyPage + by + pages) % pages }),
  callDiscreetly,
};

const byWorld: Table<WorldInput> = {
  callArrived,
  referralReceived,
  callForwarded: events.callForwarded,
  callConferenceChanged: events.callConferenceChanged,
  callIdentityChanged: events.callIdentityChanged,
  callControlled: autoAnswer.callControlled,
  callProgressed: events.callProgressed,
  callAnswered: events.callAnswered,
  callMediaChanged: events.callMediaChanged,
  callMediaChangeFailed: events.callMediaChangeFailed,
  transferProgressed: transfers.transferProgressed,
  transferred: transfers.transferred,
  transferFailed: transfers.transferFailed,
  recordingEnded: (turn, { recording }) => recordings.recordingEnded(turn, recording),
  recordingPlayed: recordings.recordingPlayed,
  soundTestMoved: (turn, { stage }) => recordings.soundTestMoved(turn, stage),
  talkersChanged: (turn, { talking, weTalk }) => conferences.talkersChanged(turn, talking, weTalk),
  callEnded: events.callEnded,
  endedCallExpired: events.endedCallExpired,
  callUnanswered: events.callUnanswered,
  forwardingDue: forward.forwardingDue,
  autoAnswerDue: autoAnswer.autoAnswerDue,
  autoAnswerTold: autoAnswer.autoAnswerTold,
  pageStarted: paging.pageStarted,
  pageEnded: paging.pageEnded,
  ringTried: (turn) => turn.change({ triedRing: undefined }),
  doNotDisturbChanged: (turn, { on }) => setDoNotDisturb(turn, on),
  forwardingChanged: forward.forwardingChanged,
  personalSettingsChanged,
  dialingTimedOut: (turn) => (turn.state.dialing?.number === '' ? dialing.cancelDialing(turn) : dialing.dialNumber(turn)),
};

function setDoNotDisturb(turn: Turn, on: boolean): void {
  if (turn.state.doNotDisturb === on) return;
  turn.change({ doNotDisturb: on });
  turn.ask({ type: 'saveDoNotDisturb', on });
}

const table = { ...byUser, ...byWorld } as Readonly<Record<DeskInput['type'], (turn: Turn, input: DeskInput) => void>>;

/** The next state; `nowMs` is `Clock.monotonicMs`. */
export function step(state: DeskState, input: DeskInput, settings: DeskSettings, nowMs: number): DeskStep {
  const turn = new Turn(state, settings, nowMs);
  if (!newsOfDiscreetCall(turn, input) && passesLock(settings, input)) table[input.type](turn, input);
  transfers.keepTransfer(turn);
  conferences.keepConference(turn);
  keepGathering(turn);
  recordings.keepRecording(turn);
  return { state: turn.state, effects: turn.effects };
}
