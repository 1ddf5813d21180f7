// A media engine with the simulated device and one session, for tests: waits for events and measures what is heard.
import { MediaEngine } from '#media/engine';
import type { CodecChoice, Direction, DirectionKeys, MediaCommand, MediaEvent } from '#media/messages';
import type { Place } from '#media/native';
import type { SessionStatistics } from '#media/session-statistics';

export const PCMU: CodecChoice = { name: 'PCMU', payloadType: 0, clockRateHz: 8000, packetTimeMs: 20 };
export const PCMA: CodecChoice = { name: 'PCMA', payloadType: 8, clockRateHz: 8000, packetTimeMs: 20 };
export const G722: CodecChoice = { name: 'G722', payloadType: 9, clockRateHz: 8000, packetTimeMs: 20 };
export const EVENT_PAYLOAD_TYPE = 101;

type Of<T extends MediaEvent['type']> = Extract<MediaEvent, { type: T }>;

interface Waiting {
  readonly wants: (event: MediaEvent) => boolean;
  readonly done: (event: MediaEvent) => void;
}

export class MediaStation implements AsyncDisposable {
  readonly events: MediaEvent[] = [];
  readonly engine: MediaEngine;
  readonly #waiting = new Set<Waiting>();
  #taken = 0;
  rtpPort = 0;
  rtcpPort = 0;

  constructor() {
    const quiet = (): void => {};
    this.engine = new MediaEngine({
      log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
      listener: (event) => {
        this.#heard(event);
      },
    });
  }

  /** Opens the device, makes the handset live and opens session 1. */
  static async open(): Promise<MediaStation> {
    const station = new MediaStation();
    station.send({ type: 'openDevice', path: 'handset', device: { driver: 'simulated' } });
    station.send({ type: 'openDevice', path: 'speaker', device: { driver: 'simulated' } });
    station.send({ type: 'selectPath', path: 'handset' });
    const opened = await station.openSession(1);
    station.rtpPort = opened.rtpPort;
    station.rtcpPort = opened.rtcpPort;
    return station;
  }

  async openSession(
    session: number,
    address = '127.0.0.1',
    more: Partial<Pick<MediaCommand & { type: 'openSession' }, 'handshakes' | 'mirror' | 'jitterBuffer'>> = {},
  ): Promise<Of<'sessionOpened'>> {
    this.send({
      type: 'openSession',
      session,
      address,
      portRange: { first: 30_000, last: 39_999 },
      tos: 184,
      canonicalName: 'c0ffee',
      ...more,
    });
    return await this.next('sessionOpened', (event) => event.session === session);
  }

  send(command: MediaCommand): void {
    this.engine.send(command);
  }

  /** Session 1 to a port on loopback, heard. */
  talkTo(
    rtpPort: number,
    changes: {
      readonly direction?: Direction;
      readonly codec?: CodecChoice;
      readonly session?: number;
      readonly events?: boolean;
      readonly encryption?: { readonly send: DirectionKeys; readonly receive: DirectionKeys };
      readonly extendedReports?: boolean;
    } = {},
  ): void {
    const { direction = 'sendrecv', codec = PCMU, session = 1, events = true, encryption, extendedReports = false } = changes;
    this.send({
      type: 'configureSession',
      session,
      remote: { address: '127.0.0.1', rtpPort, rtcpPort: rtpPort + 1 },
      direction,
      send: codec,
      receive: [codec],
      telephoneEvent: { send: events ? EVENT_PAYLOAD_TYPE : undefined, receive: events ? EVENT_PAYLOAD_TYPE : undefined },
      ...(encryption === undefined ? {} : { encryption }),
      extendedReports,
    });
    this.send({ type: 'connectSession', session, heard: true });
  }

  /** The next event of the type that was not taken before; rejects after `timeoutMs`. */
  next<T extends MediaEvent['type']>(type: T, wants: (event: Of<T>) => boolean = () => true, timeoutMs = 20_000): Promise<Of<T>> {
    const matches = (event: MediaEvent): boolean => event.type === type && wants(event as Of<T>);
    const index = this.events.findIndex((event, at) => at >= this.#taken && matches(event));
    if (index >= 0) {
      this.#taken = index + 1;
      return Promise.resolve(this.events[index] as Of<T>);
    }
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(waiting);
        reject(new Error(`no ${type} within ${timeoutMs} ms; came: ${JSON.stringify(this.events)}`));
      }, timeoutMs);
      const waiting: Waiting = {
        wants: matches,
        done: (event) => {
          clearTimeout(timer);
          this.#taken = this.events.length;
          resolve(event as Of<T>);
        },
      };
      this.#waiting.add(waiting);
    });
  }

  count(type: MediaEvent['type']): number {
    return this.events.filter((event) => event.type === type).length;
  }

  async statistics(session = 1): Promise<SessionStatistics> {
    this.send({ type: 'requestStatistics', session });
    return (await this.next('statisticsReported', (event) => event.session === session)).statistics;
  }

  /** The next `durationMs` of what the place plays. */
  async listen(place: Place, durationMs: number): Promise<Int16Array> {
    const sound = this.engine.simulatedSound;
    const from = sound.position(place);
    const count = (sound.sampleRateHz * durationMs) / 1000;
    while (sound.position(place) < from + count) await pause(20);
    return sound.read(place, from, count);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.engine.close();
  }

  #heard(event: MediaEvent): void {
    this.events.push(event);
    for (const waiting of this.#waiting) {
      if (!waiting.wants(event)) continue;
      this.#waiting.delete(waiting);
      waiting.done(event);
      return;
    }
  }
}

/** The device's clock is real, so tests of it pass real time. */
export function pause(durationMs: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, durationMs);
  });
}
