// Editing a text: a number before it is dialled or where calls are to go, a parameter, the administrator's password.

import type { Intent, SoftKey } from '../intents.ts';
import { findParameterEntry } from '../menus/find.ts';
import { hintOf, isAddress } from '../menus/hint.ts';
import type { EditPage } from '../navigation.ts';
import { framed, softKey } from './frame.ts';
import type { EditBody, View, ViewInput } from './view.ts';

const longestNumber = 64;
const typed = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '#'];

function edited({ problem: _, ...page }: EditPage, text: string, cursor: number): Intent {
  return { do: 'replace', page: { ...page, text, cursor } };
}

interface Purpose {
  readonly title: string;
  readonly label: string;
  readonly main: SoftKey;
  /** Beside it, where there is something else to do with the number. */
  readonly other?: SoftKey;
  readonly hint?: string;
  readonly secret?: true;
  /** Nothing typed is an answer, too. */
  readonly mayBeEmpty?: true;
  readonly longest?: number;
  /** What the star types; absent: a star. */
  readonly star?: string;
}

function settingPurpose(input: ViewInput, page: Extract<EditPage, { page: 'setting' }>): Purpose {
  const found = findParameterEntry(page.entry);
  const title = found?.entry.word(input.text) ?? '';
  const path = found?.path ?? '';
  const main = softKey(input, 'save', { do: 'saveSetting', path, value: page.text, close: true }, 'calm');
  if (found === undefined) return { title, label: title, main };
  const { declaration } = found;
  return {
    title,
    label: title,
    main,
    mayBeEmpty: true,
    hint: hintOf(input.text, path, declaration, page.problem === true),
    ...(declaration.secret === true ? { secret: true as const } : {}),
    ...(declaration.type === 'string' && declaration.maxLength !== undefined ? { longest: declaration.maxLength } : {}),
    ...(isAddress(path) ? { star: '.' } : {}),
  };
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
    case 'keyNumber': {
      const { key, kind } = page;
      const assignment = { kind, number, label: '', line: input.snapshot.selectedLine };
      const main = softKey(input, 'save', { do: 'assignFunctionKey', key, assignment }, 'calm');
      return { title: input.text.keys.kinds[kind], label: input.text.keys.number, main };
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
    case 'probe': {
      const main = softKey(input, 'start', { do: 'probe', probe: page.probe, host: number }, 'calm');
      return { title: input.text.menu[page.probe], label: input.text.menu.host, main, star: '.' };
    }
    case 'adminPassword': {
      const { settings, menu } = input.text;
      const main = softKey(input, 'ok', { do: 'giveAdminPassword', password: number }, 'calm');
      const hint = page.problem === true ? settings.wrongPassword : '';
      return { title: menu.administration, label: menu.adminPassword, main, hint, secret: true };
    }
  }
}

export function editView(input: ViewInput, page: EditPage): View<EditBody> {
  const purpose = purposeOf(input, page);
  const { title, label, main, other, longest = longestNumber, star = '*' } = purpose;
  const before = page.text.slice(0, page.cursor);
  const behind = page.text.slice(page.cursor);
  const canDelete = before !== '';
  const isComplete = page.text !== '' || purpose.mayBeEmpty === true;
  const inserted = (key: string): readonly [string, Intent] => [
    key,
    edited(page, before + (key === '*' ? star : key) + behind, page.cursor + 1),
  ];
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
      digits: page.text.length >= longest ? new Map() : new Map(typed.map(inserted)),
    },
    {
      screen: 'edit',
      id: idOf(page),
      label,
      value: page.text,
      cursor: page.cursor,
      secret: purpose.secret === true,
      hint: purpose.hint ?? '',
      problem: page.problem === true,
    },
  );
}

function idOf(page: EditPage): string {
  if (page.page === 'editNumber') return 'number';
  return page.page === 'setting' ? page.entry : page.page;
}
