// How long to wait after a failed fetch: `1800,3600,7200,14400+3600`. The last one holds from then on; `+n` is the span of a random part.

export interface RetryDelay {
  readonly seconds: number;
  readonly randomSeconds: number;
}

/** Undefined when it is no such list. */
export function parseRetryList(text: string): readonly RetryDelay[] | undefined {
  const delays = text.split(',', 33).map((part) => /^\s*(\d{1,9})(?:\+(\d{1,9}))?\s*$/.exec(part));
  if (delays.length > 32 || delays.includes(null)) return undefined;
  return delays.flatMap((found) => (found === null ? [] : { seconds: Number(found[1]), randomSeconds: Number(found[2] ?? 0) }));
}

/** `attempt`: 0 after the first failure. */
export function delayAfter(list: readonly RetryDelay[], attempt: number): RetryDelay | undefined {
  return list[Math.min(attempt, list.length - 1)];
}
