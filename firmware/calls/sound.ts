// What is to be heard, as a function of the desk's state: open path, the call in the ear, tone and ring.

import type { ToneName } from '#config/call-progress-tones';
import { matchesStatus, parseStatusPatterns } from '#sip/ua/request/status-patterns';
import type { AudioPath, CallId, LineIndex, Party } from '#ui/phone';
import type { DeskSettings } from './desk-messages.ts';
import {
  type DeskCall,
  type DeskState,
  findCall,
  heardCall,
  incomingCall,
  isMember,
  together,
  type Volumes,
} from './desk-state.ts';
import { listeningCall } from './discreet-call.ts';

export type SoundSettings = Pick<DeskSettings, 'callWaitingTone' | 'messagesWaiting' | 'microphone' | 'specialTones'>;

export interface Sound {
  readonly path: AudioPath | 'none';
  readonly muted: boolean;
  readonly volumes: Volumes;
  /** More than one: a conference, whose parties hear each other. */
  readonly heard: readonly CallId[];
  /** Of these, whose voice is kept from everybody. */
  readonly kept: readonly CallId[];
  readonly tone: ToneName | undefined;
  readonly ringing: boolean;
  /** The ring that the caller's network asks for. */
  readonly ringClass: string | undefined;
  /** Whose ring it is while it rings. */
  readonly ringLine: LineIndex | undefined;
  readonly ringFrom: Party | undefined;
  /** The announcement that is heard or spoken. */
  readonly page: DeskState['page'];
  /** The ring that a person tries, while nothing else sounds. */
  readonly triedRing: string | undefined;
}

export function soundOf(state: DeskState, settings: SoundSettings): Sound {
  const ringing = isRinging(state);
  const caller = ringing ? incomingCall(state) : undefined;
  const forgotten = isForgotten(state);
  const listening = forgotten ? undefined : listeningCall(state);
  return {
    path: forgotten ? 'handset' : listening === undefined ? state.path : 'speaker',
    muted: state.muted || !settings.microphone,
    volumes: state.volumes,
    heard: listening === undefined ? heardCalls(state) : [listening],
    kept: listening === undefined ? (state.conference?.muted ?? []) : [listening],
    tone: forgotten ? 'warning' : state.path === 'none' ? undefined : toneOf(state, settings),
    ringing,
    ringClass: caller?.ringClass,
    ringLine: caller?.line,
    ringFrom: caller?.remote,
    page: state.page?.heard === true ? state.page : undefined,
    triedRing: incomingCall(state) === undefined && heardCall(state) === undefined ? state.triedRing : undefined,
  };
}

function heardCalls(state: DeskState): readonly CallId[] {
  const heard = heardCall(state);
  if (heard === undefined || (heard.state !== 'active' && heard.phase !== 'progress')) return [];
  return together(state, heard).flatMap(({ id, state: now }) => (now === 'held' || now === 'ended' ? [] : [id]));
}

/** The handset lies beside the phone, and nobody uses the phone otherwise: it cannot ring properly, and calls find it off-hook. */
function isForgotten(state: DeskState): boolean {
  return state.handset === 'offHook' && state.path === 'none' && state.dialing === undefined && state.calls.length === 0;
}

/** Aloud only while nobody talks or dials; beside a call a tone in the ear says that one waits. */
function isRinging(state: DeskState): boolean {
  const busy = heardCall(state) !== undefined || state.dialing?.offHook === true;
  return incomingCall(state) !== undefined && !busy && !state.silenced;
}

function toneOf(state: DeskState, settings: SoundSettings): ToneName | undefined {
  const heard = heardCall(state);
  if (state.toldOf !== undefined && state.toldOf === heard?.id) return 'confirmation';
  const dialing = heard === undefined && state.dialing?.offHook === true;
  const waits = incomingCall(state) !== undefined && !state.silenced;
  if (waits && (heard?.state === 'active' || dialing)) return settings.callWaitingTone ? 'callWaiting' : undefined;
  if (heard?.phase === 'ringing') return 'ringBack';
  if (heard !== undefined) return toneInCall(state, heard);
  if (state.page?.heard === true) return 'page';
  return dialing ? dialTone(state, settings) : toneAfterCall(state, settings);
}

/** Of a call that is up; a conference is not interrupted. */
function toneInCall(state: DeskState, call: DeskCall): ToneName | undefined {
  if (call.state !== 'active' || isMember(state, call.id)) return undefined;
  if (call.heldByRemote) return 'holding';
  return call.encrypted ? 'secureCall' : undefined;
}

/** Until the first digit. Another one asks for whom a call that is there is to meet; it stutters while messages wait, and while calls do not come here. */
function dialTone(
  { dialing, forwarding, transfer, inviting }: DeskState,
  { messagesWaiting }: SoundSettings,
): ToneName | undefined {
  if (dialing?.number !== '') return undefined;
  if (transfer !== undefined || inviting !== undefined) return 'prompt';
  if (forwarding.always.on) return 'forwardingDial';
  return messagesWaiting ? 'stutterDial' : 'dial';
}

function toneAfterCall(state: DeskState, { specialTones = [] }: SoundSettings): ToneName | undefined {
  const last = findCall(state, state.focusedCall);
  const status = last?.refusedWith;
  const special =
    status === undefined ? undefined : specialTones.find(({ after }) => matchesStatus(parseStatusPatterns(after), status));
  if (special !== undefined) return special.tone;
  switch (last?.ended?.reason) {
    case undefined:
    case 'localHangUp':
    case 'cancelled':
    case 'rejected':
    case 'answeredElsewhere':
    case 'transferred':
    case 'diverted':
      return last?.ended?.reason === 'rejected' && last.direction === 'outgoing' ? 'busy' : undefined;
    case 'busy':
    case 'remoteHangUp':
      return 'busy';
    default:
      return 'congestion';
  }
}
