// Pages of the directory and of its editors, for tests of layout and for contact sheets.

import { type Editor, type EditorInput, edited, newEditor } from '#ui/entry/editor';
import type { Field } from '#ui/entry/field';
import { numberEditor, searchEditor } from '#ui/entry/fields';
import type { Page } from '#ui/lcd/navigation';
import { writtenField } from '#ui/lcd/page-fields';
import { contacts, fixtureNowMs } from './phone-fixture.ts';

const text: Field = { kind: 'text', maxLength: 64, required: true };
const search: Field = { kind: 'search', maxLength: 32, required: false };

/** What comes of these keys, the last one pressed now. */
function typed(field: Field, keys: string, language = 'en'): Editor {
  let editor = newEditor(field, '', language);
  const inputs: EditorInput[] = [...keys].map((key) => ({ type: 'key', key }));
  inputs.forEach((input, index) => {
    editor = edited(editor, input, { field, language, nowMs: fixtureNowMs - (inputs.length - 1 - index) * 100 });
  });
  return editor;
}

const form = { name: 'Grace Hopper', office: '1002', home: '', mobile: '', group: 'Laboratory', ring: '', favourite: true };
const nobody = { name: '', office: '', home: '', mobile: '', group: '', ring: '', favourite: false };

export const directoryPages: Readonly<Record<string, readonly Page[]>> = {
  directory: [{ page: 'directory', filter: { kind: 'all' }, editor: searchEditor('en'), focus: 2 }],
  favourites: [{ page: 'directory', filter: { kind: 'favourites' }, editor: searchEditor('en'), focus: 0 }],
  searched: [{ page: 'directory', filter: { kind: 'all' }, editor: typed(search, '46'), focus: 0 }],
  searchedNumber: [{ page: 'directory', filter: { kind: 'all' }, editor: typed(search, '4420'), focus: 0 }],
  searchedLetters: [
    { page: 'directory', filter: { kind: 'group', group: 'Laboratory' }, editor: typed(search, '#55566'), focus: 0 },
  ],
  nobody: [{ page: 'directory', filter: { kind: 'all' }, editor: typed(search, '9999'), focus: 0 }],
  contact: [{ page: 'contact', contact: 1, focus: 1 }],
  deleteContact: [{ page: 'deleteContact', contact: 1, focus: 0 }],
  newContact: [{ page: 'contactForm', contact: undefined, draft: nobody, problem: true, focus: 0 }],
  editContact: [{ page: 'contactForm', contact: 4, draft: form, focus: 4 }],
  contactGroup: [
    { page: 'contactForm', contact: 4, draft: form, focus: 4 },
    { page: 'contactChoice', field: 'group', focus: 2 },
  ],
  contactRing: [
    { page: 'contactForm', contact: 4, draft: form, focus: 5 },
    { page: 'contactChoice', field: 'ring', focus: 3 },
  ],
  writeName: [{ page: 'contactField', field: 'name', editor: typed(text, '4777222'), focus: 0 }],
  pickSymbol: [{ page: 'contactField', field: 'name', editor: { ...newEditor(text, 'Anne'), picker: 14 }, focus: 0 }],
  writeNumber: [writtenField('mobile', '+447700900123', 'en')],
  writeWrongNumber: [{ ...writtenField('office', '+', 'en'), problem: true }],
  writePassword: [
    {
      page: 'adminPassword',
      to: { page: 'menu', focus: 0 },
      editor: typed({ kind: 'password', maxLength: 64, required: true }, '2#3'),
      focus: 0,
    },
  ],
  speedDials: [{ page: 'speedDials', focus: 1 }],
  assignSpeedDial: [{ page: 'speedDials', assigns: { name: contacts[0]?.name ?? '', number: '1004' }, focus: 0 }],
  speedDial: [{ page: 'speedDial', key: 3, editor: numberEditor('1003'), focus: 0 }],
  blocked: [{ page: 'blocked', focus: 0 }],
  searchedCalls: [{ page: 'callLog', filter: 'all', editor: typed(search, '2525'), focus: 0 }],
};
