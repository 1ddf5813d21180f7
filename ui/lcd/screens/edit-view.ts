// Editing a text: a number before it is dialled or where calls are to go, a parameter, a password, a field of a contact.

import { changesInMs, type Editor, type EditorInput, isPending, showsLastMs } from '../../entry/editor.ts';
import { type Field, modesOf, problemOf } from '../../entry/field.ts';
import { keyboardOf } from '../../entry/keyboard.ts';
import { modeLabel } from '../../entry/mode-label.ts';
import { symbols } from '../../entry/symbols.ts';
import { filled } from '../../text/strings.ts';
import type { Intent, SoftKey } from '../intents.ts';
import { findParameterEntry } from '../menus/find.ts';
import { hintOf } from '../menus/hint.ts';
import type { EditPage } from '../navigation.ts';
import { fieldOf, keyLabelPage } from '../page-fields.ts';
import { shownNumber } from '../shown-number.ts';
import { framed, placedSoftKeys, softKey } from './frame.ts';
import type { EditBody, SoftKeys, View, ViewInput } from './view.ts';

/** In a row of the table of symbols. */
export const symbolColumns = 10;

const typed = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '#'];

const enter = (input: EditorInput): Intent => ({ do: 'enter', input });

/** Every digit key as something that is typed, pressed or held. */
export function typedKeys(type: 'key' | 'longKey'): ReadonlyMap<string, Intent> {
  return new Map(typed.map((key) => [key, enter({ type, key })]));
}

interface Purpose {
  readonly title: string;
  readonly label: string;
  readonly main: SoftKey;
  /** Beside it, where there is something else to do with the text. */
  readonly other?: SoftKey;
  readonly hint?: string;
  /** What was written before was refused, as the hint says. */
  readonly refused?: boolean;
}

function settingPurpose(input: ViewInput, page: Extract<EditPage, { page: 'setting' }>): Purpose {
  const found = findParameterEntry(page.entry);
  const title = found?.entry.word(input.text) ?? '';
  const path = found?.path ?? '';
  const main = softKey(input, 'save', { do: 'saveSetting', path, value: page.editor.text, close: true }, 'calm');
  if (found === undefined) return { title, label: title, main };
  return { title, label: title, main, hint: hintOf(input.text, path, found.declaration, page.problem === true) };
}

function contactPurpose(input: ViewInput, page: Extract<EditPage, { page: 'contactField' }>): Purpose {
  const { contact } = input.text;
  const text = page.editor.text.trim();
  const fields = page.field === 'name' ? { name: text } : page.field === 'group' ? { group: text } : { [page.field]: text };
  return {
    title: contact.title,
    label: contact[page.field],
    main: softKey(input, 'save', { do: 'fillContact', fields }, 'calm'),
  };
}

function purposeOf(input: ViewInput, page: EditPage): Purpose {
  const { callLog, forwarding } = input.text;
  const number = page.editor.text;
  switch (page.page) {
    case 'editNumber': {
      const main = softKey(input, 'dial', { do: 'dial', number, line: page.line }, 'calm');
      return { title: callLog.editNumber, label: callLog.number, main };
    }
    case 'divert': {
      const main = softKey(input, 'divert', { do: 'divert', number, call: page.call }, 'calm');
      return { title: forwarding.divertTo, label: callLog.number, main };
    }
    case 'keyNumber': {
      const main = softKey(input, 'next', { do: 'open', page: keyLabelPage(page, number, input.language) }, 'calm');
      return { title: input.text.keys.kinds[page.kind], label: input.text.keys.number, main };
    }
    case 'keyLabel': {
      const { key, kind } = page;
      const assignment = { kind, number: page.number, label: number, line: input.snapshot.selectedLine };
      const main = softKey(input, 'save', { do: 'assignFunctionKey', key, assignment }, 'calm');
      return { title: shownNumber(input, page.number), label: input.text.keys.label, main };
    }
    case 'forwardTo': {
      const { kind } = page;
      const main = softKey(input, 'save', { do: 'setForwarding', kind, forwarding: { on: true, number } }, 'calm');
      const purpose = { title: forwarding[kind], label: forwarding.to, main };
      if (!input.snapshot.forwarding[kind].on) return purpose;
      return { ...purpose, other: softKey(input, 'switchOff', { do: 'setForwarding', kind, forwarding: { on: false, number } }) };
    }
    case 'setting':
      return settingPurpose(input, page);
    case 'pin':
    case 'mailboxPin': {
      const { lock, keys } = input.text;
      const refused = input.snapshot.lock.failures > 0 && number === '';
      const common = { label: lock.pin, hint: refused ? lock.wrongPin : '', refused };
      if (page.page === 'pin') {
        return { ...common, title: lock.locked, main: softKey(input, 'unlock', { do: 'unlock', pin: number }, 'calm') };
      }
      const main = softKey(input, 'dial', { do: 'callVoiceMail', pin: number }, 'calm');
      return { ...common, title: keys.events.voiceMail, main };
    }
    case 'probe': {
      const main = softKey(input, 'start', { do: 'probe', probe: page.probe, host: number }, 'calm');
      return { title: input.text.menu[page.probe], label: input.text.menu.host, main };
    }
    case 'adminPassword': {
      const { settings, menu } = input.text;
      const main = softKey(input, 'ok', { do: 'giveAdminPassword', password: number }, 'calm');
      const hint = page.problem === true ? settings.wrongPassword : '';
      return { title: menu.administration, label: menu.adminPassword, main, hint };
    }
    case 'contactField':
      return contactPurpose(input, page);
    case 'blockNumber': {
      const main = softKey(input, 'block', { do: 'blockNumber', number, name: '' }, 'calm');
      return { title: input.text.blocked.title, label: callLog.number, main };
    }
    case 'searchText': {
      const { search } = input.text.entry;
      return { title: search, label: search, main: softKey(input, 'ok', { do: 'fillSearch', text: number }, 'calm') };
    }
    case 'speedDial': {
      const label = filled(input.text.speedDials.key, { n: page.key });
      const main = softKey(input, 'save', { do: 'setSpeedDial', dial: { key: page.key, number, name: '' } }, 'calm');
      return { title: input.text.speedDials.title, label, main };
    }
  }
}

