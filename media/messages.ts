// Every command and event that crosses to the native media core, declared once. Plain serializable data (no functions, no
// handles), so that the core could live in a process of its own. Times are ms, levels dBm0 unless a name says otherwise.

import type { PathMixer } from './path-mixer.ts';
import type { SessionStatistics } from './session-statistics.ts';
import type { SrtpSuite } from './srtp-suites.ts';

/** Chosen by the caller, unique while the session lives. */
export type SessionId = number;

/** Chosen by the caller, unique while the recording or the playing lasts. */
export type SoundFileId = number;

/** What a recording holds: our microphone alone, or both sides, mixed on one channel or ours left and theirs right. */
export type RecordingLayout = 'microphone' | 'mixed' | 'stereo';

/** RFC 3264 §5.1, from our side: `sendonly` speaks and hears nothing. */
export type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';

export type PathName = 'handset' | 'headset' | 'speaker';

/** Codec as negotiated; `name` is the SDP encoding name (`PCMU`, `PCMA`) and must be in `codecs.ts`; `CN` may be received. */
export interface CodecChoice {
  readonly name: string;
  readonly payloadType: number;
  readonly clockRateHz: number;
  /** Length of the packets that we send, 10 to 60. */
  readonly packetTimeMs: number;
  /** One when absent. */
  readonly channels?: number;
  /** `a=fmtp` of the one who is to get it. */
  readonly formatParameters?: string | undefined;
  /** Pauses may be left out in the codec's own way. */
  readonly discontinuous?: boolean;
}

/** How long packets that come late are waited for. */
export interface JitterBufferSettings {
  readonly minimumMs: number;
  readonly maximumMs: number;
  /** Before anything is known of the network. */
  readonly startMs: number;
  /** How many packets halve the weight of what was seen: more keep a delay longer after it was needed. */
  readonly halfLifePackets: number;
  readonly mayGrow: boolean;
  readonly mayShrink: boolean;
}

/** Where packets go and what they carry. Addresses are literals, never names; the core does not resolve. */
export interface RemoteMedia {
  readonly address: string;
  readonly rtpPort: number;
  /** Where it is not `address` (RFC 3605). */
  readonly rtcpAddress?: string;
  readonly rtcpPort: number;
}

/** An administrator's machine, by a literal address. */
export interface PacketMirror {
  readonly address: string;
  readonly port: number;
}

/** Where sound is taken on its way: as the device gave it, after the echo canceller and what follows it, and as the device plays it. */
export type SoundTapPoint = 'microphone' | 'processed' | 'played';

/** A TURN server that hands media on, and the numbers of the channels to the other side (RFC 8656 §12), 0x4000 to 0x4fff; 0: that one goes straight. */
export interface MediaRelay {
  readonly address: string;
  readonly port: number;
  readonly rtpChannel: number;
  readonly rtcpChannel: number;
}

/** RFC 3711 keys of one direction. A secret: never logged. */
export interface SrtpKeys {
  readonly suite: SrtpSuite;
  /** Master key, then master salt, as long as the suite wants. */
  readonly master: Uint8Array;
  /** What packets carry to name the key (§3.1); they carry nothing when absent. */
  readonly mki?: Uint8Array;
  /** False: RTCP is authenticated only. */
  readonly encryptsRtcp: boolean;
}

/** While keys are awaited nothing goes that way. */
export type DirectionKeys = SrtpKeys | 'awaited';

/** Of a media socket's datagrams: on the port of RTP, or on that of RTCP. */
export type Component = 'rtp' | 'rtcp';

/** A tone or a rest of it: up to six sine parts at once; none is silence. */
export interface ToneSegment {
  readonly parts: readonly { readonly frequencyHz: number; readonly levelDbm0: number }[];
  readonly durationMs: number;
}

/** Segments are played in order, again and again until the section's time is over; 0 is for ever. */
export interface ToneSection {
  readonly segments: readonly ToneSegment[];
  readonly durationMs: number;
}

/** Up to four sections that follow each other; 32 segments in all. */
export interface Tone {
  readonly sections: readonly ToneSection[];
}

/** One channel. */
export interface Recording {
  readonly rateHz: 8000 | 16_000;
  readonly pcm: Int16Array;
}

/** When a ring sounds and when it rests; sections as of tones. */
export interface CadenceSection {
  readonly segments: readonly { readonly sounding: boolean; readonly durationMs: number }[];
  readonly durationMs: number;
}

