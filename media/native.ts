// The only loader of the native core: the one built here, else the one that came with the package.

import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { MediaError } from './errors.ts';
import type {
  Component,
  DeviceChoice,
  MediaCommand,
  MediaEvent,
  PathName,
  Recording,
  Ring,
  SessionId,
  SoundFileId,
  SrtpKeys,
  Tone,
} from './messages.ts';
import type { PathMixer } from './path-mixer.ts';

export type Place = 'earpiece' | 'speaker';

/** The addon's engine. It trusts its arguments: `MediaEngine` checks them. */
export interface NativeEngine {
  openDevice(path: PathName, device: DeviceChoice, mixer: PathMixer | undefined): void;
  selectPath(path: PathName | 'none'): void;
  setVolume(of: PathName | 'ringer', level: number): void;
  setMuted(muted: boolean): void;
  /** A string is the reason of the failure. */
  openSession(command: MediaCommand & { readonly type: 'openSession' }): { rtpPort: number; rtcpPort: number } | string;
  /** `address` with its zone. A string is the reason of the failure. */
  rebindSession(session: SessionId, address: string): { rtpPort: number; rtcpPort: number } | string;
  /** A string is the reason of the failure. */
  configureSession(command: MediaCommand & { readonly type: 'configureSession' }): string | undefined;
  connectSession(session: SessionId, heard: boolean): void;
  mixSessions(groups: readonly (readonly SessionId[])[]): void;
  setVoice(session: SessionId, muted: boolean, levelDb: number): void;
  setSideTone(path: PathName, levelDb: number | undefined): void;
  /** False: nothing is copied. */
  tapSound(command: MediaCommand & { readonly type: 'tapSound' }): boolean;
  processVoice(command: MediaCommand & { readonly type: 'processVoice' }): void;
  announce(tone: Tone): void;
  setMusic(music: Recording | undefined): void;
  playMusic(session: SessionId, on: boolean): void;
  startRecording(command: MediaCommand & { readonly type: 'startRecording' }): void;
  stopRecording(recording: SoundFileId): void;
  startPlayback(playback: SoundFileId, file: string): void;
  stopPlayback(playback: SoundFileId): void;
  /** `volume` is the power below 0 dBm0. */
  startDtmf(session: SessionId, event: number, volume: number): void;
  stopDtmf(session: SessionId): void;
  closeSession(session: SessionId): void;
  sendDatagram(session: SessionId, component: Component, bytes: Uint8Array, address: string, port: number): void;
  requestStatistics(session: SessionId): void;
  playTone(tone: Tone): void;
  stopTone(): void;
  playRing(path: PathName, ring: Ring): void;
  stopRing(): void;
  playMicrophone(pcm: Int16Array, rateHz: number, loop: boolean): void;
  feedMicrophone(pcm: Int16Array, rateHz: number): void;
  position(place: Place): number;
  read(place: Place, fromSample: number, count: number): Int16Array;
  /** Ends the threads; tells the events that are left before it returns. */
  close(): void;
}

/** What a handshake wants after each of its steps. */
export interface NativeStep {
  readonly datagrams: readonly Uint8Array[];
  /** When `expire` is to be called; it waits for the other side alone when absent. */
  readonly timeoutMs?: number;
  readonly failure?: string;
  readonly keys?: { readonly send: SrtpKeys; readonly receive: SrtpKeys };
}

export interface NativeHandshake {
  start(): NativeStep;
  receive(datagram: Uint8Array): NativeStep;
  expire(): NativeStep;
}

interface NativeCore {
  readonly Engine: new (listener: (event: MediaEvent) => void) => NativeEngine;
  /** By SDP name. */
  readonly hasCodec: (name: string) => boolean;
  readonly Handshake: new (
    active: boolean,
    fingerprints: readonly { readonly hash: string; readonly value: string }[],
  ) => NativeHandshake;
  readonly certificateFingerprint: () => string | undefined;
  /** A descriptor, or errno's name. */
  readonly bindDatagramSocket: (address: string, port: number, tos: number) => number | string;
}

const usualPlaces = [`../build/native/${process.arch}/hookswitch_media.node`, `../prebuilds/linux-${process.arch}.node`];

/** Throws `MEDIA_NATIVE_MISSING`. */
export function loadNativeCore(file?: URL): NativeCore {
  const candidates = file === undefined ? usualPlaces.map((place) => new URL(place, import.meta.url)) : [file];
  const require = createRequire(import.meta.url);
  for (const candidate of candidates) {
    if (!existsSync(candidate)) continue;
    try {
      return require(candidate.pathname) as NativeCore;
    } catch (cause) {
      throw new MediaError('MEDIA_NATIVE_MISSING', `the native media core ${candidate.pathname} does not load`, { cause });
    }
  }
  throw new MediaError(
    'MEDIA_NATIVE_MISSING',
    `the native media core is not built (looked for ${candidates.map(({ pathname }) => pathname).join(', ')})`,
  );
}