/** What was typed, or dots: the last character can be read for a moment, for nobody sees their own typing mistakes otherwise. */
function shownText({ text, cursor, typedAtMs }: Editor, field: Field, nowMs: number): string {
  if (field.kind !== 'password') return text;
  const fresh = nowMs - typedAtMs < showsLastMs ? cursor - 1 : -1;
  return [...text].map((character, index) => (index === fresh ? character : '*')).join('');
}

/** Within the table of symbols, else within the text. */
function arrows({ text, cursor, picker }: Editor): View['keys'] {
  if (picker !== undefined) {
    const to = (by: number): Intent => enter({ type: 'movePicker', by });
    return {
      left: to(-1),
      right: to(1),
      up: to(-symbolColumns),
      down: to(symbolColumns),
      ok: enter({ type: 'pick' }),
      back: enter({ type: 'togglePicker' }),
    };
  }
  return {
    ...(cursor > 0 ? { left: enter({ type: 'move', by: -1 }) } : {}),
    ...(cursor < text.length ? { right: enter({ type: 'move', by: 1 }) } : {}),
  };
}

function problemText(input: ViewInput, field: Field, text: string): string {
  const problem = problemOf(field, text);
  return problem === undefined ? '' : filled(input.text.entry.expected[problem.expected], problem.limits);
}

/** The main one, Delete, what else can be done with the text, and the mode. */
function keysOf(input: ViewInput, page: EditPage, field: Field, go: SoftKey | undefined, other: SoftKey | undefined): SoftKeys {
  const { picker, cursor } = page.editor;
  const several = modesOf(field, input.language).length > 1;
  const mode = several ? softKey(input, 'mode', enter({ type: 'nextMode' })) : undefined;
  return placedSoftKeys(
    input,
    [
      picker === undefined ? go : softKey(input, 'select', enter({ type: 'pick' })),
      cursor > 0 ? softKey(input, 'delete', enter({ type: 'delete' })) : undefined,
      // Without a place of its own the mode changes by holding `#`.
      other ?? mode,
    ],
    softKey(input, 'cancel', { do: 'back' }),
  );
}

function bodyOf(input: ViewInput, page: EditPage, field: Field, { label, hint = '', refused }: Purpose): EditBody {
  const { editor } = page;
  return {
    screen: 'edit',
    id: idOf(page),
    label,
    value: shownText(editor, field, input.nowMs),
    cursor: editor.cursor,
    pending: isPending(editor, input.nowMs),
    mode: modesOf(field, input.language).length > 1 ? modeLabel(editor.mode, input.language) : '',
    number: field.kind !== 'text' && field.kind !== 'password',
    picker: editor.picker === undefined ? undefined : { symbols, focus: editor.picker },
    keyboard: keyboardOf(editor, field, input.language),
    hint,
    problem: (page.problem === true || refused === true) && hint !== '',
  };
}

export function editView(input: ViewInput, page: EditPage): View<EditBody> {
  const { editor, problem } = page;
  const field = fieldOf(page) ?? { kind: 'text', maxLength: 64, required: false };
  const purpose = purposeOf(input, page);
  const { title, main, other } = purpose;
  const wrong = problemText(input, field, editor.text);
  const isComplete = !field.required || editor.text !== '';
  const go: SoftKey | undefined = !isComplete ? undefined : wrong === '' ? main : { ...main, intent: { do: 'refuse' } };
  return framed(
    input,
    {
      title,
      softKeys: keysOf(input, page, field, go, other),
      keys: { back: { do: 'back' }, ...(go === undefined ? {} : { ok: go.intent }), ...arrows(editor) },
      digits: typedKeys('key'),
      longDigits: typedKeys('longKey'),
      redrawAfterMs: changesInMs(editor, field, input.nowMs),
    },
    bodyOf(input, page, field, problem === true && wrong !== '' ? { ...purpose, hint: wrong } : purpose),
  );
}

function idOf(page: EditPage): string {
  switch (page.page) {
    case 'editNumber':
      return 'number';
    case 'setting':
      return page.entry;
    case 'contactField':
      return page.field;
    default:
      return page.page;
  }
}
