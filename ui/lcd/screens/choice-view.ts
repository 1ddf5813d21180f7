// The values of a parameter, the one in use with a tick.

import { findParameterEntry, valuesOf } from '../menus/find.ts';
import { choiceWord } from '../menus/words.ts';
import type { ChoicePage } from '../navigation.ts';
import { chosenFrom } from './menu-view.ts';
import type { RowsBody, RowView, View, ViewInput } from './view.ts';

export function choiceView(input: ViewInput, page: ChoicePage): View<RowsBody> {
  const { settings, text } = input;
  const found = findParameterEntry(page.entry);
  const rows = (found === undefined ? [] : valuesOf(found)).map((value): RowView => {
    const path = found?.path ?? '';
    return {
      id: String(value),
      text: choiceWord(text, String(value), found?.entry.valueWord),
      detail: '',
      checked: settings.value(path) === value,
      intent: { do: 'saveSetting', path, value, close: true },
    };
  });
  return chosenFrom(input, page, page.entry, { title: found?.entry.word(text) ?? '', screen: 'menu', rows });
}
