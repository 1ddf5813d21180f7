// Errors of this folder: what the caller did not ask for. Each has a stable code.

export type MediaErrorCode =
  /** A field of a command is out of range; `field` names it. */
  | 'MEDIA_INVALID_COMMAND'
  /** The engine was closed before. */
  | 'MEDIA_CLOSED'
  /** The native core is not built, or built for another Node. */
  | 'MEDIA_NATIVE_MISSING';

export class MediaError extends Error {
  override readonly name = 'MediaError';
  readonly code: MediaErrorCode;
  readonly field: string | undefined;

  constructor(code: MediaErrorCode, message: string, details: { readonly field?: string; readonly cause?: unknown } = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.field = details.field;
  }
}
