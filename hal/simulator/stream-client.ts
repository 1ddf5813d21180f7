// One page on `/api/stream`: gives it the board's changes, takes its microphone. The messages are drawn in stream-format.md.

import type { RawData, WebSocket } from 'ws';
import type { LedName, LedState } from '../leds/leds.ts';
import { patternSteps } from '../leds/pattern.ts';
import { DirtyArea } from './dirty-area.ts';
import { defaultMicrophoneRateHz } from './panel-sound.ts';
import type { PanelSources, Pcm, TracedMessage } from './panel-sources.ts';
import { decodeMicrophone, encodePicture, encodeSound } from './stream-format.ts';
import type { VirtualBoard, VirtualBoardChange } from './virtual-board.ts';

/** Sound that is late is worthless: about a second of it. */
const mostSoundWaitingBytes = 65_536;
/** A page that takes nothing at all is cut off; when it comes back it is told everything anew. */
const mostWaitingBytes = 8 * 1024 * 1024;
const mostTextLength = 8_192;
/** RFC 6455 §7.4.1: the message breaks the rules. */
const policyViolation = 1008;

export interface StreamClientOptions {
  readonly socket: WebSocket;
  readonly board: VirtualBoard;
  /** The page says that it speaks, or no longer. */
  readonly microphoneClaimed: (on: boolean) => void;
  readonly microphoneHeard: (sound: Pcm) => void;
}

export class StreamClient {
  readonly #options: StreamClientOptions;
  readonly #dirty = new DirtyArea();
  #sendingPicture = false;
  #wantsSound = false;
  #sources: PanelSources | undefined;
  #stopObserving: () => void = () => {};
  #stopTicker: () => void = () => {};
  #stopSound: () => void = () => {};

  constructor(options: StreamClientOptions) {
    this.#options = options;
  }

  start(): void {
    const { socket, board } = this.#options;
    socket.on('message', (data, isBinary) => {
      if (!this.#take(data, isBinary)) socket.close(policyViolation, 'unknown message');
    });
    this.#send({ type: 'hello', ...greeting(board) });
    this.#stopObserving = board.observe((change) => this.#tell(change));
    const { width, height } = board.frame;
    this.#dirty.add([{ x: 0, y: 0, width, height }]);
    this.#sendPicture();
  }

  attach(sources: PanelSources): void {
    this.#leave();
    this.#sources = sources;
    this.#send({ type: 'attached', microphoneRateHz: microphoneRateHz(sources), hints: sources.hints?.() ?? [] });
    this.#stopTicker = sources.onMessageTraced((message) => this.#send({ type: 'sip', ...ticker(message) }));
    this.#listen();
  }

  stop(): void {
    this.#stopObserving();
    this.#leave();
    this.#sources = undefined;
  }

  #leave(): void {
    this.#stopTicker();
    this.#stopSound();
    this.#stopTicker = () => {};
    this.#stopSound = () => {};
  }

  #listen(): void {
    this.#stopSound();
    this.#stopSound = () => {};
    if (!this.#wantsSound || this.#sources === undefined) return;
    this.#stopSound = this.#sources.audio.listen((place, sound) => {
      const { socket } = this.#options;
      if (socket.bufferedAmount < mostSoundWaitingBytes) socket.send(encodeSound(place, sound));
    });
  }

  #tell(change: VirtualBoardChange): void {
    switch (change.type) {
      case 'pictureChanged':
        this.#dirty.add(change.rectangles);
        this.#sendPicture();
        break;
      case 'ledChanged':
        this.#send({ type: 'led', ...lamp(change.name, change.state) });
        break;
      case 'keyMoved':
        this.#send({ type: 'key', key: change.key, action: change.action });
        break;
      case 'hookMoved':
        this.#send({ type: 'hook', off: change.off });
        break;
      case 'headsetPlugged':
        this.#send({ type: 'headset', plugged: change.plugged });
        break;
      case 'brightnessChanged':
        this.#send({ type: 'brightness', percent: change.percent });
        break;
    }
  }

  #send(message: object): void {
    const { socket } = this.#options;
    if (socket.bufferedAmount > mostWaitingBytes) socket.terminate();
    else socket.send(JSON.stringify(message));
  }

  /** One batch at a time; what changes while it is under way goes with the next. */
  #sendPicture(): void {
    if (this.#sendingPicture) return;
    const rectangles = this.#dirty.take();
    if (rectangles.length === 0) return;
    this.#sendingPicture = true;
    const { socket, board } = this.#options;
    const parts = rectangles.map((rectangle) => encodePicture(board.frame, rectangle));
    for (const [index, part] of parts.entries()) {
      if (index < parts.length - 1) socket.send(part);
      else socket.send(part, (error) => this.#pictureSent(error ?? undefined));
    }
  }

  #pictureSent(error: Error | undefined): void {
    this.#sendingPicture = false;
    if (error === undefined) this.#sendPicture();
  }

  #take(data: RawData, isBinary: boolean): boolean {
    const bytes = Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer);
    return isBinary ? this.#takeSound(bytes) : this.#takeText(bytes.toString('utf8'));
  }

  #takeSound(bytes: Uint8Array): boolean {
    if (this.#sources === undefined) return true;
    const sound = decodeMicrophone(bytes, microphoneRateHz(this.#sources));
    if (sound !== undefined) this.#options.microphoneHeard(sound);
    return sound !== undefined;
  }

  #takeText(text: string): boolean {
    const message = parse(text);
    if (message === undefined) return false;
    if (message.type === 'microphone') this.#options.microphoneClaimed(message.on);
    if (message.type === 'audio') {
      this.#wantsSound = message.on;
      this.#listen();
    }
    return true;
  }
}

function parse(text: string): { readonly type: 'audio' | 'microphone'; readonly on: boolean } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('type' in value) || !('on' in value)) return undefined;
    const { type, on } = value;
    return (type === 'audio' || type === 'microphone') && typeof on === 'boolean' ? { type, on } : undefined;
  } catch {
    return undefined;
  }
}

function microphoneRateHz(sources: PanelSources): number {
  return sources.audio.microphoneRateHz ?? defaultMicrophoneRateHz;
}

function greeting(board: VirtualBoard): object {
  const { name, keys, display } = board.definition;
  const { class: displayClass, width, height, format, touch } = display;
  return {
    board: { name, class: displayClass, width, height, format, touch, keys: keys.names.map((key) => key.name) },
    hookOff: board.hookOff,
    headsetPlugged: board.headsetPlugged,
    brightness: board.brightness,
    keysDown: [...board.keysDown],
    leds: [...board.leds].map(([led, state]) => lamp(led, state)),
  };
}

function lamp(name: LedName, state: LedState): object {
  return { name, color: state.color, pattern: state.pattern, stepsMs: patternSteps(state) };
}

function ticker({ atMs, direction, protocol, remote, startLine, text }: TracedMessage): object {
  const cut = text.length > mostTextLength ? `${text.slice(0, mostTextLength)}\n...` : text;
  return { atMs, direction, protocol, remote, startLine: startLine.slice(0, mostTextLength), text: cut };
}
