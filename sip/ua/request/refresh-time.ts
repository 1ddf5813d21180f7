// When a server is asked again for what it keeps for a time only: a registration, a publication, a subscription.

/** Time for a lost refresh to fail (timer F, 32 s) and to be tried anew before all is gone. */
const marginMs = 40_000;
/** A server that grants a second or two shall not set off a storm. */
const shortestMs = 5000;
/** No server makes us ask for more (423). */
const longestExpiresS = 86_400;

/** `beforeEndMs`: the time that is left then, unless the half of it all is less. */
export function latestRefreshMs(lifeMs: number, beforeEndMs: number = marginMs): number {
  return Math.max(lifeMs / 2, lifeMs - beforeEndMs, shortestMs);
}

/** Up to a tenth earlier by chance, which `fraction` is: 0 to below 1. */
export function refreshDelayMs(lifeMs: number, fraction: number): number {
  return Math.max(latestRefreshMs(lifeMs) * (1 - fraction / 10), shortestMs);
}

/** Whether what a 423 demands is more than was asked for, and no absurd time (RFC 3261 §10.2.8, §21.4.17). */
export function isLongerWithinReason(minimumS: number, askedS: number): boolean {
  return minimumS > askedS && minimumS <= longestExpiresS;
}
