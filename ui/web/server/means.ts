// What the server borrows so that nothing it does holds up the phone: work beside the main thread, and a pause on it.

export interface WebMeans {
  /** RFC 1952, made in a thread of its own. */
  gzip(text: string): Promise<Uint8Array>;
  /** The same for the same bytes, another for others. */
  digest(bytes: Uint8Array): string;
  /** Lets everything else have its turn. */
  turn(): Promise<unknown>;
}
