// How long a phone waits before it asks a server again that failed or refused it.

/** 0 to below 1: chance, so that a building's phones do not come back in step after a power cut (RFC 5626 §4.5). */
type Fraction = number;

const firstPauseMs = 30_000;
const longestPauseMs = 600_000;
/** What was refused for good is asked again this seldom: administrators mend things, and nobody restarts the phone for it. */
const finalPauseMs = 3_600_000;

/** Doubled each time up to the cap, which is `firstMs` where that is more; never earlier than Retry-After says. */
export function growingPauseMs(
  failures: number,
  fraction: Fraction,
  retryAfterMs: number | undefined,
  firstMs: number = firstPauseMs,
): number {
  const ceilingMs = Math.max(longestPauseMs, firstMs);
  const pauseMs = Math.min(firstMs * 2 ** Math.min(failures, 10), ceilingMs) * (0.5 + fraction / 2);
  return Math.round(Math.max(pauseMs, retryAfterMs ?? 0));
}

export function longPauseMs(fraction: Fraction, retryAfterMs: number | undefined): number {
  return Math.round(Math.max(finalPauseMs * (1 + fraction / 4), retryAfterMs ?? 0));
}

/** Refused for what was asked, not for the moment: the same request will be refused again. 407 and 401 come here after credentials. */
export function isFinalRefusal(status: number | undefined): boolean {
  if (status === undefined) return false;
  return (status >= 300 && status < 500 && !momentary.has(status)) || status === 501 || status === 505 || status >= 600;
}

const momentary: ReadonlySet<number> = new Set([408, 423, 429, 430, 480, 481, 482, 486, 487, 491]);
