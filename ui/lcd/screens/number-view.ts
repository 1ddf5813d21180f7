// A whole number: typed with the digits or moved with up and down, within what the parameter takes.

import type { IntegerDeclaration } from '#config/declaration';
import type { Intent } from '../intents.ts';
import { findParameterEntry } from '../menus/find.ts';
import { hintOf } from '../menus/hint.ts';
import type { NumberPage } from '../navigation.ts';
import { framed, softKey } from './frame.ts';
import type { NumberBody, View, ViewInput } from './view.ts';

/** More digits than any parameter has. */
const mostDigits = 10;

const none: IntegerDeclaration = { type: 'integer', default: 0, title: '', help: '', owner: 'user' };

function typed({ problem: _, ...page }: NumberPage, text: string): Intent {
  return { do: 'replace', page: { ...page, text } };
}

/** A step up or down that stays within the range. */
function moved(page: NumberPage, { minimum, maximum }: IntegerDeclaration, by: number): Intent {
  const value = Number(page.text === '' || page.text === '-' ? (minimum ?? 0) : page.text) + by;
  return typed(page, String(Math.min(maximum ?? value, Math.max(minimum ?? value, value))));
}

function digitIntents(page: NumberPage, { minimum }: IntegerDeclaration): ReadonlyMap<string, Intent> {
  const { text } = page;
  const digits = text.length >= mostDigits ? [] : [...'0123456789'];
  const intents = digits.map((digit): [string, Intent] => [digit, typed(page, text === '0' ? digit : text + digit)]);
  if ((minimum ?? 0) < 0) intents.push(['*', typed(page, text.startsWith('-') ? text.slice(1) : `-${text}`)]);
  return new Map(intents);
}

function shareOf(text: string, { minimum, maximum }: IntegerDeclaration): number | undefined {
  if (minimum === undefined || maximum === undefined || maximum - minimum > 1000 || maximum === minimum) return undefined;
  const value = Number(text);
  return Number.isNaN(value) ? 0 : Math.min(1, Math.max(0, (value - minimum) / (maximum - minimum)));
}

export function numberView(input: ViewInput, page: NumberPage): View<NumberBody> {
  const found = findParameterEntry(page.entry);
  const declaration = found?.declaration.type === 'integer' ? found.declaration : none;
  const path = found?.path ?? '';
  const save: Intent = { do: 'saveSetting', path, value: page.text, close: true };
  const units: Readonly<Record<string, string | undefined>> = input.text.units;
  const back = { do: 'back' } as const;
  return framed(
    input,
    {
      title: found?.entry.word(input.text) ?? '',
      softKeys: [
        page.text === '' ? undefined : softKey(input, 'save', save, 'calm'),
        page.text === '' ? undefined : softKey(input, 'delete', typed(page, page.text.slice(0, -1))),
        undefined,
        softKey(input, 'cancel', back),
      ],
      keys: {
        up: moved(page, declaration, 1),
        down: moved(page, declaration, -1),
        right: moved(page, declaration, 1),
        left: moved(page, declaration, -1),
        back,
        ...(page.text === '' ? {} : { ok: save }),
      },
      digits: digitIntents(page, declaration),
    },
    {
      screen: 'edit',
      id: page.entry,
      label: found?.entry.word(input.text) ?? '',
      digits: page.text,
      unit: units[declaration.unit ?? ''] ?? declaration.unit ?? '',
      share: shareOf(page.text, declaration),
      hint: hintOf(input.text, path, declaration, page.problem === true),
      problem: page.problem === true,
      less: moved(page, declaration, -1),
      more: moved(page, declaration, 1),
    },
  );
}
