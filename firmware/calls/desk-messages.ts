// What moves the desk (inputs) and what it asks of the world (effects). Sound, lamps and screen are no effects: they are
// functions of the state.

import type { ToneName } from '#config/call-progress-tones';
import type { HeadsetButton } from '#hal/headset/headset';
import type { FeatureEvent } from '#sip/event-package/as-feature-event';
import type { ReplacesTarget } from '#sip/message/replaces';
import type { CallEnd, DiversionReason } from '#sip/ua/user-agent-events';
import type { ServerConference } from '#ui/conference-snapshot';
import type {
  AudioPath,
  CallId,
  CallLogKind,
  Digit,
  EndReason,
  Forwarding,
  ForwardingKind,
  LineIndex,
  Party,
  Verification,
} from '#ui/phone';
import type { PlannedNumber } from '../dialplan/dial-plan.ts';
import type { DeskState } from './desk-state.ts';
import type { Identity } from './parties.ts';
import type { SharedCall } from './shared-calls.ts';

/** The person's hands and words. */
export type UserInput =
  | { readonly type: 'liftHandset' | 'replaceHandset' | 'pressSpeaker' | 'pressHeadset' }
  | { readonly type: 'plugHeadset'; readonly plugged: boolean }
  | { readonly type: 'pressHeadsetButton'; readonly button: HeadsetButton }
  | { readonly type: 'pressLine'; readonly line: LineIndex }
  | { readonly type: 'pressDigit' | 'releaseDigit'; readonly digit: Digit }
  | { readonly type: 'openLine'; readonly line: LineIndex | undefined }
  | {
      readonly type:
        | 'deleteDigit'
        | 'makePlus'
        | 'dialNumber'
        | 'redial'
        | 'cancelDialing'
        | 'silence'
        | 'swap'
        | 'callVoiceMail';
    }
  | { readonly type: 'dial'; readonly number: string; readonly line: LineIndex | undefined }
  | { readonly type: 'answer' | 'reject' | 'end' | 'hold' | 'resume'; readonly call: CallId | undefined }
  | { readonly type: 'focusCall' | 'transferTo' | 'togglePartyMute'; readonly call: CallId }
  | { readonly type: 'transfer' | 'cancelTransfer' }
  | { readonly type: 'toggleRecording' | 'testSound' | 'stopPlaying' }
  /** By the name of its file. */
  | { readonly type: 'playRecording'; readonly recording: string }
  | { readonly type: 'conference' | 'cancelInvitation' | 'splitConference' | 'leaveConference' }
  | { readonly type: 'blindTransfer'; readonly number: string }
  | { readonly type: 'divert'; readonly call: CallId | undefined; readonly number: string }
  | { readonly type: 'setForwarding'; readonly kind: ForwardingKind; readonly forwarding: Forwarding }
  | { readonly type: 'toggleHideNumber' }
  | { readonly type: 'acceptPage' | 'stopPage' }
  /** The key of a paging group. */
  | { readonly type: 'pageGroup'; readonly group: number; readonly name: string }
  /** The key of a place where calls wait; without `parkAt` one waits there already. */
  | { readonly type: 'park'; readonly line: LineIndex; readonly parkAt: string | undefined; readonly retrieveFrom: string }
  /** The function keys become those of another page. */
  | { readonly type: 'turnFunctionKeys'; readonly step: 1 | -1; readonly pages: number }
  /** A call without a sign of it. */
  | { readonly type: 'callDiscreetly'; readonly line: LineIndex; readonly number: string }
  | { readonly type: 'tryRing'; readonly ring: string }
  | { readonly type: 'chooseRing'; readonly line: LineIndex; readonly ring: string }
  /** Takes over a call that rings elsewhere: `number` leads to the caller's phone, `remote` is who that is. */
  | {
      readonly type: 'pickUp';
      readonly line: LineIndex;
      readonly number: string;
      readonly remote: Party;
      readonly replaces: ReplacesTarget;
    }
  | { readonly type: 'toggleMute' | 'volumeUp' | 'volumeDown' | 'toggleDoNotDisturb' };

