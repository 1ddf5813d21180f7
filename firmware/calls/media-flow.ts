// Between whom the sound of a session goes on the wire, and by which sources it is known there (RFC 3550 §3).

import type { SessionStatistics } from '#media/session-statistics';

export interface Place {
  readonly address: string;
  readonly port: number;
}

export interface MediaFlow {
  readonly local: Place;
  readonly remote: Place;
  readonly localSsrc: number;
  /** Undefined before the first packet. */
  readonly remoteSsrc: number | undefined;
}

/** Undefined while one of the places is not known. */
export function mediaFlow(
  local: Place | undefined,
  remote: Place | undefined,
  { localSsrc, remoteSsrc }: Pick<SessionStatistics, 'localSsrc' | 'remoteSsrc'>,
): MediaFlow | undefined {
  return local && remote && { local, remote, localSsrc, remoteSsrc };
}
