// What moves the desk (inputs) and what it asks of the world (effects). Sound, lamps and screen are no effects: they are
// functions of the state.

import type { HeadsetButton } from '#hal/headset/headset';
import type { CallEnd } from '#sip/ua/user-agent-events';
import type { AudioPath, CallId, CallLogKind, Digit, EndReason, LineIndex, Party } from '#ui/phone';

/** The person's hands and words. */
export type UserInput =
  | { readonly type: 'liftHandset' | 'replaceHandset' | 'pressSpeaker' | 'pressHeadset' }
  | { readonly type: 'plugHeadset'; readonly plugged: boolean }
  | { readonly type: 'pressHeadsetButton'; readonly button: HeadsetButton }
  | { readonly type: 'pressLine'; readonly line: LineIndex }
  | { readonly type: 'pressDigit' | 'releaseDigit'; readonly digit: Digit }
  | { readonly type: 'openLine'; readonly line: LineIndex | undefined }
  | { readonly type: 'deleteDigit' | 'dialNumber' | 'redial' | 'cancelDialing' | 'silence' | 'swap' }
  | { readonly type: 'dial'; readonly number: string; readonly line: LineIndex | undefined }
  | { readonly type: 'answer' | 'reject' | 'end' | 'hold' | 'resume'; readonly call: CallId | undefined }
  | { readonly type: 'focusCall'; readonly call: CallId }
  | { readonly type: 'toggleMute' | 'volumeUp' | 'volumeDown' | 'toggleDoNotDisturb' };

/** What the network and the clock report. */
export type WorldInput =
  | {
      readonly type: 'callArrived';
      readonly call: CallId;
      readonly line: LineIndex;
      readonly remote: Party;
      readonly divertedBy: Party | undefined;
    }
  | { readonly type: 'callProgressed'; readonly call: CallId; readonly status: number; readonly media: boolean }
  | { readonly type: 'callAnswered'; readonly call: CallId; readonly remote: Party | undefined }
  | {
      readonly type: 'callMediaChanged';
      readonly call: CallId;
      readonly codec: string;
      readonly heldByRemote: boolean;
      readonly encrypted: boolean;
    }
  /** Our hold or resume was refused: the call is as it was before. */
  | { readonly type: 'callMediaChangeFailed'; readonly call: CallId }
  | { readonly type: 'callEnded'; readonly call: CallId; readonly end: CallEnd }
  | { readonly type: 'endedCallExpired'; readonly call: CallId }
  /** `voip/dialing/unanswered_call_timeout`. */
  | { readonly type: 'callUnanswered'; readonly call: CallId }
  /** Nothing was typed for as long as the administrator set. */
  | { readonly type: 'dialingTimedOut' };

export type DeskInput = UserInput | WorldInput;

/** Facts that a decision needs and that are not the desk's own: parameters and which lines can be used. */
export interface DeskSettings {
  /** Lines that are configured and enabled. */
  readonly usableLines: readonly LineIndex[];
  /** `voip/answer_device`: what opens when a soft key answers or dials and the handset lies. */
  readonly answerDevice: 'speaker' | 'headset';
  /** Calls on one line at the same time; a further one is busy. */
  readonly callsPerLine: number;
  readonly callWaiting: boolean;
  /** A further call is heard as a tone in the ear (`voip/services/call_waiting/generate_tone/enabled`). */
  readonly callWaitingTone: boolean;
  /** `voip/headset_only/enabled`: hook and speaker key do nothing. */
  readonly headsetOnly: boolean;
  /** `voip/audio/microphone/enable`. */
  readonly microphone: boolean;
  /** `voip/dialing/phone_number_size`. */
  readonly longestNumber: number;
  /** `voip/onhook_disconnect_when_held/enabled`. */
  readonly onHookEndsHeldCall: boolean;
  /** Status that Reject answers; 603 unless the administrator set another. */
  readonly rejectStatus: number;
  /** Whether `#` dials at once. */
  readonly hashDials: boolean;
}

export type DeskEffect =
  | { readonly type: 'placeCall'; readonly call: CallId; readonly line: LineIndex; readonly number: string }
  | { readonly type: 'answerCall' | 'endCall' | 'holdCall' | 'resumeCall'; readonly call: CallId }
  | { readonly type: 'rejectCall'; readonly call: CallId; readonly status: number }
  | { readonly type: 'startDtmf'; readonly call: CallId; readonly digit: string }
  | { readonly type: 'stopDtmf'; readonly call: CallId }
  | { readonly type: 'saveVolume'; readonly of: AudioPath | 'ringer'; readonly level: number }
  | { readonly type: 'saveDoNotDisturb'; readonly on: boolean }
  | {
      readonly type: 'logCall';
      readonly kind: CallLogKind;
      readonly line: LineIndex;
      readonly remote: Party;
      readonly startedAtMs: number;
      readonly durationMs: number;
      readonly reason: EndReason;
    };
