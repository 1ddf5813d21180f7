// What the field of a page takes; pages without one have nothing to be typed into.

import { longestOfContact } from '../directory-snapshot.ts';
import { newEditor } from '../entry/editor.ts';
import type { Field, FieldKind } from '../entry/field.ts';
import { dialedField, hostField, passwordField, pinField, searchedField } from '../entry/fields.ts';
import { findParameterEntry } from './menus/find.ts';
import { isAddress } from './menus/hint.ts';
import type { EditPage, Page } from './navigation.ts';

function settingField(entry: string): Field {
  const found = findParameterEntry(entry);
  const declaration = found?.declaration;
  const maxLength = (declaration?.type === 'string' ? declaration.maxLength : undefined) ?? 64;
  const of = (kind: FieldKind): Field => ({ kind, maxLength, required: false });
  if (declaration?.secret === true) return of('password');
  if (!isAddress(found?.path ?? '')) return of('text');
  return of(found?.path.endsWith('netmask') === true ? 'mask' : 'address');
}

function contactField(field: Extract<EditPage, { page: 'contactField' }>['field']): Field {
  if (field === 'name') return { kind: 'text', maxLength: longestOfContact.name, required: true };
  if (field === 'group') return { kind: 'text', maxLength: longestOfContact.group, required: false };
  return { kind: 'dial', maxLength: longestOfContact.number, required: false };
}

/** `personal_settings/functional_key/N/key_label`. */
const keyLabelField: Field = { kind: 'text', maxLength: 64, required: false };

/** What a key that calls this number is called; nothing: the number. */
export function keyLabelPage(
  { key, kind }: Extract<EditPage, { page: 'keyNumber' }>,
  number: string,
  language: string,
): EditPage {
  return { page: 'keyLabel', key, kind, number, editor: newEditor(keyLabelField, '', language), focus: 0 };
}

export function fieldOf(page: Page): Field | undefined {
  switch (page.page) {
    case 'editNumber':
    case 'divert':
    case 'forwardTo':
    case 'keyNumber':
    case 'blockNumber':
      return dialedField;
    case 'keyLabel':
      return keyLabelField;
    case 'setting':
      return settingField(page.entry);
    case 'probe':
      return hostField;
    case 'pin':
    case 'mailboxPin':
      return pinField;
    case 'adminPassword':
      return passwordField;
    case 'contactField':
      return contactField(page.field);
    case 'searchText':
      return { kind: 'text', maxLength: searchedField.maxLength, required: false };
    case 'speedDial':
      return { ...dialedField, required: false };
    case 'directory':
    case 'callLog':
      return searchedField;
    default:
      return undefined;
  }
}

/** Where a field of a contact's form is written. */
export function writtenField(
  field: Extract<EditPage, { page: 'contactField' }>['field'],
  text: string,
  language: string,
): EditPage {
  return { page: 'contactField', field, editor: newEditor(contactField(field), text, language), focus: 0 };
}

/** Where a search is written by touch; digits that stood for letters are not taken over. */
export function searchPage(editor: EditPage['editor'], language: string): EditPage {
  const text = editor.mode === 'search' ? '' : editor.text;
  const field: Field = { kind: 'text', maxLength: searchedField.maxLength, required: false };
  return { page: 'searchText', editor: newEditor(field, text, language), focus: 0 };
}

/** Where a parameter's text is written. */
export function settingPage(entry: string, text: string, language: string): EditPage {
  return { page: 'setting', entry, editor: newEditor(settingField(entry), text, language), focus: 0 };
}

export function passwordPage(to: Page | undefined, language: string): EditPage {
  return { page: 'adminPassword', to, editor: newEditor(passwordField, '', language), focus: 0 };
}
