// One contact: its numbers, each to be dialled, and what can be done with it; and the question before it is deleted.

import { type Contact, numbersOf } from '../../directory-snapshot.ts';
import { filled } from '../../text/strings.ts';
import type { Intent } from '../intents.ts';
import type { DirectoryPage } from '../navigation.ts';
import { shownNumber } from '../shown-number.ts';
import { openForm } from './contact-form-view.ts';
import { focusKeys } from './focus-keys.ts';
import { framed, placedSoftKeys, softKey } from './frame.ts';
import type { NoticeBody, RowsBody, RowView, View, ViewInput } from './view.ts';

type OfContact = Extract<DirectoryPage, { page: 'contact' | 'deleteContact' }>;

function contactOf({ snapshot }: ViewInput, { contact }: OfContact): Contact | undefined {
  return snapshot.directory.contacts.find(({ id }) => id === contact);
}

function rowsOf(input: ViewInput, contact: Contact): readonly RowView[] {
  const words = input.text.contact;
  const fact = (id: 'group' | 'ring', value: string): readonly RowView[] =>
    value === '' ? [] : [{ id, text: words[id], detail: value }];
  return [
    ...numbersOf(contact).map(
      ({ field, number }): RowView => ({
        id: field,
        text: words[field],
        detail: shownNumber(input, number),
        icon: 'dialed',
        tone: 'calm',
        intent: { do: 'dial', number, line: undefined },
      }),
    ),
    ...fact('group', contact.group),
    ...fact('ring', contact.ring),
  ];
}

export function contactView(input: ViewInput, page: OfContact): View<RowsBody> {
  const contact = contactOf(input, page);
  const rows = contact === undefined ? [] : rowsOf(input, contact);
  const focus = Math.min(page.focus, Math.max(0, rows.length - 1));
  const dial = rows[focus]?.intent;
  const number = dial?.do === 'dial' ? dial.number : undefined;
  const open = (next: DirectoryPage): Intent => ({ do: 'open', page: next });
  return framed(
    input,
    {
      title: contact?.name ?? '',
      position: rows.length < 2 ? '' : `${focus + 1}/${rows.length}`,
      softKeys: placedSoftKeys(
        input,
        contact === undefined
          ? []
          : [
              dial === undefined ? undefined : softKey(input, 'dial', dial, 'calm'),
              softKey(input, 'edit', openForm(contact)),
              number === undefined
                ? undefined
                : softKey(input, 'speedDial', open({ page: 'speedDials', assigns: { name: contact.name, number }, focus: 0 })),
              softKey(input, 'delete', open({ page: 'deleteContact', contact: contact.id, focus: 0 })),
            ],
        softKey(input, 'back', { do: 'back' }),
      ),
      keys: {
        ...focusKeys({ ...page, focus }, rows.length),
        back: { do: 'back' },
        left: { do: 'back' },
        ...(dial === undefined ? {} : { ok: dial }),
      },
    },
    { screen: 'list', id: 'contact', rows, focus, plain: false, tabs: [], empty: '' },
  );
}

export function deleteContactView(input: ViewInput, page: OfContact): View<NoticeBody> {
  const words = input.text.deleteContact;
  const yes = softKey(input, 'delete', { do: 'deleteContact', contact: page.contact }, 'error');
  const text = filled(words.text, { name: contactOf(input, page)?.name ?? '' });
  return framed(
    input,
    {
      title: words.title,
      softKeys: [yes, undefined, undefined, softKey(input, 'cancel', { do: 'back' })],
      keys: { back: { do: 'back' } },
    },
    { screen: 'notice', id: 'deleteContact', icon: 'warning', tone: 'held', title: words.title, text },
  );
}
