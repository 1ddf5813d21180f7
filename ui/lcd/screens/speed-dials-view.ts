// What the held digit keys dial, and the choice of one for a number; and the numbers whose calls are refused.

import type { SpeedDial } from '../../directory-snapshot.ts';
import { numberEditor } from '../../entry/fields.ts';
import { filled } from '../../text/strings.ts';
import type { Intent } from '../intents.ts';
import type { DirectoryPage, EditPage, SpeedDialsPage } from '../navigation.ts';
import { shownNumber } from '../shown-number.ts';
import { focusKeys } from './focus-keys.ts';
import { framed, placedSoftKeys, softKey } from './frame.ts';
import type { RowsBody, RowView, View, ViewInput } from './view.ts';

const keys = [1, 2, 3, 4, 5, 6, 7, 8, 9];

export function speedDialOf({ snapshot }: ViewInput, key: number): SpeedDial | undefined {
  return snapshot.directory.speedDials.find((dial) => dial.key === key);
}

/** Where the number of a key is written. */
function speedDialPage(key: number, number: string): EditPage {
  return { page: 'speedDial', key, editor: numberEditor(number), focus: 0 };
}

export function speedDialsView(input: ViewInput, page: SpeedDialsPage): View<RowsBody> {
  const words = input.text.speedDials;
  const { assigns } = page;
  const intentOf = (key: number, dial: SpeedDial | undefined): Intent => {
    if (assigns !== undefined) return { do: 'setSpeedDial', dial: { key, ...assigns } };
    return dial === undefined
      ? { do: 'open', page: speedDialPage(key, '') }
      : { do: 'dial', number: dial.number, line: undefined };
  };
  const rows = keys.map((key): RowView => {
    const dial = speedDialOf(input, key);
    const name = dial?.name ?? '';
    const number = dial === undefined ? '' : shownNumber(input, dial.number);
    return {
      id: String(key),
      text: dial === undefined ? filled(words.key, { n: key }) : `${key}  ${name === '' ? number : name}`,
      detail: dial === undefined ? words.free : name === '' ? '' : number,
      intent: intentOf(key, dial),
    };
  });
  const focus = Math.min(page.focus, keys.length - 1);
  const key = focus + 1;
  const dial = speedDialOf(input, key);
  const intent = intentOf(key, dial);
  const edit = softKey(input, 'edit', { do: 'open', page: speedDialPage(key, dial?.number ?? '') });
  const remove = softKey(input, 'delete', { do: 'setSpeedDial', dial: { key, number: '', name: '' } });
  return framed(
    input,
    {
      title: assigns === undefined ? words.title : words.assign,
      position: `${key}/${keys.length}`,
      softKeys: [
        intent.do === 'dial' ? softKey(input, 'dial', intent, 'calm') : softKey(input, 'select', intent),
        assigns === undefined ? edit : undefined,
        assigns === undefined && dial !== undefined ? remove : undefined,
        softKey(input, 'back', { do: 'back' }),
      ],
      keys: { ...focusKeys({ ...page, focus }, keys.length), back: { do: 'back' }, left: { do: 'back' }, ok: intent },
      digits: new Map(keys.map((each, index) => [String(each), { do: 'focus', index } as const])),
    },
    { screen: 'list', id: 'speedDials', rows, focus, plain: false, tabs: [], empty: '' },
  );
}

export function blockedView(input: ViewInput, page: Extract<DirectoryPage, { page: 'blocked' }>): View<RowsBody> {
  const words = input.text.blocked;
  const { blocked } = input.snapshot.directory;
  const rows = blocked.map(
    ({ id, number, name }): RowView => ({
      id: String(id),
      text: name === '' ? shownNumber(input, number) : name,
      detail: name === '' ? '' : shownNumber(input, number),
      icon: 'rejected',
      tone: 'error',
    }),
  );
  const focus = Math.min(page.focus, Math.max(0, rows.length - 1));
  const chosen = blocked[focus];
  const unblock = chosen === undefined ? undefined : softKey(input, 'unblock', { do: 'unblockNumber', blocked: chosen.id });
  const write: EditPage = { page: 'blockNumber', editor: numberEditor(''), focus: 0 };
  const add = softKey(input, 'add', { do: 'open', page: write });
  return framed(
    input,
    {
      title: words.title,
      position: rows.length === 0 ? '' : `${focus + 1}/${rows.length}`,
      softKeys: placedSoftKeys(input, [unblock, add], softKey(input, 'back', { do: 'back' })),
      keys: { ...focusKeys({ ...page, focus }, rows.length), back: { do: 'back' }, left: { do: 'back' } },
    },
    { screen: 'list', id: 'blocked', rows, focus, plain: false, tabs: [], empty: words.empty },
  );
}
