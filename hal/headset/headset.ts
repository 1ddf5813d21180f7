// Contract of a headset and its buttons: jack detection, EHS, USB telephony HID.

export type HeadsetButton = 'answer' | 'end' | 'mute' | 'up' | 'down';

export type HeadsetEvent =
  | { readonly type: 'headsetPlugged'; readonly plugged: boolean; readonly atMs: number }
  | { readonly type: 'headsetButtonPressed'; readonly button: HeadsetButton; readonly atMs: number };

/** What the headset is told, so that its own lamp and ring follow the call. */
export type HeadsetCallState = 'idle' | 'ringing' | 'active' | 'held';

export interface Headset extends AsyncDisposable {
  readonly plugged: boolean;
  showCall(state: HeadsetCallState): void;
  showMute(muted: boolean): void;
}
