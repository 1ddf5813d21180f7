// What finds out what is wrong: the log, SIP conversations, ping and the way of packets, a recording of the phone's own traffic.

import type { Ladder } from '../signalling/ladder.ts';

export type Severity = 'debug' | 'info' | 'warn' | 'error';

export interface LogLine {
  /** Rises by one with each. */
  readonly number: number;
  readonly atMs: number;
  readonly severity: Severity;
  /** The module. */
  readonly topic: string;
  readonly text: string;
}

export interface LogFilter {
  /** Only what is newer than this number. */
  readonly after?: number;
  readonly severity?: Severity;
  readonly topic?: string;
  readonly search?: string;
}

export interface ConversationEntry {
  readonly callId: string;
  readonly method: string;
  readonly remote: string;
  readonly messages: number;
  readonly atMs: number;
}

/** A ladder with the text of each message beside it. */
export interface LadderWithTexts extends Ladder {
  readonly texts: readonly string[];
}

/** What a program said, line by line, and how it ended. */
export interface ProbeResult {
  readonly finished: boolean;
  readonly failed: boolean;
  readonly lines: readonly string[];
}

export type ProbeStarted =
  | { readonly ok: true }
  | { readonly ok: false; readonly error: 'busy' | 'invalidAddress' | 'notInstalled' };

export interface CaptureState {
  readonly running: boolean;
  readonly packets: number;
  readonly bytes: number;
  /** The oldest went when the newest came. */
  readonly overflowed: boolean;
  readonly withMedia: boolean;
}

export interface Diagnostics {
  log(filter: LogFilter): readonly LogLine[];
  /** The modules that have spoken. */
  readonly topics: readonly string[];
  conversations(): readonly ConversationEntry[];
  ladder(callId: string): LadderWithTexts | undefined;
  ping(address: string): ProbeStarted;
  traceroute(address: string): ProbeStarted;
  readonly probe: ProbeResult;
  stopProbe(): void;
  readonly capture: CaptureState;
  /** RTP of calls that begin from now on, when it is wanted, encrypted where it is. */
  startCapture(withMedia: boolean): Promise<void>;
  stopCapture(): void;
  /** As a pcap file. */
  captureFile(): Uint8Array;
}
