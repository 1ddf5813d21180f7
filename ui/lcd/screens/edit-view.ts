// Editing a number: before it is dialled, or where calls are to go.

import type { Intent, SoftKey } from '../intents.ts';
import type { EditPage } from '../navigation.ts';
import { framed, softKey } from './frame.ts';
import type { EditBody, View, ViewInput } from './view.ts';

const longestNumber = 64;
const typed = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '#'];

function edited(page: EditPage, text: string, cursor: number): Intent {
  return { do: 'replace', page: { ...page, text, cursor } };
}

interface Purpose {
  readonly title: string;
  readonly label: string;
  readonly main: SoftKey;
  /** Beside it, where there is something else to do with the number. */
  readonly other?: SoftKey;
}

function purposeOf(input: ViewInput, page: EditPage): Purpose {
  const { callLog, forwarding } = input.text;
  const number = page.text;
  switch (page.page) {
    case 'editNumber': {
      const main = softKey(input, 'dial', { do: 'dial', number, line: page.line }, 'calm');
      return { title: callLog.editNumber, label: callLog.number, main };
    }
    case 'divert': {
      const main = softKey(input, 'divert', { do: 'divert', number, call: page.call }, 'calm');
      return { title: forwarding.divertTo, label: callLog.number, main };
    }
    case 'forwardTo': {
      const { kind } = page;
      const main = softKey(input, 'save', { do: 'setForwarding', kind, forwarding: { on: true, number } }, 'calm');
      const purpose = { title: forwarding[kind], label: forwarding.to, main };
      if (!input.snapshot.forwarding[kind].on) return purpose;
      return { ...purpose, other: softKey(input, 'switchOff', { do: 'setForwarding', kind, forwarding: { on: false, number } }) };
    }
  }
}

export function editView(input: ViewInput, page: EditPage): View<EditBody> {
  const { title, label, main, other } = purposeOf(input, page);
  const before = page.text.slice(0, page.cursor);
  const behind = page.text.slice(page.cursor);
  const canDelete = before !== '';
  const isComplete = page.text !== '';
  return framed(
    input,
    {
      title,
      softKeys: [
        isComplete ? main : undefined,
        canDelete ? softKey(input, 'delete', edited(page, before.slice(0, -1) + behind, page.cursor - 1)) : undefined,
        other,
        softKey(input, 'cancel', { do: 'back' }),
      ],
      keys: {
        back: { do: 'back' },
        ...(isComplete ? { ok: main.intent } : {}),
        ...(canDelete ? { left: edited(page, page.text, page.cursor - 1) } : {}),
        ...(behind === '' ? {} : { right: edited(page, page.text, page.cursor + 1) }),
      },
      digits:
        page.text.length >= longestNumber
          ? new Map()
          : new Map(typed.map((digit) => [digit, edited(page, before + digit + behind, page.cursor + 1)])),
    },
    { screen: 'edit', id: page.page === 'editNumber' ? 'number' : page.page, label, value: page.text, cursor: page.cursor },
  );
}
