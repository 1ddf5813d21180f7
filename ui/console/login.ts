// Who may type commands, and how fast passwords may be tried.
//
// No password comes from the factory (CWE-1392), and a serial line is in the hands of whoever holds the phone. While none is
// set, the console is *unclaimed*: it opens without a password for the few commands marked `unclaimed`, which tell how the phone
// is and set the first password, as the phone's own screen does. Everything that listens in, presses keys or shows settings
// waits for a password. From then on every session starts with it.

/** Wait after the n-th failure in a row: 1 s, 2 s, 4 s ... up to a minute. A right password clears the count. */
export function waitAfterFailuresMs(failures: number): number {
  return failures <= 0 ? 0 : Math.min(60_000, 1000 * 2 ** Math.min(failures - 1, 10));
}

export const shortestPassword = 8;
