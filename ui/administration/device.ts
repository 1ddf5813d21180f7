// The device under the administrator's hands: its screen and keys, restart, factory settings.

export interface DeviceControl {
  /** What the screen shows, as a PNG. */
  screenshot(): Uint8Array;
  /** What it says, for screen readers and programs: the semantic tree. */
  screenTree(): unknown;
  readonly keys: readonly string[];
  /** Presses a key as a finger would; false: there is no such key. */
  pressKey(key: string, action: 'press' | 'down' | 'up'): boolean;
  restart(): void;
  /** Settings as the factory has them, call log and directory gone; the phone starts anew and must be claimed again. */
  factoryReset(): void;
}
