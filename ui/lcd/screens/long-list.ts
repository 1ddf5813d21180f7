// The part of a long list that is made into rows: what is on the screen and what one can come to before the next picture.

import { type Editor, isPending } from '../../entry/editor.ts';
import { modeLabel } from '../../entry/mode-label.ts';
import type { Intent } from '../intents.ts';
import { searchPage } from '../page-fields.ts';
import { typedKeys } from './edit-view.ts';
import type { RowsBody, RowView, ViewInput } from './view.ts';

const before = 30;
const made = 90;

export interface ListPart {
  readonly rows: readonly RowView[];
  readonly window: NonNullable<RowsBody['window']>;
}

export function partOf<T>(items: readonly T[], focus: number, rowOf: (item: T) => RowView): ListPart {
  const first = Math.max(0, focus - before);
  return { rows: items.slice(first, first + made).map(rowOf), window: { first, count: items.length } };
}

/** What is looked for, as the list shows it. */
export function queryOf(input: ViewInput, editor: Editor): NonNullable<RowsBody['query']> {
  return {
    intent: { do: 'open', page: searchPage(editor, input.language) },
    text: editor.text,
    hint: input.text.entry.search,
    mode: modeLabel(editor.mode, input.language),
    pending: isPending(editor, input.nowMs),
  };
}

/** Digits look for something; Back first takes back what was typed. */
export function searchKeys(editor: Editor): {
  readonly digits: ReadonlyMap<string, Intent>;
  readonly longDigits: ReadonlyMap<string, Intent>;
  readonly back: Intent;
} {
  const back: Intent = editor.text === '' ? { do: 'back' } : { do: 'enter', input: { type: 'delete' } };
  return { digits: typedKeys('key'), longDigits: typedKeys('longKey'), back };
}
