// A page of the function keys: what each is and how it stands, to be pressed or made something else.

import { functionKeyIndex, keyNumber, keyPageCount, keysOnPage, mostKeyPages } from '../../function-keys.ts';
import { filled } from '../../text/strings.ts';
import type { Intent } from '../intents.ts';
import type { Page } from '../navigation.ts';
import { focusKeys } from './focus-keys.ts';
import { framed, softKey } from './frame.ts';
import { functionKeyIntent, functionKeyLook } from './function-key-look.ts';
import type { FunctionKeyView, KeysBody, View, ViewInput } from './view.ts';

export function assignIntent(key: number): Intent {
  return { do: 'open', page: { page: 'assignKey', key, kind: 'speedDial', focus: 0 } };
}

function keysOf(input: ViewInput, page: number): readonly FunctionKeyView[] {
  const keys: FunctionKeyView[] = [];
  for (let place = 0; place < keysOnPage; place++) {
    const index = functionKeyIndex(page, place);
    if (index === undefined) continue;
    const look = functionKeyLook(input, index);
    keys.push({
      index,
      number: keyNumber(index),
      label: look?.label ?? '',
      icon: look?.icon,
      tone: look?.tone ?? 'neutral',
      state: look?.state ?? '',
      // An empty key is there to be made something.
      intent: look === undefined ? assignIntent(index) : functionKeyIntent(input, index),
    });
  }
  return keys;
}

export function functionKeysView(input: ViewInput, page: Extract<Page, { page: 'functionKeys' }>): View<KeysBody> {
  const { snapshot, text } = input;
  const pages = Math.min(mostKeyPages, keyPageCount(snapshot.monitors));
  const keys = keysOf(input, snapshot.functionKeyPage);
  const focus = Math.min(page.focus, keys.length - 1);
  const key = keys[focus];
  const turn = (step: 1 | -1): Intent =>
    pages > 1 ? { do: 'turnFunctionKeys', step } : { do: 'focus', index: (focus + 6) % keys.length };
  const used = key !== undefined && key.label !== '';
  return framed(
    input,
    {
      title: pages > 1 ? filled(text.keys.page, { n: snapshot.functionKeyPage + 1, m: pages }) : text.keys.title,
      softKeys: [
        used ? softKey(input, 'select', key.intent) : undefined,
        key === undefined ? undefined : softKey(input, 'assign', assignIntent(key.index)),
        pages > 1 ? softKey(input, 'next', { do: 'turnFunctionKeys', step: 1 }) : undefined,
        softKey(input, 'back', { do: 'back' }),
      ],
      keys: {
        ...focusKeys({ ...page, focus }, keys.length),
        left: turn(-1),
        right: turn(1),
        back: { do: 'back' },
        ...(key === undefined ? {} : { ok: key.intent }),
      },
    },
    { screen: 'list', id: 'functionKeys', keys, focus },
  );
}
