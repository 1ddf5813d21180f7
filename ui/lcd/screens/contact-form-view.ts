// A contact while it is written: a row for each of its fields, and lists for what is chosen.

import { type Contact, type ContactDraft, numberFields, numbersOf } from '../../directory-snapshot.ts';
import type { Intent } from '../intents.ts';
import type { ContactFormPage, DirectoryPage, Page } from '../navigation.ts';
import { writtenField } from '../page-fields.ts';
import { shownNumber } from '../shown-number.ts';
import { focusKeys } from './focus-keys.ts';
import { framed, placedSoftKeys, softKey } from './frame.ts';
import type { RowsBody, RowView, View, ViewInput } from './view.ts';

export function openForm(contact: Contact): Intent {
  return { do: 'open', page: { page: 'contactForm', contact: contact.id, draft: contact, focus: 0 } };
}

function rowsOf(input: ViewInput, { draft, problem }: ContactFormPage): readonly RowView[] {
  const { contact, menu } = input.text;
  const open = (page: Page): Intent => ({ do: 'open', page });
  const written = (field: 'name' | (typeof numberFields)[number]): RowView => {
    const missing = field === 'name' ? draft.name === '' : field === 'office' && numbersOf(draft).length === 0;
    const value = field === 'name' ? draft.name : shownNumber(input, draft[field]);
    const wrong = problem === true && missing;
    return {
      id: field,
      text: contact[field],
      detail: wrong ? contact.needed : value,
      intent: open(writtenField(field, draft[field], input.language)),
      ...(wrong ? { icon: 'warning', tone: 'error' } : {}),
    };
  };
  const groups = input.snapshot.directory.groups;
  return [
    written('name'),
    ...numberFields.map(written),
    {
      id: 'group',
      text: contact.group,
      detail: draft.group === '' ? contact.noGroup : draft.group,
      intent: open({ page: 'contactChoice', field: 'group', focus: groups.indexOf(draft.group) + 1 }),
      leads: true,
    },
    {
      id: 'ring',
      text: contact.ring,
      detail: draft.ring === '' ? contact.lineRing : draft.ring,
      intent: open({ page: 'contactChoice', field: 'ring', focus: input.snapshot.rings.names.indexOf(draft.ring) + 1 }),
      leads: true,
    },
    {
      id: 'favourite',
      text: contact.favourite,
      detail: draft.favourite ? menu.on : menu.off,
      on: draft.favourite,
      intent: { do: 'fillContact', fields: { favourite: !draft.favourite } },
    },
  ];
}

export function contactFormView(input: ViewInput, page: ContactFormPage): View<RowsBody> {
  const { contact: words } = input.text;
  const rows = rowsOf(input, page);
  const focus = Math.min(page.focus, rows.length - 1);
  const intent = rows[focus]?.intent;
  const { contact, draft } = page;
  const complete = draft.name !== '' && numbersOf(draft).length > 0;
  const save: Intent = complete ? { do: 'saveContact', contact, draft } : { do: 'refuse' };
  return framed(
    input,
    {
      title: contact === undefined ? words.newTitle : words.title,
      position: `${focus + 1}/${rows.length}`,
      softKeys: placedSoftKeys(
        input,
        [
          intent === undefined ? undefined : softKey(input, intent.do === 'fillContact' ? 'select' : 'edit', intent),
          softKey(input, 'save', save, 'calm'),
          contact === undefined
            ? undefined
            : softKey(input, 'delete', { do: 'open', page: { page: 'deleteContact', contact, focus: 0 } }),
        ],
        softKey(input, 'cancel', { do: 'back' }),
      ),
      keys: {
        ...focusKeys({ ...page, focus }, rows.length),
        back: { do: 'back' },
        ...(intent === undefined ? {} : { ok: intent, right: intent }),
      },
    },
    { screen: 'edit', id: 'contact', rows, focus, plain: false, tabs: [], empty: '' },
  );
}

/** The form that lies below. */
function draftBelow({ navigation }: ViewInput): ContactDraft | undefined {
  const form = navigation.pages.findLast((page): page is ContactFormPage => page.page === 'contactForm');
  return form?.draft;
}

function groupRows(input: ViewInput, draft: ContactDraft | undefined): readonly RowView[] {
  const { contact } = input.text;
  const names = [...new Set([...input.snapshot.directory.groups, draft?.group ?? ''])].filter((group) => group !== '');
  const choice = (id: string, text: string, group: string): RowView => ({
    id,
    text,
    detail: '',
    checked: draft?.group === group,
    intent: { do: 'fillContact', fields: { group } },
  });
  return [
    choice('none', contact.noGroup, ''),
    ...names.map((name) => choice(`group ${name}`, name, name)),
    {
      id: 'new',
      text: contact.newGroup,
      detail: '',
      leads: true,
      intent: { do: 'replace', page: writtenField('group', '', input.language) },
    },
  ];
}

function ringRows(input: ViewInput, draft: ContactDraft | undefined): readonly RowView[] {
  const choice = (id: string, text: string, ring: string): RowView => ({
    id,
    text,
    detail: '',
    checked: draft?.ring === ring,
    intent: { do: 'fillContact', fields: { ring } },
  });
  return [choice('line', input.text.contact.lineRing, ''), ...input.snapshot.rings.names.map((ring) => choice(ring, ring, ring))];
}

export function contactChoiceView(input: ViewInput, page: Extract<DirectoryPage, { page: 'contactChoice' }>): View<RowsBody> {
  const draft = draftBelow(input);
  const rows = page.field === 'group' ? groupRows(input, draft) : ringRows(input, draft);
  const focus = Math.min(Math.max(0, page.focus), rows.length - 1);
  const row = rows[focus];
  const intent = row?.intent;
  const listens = page.field === 'ring' && focus > 0 && row !== undefined;
  return framed(
    input,
    {
      title: input.text.contact[page.field],
      position: `${focus + 1}/${rows.length}`,
      softKeys: [
        intent === undefined ? undefined : softKey(input, 'select', intent),
        listens ? softKey(input, 'listen', { do: 'tryRing', ring: row.id }) : undefined,
        undefined,
        softKey(input, 'back', { do: 'back' }),
      ],
      keys: {
        ...focusKeys({ ...page, focus }, rows.length),
        back: { do: 'back' },
        left: { do: 'back' },
        ...(intent === undefined ? {} : { ok: intent }),
      },
    },
    { screen: 'list', id: page.field, rows, focus, plain: false, tabs: [], empty: '' },
  );
}
