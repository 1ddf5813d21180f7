// What a key means to the screen that shows: a soft key, a way through a page, a programmable key. Pure.

import type { KeyName } from '#hal/keys/keys';
import { isAssignable, lineKeyIndex, programmableKey } from '../keys/phone-keys.ts';
import type { PhoneSnapshot } from '../phone.ts';
import { directionOf } from '../text/visual-order.ts';
import type { Intent } from './intents.ts';
import type { Navigation } from './navigation.ts';
import { functionKeyIntent } from './screens/function-key-look.ts';
import { assignIntent } from './screens/function-keys-view.ts';
import type { ScreenKey, View } from './screens/view.ts';
import { softKeysInPlace } from './widgets/soft-keys.ts';

/** What stood on the screen when the key was pressed. */
export interface Stage {
  readonly view: View;
  readonly snapshot: PhoneSnapshot;
  readonly navigation: Navigation;
  readonly rightToLeft: boolean;
}

const screenKeys: ReadonlySet<string> = new Set<ScreenKey>(['up', 'down', 'left', 'right', 'ok', 'back']);

export function isScreenKey(key: KeyName): key is ScreenKey {
  return screenKeys.has(key);
}

/** Undefined: the screen has no meaning for it. */
export function pressedIntent(key: KeyName, { view, snapshot, navigation, rightToLeft }: Stage): Intent | undefined {
  if (key.startsWith('softkey')) return softKeysInPlace(view.softKeys, rightToLeft)[Number(key.slice(-1)) - 1]?.intent;
  if (isScreenKey(key)) return view.keys[turned(key, view, rightToLeft)];
  if (key === 'menu') return menuIntent(view, navigation);
  const programmable = programmableKey(key, snapshot);
  if (programmable !== undefined) return functionKeyIntent({ snapshot }, programmable);
  if (key === 'directory') return view.body.screen === 'incoming' ? undefined : { do: 'openDirectory' };
  if (key === 'voicemail' && snapshot.lock.keepsMailbox) return { do: 'callVoiceMail' };
  return view.digits?.get(key);
}

/** Of a long press: Menu goes home, a held Delete clears the number. */
export function heldIntent(key: KeyName, stage: Stage): Intent | undefined {
  const { view, snapshot } = stage;
  if (key === 'menu') return { do: 'home' };
  if (isAssignable(key, snapshot)) return assignIntent(programmableKey(key, snapshot) ?? lineKeyIndex(key));
  const intent = pressedIntent(key, stage);
  if (intent?.do === 'deleteDigit') return { do: 'deleteAllDigits' };
  if (intent?.do === 'enter' && intent.input.type === 'delete') return { do: 'enter', input: { type: 'clear' } };
  return view.longDigits?.get(key);
}

/** Left and right as the screen shows them: what is mirrored, or a field that is read from right to left, turns the two round. */
function turned(key: ScreenKey, { body }: View, rightToLeft: boolean): ScreenKey {
  if ('picker' in body && body.picker !== undefined) return key;
  const turns = 'value' in body ? directionOf(body.value) === 'rtl' : rightToLeft;
  if (!turns) return key;
  return key === 'left' ? 'right' : key === 'right' ? 'left' : key;
}

function menuIntent(view: View, { pages }: Navigation): Intent | undefined {
  if (view.body.screen === 'incoming' || view.body.screen === 'boot') return undefined;
  if (pages.some(({ page }) => page === 'menu')) return { do: 'home' };
  return { do: 'open', page: { page: 'menu', focus: 0 } };
}
