// How the telephone in the phone is, for status pages and programs: hook, sound, lines, calls with their figures.

import type { CallQuality } from '../call-quality.ts';
import type { ServerConference } from '../conference-snapshot.ts';
import type { LineSnapshot } from '../line-snapshot.ts';
import type { CallSnapshot, CallState, ForwardingKind, PhoneSnapshot } from '../phone.ts';

export interface LineStatus {
  /** Counted from 1, as the keys are. */
  readonly line: number;
  readonly label: string;
  readonly number: string;
  readonly registration: LineSnapshot['registration']['state'];
  /** Why it failed. */
  readonly reason: string | undefined;
  readonly newMessages: number;
}

export interface CallStatus {
  readonly id: string;
  readonly line: number;
  readonly state: CallState;
  readonly direction: CallSnapshot['direction'];
  readonly remoteName: string | undefined;
  readonly remoteNumber: string;
  /** Since the answer; 0 before it. */
  readonly durationMs: number;
  readonly codec: string | undefined;
  readonly encrypted: boolean;
  /** Of the conference that the call leads to; undefined: it leads to none that a server holds. */
  readonly conference: ServerConference | undefined;
  /** Undefined while nothing was heard of the other side. */
  readonly quality: Omit<CallQuality, 'call'> | undefined;
}

export interface VoiceStatus {
  readonly handset: PhoneSnapshot['handset'];
  readonly audioPath: PhoneSnapshot['audio']['path'];
  readonly muted: boolean;
  readonly headsetPlugged: boolean;
  readonly doNotDisturb: boolean;
  readonly forwarding: Readonly<Record<ForwardingKind, { readonly on: boolean; readonly number: string }>>;
  readonly lines: readonly LineStatus[];
  readonly calls: readonly CallStatus[];
}

/** Lines that are not set up are left out. */
export function voiceStatus(phone: PhoneSnapshot, nowMs: number): VoiceStatus {
  const { handset, audio, headsetPlugged, doNotDisturb, forwarding, lines, calls } = phone;
  return {
    ...{ handset, audioPath: audio.path, muted: audio.muted, headsetPlugged, doNotDisturb, forwarding },
    lines: lines.filter(({ registration }) => registration.state !== 'off').map(lineStatus),
    calls: calls.map((call) => callStatus(call, phone, nowMs)),
  };
}

function lineStatus({ index, label, number, registration, newMessages }: LineSnapshot): LineStatus {
  const reason = registration.state === 'failed' ? registration.reason : undefined;
  return { line: index + 1, label, number, registration: registration.state, reason, newMessages };
}

function callStatus(call: CallSnapshot, { qualities }: PhoneSnapshot, nowMs: number): CallStatus {
  const { id, line, state, direction, remote, answeredAtMs, endedAtMs, codec, encrypted, conference } = call;
  const durationMs = answeredAtMs === undefined ? 0 : Math.round((endedAtMs ?? nowMs) - answeredAtMs);
  const heard = qualities.find((each) => each.call === id);
  const { call: _, ...quality } = heard ?? { call: id };
  return {
    ...{
      id,
      line: line + 1,
      state,
      direction,
      remoteName: remote.name,
      remoteNumber: remote.number,
      durationMs,
      codec,
      encrypted,
      conference,
    },
    quality: heard && (quality as Omit<CallQuality, 'call'>),
  };
}
