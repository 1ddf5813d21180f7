// The parameters behind what is set with a key of its own: by a switch, a list or a form, not by their names.

import type { PhoneSnapshot } from './phone.ts';

const forwardingPath = {
  always: 'voip/services/call_forward/always',
  busy: 'voip/services/call_forward/busy',
  noAnswer: 'voip/services/call_forward/no_answer',
} as const;

export const settingPaths = {
  doNotDisturb: (): readonly string[] => ['voip/services/do_not_disturb/enabled'],
  hideNumber: (): readonly string[] => ['voip/services/hide_number/enabled'],
  theme: (): readonly string[] => ['personal_settings/theme'],
  ring: (line: number): readonly string[] => [`personal_settings/lines/${line}/ring_tone`],
  volume: ({ audio }: PhoneSnapshot): readonly string[] => [`voip/audio/volume/${audio.volume.of}`],
  speedDial: (key: number): readonly string[] =>
    ['number', 'name'].map((part) => `personal_settings/speed_dial/${key - 1}/${part}`),
  forwarding: (kind: keyof typeof forwardingPath): readonly string[] => [
    `${forwardingPath[kind]}/enabled`,
    `${forwardingPath[kind]}/destination`,
  ],
} as const;
