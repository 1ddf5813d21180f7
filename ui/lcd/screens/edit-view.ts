// Editing a number before it is dialled.

import type { Intent } from '../intents.ts';
import type { Page } from '../navigation.ts';
import { framed, softKey } from './frame.ts';
import type { EditBody, View, ViewInput } from './view.ts';

type EditPage = Extract<Page, { page: 'editNumber' }>;

const longestNumber = 64;
const typed = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '#'];

function edited(page: EditPage, text: string, cursor: number): Intent {
  return { do: 'replace', page: { ...page, text, cursor } };
}

export function editView(input: ViewInput, page: EditPage): View<EditBody> {
  const before = page.text.slice(0, page.cursor);
  const behind = page.text.slice(page.cursor);
  const dial: Intent = { do: 'dial', number: page.text, line: page.line };
  const canDelete = before !== '';
  const canDial = page.text !== '';
  return framed(
    input,
    {
      title: input.text.callLog.editNumber,
      softKeys: [
        canDial ? softKey(input, 'dial', dial, 'calm') : undefined,
        canDelete ? softKey(input, 'delete', edited(page, before.slice(0, -1) + behind, page.cursor - 1)) : undefined,
        undefined,
        softKey(input, 'cancel', { do: 'back' }),
      ],
      keys: {
        back: { do: 'back' },
        ...(canDial ? { ok: dial } : {}),
        ...(canDelete ? { left: edited(page, page.text, page.cursor - 1) } : {}),
        ...(behind === '' ? {} : { right: edited(page, page.text, page.cursor + 1) }),
      },
      digits:
        page.text.length >= longestNumber
          ? new Map()
          : new Map(typed.map((digit) => [digit, edited(page, before + digit + behind, page.cursor + 1)])),
    },
    { screen: 'edit', id: 'number', label: input.text.callLog.number, value: page.text, cursor: page.cursor },
  );
}