export interface Ring {
  /** What sounds, again and again. It begins anew after each rest of the cadence. */
  readonly sound: Tone | Recording;
  /** Empty: the sound goes on all the time. */
  readonly cadence: readonly CadenceSection[];
  /** From 24 dB below to its loudness in this time. */
  readonly riseMs: number;
}

/** What the microphone picks up of what is played, all paths alike: up to 500 ms later, 0 to 90 dB softer. */
export interface Room {
  readonly delayMs: number;
  readonly lossDb: number;
}

/**
 * `driver: 'simulated'` has its own clock and PCM rings that the panel reads and fills; `alsa` names are PCM names as
 * `snd_pcm_open` takes them. Paths with the same names share one device. The ring goes to `ringer` where the device has one of
 * its own, else it is mixed into `playback`.
 */
export type DeviceChoice =
  | { readonly driver: 'simulated'; readonly room?: Room }
  | { readonly driver: 'alsa'; readonly playback: string; readonly capture: string; readonly ringer?: string };

export type MediaCommand =
  /** The mixer's switches follow `selectPath` and the ring, its volume follows `setVolume`. */
  | { readonly type: 'openDevice'; readonly path: PathName; readonly device: DeviceChoice; readonly mixer?: PathMixer }
  /** Which path is live. `none`: the microphone is closed and calls are heard nowhere; the ringer still plays. */
  | { readonly type: 'selectPath'; readonly path: PathName | 'none' }
  /** 0 to 10; 0 is silence, each step 3 dB, 7 is unity. */
  | { readonly type: 'setVolume'; readonly of: PathName | 'ringer'; readonly level: number }
  /** The microphone of every path; RTP goes on with silence, so that the other side keeps its mapping. */
  | { readonly type: 'setMuted'; readonly muted: boolean }
  /** Binds an RTP and an RTCP socket in the range; answers with `sessionOpened` or `sessionFailed`. */
  | {
      readonly type: 'openSession';
      readonly session: SessionId;
      /** Literal local address that media is bound to, without a zone. */
      readonly address: string;
      /** Linux interface name, which a link-local address needs. */
      readonly interface?: string;
      /** Even first port; RTP takes an even port, RTCP the next. */
      readonly portRange: { readonly first: number; readonly last: number };
      /** IP TOS byte, `voip/media/media_tos`. */
      readonly tos: number;
      /** RTCP SDES CNAME (RFC 7022: random, not the user's name). */
      readonly canonicalName: string;
      /** The core's own when absent. */
      readonly jitterBuffer?: JitterBufferSettings;
      /** Listens to a multicast group by the interface of `address`: to whoever speaks first, and `mediaLost` tells when they are done. */
      readonly group?: { readonly address: string; readonly port: number; readonly overAfterMs: number };
      /** Keys may come: what they need is made ready meanwhile. */
      readonly secured?: boolean;
      /** STUN and DTLS on its sockets are told as `datagramReceived`; they are dropped when absent. */
      readonly handshakes?: boolean;
      /** Its RTP is copied there, both ways and as it is on the wire: what is encrypted stays so. */
      readonly mirror?: PacketMirror;
      /** False: packets of IPv4 carry no UDP checksum. */
      readonly checksum?: boolean;
      /** So many packets in a row that nobody took are told as `mediaUnreachable`; none when absent or 0. */
      readonly mostUnreachable?: number;
    }
  /**
   * The machine's address changed: new sockets in the session's port range on this one. Streams go on as they were (SSRC, sequence,
   * timestamps). Answers with `sessionRebound` or `rebindFailed`, in the order of the commands.
   */
  | { readonly type: 'rebindSession'; readonly session: SessionId; readonly address: string; readonly interface?: string }
  /** Everything that an offer/answer settled. May be sent again at any time; what did not change goes on undisturbed. */
  | {
      readonly type: 'configureSession';
      readonly session: SessionId;
      readonly remote: RemoteMedia;
      readonly direction: Direction;
      readonly send: CodecChoice;
      /** What we accept, first is preferred; a packet of another payload type is counted and dropped. */
      readonly receive: readonly CodecChoice[];
      /** RFC 4733 payload types of each side, undefined when the side does not take them. */
      readonly telephoneEvent: { readonly send: number | undefined; readonly receive: number | undefined };
      /** Payload type of RFC 3389 that pauses in what we say are sent as; as sound when absent. */
      readonly comfortNoise?: number;
      /**
       * SRTP and SRTCP both ways; plain when absent. The keys of before go on with their counters; other ones are taken at once, and for
       * three seconds what the old ones protected is still heard.
       */
      readonly encryption?: { readonly send: DirectionKeys; readonly receive: DirectionKeys };
      /** Tells the other side how well it is heard (RTCP XR, RFC 3611). */
      readonly extendedReports?: boolean;
      /** Between two reports (Tmin of RFC 3550 §6.2), up to 255 s; as the standard has it when absent or 0. */
      readonly reportIntervalMs?: number;
      /** The marker is set in each packet of a key's event; in the first alone when absent. */
      readonly marksEachEvent?: boolean;
      /** RTCP goes and comes on RTP's port (RFC 5761). */
      readonly rtcpMultiplexed?: boolean;
      /** Packets go to the port that the other side's come from (RFC 4961); to no other address than `remote` unless it `roams`. */
      readonly symmetric?: boolean;
      /** Symmetric, the other side is whoever speaks first, from whatever address; then nobody else. */
      readonly roams?: boolean;
      /** Packets go to the other side through it, and come from it alone. */
      readonly relay?: MediaRelay;
    }
  /** From the session's own socket, where nothing has to be configured. An address that is no literal is refused silently. */
  | {
      readonly type: 'sendDatagram';
      readonly session: SessionId;
      readonly component: Component;
      readonly bytes: Uint8Array;
      readonly to: { readonly address: string; readonly port: number };
    }
  /** Joins or leaves the mixer: a held call stays open and unheard. */
  | { readonly type: 'connectSession'; readonly session: SessionId; readonly heard: boolean }
  /**
   * The parties of each group hear each other, and us where `connectSession` says so. Replaces all groups; a session is in one at most,
   * one that is not open is passed over.
   */
  | { readonly type: 'mixSessions'; readonly groups: readonly (readonly SessionId[])[] }
  /** How the other side's voice enters all that is heard of it, -40 to 12 dB. */
  | { readonly type: 'setVoice'; readonly session: SessionId; readonly muted: boolean; readonly levelDb: number }
  /** Our own voice in our ear, -60 to 0 dB; never on the loudspeaker. */
  | { readonly type: 'setSideTone'; readonly path: PathName; readonly levelDb: number | undefined }
  /**
   * The live path's own sound goes there as L16 RTP at 16 kHz, payload types 96 to 98 by the point; a muted microphone does not.
   * Replaces where it went before.
   */
  | { readonly type: 'tapSound'; readonly to: PacketMirror; readonly points: readonly SoundTapPoint[] }
  | { readonly type: 'tapSound'; readonly to: undefined }
  /**
   * What is done to a path's microphone before anybody hears it; replaces what was done before. `full`: a linear canceller and suppression
   * of what it leaves, half duplex until it has learnt the room; `linear`: the canceller alone, for paths with little echo;
   * `halfDuplex`: the louder side speaks.
   */
  | {
      readonly type: 'processVoice';
      readonly path: PathName;
      readonly echo: 'off' | 'linear' | 'full' | 'halfDuplex';
      /** How long the echo of one moment lasts, 16 to 256. */
      readonly tailMs: number;
      /** Steady noise is lowered by so much, 0 to 30; 0 leaves it. */
      readonly noiseReductionDb: number;
      /** Where echo is suppressed the other side hears the room's noise, not nothing. */
      readonly comfortNoise: boolean;
      /** -20 to 20. */
      readonly gainDb: number;
      /** The most that a quiet voice is raised, 0 to 20; 0 leaves levels as they are. */
      readonly automaticGainDb: number;
    }
  /** Heard by us and by everybody who hears our microphone, muted or not: that somebody joins, that the call is recorded. */
  | { readonly type: 'announce'; readonly tone: Tone }
  /** Into a new WAV file, until `stopRecording` or a limit; ends with `recordingEnded`. */
  | {
      readonly type: 'startRecording';
      readonly recording: SoundFileId;
      readonly file: string;
      readonly layout: RecordingLayout;
      readonly mostMs: number;
      /** Stops when less is left on the file system. */
      readonly leastFreeBytes: number;
    }
  | { readonly type: 'stopRecording'; readonly recording: SoundFileId }
  /** A WAV file of 16-bit PCM, in the live path; ends with `playbackEnded`. */
  | { readonly type: 'startPlayback'; readonly playback: SoundFileId; readonly file: string }
  | { readonly type: 'stopPlayback'; readonly playback: SoundFileId }
  /** RFC 4733 §2.5.1: event 0-15; sounds until `stopDtmf`, at least 40 ms. In band where the other side takes no events. */
  | { readonly type: 'startDtmf'; readonly session: SessionId; readonly event: number; readonly levelDbm0: number }
  | { readonly type: 'stopDtmf'; readonly session: SessionId }
  /** What calls hear that hear it; undefined: nothing. */
  | { readonly type: 'setMusic'; readonly music: Recording | undefined }
  /** In place of silence while we do not hear the call; from the beginning. */
  | { readonly type: 'playMusic'; readonly session: SessionId; readonly on: boolean }
  | { readonly type: 'closeSession'; readonly session: SessionId }
  /** Local tone in the live path, mixed over calls: dial tone, ring back, call waiting. One at a time. */
  | { readonly type: 'playTone'; readonly tone: Tone }
  | { readonly type: 'stopTone' }
  /** In the ringer; its volume is the ringer's. */
  | { readonly type: 'playRing'; readonly path: PathName; readonly ring: Ring }
  | { readonly type: 'stopRing' }
  | { readonly type: 'requestStatistics'; readonly session: SessionId };

