// What goes wrong with a board for reasons that the caller did not ask for; the codes are stable.

export type HalErrorCode =
  | 'ERR_HAL_UNKNOWN_BOARD'
  | 'ERR_HAL_BOARD_FILE'
  | 'ERR_HAL_UNKNOWN_DRIVER'
  | 'ERR_HAL_NATIVE_MISSING'
  | 'ERR_HAL_DRIVER_FAILED'
  | 'ERR_HAL_INVALID_FRAME'
  | 'ERR_HAL_NOT_LOOPBACK'
  | 'ERR_HAL_PANEL_ADDRESS';

export class HalError extends Error {
  readonly code: HalErrorCode;

  constructor(code: HalErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'HalError';
    this.code = code;
  }
}
