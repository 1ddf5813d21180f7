// The media engine: checks commands, hands them to the native core, and brings its events to one listener.

import { checkCommand } from './check-command.ts';
import { MediaError } from './errors.ts';
import type { MediaCommand, MediaEvent } from './messages.ts';
import { loadNativeCore, type NativeEngine } from './native.ts';
import type { Log } from './ports.ts';
import { SimulatedSound } from './simulated-sound.ts';

export interface MediaEngineOptions {
  readonly listener: (event: MediaEvent) => void;
  readonly log: Log;
  /** The addon, where it is not in its usual place. */
  readonly nativeCore?: URL | undefined;
}

/** Lives until `close`; threads of its own that do not keep the process alive. */
export class MediaEngine implements AsyncDisposable {
  readonly simulatedSound: SimulatedSound;
  readonly #options: MediaEngineOptions;
  readonly #native: NativeEngine;
  readonly #hasCodec: (name: string) => boolean;
  #closing = false;
  #closed = false;

  constructor(options: MediaEngineOptions) {
    this.#options = options;
    const core = loadNativeCore(options.nativeCore);
    this.#hasCodec = core.hasCodec;
    this.#native = new core.Engine((event) => {
      this.#tell(event);
    });
    this.simulatedSound = new SimulatedSound(() => this.#open());
  }

  /** Whether the core has a codec, by its SDP name: some come with libraries that not every machine has. */
  speaks(name: string): boolean {
    return this.#hasCodec(name);
  }

  /** Throws `MEDIA_INVALID_COMMAND` or `MEDIA_CLOSED`; everything else that may go wrong is an event. */
  send(command: MediaCommand): void {
    const native = this.#open();
    checkCommand(command);
    switch (command.type) {
      case 'openSession':
        this.#openSession(native, command);
        return;
      case 'rebindSession':
        this.#rebindSession(native, command);
        return;
      case 'configureSession':
        this.#configureSession(native, command);
        return;
      case 'tapSound':
        if (!native.tapSound(command) && command.to !== undefined)
          this.#options.log.warn('media', 'sound is not copied: no socket for it');
        return;
      default:
        forward(native, command);
    }
  }

  /** Open sessions say goodbye (RTCP BYE) first. Their last events come before this resolves. */
  async close(): Promise<void> {
    // A listener may close at one of the last events, which come while this is under way.
    if (this.#closing) return;
    this.#closing = true;
    this.#native.close();
    this.#closed = true;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #open(): NativeEngine {
    if (this.#closed) throw new MediaError('MEDIA_CLOSED', 'the media engine is closed');
    return this.#native;
  }

  #openSession(native: NativeEngine, command: MediaCommand & { type: 'openSession' }): void {
    const { session } = command;
    const answer = native.openSession({ ...command, address: zoned(command) });
    const event: MediaEvent =
      typeof answer === 'string'
        ? { type: 'sessionFailed', session, reason: answer }
        : { type: 'sessionOpened', session, rtpPort: answer.rtpPort, rtcpPort: answer.rtcpPort };
    // An event never comes before the command that asked for it returns.
    queueMicrotask(() => {
      this.#tell(event);
    });
  }

  #rebindSession(native: NativeEngine, command: MediaCommand & { type: 'rebindSession' }): void {
    const { session } = command;
    const answer = native.rebindSession(session, zoned(command));
    const event: MediaEvent =
      typeof answer === 'string'
        ? { type: 'rebindFailed', session, reason: answer }
        : { type: 'sessionRebound', session, rtpPort: answer.rtpPort, rtcpPort: answer.rtcpPort };
    queueMicrotask(() => {
      this.#tell(event);
    });
  }

  #configureSession(native: NativeEngine, command: MediaCommand & { type: 'configureSession' }): void {
    const reason = native.configureSession(command);
    if (reason === undefined) return;
    const { session } = command;
    queueMicrotask(() => {
      this.#tell({ type: 'sessionRefused', session, reason });
    });
  }

  #tell(event: MediaEvent): void {
    try {
      this.#options.listener(event);
    } catch (error) {
      this.#options.log.error('media', 'the listener failed', { event: event.type, error: String(error) });
    }
  }
}

type Forwarded = Exclude<MediaCommand, { type: 'openSession' | 'rebindSession' | 'configureSession' }>;

/** `fe80::1%eth0` (RFC 4007 §11); other addresses mean the same on every interface. */
function zoned(place: { readonly address: string; readonly interface?: string }): string {
  const isLinkLocal = /^fe[89ab]/i.test(place.address);
  return isLinkLocal && place.interface !== undefined ? `${place.address}%${place.interface}` : place.address;
}

function forward(native: NativeEngine, command: Forwarded): void {
  switch (command.type) {
    case 'openDevice':
      native.openDevice(command.path, command.device, command.mixer);
      return;
    case 'selectPath':
      native.selectPath(command.path);
      return;
    case 'setVolume':
      native.setVolume(command.of, command.level);
      return;
    case 'setMuted':
      native.setMuted(command.muted);
      return;
    case 'connectSession':
      native.connectSession(command.session, command.heard);
      return;
    case 'mixSessions':
      native.mixSessions(command.groups);
      return;
    case 'setVoice':
      native.setVoice(command.session, command.muted, command.levelDb);
      return;
    case 'setSideTone':
      native.setSideTone(command.path, command.levelDb);
      return;
    case 'setMusic':
      native.setMusic(command.music);
      return;
    case 'playMusic':
      native.playMusic(command.session, command.on);
      return;
    case 'processVoice':
      native.processVoice(command);
      return;
    case 'announce':
      native.announce(command.tone);
      return;
    case 'startRecording':
      native.startRecording(command);
      return;
    case 'stopRecording':
      native.stopRecording(command.recording);
      return;
    case 'startPlayback':
      native.startPlayback(command.playback, command.file);
      return;
    case 'stopPlayback':
      native.stopPlayback(command.playback);
      return;
    case 'startDtmf':
      native.startDtmf(command.session, command.event, Math.round(-command.levelDbm0));
      return;
    case 'stopDtmf':
      native.stopDtmf(command.session);
      return;
    case 'sendDatagram':
      native.sendDatagram(command.session, command.component, command.bytes, command.to.address, command.to.port);
      return;
    case 'closeSession':
      native.closeSession(command.session);
      return;
    case 'playTone':
      native.playTone(command.tone);
      return;
    case 'stopTone':
      native.stopTone();
      return;
    case 'playRing':
      native.playRing(command.path, command.ring);
      return;
    case 'stopRing':
      native.stopRing();
      return;
    case 'requestStatistics':
      native.requestStatistics(command.session);
      return;
  }
}
