// SIP timer values, RFC 3261 §17.1.1.1 and table 4. All are parameters of the phone.

export interface SipTimers {
  /** Round-trip estimate, ms. */
  readonly t1Ms: number;
  /** Longest interval between retransmissions of a non-INVITE request and of an INVITE's final response, ms. */
  readonly t2Ms: number;
  /** Longest life of a message in the network, ms. */
  readonly t4Ms: number;
  /** Ends of transactions that the administrator wants other than table 4 has them. */
  readonly ends?: Readonly<Partial<Record<EndTimer, number>>>;
  /** Most times that a request is sent again; as often as there is time for when absent. */
  readonly retransmissions?: { readonly invite: number; readonly other: number };
}

/** Timers of table 4 whose value is 64*T1 (D: at least 32 s). */
export type EndTimer = 'B' | 'D' | 'F' | 'H' | 'J';

export function endTimerMs(timers: SipTimers, timer: EndTimer): number {
  return timers.ends?.[timer] ?? 64 * timers.t1Ms;
}

export const defaultTimers: SipTimers = { t1Ms: 500, t2Ms: 4000, t4Ms: 5000 };
