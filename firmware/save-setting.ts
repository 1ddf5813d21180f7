// Keeps what the person set at the phone itself: volumes and do not disturb.

import type { Change, Store } from '#config/store';
import type { DeskEffect } from './calls/desk-messages.ts';
import type { Log } from './system/log.ts';

export type SettingEffect = Extract<
  DeskEffect,
  { type: 'saveVolume' | 'saveDoNotDisturb' | 'saveForwarding' | 'saveHideNumber' | 'saveRing' }
>;

/** How the parameters call the kinds of forwarding. */
const forwardingPaths = {
  always: 'voip/services/call_forward/always',
  busy: 'voip/services/call_forward/busy',
  noAnswer: 'voip/services/call_forward/no_answer',
} as const;

export function saveSetting(effect: SettingEffect, store: Store, log: Log): void {
  for (const change of changesOf(effect)) keepSetting(change, store, log);
}

function changesOf(effect: SettingEffect): readonly Change[] {
  switch (effect.type) {
    case 'saveVolume':
      return [{ path: `voip/audio/volume/${effect.of}`, value: effect.level }];
    case 'saveDoNotDisturb':
      return [{ path: 'voip/services/do_not_disturb/enabled', value: effect.on }];
    case 'saveHideNumber':
      return [{ path: 'voip/services/hide_number/enabled', value: effect.on }];
    case 'saveRing':
      return [{ path: `personal_settings/lines/${effect.line}/ring_tone`, value: effect.ring }];
    case 'saveForwarding': {
      const path = forwardingPaths[effect.kind];
      const { on, number } = effect.forwarding;
      return [
        { path: `${path}/destination`, value: number },
        { path: `${path}/enabled`, value: on },
      ];
    }
  }
}

/** The phone goes on with the new value, whether it could be kept or not. */
export function keepSetting(change: Change, store: Store, log: Log): void {
  store
    .change([change], 'user')
    .then((result) => {
      if (!result.ok) log.warn('config', `${change.path} was not kept: ${result.reason}`);
    })
    .catch((error: unknown) => log.error('config', `${change.path} was not kept`, { error }));
}
