// Parameters turned into what the desk and its helpers take. Read at every use, so that a change needs no restart.

import { readUserRights, userAccess } from '#config/user-rights';
import { digitTone } from '#media/digit-tone';
import type { Tone } from '#media/messages';
import type { CryptoSuite } from '#sip/ua/media-security';
import type { CallMediaOptions } from './calls/call-media.ts';
import type { DeskSettings } from './calls/desk-messages.ts';
import type { DeskState, Volumes } from './calls/desk-state.ts';
import type { DeskTimes } from './calls/desk-timers.ts';
import type { SecuritySettings } from './calls/local-security.ts';
import type { MediaSettings } from './calls/media-settings.ts';
import type { RecorderSettings } from './calls/recorder.ts';
import { sharedCalls } from './calls/shared-calls.ts';
import { chosenCodecs, type Speaks } from './codec-choice.ts';
import { jitterBufferSettings } from './jitter-settings.ts';
import type { Parameters } from './lines/line-settings.ts';
import type { Lines } from './lines/lines.ts';
import { packetMirror } from './quality-settings.ts';

const specialCodes = [
  { tone: 'special1', path: 'voip/signalling/sip/sit_codes/1' },
  { tone: 'special2', path: 'voip/signalling/sip/sit_codes/2' },
  { tone: 'special3', path: 'voip/signalling/sip/sit_codes/3' },
  { tone: 'special4', path: 'voip/signalling/sip/sit_codes/4' },
] as const;

function specialTones(parameters: Parameters): NonNullable<DeskSettings['specialTones']> {
  return specialCodes.map(({ tone, path }) => ({ tone, after: parameters.get(path) }));
}

const volumeKinds = ['handset', 'headset', 'speaker', 'ringer'] as const;

function keptVolumes(parameters: Parameters): NonNullable<DeskSettings['keptVolumes']> {
  const text = parameters.get('system/user_rights');
  if (text === '') return [];
  const rights = readUserRights(text);
  return volumeKinds.filter((of) => userAccess(rights, `voip/audio/volume/${of}`, 'user') !== 'rw');
}

/** SPA9x2 and 7960 both take two calls on a line key. */
const callsPerLine = 2;

export function deskSettings(parameters: Parameters, lines: Lines, blocked: DeskSettings['blocked']): DeskSettings {
  return {
    usableLines: lines.usable,
    blocked,
    answerDevice: parameters.get('voip/answer_device') === 'HEADSET' ? 'headset' : 'speaker',
    callsPerLine,
    callWaiting: parameters.get('voip/services/call_waiting/enabled'),
    callWaitingTone: parameters.get('voip/services/call_waiting/generate_tone/enabled'),
    specialTones: specialTones(parameters),
    headsetMemory: parameters.get('voip/headset_memory/enabled'),
    headsetOnly: parameters.get('voip/headset_only/enabled'),
    keptVolumes: keptVolumes(parameters),
    microphone: parameters.get('voip/audio/microphone/enable'),
    longestNumber: parameters.get('voip/dialing/phone_number_size'),
    onHookEndsHeldCall: parameters.get('voip/onhook_disconnect_when_held/enabled'),
    rejectStatus: parameters.get('voip/reject_code'),
    semiAttended: parameters.get('system/semi_attended/enable'),
    hangUpTransfers: parameters.get('voip/services/transfer/on_hook/enabled'),
    transferKeyIsBlind: parameters.get('voip/signalling/sip/hk_blind_transfer/enable'),
    blindTransferOffered: parameters.get('voip/signalling/sip/sk_blind_transfer/enable'),
    recordsCalls: parameters.get('voip/services/recording/enabled'),
    conference: {
      enabled: parameters.get('voip/services/conference/enabled'),
      mostParties: parameters.get('voip/services/conference/max_parties'),
      joinOnHangUp: parameters.get('voip/services/conference/join_on_hang_up/enabled'),
      server: conferenceServer(parameters),
      bargeInLines: parameters.get('voip/services/shared_line/barge_in/enabled')
        ? lines.usable.filter((line) => parameters.get(`voip/line/${line}/shared_line/enabled`))
        : [],
    },
    // Whoever can call the phone from anywhere must not open its microphone.
    autoAnswer: parameters.get('voip/auto_answer/enabled') && !parameters.get('voip/signalling/sip/direct_ip_calls/enabled'),
    autoAnswerMuted: parameters.get('voip/auto_answer/mute/enabled'),
    forwardingLines: lines.usable.filter((line) => parameters.get(`voip/line/${line}/call_forward/enabled`)),
    rejectAnonymous: parameters.get('voip/services/anonymous_call_rejection/enabled'),
    messagesWaiting: parameters.get('voip/services/msg_waiting_ind/stutter_tone/enabled') && lines.withMessages !== undefined,
    voiceMail: { number: parameters.get('voip/services/msg_waiting_ind/voice_mail_number'), line: lines.withMessages },
    sharedCalls: sharedCalls(lines.snapshots, parameters.get('voip/services/shared_line/barge_in/enabled')),
    pagingBargesIn: parameters.get('voip/services/group_paging/allow_barge_in/enabled'),
    hashDials: true,
  };
}

/** Undefined: the phone mixes itself. */
function conferenceServer(parameters: Parameters): string | undefined {
  const server = parameters.get('voip/services/conference/conf_ms_addr');
  return parameters.get('voip/services/conference/mode') === 'REMOTE' && server !== '' ? server : undefined;
}