/** What is kept of the person's wishes; absent: as it was. */
export interface PersonalSettings {
  readonly volumes?: Partial<DeskState['volumes']>;
  readonly doNotDisturb?: boolean;
  readonly forwarding?: Partial<DeskState['forwarding']>;
  readonly hideNumber?: boolean;
}

/** What the network and the clock report. */
export type WorldInput =
  | {
      readonly type: 'callArrived';
      readonly call: CallId;
      readonly line: LineIndex;
      readonly remote: Party;
      readonly anonymous: boolean;
      readonly verification: Verification;
      readonly divertedBy: Party | undefined;
      readonly ringClass: string | undefined;
      /** The caller asks the phone to answer by itself after this time. */
      readonly answerAfterMs: number | undefined;
      /** And wants no other answer (RFC 5373 §4.1, `require`). */
      readonly answerRequired: boolean;
      /** The call of ours whose place it is to take (RFC 3891). */
      readonly replaces: CallId | undefined;
      /** The call of ours that it wants to come into (RFC 3911). */
      readonly joins?: CallId;
    }
  /** Somebody asks for a call to `remote`: within a call, in whose place it is to come, or outside of any on a line. `call` is its name if it comes to be. */
  | {
      readonly type: 'referralReceived';
      readonly call: CallId;
      /** The administrator wants a person to agree first. */
      readonly asks: boolean;
      readonly instead: CallId | undefined;
      readonly line: LineIndex | undefined;
      readonly remote: Party;
    }
  /** Somebody else is at the other end now. */
  | ({ readonly type: 'callIdentityChanged'; readonly call: CallId } & Identity)
  /** Who takes part in the conference of a server that the call leads to. */
  | { readonly type: 'callConferenceChanged'; readonly call: CallId; readonly conference: ServerConference | undefined }
  /** A server sent our call on. */
  | { readonly type: 'callForwarded'; readonly call: CallId; readonly to: Party }
  /** The server's click, where the administrator lets it. */
  | { readonly type: 'callControlled'; readonly call: CallId; readonly action: 'talk' | 'hold' | 'conference' }
  /** Do not disturb or forwarding was changed at the server. */
  | { readonly type: 'doNotDisturbChanged'; readonly on: boolean }
  | {
      readonly type: 'forwardingChanged';
      readonly kind: ForwardingKind;
      readonly on: boolean;
      readonly number: string | undefined;
    }
  /** The administrator, or a file of settings, changed what a person otherwise sets at the phone. */
  | ({ readonly type: 'personalSettingsChanged' } & PersonalSettings)
  | {
      readonly type: 'callProgressed';
      readonly call: CallId;
      readonly status: number;
      readonly media: boolean;
      /** It only rings there now, whatever was heard before. */
      readonly ringsAgain?: true;
      /** Who rings, when the network says it. */
      readonly remote?: Party;
    }
  /** `focus`: where others find the conference that answered (RFC 4579). */
  | { readonly type: 'callAnswered'; readonly call: CallId; readonly remote: Party | undefined; readonly focus?: string }
  | {
      readonly type: 'callMediaChanged';
      readonly call: CallId;
      readonly codec: string;
      readonly heldByRemote: boolean;
      readonly encrypted: boolean;
    }
  /** Our hold or resume was refused: the call is as it was before. */
  | { readonly type: 'callMediaChangeFailed'; readonly call: CallId }
  /** What the other side, asked to go elsewhere, tells of its new call. */
  | { readonly type: 'transferProgressed'; readonly call: CallId; readonly status: number }
  | { readonly type: 'transferred'; readonly call: CallId }
  /** Without a status nothing was heard of it. */
  | { readonly type: 'transferFailed'; readonly call: CallId; readonly status: number | undefined }
  /** A recording ended, by whatever. */
  | { readonly type: 'recordingEnded'; readonly recording: number }
  | { readonly type: 'soundTestMoved'; readonly stage: 'listening' | 'over' }
  /** The recording that was played has come to its end. */
  | { readonly type: 'recordingPlayed' }
  /** Who of a conference talks now. */
  | { readonly type: 'talkersChanged'; readonly talking: readonly CallId[]; readonly weTalk: boolean }
  | { readonly type: 'callEnded'; readonly call: CallId; readonly end: CallEnd }
  | { readonly type: 'endedCallExpired'; readonly call: CallId }
  /** `voip/dialing/unanswered_call_timeout`. */
  | { readonly type: 'callUnanswered'; readonly call: CallId }
  /** It has rung for as long as forwarding waits. */
  | { readonly type: 'forwardingDue'; readonly call: CallId }
  /** The moment has come that the caller asked for. */
  | { readonly type: 'autoAnswerDue'; readonly call: CallId }
  /** The sound that tells of an answer without a hand has been heard. */
  | { readonly type: 'autoAnswerTold' }
  /** Somebody speaks to a group that this phone belongs to, and is done. */
  | { readonly type: 'pageStarted'; readonly group: number; readonly name: string; readonly priority: number }
  | { readonly type: 'pageEnded'; readonly group: number }
  /** The ring that the person tries has been heard long enough. */
  | { readonly type: 'ringTried' }
  /** Nothing was typed for as long as the administrator set. */
  | { readonly type: 'dialingTimedOut' };

