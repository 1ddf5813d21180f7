// Failures of the store that nobody asked for. Wrong values are no failures: they are returned.

export type StoreErrorCode =
  /** The directory cannot be made, read or written. */
  | 'STORE_DIRECTORY_UNUSABLE'
  /** The file is sound as far as can be told, but reading it failed: input/output error, no memory, no space. */
  | 'STORE_UNREADABLE'
  /** A caller named a parameter that no group declares. */
  | 'UNKNOWN_PARAMETER'
  /** The store was used after `close()`. */
  | 'STORE_CLOSED';

export class StoreError extends Error {
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StoreError';
    this.code = code;
  }
}
