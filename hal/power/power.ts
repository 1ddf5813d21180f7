// Contract of restart and power. What needs root goes through the privileged helper.

export interface Power extends AsyncDisposable {
  /** Restarts the whole device; resolves when the request was taken. */
  restart(): Promise<void>;
}