export type MediaEvent =
  | { readonly type: 'sessionOpened'; readonly session: SessionId; readonly rtpPort: number; readonly rtcpPort: number }
  /** It could not be opened; it is not there. */
  | { readonly type: 'sessionFailed'; readonly session: SessionId; readonly reason: string }
  | { readonly type: 'sessionRebound'; readonly session: SessionId; readonly rtpPort: number; readonly rtcpPort: number }
  /** The old sockets stay. */
  | { readonly type: 'rebindFailed'; readonly session: SessionId; readonly reason: string }
  /** What was to be configured is not possible (an address that is no literal, a codec that is not in the core); the old stays. */
  | { readonly type: 'sessionRefused'; readonly session: SessionId; readonly reason: string }
  /** STUN or DTLS (RFC 7983) from whomever, 200 in a second at most; in its frame when it came through a TURN channel. */
  | {
      readonly type: 'datagramReceived';
      readonly session: SessionId;
      readonly component: Component;
      readonly bytes: Uint8Array;
      readonly from: { readonly address: string; readonly port: number };
    }
  /** First packet accepted, each change of source afterwards, and the first packet after `mediaLost`. */
  | { readonly type: 'mediaStarted'; readonly session: SessionId; readonly from: string }
  /** Nothing came for the time although the direction lets the other side speak. */
  | { readonly type: 'mediaLost'; readonly session: SessionId; readonly silentMs: number }
  /** So many packets in a row that `mostUnreachable` says met nobody (ICMP). Told once. */
  | { readonly type: 'mediaUnreachable'; readonly session: SessionId }
  /** RFC 4733 or, from a side that sends no such events, heard in its sound; once each, when its end is known. */
  | { readonly type: 'dtmfReceived'; readonly session: SessionId; readonly event: number; readonly durationMs: number }
  | { readonly type: 'remoteLeft'; readonly session: SessionId; readonly reason: string }
  | { readonly type: 'statisticsReported'; readonly session: SessionId; readonly statistics: SessionStatistics }
  | {
      readonly type: 'qualityReported';
      readonly session: SessionId;
      readonly statistics: SessionStatistics;
      readonly final: boolean;
    }
  /** Of the sessions in groups, at most five times a second; `microphone`: our side talks. */
  | { readonly type: 'talkersChanged'; readonly sessions: readonly SessionId[]; readonly microphone: boolean }
  /** `failure` in words for a log; a file that could be begun is whole up to there. */
  | {
      readonly type: 'recordingEnded';
      readonly recording: SoundFileId;
      readonly reason: 'stopped' | 'limit' | 'diskFull' | 'failed';
      readonly failure: string;
      readonly durationMs: number;
      readonly bytes: number;
    }
  /** `failure` is empty when it was heard to the end, or stopped. */
  | { readonly type: 'playbackEnded'; readonly playback: SoundFileId; readonly failure: string }
  | { readonly type: 'deviceFailed'; readonly path: PathName; readonly reason: string }
  | { readonly type: 'deviceRecovered'; readonly path: PathName }
  /** A mixer's control could not be set; `reason` names it and its card. The volume is the core's meanwhile. */
  | { readonly type: 'mixerFailed'; readonly path: PathName; readonly reason: string }
  /** SCHED_FIFO could not be had (needs CAP_SYS_NICE or LimitRTPRIO): timing is best effort. */
  | { readonly type: 'priorityRefused'; readonly reason: string };
