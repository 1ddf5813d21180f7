// Which settings an intent changes, and whether whoever stands before the screen may: the rights of the pages hold here, too.

import { keyAt } from '../function-keys.ts';
import type { PhoneSnapshot } from '../phone.ts';
import { settingPaths } from '../setting-paths.ts';
import type { UserAccess } from '../settings.ts';
import type { Intent } from './intents.ts';
import type { Page } from './navigation.ts';

export type Access = (path: string) => UserAccess;

/** What is asked about: the rights, and what the settings are now. */
export interface Rights {
  readonly access: Access;
  readonly snapshot: PhoneSnapshot;
}

const functionKeyParts = ['type', 'speed_dial_number', 'key_label', 'key_event', 'shared_line_index'];

function functionKeyPaths(key: number): readonly string[] {
  return functionKeyParts.map((part) => `personal_settings/functional_key/${key}/${part}`);
}

/** Only what becomes another: a number that the administrator keeps may be switched on and off. */
function forwardingPaths(
  { kind, forwarding }: Extract<Intent, { do: 'setForwarding' }>,
  { forwarding: now }: PhoneSnapshot,
): readonly string[] {
  const [enabled = '', destination = ''] = settingPaths.forwarding(kind);
  return [...(forwarding.on === now[kind].on ? [] : [enabled]), ...(forwarding.number === now[kind].number ? [] : [destination])];
}

/** What a key of this kind changes when it is pressed. */
function pressedPaths(key: number, { monitors }: PhoneSnapshot): readonly string[] {
  const event = keyAt(monitors, key)?.event;
  if (event === 'doNotDisturb') return settingPaths.doNotDisturb();
  return event === 'forwarding' ? settingPaths.forwarding('always').slice(0, 1) : [];
}

/** What a page is there to change. */
function pagePaths(page: Page): readonly string[] {
  switch (page.page) {
    case 'assignKey':
      return functionKeyPaths(page.key);
    case 'speedDial':
      return settingPaths.speedDial(page.key);
    case 'themes':
      return settingPaths.theme();
    default:
      return [];
  }
}

/** The parameters that are others afterwards. */
function changedBy(intent: Intent, snapshot: PhoneSnapshot): readonly string[] {
  switch (intent.do) {
    case 'saveSetting':
      return [intent.path];
    case 'toggleDoNotDisturb':
      return settingPaths.doNotDisturb();
    case 'toggleHideNumber':
      return settingPaths.hideNumber();
    case 'setTheme':
      return settingPaths.theme();
    case 'chooseRing':
      return settingPaths.ring(intent.line);
    case 'volumeUp':
    case 'volumeDown':
      return settingPaths.volume(snapshot);
    case 'setForwarding':
      return forwardingPaths(intent, snapshot);
    case 'assignFunctionKey':
      return functionKeyPaths(intent.key);
    case 'pressFunctionKey':
      return pressedPaths(intent.key, snapshot);
    case 'setSpeedDial':
      return settingPaths.speedDial(intent.dial.key);
    case 'assignSpeedDial':
      return settingPaths.speedDial(intent.key);
    case 'open':
    case 'replace':
      return pagePaths(intent.page);
    default:
      return [];
  }
}

/** A setting that the intent would change and the person may not; undefined: nothing is in the way. */
export function keptFrom({ access, snapshot }: Rights, intent: Intent): string | undefined {
  return changedBy(intent, snapshot).find((path) => access(path) !== 'rw');
}

/** What may be done with several settings that stand in one row. */
export function mostAccess(access: Access, paths: readonly string[]): UserAccess {
  const all = paths.map(access);
  if (all.includes('rw')) return 'rw';
  return all.includes('ro') ? 'ro' : 'na';
}
