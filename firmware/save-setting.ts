// Keeps what the person set at the phone itself: volumes and do not disturb.

import type { Change, Store } from '#config/store';
import type { DeskEffect } from './calls/desk-messages.ts';
import type { Log } from './system/log.ts';

export type SettingEffect = Extract<DeskEffect, { type: 'saveVolume' | 'saveDoNotDisturb' }>;

export function saveSetting(effect: SettingEffect, store: Store, log: Log): void {
  const change =
    effect.type === 'saveVolume'
      ? { path: `voip/audio/volume/${effect.of}`, value: effect.level }
      : { path: 'voip/services/do_not_disturb/enabled', value: effect.on };
  keepSetting(change, store, log);
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