/** Why a call is over for the person: what SIP knows, or what the phone itself brought about. */
export type DeskEnd = CallEnd | { readonly by: 'transfer' | 'divert' };

export type DeskInput = UserInput | WorldInput;

/** Facts that a decision needs and that are not the desk's own: parameters and which lines can be used. */
export interface DeskSettings {
  /** Lines that are configured and enabled. */
  readonly usableLines: readonly LineIndex[];
  /** Numbers whose calls are refused, as `exactKey` makes them. */
  readonly blocked: ReadonlySet<string>;
  /** `voip/answer_device`: what opens when a soft key answers or dials and the handset lies. */
  readonly answerDevice: 'speaker' | 'headset';
  /** Calls on one line at the same time; a further one is busy. */
  readonly callsPerLine: number;
  readonly callWaiting: boolean;
  /** A further call is heard as a tone in the ear (`voip/services/call_waiting/generate_tone/enabled`). */
  readonly callWaitingTone: boolean;
  /** Heard after calls that were refused with one of these status patterns, as the administrator lists them; the first that fits (SPA9x2 `SIT1_RSC`). Absent: none. */
  readonly specialTones?: readonly { readonly tone: ToneName; readonly after: string }[];
  /** `voip/headset_memory/enabled`. */
  readonly headsetMemory: boolean;
  /** `voip/headset_only/enabled`: hook and speaker key do nothing. */
  readonly headsetOnly: boolean;
  /** Levels that the user has no right to change; absent: none. */
  readonly keptVolumes?: readonly (AudioPath | 'ringer')[];
  /** `voip/audio/microphone/enable`. */
  readonly microphone: boolean;
  /** `voip/dialing/phone_number_size`. */
  readonly longestNumber: number;
  /** `voip/onhook_disconnect_when_held/enabled`. */
  readonly onHookEndsHeldCall: boolean;
  /** The phone is locked so that nobody reaches it. */
  readonly refusesCalls?: boolean;
  /** The keys are locked; `outgoing`: calls are made all the same. Absent: they are not. */
  readonly locked?: { readonly outgoing: boolean } | undefined;
  /** Lines that others share, whose calls are not taken now. */
  readonly untakenLines?: readonly LineIndex[];
  /** Status that Reject answers; 603 unless the administrator set another. */
  readonly rejectStatus: number;
  /** `system/semi_attended/enable`: a transfer need not wait until the new partner answers. */
  readonly semiAttended: boolean;
  /** `voip/services/transfer/on_hook/enabled`: hanging up joins the two. */
  readonly hangUpTransfers: boolean;
  /** `voip/signalling/sip/hk_blind_transfer/enable`: the Transfer key behind a number sends the call there without asking. */
  readonly transferKeyIsBlind: boolean;
  /** `voip/signalling/sip/sk_blind_transfer/enable`. */
  readonly blindTransferOffered: boolean;
  /** `voip/services/recording/enabled`. */
  readonly recordsCalls: boolean;
  readonly conference: {
    readonly enabled: boolean;
    /** With us. */
    readonly mostParties: number;
    /** Hanging up on two others connects them. */
    readonly joinOnHangUp: boolean;
    /** Holds conferences in our stead; undefined: the phone mixes. */
    readonly server: string | undefined;
    /** Shared lines whose other phones may come into our calls. */
    readonly bargeInLines: readonly LineIndex[];
  };
  /** `voip/auto_answer/enabled`, where only the own proxy can send calls. */
  readonly autoAnswer: boolean;
  /** `voip/auto_answer/mute/enabled`: the person is heard only when a key says so. */
  readonly autoAnswerMuted: boolean;
  /** `voip/line/N/call_forward/enabled`: lines whose calls may be sent on. */
  readonly forwardingLines: readonly LineIndex[];
  /** `voip/services/anonymous_call_rejection/enabled`. */
  readonly rejectAnonymous: boolean;
  /** Whether the person waits for a voice mail to be heard (the dial tone tells). */
  readonly messagesWaiting: boolean;
  /** Empty: there is none. `line`: where messages wait. */
  readonly voiceMail: { readonly number: string; readonly line: LineIndex | undefined };
  /** `voip/services/group_paging/allow_barge_in/enabled`. */
  readonly pagingBargesIn: boolean;
  /** Of the other phones of shared lines; absent: none. */
  readonly sharedCalls?: readonly SharedCall[];
  /** What the line's dial plan makes of what is typed; undefined, or absent: there is none. */
  readonly planned?: (line: LineIndex, typed: string) => PlannedNumber | undefined;
  /** Whether `#` dials at once. */
  readonly hashDials: boolean;
}

