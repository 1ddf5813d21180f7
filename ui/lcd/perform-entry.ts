// Steps of this surface that have to do with writing: what is typed, and the forms and lists that it belongs to.

import type { ContactDraft } from '../directory-snapshot.ts';
import { type EditorInput, edited } from '../entry/editor.ts';
import { numberEditor, searchEditor } from '../entry/fields.ts';
import type { Phone } from '../phone.ts';
import type { SurfaceIntent } from './intents.ts';
import { type ContactFormPage, closedTop, type Navigation, opened, type Page, replaced } from './navigation.ts';
import { fieldOf, writtenField } from './page-fields.ts';

export interface Writer {
  readonly phone: Phone;
  readonly nowMs: number;
  /** BCP 47 tag. */
  readonly language: string;
}

type EntryIntent = Extract<
  SurfaceIntent,
  {
    do:
      | 'enter'
      | 'refuse'
      | 'openDirectory'
      | 'newContact'
      | 'fillContact'
      | 'fillSearch'
      | 'saveNumber'
      | 'assignSpeedDial'
      | 'match';
  }
>;

const emptyDraft: ContactDraft = { name: '', office: '', home: '', mobile: '', group: '', ring: '', favourite: false };

/** The row after the one whose field this is. */
const nextRow: Readonly<Partial<Record<keyof ContactDraft, number>>> = {
  name: 1,
  office: 2,
  home: 3,
  mobile: 4,
  group: 5,
  ring: 6,
};

function typed(navigation: Navigation, input: EditorInput, { nowMs, language }: Writer): Navigation {
  const page = navigation.pages.at(-1);
  const field = page === undefined ? undefined : fieldOf(page);
  if (page === undefined || field === undefined || !('editor' in page)) return navigation;
  const editor = edited(page.editor, input, { field, language, nowMs });
  // A list that answers another question is read from its beginning.
  const focus = editor.text === page.editor.text ? page.focus : 0;
  const { problem: _, ...rest } = { problem: undefined, ...page };
  return { ...replaced(navigation, { ...rest, editor, focus } as Page, nowMs), softKeyPage: navigation.softKeyPage };
}

/** The page on top says what is wrong with it. */
export function refused(navigation: Navigation, nowMs: number): Navigation {
  const page = navigation.pages.at(-1);
  if (page === undefined || !(page.page === 'contactForm' || 'editor' in page || 'text' in page)) return navigation;
  if (page.page === 'directory' || page.page === 'callLog') return navigation;
  return replaced(navigation, { ...page, problem: true }, nowMs);
}

/** A form, and at once the field for what is missing first. */
function newContact(navigation: Navigation, draft: ContactDraft, { nowMs, language }: Writer): Navigation {
  const form: ContactFormPage = { page: 'contactForm', contact: undefined, draft, focus: 0 };
  const over = opened(navigation, form, nowMs);
  return draft.name === '' ? opened(over, writtenField('name', '', language), nowMs) : over;
}

/** What was written goes into the form below; what was changed in the form itself stays there. */
function filledForm(navigation: Navigation, fields: Partial<ContactDraft>, { nowMs }: Writer): Navigation {
  const below = navigation.pages.at(-1)?.page === 'contactForm' ? navigation : closedTop(navigation, nowMs);
  const form = below.pages.at(-1);
  if (form?.page !== 'contactForm') return navigation;
  const written = (Object.keys(fields) as (keyof ContactDraft)[]).map((field) => nextRow[field]).find((row) => row !== undefined);
  const { problem: _, ...rest } = form;
  return replaced(below, { ...rest, draft: { ...form.draft, ...fields }, focus: written ?? form.focus }, nowMs);
}

/** The list below answers what was written, from its beginning. */
function searched(navigation: Navigation, text: string, nowMs: number): Navigation {
  const below = closedTop(navigation, nowMs);
  const list = below.pages.at(-1);
  if (list?.page !== 'directory' && list?.page !== 'callLog') return below;
  const mode = text === '' ? 'search' : 'lower';
  return replaced(
    below,
    { ...list, editor: { ...list.editor, text, cursor: text.length, mode, pending: undefined }, focus: 0 },
    nowMs,
  );
}

export function performEntry(intent: EntryIntent, navigation: Navigation, writer: Writer): Navigation {
  const { phone, nowMs, language } = writer;
  switch (intent.do) {
    case 'enter':
      return typed(navigation, intent.input, writer);
    case 'refuse':
      return refused(navigation, nowMs);
    case 'openDirectory':
      return opened(navigation, { page: 'directory', filter: { kind: 'all' }, editor: searchEditor(language), focus: 0 }, nowMs);
    case 'newContact':
      return newContact(navigation, { ...emptyDraft, ...intent.fields }, writer);
    case 'fillContact':
      return filledForm(navigation, intent.fields, writer);
    case 'fillSearch':
      return searched(navigation, intent.text, nowMs);
    case 'saveNumber':
      phone.cancelDialing();
      return newContact(navigation, { ...emptyDraft, name: intent.name, office: intent.number }, writer);
    case 'assignSpeedDial':
      phone.cancelDialing();
      return opened(navigation, { page: 'speedDial', key: intent.key, editor: numberEditor(''), focus: 0 }, nowMs);
    case 'match':
      return { ...navigation, match: intent.index, focusedSinceMs: nowMs };
  }
}
