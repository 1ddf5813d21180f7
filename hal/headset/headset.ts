// Contract of a headset and its buttons: jack detection, EHS, USB telephony HID.

export type HeadsetButton = 'answer' | 'end' | 'mute' | 'up' | 'down';

export type HeadsetEvent =
  | { readonly type: 'headsetPlugged'; readonly plugged: boolean; readonly atMs: number }
  | { readonly type: 'headsetButtonPressed'; readonly button: HeadsetButton; readonly atMs: number };

/** What the headset is told, so that its own lamp and ring follow the call. */
export type HeadsetCallState = 'idle' | 'ringing' | 'active' | 'held';

/** What the device says of itself. */
export interface HeadsetAbout {
  readonly name: string;
  /** Empty: it does not say. */
  readonly firmware: string;
}

export interface Headset extends AsyncDisposable {
  readonly plugged: boolean;
  /** Of the one that is plugged in, where it can be asked. */
  readonly about?: HeadsetAbout | undefined;
  showCall(state: HeadsetCallState): void;
  showMute(muted: boolean): void;
}