export type DeskEffect =
  | {
      readonly type: 'placeCall';
      readonly call: CallId;
      readonly line: LineIndex;
      readonly number: string;
      /** Without our number; absent: as the line says. */
      readonly anonymous?: true;
      readonly replaces?: ReplacesTarget;
      /** The call of another phone of the line that this one takes. */
      readonly takes?: { readonly appearance: number; readonly how: 'retrieve' | 'bargeIn' };
    }
  | { readonly type: 'divertCall'; readonly call: CallId; readonly number: string; readonly why: DiversionReason }
  | { readonly type: 'refuseReferral'; readonly call: CallId; readonly status: number }
  /** `anonymous`: the other side, who may not know whom it reached, is not told our number; absent: as the line says. */
  | { readonly type: 'answerCall' | 'acceptReferral'; readonly call: CallId; readonly anonymous?: true }
  | { readonly type: 'endCall' | 'holdCall' | 'resumeCall'; readonly call: CallId }
  | { readonly type: 'rejectCall'; readonly call: CallId; readonly status: number }
  | { readonly type: 'transferCall'; readonly call: CallId; readonly number: string }
  | { readonly type: 'transferToCall'; readonly call: CallId; readonly other: CallId }
  | { readonly type: 'startRecording'; readonly recording: number; readonly remote: Party }
  | { readonly type: 'stopRecording'; readonly recording: number }
  | { readonly type: 'startSoundTest' | 'stopSoundTest' }
  | { readonly type: 'startPlaying'; readonly file: string }
  | { readonly type: 'stopPlaying' }
  /** Heard by everybody in the conversation. */
  | { readonly type: 'announce'; readonly tone: ToneName }
  /** The key does nothing now, and the person is to hear it. */
  | { readonly type: 'alert' }
  | { readonly type: 'startDtmf'; readonly call: CallId; readonly digit: string }
  | { readonly type: 'stopDtmf'; readonly call: CallId }
  | { readonly type: 'saveVolume'; readonly of: AudioPath | 'ringer'; readonly level: number }
  | { readonly type: 'saveDoNotDisturb'; readonly on: boolean }
  | { readonly type: 'saveForwarding'; readonly kind: ForwardingKind; readonly forwarding: Forwarding }
  | { readonly type: 'saveHideNumber'; readonly on: boolean }
  | { readonly type: 'saveRing'; readonly line: LineIndex; readonly ring: string }
  /** The person changed what a server may keep for the line (as-feature-event). */
  | { readonly type: 'tellServer'; readonly feature: FeatureEvent }
  | {
      readonly type: 'logCall';
      /** The call, which is about to be forgotten. */
      readonly of: CallId;
      readonly kind: CallLogKind;
      readonly line: LineIndex;
      readonly remote: Party;
      readonly startedAtMs: number;
      readonly durationMs: number;
      readonly reason: EndReason;
      /** Of an answered call. */
      readonly codec?: string;
    };