export function deskTimes(parameters: Parameters): DeskTimes {
  const number = parameters.get('voip/dialing/auto_dialing/destination');
  const afterMs = parameters.get('voip/dialing/auto_dialing/timeout') * 1000;
  const automatic = parameters.get('voip/dialing/auto_dialing/enabled') && number !== '' ? { number, afterMs } : undefined;
  return {
    firstDigitMs: parameters.get('voip/dialing/dialtone_timeout') * 1000,
    interdigitMs: parameters.get('voip/dialing/timeout') * 1000,
    completeMs: parameters.get('voip/dialing/timeout_short') * 1000,
    forwardAfterMs: parameters.get('voip/services/call_forward/no_answer/delay') * 1000,
    unansweredMs: parameters.get('voip/dialing/unanswered_call_timeout') * 1000,
    automatic,
  };
}

export function recorderSettings(parameters: Parameters): RecorderSettings {
  return {
    layout: parameters.get('voip/services/recording/layout') === 'MIXED' ? 'mixed' : 'stereo',
    mostMs: parameters.get('voip/services/recording/max_time') * 60_000,
    leastFreeBytes: parameters.get('voip/services/recording/least_free') * 2 ** 20,
    beep: parameters.get('voip/services/recording/beep/enabled'),
  };
}

/** Undefined: none. */
export function sideToneDb(parameters: Parameters): number | undefined {
  return parameters.get('voip/audio/side_tone/enabled') ? parameters.get('voip/audio/side_tone/level') : undefined;
}

/** Two notes that are louder than this clip. */
const loudestNoteDbm0 = -3;

/** Keys in a call, as they go out; what is heard of those that come is as loud as an event says. */
export function dtmfLevels(parameters: Parameters): ReturnType<CallMediaOptions['dtmfLevels']> {
  const ofEventDbm0 = -parameters.get('voip/audio/gain/dtmf_tone_signal_level');
  const boostDb = parameters.get('voip/audio/dtmf/inband_boost');
  return { ofEventDbm0, inSoundDbm0: Math.max(ofEventDbm0, Math.min(loudestNoteDbm0, ofEventDbm0 + boostDb)) };
}

/** A digit that came as an event. */
export function heardDigit(parameters: Parameters, event: number): Tone | undefined {
  return digitTone(event, dtmfLevels(parameters).ofEventDbm0, parameters.get('voip/audio/dtmf/playback_length'));
}

export function mediaSettings(parameters: Parameters, speaks: Speaks, line: number | undefined): MediaSettings {
  const first = parameters.get('voip/media/media_port');
  return {
    codecs: chosenCodecs(parameters, speaks, line),
    // Each codec has its own.
    packetTimeMs: 20,
    portRange: { first, last: Math.min(65535, first + parameters.get('voip/media/media_port_span')) },
    tos: parameters.get('voip/media/media_tos'),
    jitterBuffer: jitterBufferSettings(parameters),
    telephoneEvent: parameters.get('voip/media/dtmf_transport') === 'RFC2833',
    telephoneEventName: parameters.get('voip/media/dtmf_event_name'),
    telephoneEventNumber: parameters.get('voip/media/dtmf_payload'),
    digitsInSound: parameters.get('voip/media/dtmf_transport') === 'INBAND' || parameters.get('voip/audio/dtmf/inband'),
    hearsEvents: line === undefined || parameters.get(`voip/line/${line}/dtmf/process_events`),
    symmetric: parameters.get('voip/media/symmetric_rtp'),
    roams: parameters.get('voip/media/symmetric_rtp_any_address'),
    silenceSuppression: parameters.get('voip/media/silence_suppression/enabled'),
    security: securitySettings(parameters),
    checksum: parameters.get('voip/media/udp_checksum'),
    mostUnreachable: parameters.get('voip/media/max_icmp_errors'),
    reportIntervalMs: parameters.get('voip/media/rtcp_interval') * 1000,
    marksEachEvent: parameters.get('voip/media/mark_all_dtmf_packets'),
    mirror: packetMirror(parameters),
    extendedReports: parameters.get('voip/rtcp_xr/vq_statistics/mode') === 'REMOTE_AND_EVENTS',
  };
}

function securitySettings(parameters: Parameters): SecuritySettings {
  const modes = { DISABLE: 'off', OPTIONAL: 'optional', REQUIRED: 'required' } as const;
  return {
    mode: modes[parameters.get('voip/media/srtp/mode')],
    ownCallsRequired: parameters.get('voip/services/secure_call/enabled'),
    // The pattern of the parameter lets nothing else through.
    suites: [...new Set(parameters.get('voip/media/srtp/method').split(' '))] as readonly CryptoSuite[],
    offers: parameters.get('voip/media/srtp/key_exchange') === 'DTLS' ? 'handshake' : 'keys',
    keysInClear: parameters.get('voip/media/srtp/keys_in_clear_signalling'),
  };
}

export function forwarding(parameters: Parameters): DeskState['forwarding'] {
  return {
    always: {
      on: parameters.get('voip/services/call_forward/always/enabled'),
      number: parameters.get('voip/services/call_forward/always/destination'),
    },
    busy: {
      on: parameters.get('voip/services/call_forward/busy/enabled'),
      number: parameters.get('voip/services/call_forward/busy/destination'),
    },
    noAnswer: {
      on: parameters.get('voip/services/call_forward/no_answer/enabled'),
      number: parameters.get('voip/services/call_forward/no_answer/destination'),
    },
  };
}

export function volumes(parameters: Parameters): Volumes {
  return {
    handset: parameters.get('voip/audio/volume/handset'),
    headset: parameters.get('voip/audio/volume/headset'),
    speaker: parameters.get('voip/audio/volume/speaker'),
    ringer: parameters.get('voip/audio/volume/ringer'),
  };
}
