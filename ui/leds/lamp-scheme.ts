// What each lamp can say, and how the factory has it shine: SPA9x2 administration guide p. 158-159.

import type { LedState } from '#hal/leds/leds';

/** By what the parameters below `personal_settings/led` call it. */
export type LampMeaning =
  | 'line/idle'
  | 'line/disabled'
  | 'line/registering'
  | 'line/register_failed'
  | 'line/local_seized'
  | 'line/local_progressing'
  | 'line/local_ringing'
  | 'line/local_active'
  | 'line/local_held'
  | 'line/remote_undefined'
  | 'line/remote_seized'
  | 'line/remote_progressing'
  | 'line/remote_ringing'
  | 'line/remote_active'
  | 'line/remote_held'
  | 'key/idle'
  | 'key/ringing'
  | 'key/busy'
  | 'key/held'
  | 'key/unreachable'
  | 'key/park_idle'
  | 'key/park_busy'
  | 'key/on'
  | 'key/off'
  | 'message/ringing'
  | 'message/notice'
  | 'message/messages'
  | 'message/missed_calls'
  | 'mute'
  | 'headset'
  | 'speaker'
  | 'voicemail';

export type LampScheme = Readonly<Record<LampMeaning, LedState>>;

const off: LedState = { color: 'off', pattern: 'off' };
const green: LedState = { color: 'green', pattern: 'steady' };
const red: LedState = { color: 'red', pattern: 'steady' };
const redSlow: LedState = { color: 'red', pattern: 'slow' };
const redFast: LedState = { color: 'red', pattern: 'fast' };
const redDouble: LedState = { color: 'red', pattern: 'double' };
const amber: LedState = { color: 'amber', pattern: 'steady' };
const amberSlow: LedState = { color: 'amber', pattern: 'slow' };

export const factoryLamps: LampScheme = {
  'line/idle': green,
  'line/disabled': off,
  'line/registering': amberSlow,
  'line/register_failed': amber,
  'line/local_seized': red,
  'line/local_progressing': red,
  'line/local_ringing': redFast,
  'line/local_active': red,
  'line/local_held': redSlow,
  'line/remote_undefined': redDouble,
  'line/remote_seized': redDouble,
  'line/remote_progressing': redDouble,
  'line/remote_ringing': redDouble,
  'line/remote_active': redDouble,
  'line/remote_held': redSlow,
  'key/idle': green,
  'key/ringing': redFast,
  'key/busy': red,
  'key/held': redSlow,
  'key/unreachable': amber,
  'key/park_idle': green,
  'key/park_busy': redSlow,
  'key/on': red,
  'key/off': off,
  'message/ringing': redFast,
  'message/notice': red,
  'message/messages': red,
  'message/missed_calls': redSlow,
  mute: red,
  headset: green,
  speaker: green,
  voicemail: red,
};
