// What finds out what is wrong, put together.

import type {
  CaptureState,
  Diagnostics,
  LadderWithTexts,
  LogFilter,
  LogLine,
  ProbeResult,
  ProbeStarted,
} from '#ui/administration/diagnostics';
import type { Clock } from '#ui/ports';
import { conversationsOf, ladderOf } from '#ui/signalling/ladder';
import type { Log } from '../system/log.ts';
import { findProgram, isHost, NetworkProbe, type ProbeKind } from '../system/network-probe.ts';
import type { SignallingTrace } from '../system/signalling-trace.ts';
import type { LogBook } from './log-book.ts';
import type { PacketCapture } from './packet-capture.ts';

export interface DiagnosticsOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly logBook: LogBook;
  readonly trace: SignallingTrace;
  readonly capture: PacketCapture;
}

const mostConversations = 100;

export class PhoneDiagnostics implements Diagnostics, Disposable {
  readonly #options: DiagnosticsOptions;
  #probe: NetworkProbe | undefined;

  constructor(options: DiagnosticsOptions) {
    this.#options = options;
  }

  get topics(): readonly string[] {
    return this.#options.logBook.topics;
  }

  get probe(): ProbeResult {
    const { state = 'done', lines = [] } = this.#probe?.job ?? {};
    return { finished: state !== 'running', failed: state === 'failed', lines };
  }

  get capture(): CaptureState {
    return this.#options.capture.state;
  }

  log(filter: LogFilter): readonly LogLine[] {
    return this.#options.logBook.read(filter);
  }

  conversations(): ReturnType<Diagnostics['conversations']> {
    const { trace, clock } = this.#options;
    return conversationsOf(trace.messages)
      .slice(0, mostConversations)
      .map(({ callId, first, messages }) => ({
        callId,
        method: first.cseq.method,
        remote: first.remote,
        messages,
        atMs: clock.wall.ms - (clock.monotonicMs - first.atMs),
      }));
  }

  ladder(callId: string): LadderWithTexts | undefined {
    const { messages } = this.#options.trace;
    const texts = messages.filter((message) => message.callId === callId).map(({ text }) => text);
    return texts.length === 0 ? undefined : { ...ladderOf(messages, callId), texts };
  }

  ping(address: string): ProbeStarted {
    return this.#start('ping', address);
  }

  traceroute(address: string): ProbeStarted {
    return this.#start('traceroute', address);
  }

  stopProbe(): void {
    this.#probe?.cancel();
  }

  startCapture(withMedia: boolean): Promise<void> {
    return this.#options.capture.start(withMedia);
  }

  stopCapture(): void {
    this.#options.capture.stop();
  }

  captureFile(): Uint8Array {
    return this.#options.capture.file();
  }

  [Symbol.dispose](): void {
    this.#probe?.cancel();
    this.#options.capture.stop();
  }

  #start(kind: ProbeKind, address: string): ProbeStarted {
    if (!isHost(address)) return { ok: false, error: 'invalidAddress' };
    if (findProgram(kind) === undefined) return { ok: false, error: 'notInstalled' };
    if (this.#probe?.job.state === 'running') return { ok: false, error: 'busy' };
    // Pages ask how far it is.
    this.#probe = new NetworkProbe(kind, address, { log: this.#options.log, changed: () => undefined });
    this.#probe.start();
    return { ok: true };
  }
}
