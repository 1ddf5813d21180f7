// Settings as changes of the store: what the person set at the phone itself.

import type { Change, Store } from '#config/store';
import type { SpeedDial } from '#ui/directory-snapshot';
import type { KeyAssignment } from '#ui/function-keys-snapshot';
import type { DeskEffect } from './calls/desk-messages.ts';
import { keyChanges } from './lines/function-key-settings.ts';
import type { Log } from './system/log.ts';

export type SettingEffect =
  | Extract<DeskEffect, { type: 'saveVolume' | 'saveDoNotDisturb' | 'saveForwarding' | 'saveHideNumber' | 'saveRing' }>
  | { readonly type: 'saveFunctionKey'; readonly index: number; readonly assignment: KeyAssignment };

/** How the parameters call the kinds of forwarding. */
export const forwardingPaths = {
  always: 'voip/services/call_forward/always',
  busy: 'voip/services/call_forward/busy',
  noAnswer: 'voip/services/call_forward/no_answer',
} as const;

export function changesOf(effect: SettingEffect): readonly Change[] {
  switch (effect.type) {
    case 'saveVolume':
      return [{ path: `voip/audio/volume/${effect.of}`, value: effect.level }];
    case 'saveDoNotDisturb':
      return [{ path: 'voip/services/do_not_disturb/enabled', value: effect.on }];
    case 'saveHideNumber':
      return [{ path: 'voip/services/hide_number/enabled', value: effect.on }];
    case 'saveRing':
      return [{ path: `personal_settings/lines/${effect.line}/ring_tone`, value: effect.ring }];
    case 'saveFunctionKey':
      return keyChanges(effect.index, effect.assignment);
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

export function keepSpeedDial({ key, number, name }: SpeedDial, store: Store, log: Log): void {
  const path = `personal_settings/speed_dial/${key - 1}`;
  const changes = [
    { path: `${path}/number`, value: number },
    { path: `${path}/name`, value: name },
  ];
  void keepSettings(changes, store, log);
}

export function keepSetting(change: Change, store: Store, log: Log): Promise<void> {
  return keepSettings([change], store, log);
}

/** All or none. The phone goes on with the new values, whether they could be kept or not. */
export async function keepSettings(changes: readonly Change[], store: Store, log: Log): Promise<void> {
  const what = changes.map(({ path }) => path).join(', ');
  try {
    const result = await store.change(changes, 'user');
    if (!result.ok) log.warn('config', `${what} was not kept: ${result.reason}`);
  } catch (error) {
    log.error('config', `${what} was not kept`, { error });
  }
}
