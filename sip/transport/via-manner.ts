// What an administrator may change about the Via of requests that come and the way of their answers.

/** As RFC 3261 §18.2.1 and RFC 3581 §4 have it when absent. */
export interface ViaManner {
  /** The address that a request came from is told in its Via. */
  readonly insertsReceived: boolean;
  /** The port is, where that is asked for. */
  readonly insertsPort: boolean;
  /** Answers by datagrams go to the port that the request came from, where nobody asks for that either. */
  readonly answersToSource: boolean;
}

export const defaultViaManner: ViaManner = { insertsReceived: true, insertsPort: true, answersToSource: false };
