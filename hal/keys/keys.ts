// Contract of the key matrix: named keys go down and come up. What a long press is, and when a held key repeats, `ui/keys` says.

export const digitKeys = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '#'] as const;
export const softKeys = ['softkey1', 'softkey2', 'softkey3', 'softkey4'] as const;
export const navigationKeys = ['up', 'down', 'left', 'right', 'ok', 'back', 'menu'] as const;
export const callKeys = ['redial', 'hold', 'transfer', 'conference', 'mute', 'voicemail', 'directory'] as const;
export const audioKeys = ['headset', 'speaker', 'volumeUp', 'volumeDown'] as const;
export const lineKeys = ['line1', 'line2', 'line3', 'line4', 'line5', 'line6'] as const;
export const functionKeys = [
  'function1',
  'function2',
  'function3',
  'function4',
  'function5',
  'function6',
  'function7',
  'function8',
  'function9',
  'function10',
  'function11',
  'function12',
] as const;

/** Of an expansion unit, from its upper left down. */
export const sidecarKeys = [
  'sidecar1',
  'sidecar2',
  'sidecar3',
  'sidecar4',
  'sidecar5',
  'sidecar6',
  'sidecar7',
  'sidecar8',
  'sidecar9',
  'sidecar10',
  'sidecar11',
  'sidecar12',
  'sidecar13',
  'sidecar14',
  'sidecar15',
  'sidecar16',
  'sidecar17',
  'sidecar18',
  'sidecar19',
  'sidecar20',
  'sidecar21',
  'sidecar22',
] as const;

export type DigitKey = (typeof digitKeys)[number];
export type LineKey = (typeof lineKeys)[number];
export type FunctionKey = (typeof functionKeys)[number];

/** Every key name there is; a board has a subset of them. `line1` is `voip/line/0`. */
export type KeyName =
  | DigitKey
  | (typeof softKeys)[number]
  | (typeof navigationKeys)[number]
  | (typeof callKeys)[number]
  | (typeof audioKeys)[number]
  | LineKey
  | FunctionKey
  | (typeof sidecarKeys)[number];

export const keyNames: readonly KeyName[] = [
  ...digitKeys,
  ...softKeys,
  ...navigationKeys,
  ...callKeys,
  ...audioKeys,
  ...lineKeys,
  ...functionKeys,
  ...sidecarKeys,
];

/**
 * A fact about one key; a key that is held is told once, its repetitions are not. A driver that cannot tell `up` (a remote control)
 * reports it straight after `down`. One that has lost sight of its keys (a queue that overran, a device that went away) reports
 * `up` for every key that it had reported `down`; a key that is down at the start, or when the device returns, is told when it
 * goes down the next time.
 */
export interface KeyEvent {
  readonly type: 'keyMoved';
  readonly key: KeyName;
  readonly action: 'down' | 'up';
  /** `Clock.monotonicMs` when it happened, or when it was read where the kernel's time is another. */
  readonly atMs: number;
}

export interface Keys extends AsyncDisposable {
  /** Keys that this board has. */
  readonly names: ReadonlySet<KeyName>;
}
