// What each lamp says, as the administrator's scripts have it; a script that cannot be read is reported, and the factory's holds.

import { parseLedScript } from '#config/scripts/led-script';
import type { ScriptProblem } from '#config/scripts/script-reader';
import type { LedState } from '#hal/leds/leds';
import { factoryLamps, type LampMeaning, type LampScheme } from '#ui/leds/lamp-scheme';
import type { Parameters } from './lines/line-settings.ts';

const paths = {
  'line/idle': 'personal_settings/led/line/idle',
  'line/disabled': 'personal_settings/led/line/disabled',
  'line/registering': 'personal_settings/led/line/registering',
  'line/register_failed': 'personal_settings/led/line/register_failed',
  'line/local_seized': 'personal_settings/led/line/local_seized',
  'line/local_progressing': 'personal_settings/led/line/local_progressing',
  'line/local_ringing': 'personal_settings/led/line/local_ringing',
  'line/local_active': 'personal_settings/led/line/local_active',
  'line/local_held': 'personal_settings/led/line/local_held',
  'line/remote_undefined': 'personal_settings/led/line/remote_undefined',
  'line/remote_seized': 'personal_settings/led/line/remote_seized',
  'line/remote_progressing': 'personal_settings/led/line/remote_progressing',
  'line/remote_ringing': 'personal_settings/led/line/remote_ringing',
  'line/remote_active': 'personal_settings/led/line/remote_active',
  'line/remote_held': 'personal_settings/led/line/remote_held',
  'key/idle': 'personal_settings/led/key/idle',
  'key/ringing': 'personal_settings/led/key/ringing',
  'key/busy': 'personal_settings/led/key/busy',
  'key/held': 'personal_settings/led/key/held',
  'key/unreachable': 'personal_settings/led/key/unreachable',
  'key/park_idle': 'personal_settings/led/key/park_idle',
  'key/park_busy': 'personal_settings/led/key/park_busy',
  'key/on': 'personal_settings/led/key/on',
  'key/off': 'personal_settings/led/key/off',
  'message/ringing': 'personal_settings/led/message/ringing',
  'message/notice': 'personal_settings/led/message/notice',
  'message/messages': 'personal_settings/led/message/messages',
  'message/missed_calls': 'personal_settings/led/message/missed_calls',
  mute: 'personal_settings/led/mute',
  headset: 'personal_settings/led/headset',
  speaker: 'personal_settings/led/speaker',
  voicemail: 'personal_settings/led/voicemail',
} as const satisfies Readonly<Record<LampMeaning, string>>;

export function lampScheme(parameters: Parameters, report: (path: string, problem: ScriptProblem) => void): LampScheme {
  const slowMs = parameters.get('personal_settings/led/slow_blink');
  const entries = Object.entries(paths).map(([meaning, path]) => {
    const factory = factoryLamps[meaning as LampMeaning];
    return [
      meaning,
      slowed(
        lampOf(parameters.get(path), factory, (problem) => report(path, problem)),
        slowMs,
      ),
    ] as const;
  });
  return Object.fromEntries(entries) as LampScheme;
}

function lampOf(script: string, factory: LedState, report: (problem: ScriptProblem) => void): LedState {
  if (script.trim() === '') return factory;
  const parsed = parseLedScript(script);
  if (parsed.ok) return parsed.value;
  report(parsed.problem);
  return factory;
}

/** A driver's own slow rhythm is half a second. */
function slowed(lamp: LedState, slowMs: number): LedState {
  return lamp.pattern === 'slow' && slowMs !== 500 ? { ...lamp, pattern: 'custom', stepsMs: [slowMs, slowMs] } : lamp;
}
