// A menu of the tree: its entries as rows, each with what it leads to or how it stands.

import { findParameter } from '#config/schema';
import type { Intent } from '../intents.ts';
import type { Entry, ParameterEntry } from '../menus/entry.ts';
import { entryAccess, type FoundMenu, filledPath, findMenu, isShown, placeOf, valuesOf } from '../menus/find.ts';
import { valueText } from '../menus/words.ts';
import type { TreePage } from '../navigation.ts';
import { settingPage } from '../page-fields.ts';
import { lineOf } from './frame.ts';
import { idleLine } from './line-view.ts';
import { chosenFrom } from './menu-view.ts';
import type { RowsBody, RowView, View, ViewInput } from './view.ts';

/** What changes the parameter: a switch at once, everything else on a page of its own. */
function parameterIntent(input: ViewInput, entry: ParameterEntry, path: string, place: string): Intent {
  const declaration = findParameter(path)?.declaration;
  const value = input.settings.value(path) ?? '';
  if (declaration?.type === 'boolean') return { do: 'saveSetting', path, value: value !== true };
  if (declaration?.enum !== undefined) {
    const focus = Math.max(0, valuesOf({ declaration, entry, path }).indexOf(value as string | number));
    return { do: 'open', page: { page: 'choice', entry: place, focus } };
  }
  if (declaration?.type === 'integer')
    return { do: 'open', page: { page: 'number', entry: place, text: String(value), focus: 0 } };
  return { do: 'open', page: settingPage(place, String(value), input.language) };
}

function parameterRow(input: ViewInput, entry: ParameterEntry, { at, line }: FoundMenu): RowView {
  const path = filledPath(entry.path, line);
  const value = input.settings.value(path);
  return {
    id: entry.id,
    text: entry.word(input.text),
    detail: valueText(input, path, entry.valueWord),
    intent: parameterIntent(input, entry, path, placeOf(at, entry.id)),
    ...(entry.icon === undefined ? {} : { icon: entry.icon }),
    ...(typeof value === 'boolean' ? { on: value } : { leads: true }),
  };
}

/** It stays as it is; whoever wants to change it learns whose it is. */
function keptRow({ text }: ViewInput, { on: _, leads: __, ...row }: RowView, path: string): RowView {
  return { ...row, intent: { do: 'open', page: { page: 'kept', path, focus: 0 } }, kept: true, state: text.settings.kept };
}

function entryRow(input: ViewInput, entry: Entry, found: FoundMenu): RowView {
  const row = freeRow(input, entry, found);
  if (entry.kind === 'menu' || entry.kind === 'lines' || entryAccess(input, entry, found.line) === 'rw') return row;
  const [path = ''] = entry.kind === 'parameter' ? [filledPath(entry.path, found.line)] : (entry.changes?.(input) ?? []);
  return keptRow(input, row, path);
}

function freeRow(input: ViewInput, entry: Entry, found: FoundMenu): RowView {
  const { text } = input;
  const common = { id: entry.id, text: entry.word(text), ...(entry.icon === undefined ? {} : { icon: entry.icon }) };
  switch (entry.kind) {
    case 'parameter':
      return parameterRow(input, entry, found);
    case 'switch': {
      const on = entry.on(input);
      return { ...common, detail: on ? text.menu.on : text.menu.off, on, intent: entry.intent };
    }
    case 'link': {
      const detail = entry.detail?.(input, found.line) ?? '';
      return { ...common, detail, intent: entry.intent(input, found.line), leads: true };
    }
    case 'menu':
    case 'lines': {
      const page = { page: 'menu', at: placeOf(found.at, entry.id), focus: 0 } as const;
      return { ...common, detail: '', intent: { do: 'open', page }, leads: true };
    }
  }
}

/** Before a menu that there is for each line: which one. */
function lineRows(input: ViewInput, { at }: FoundMenu): readonly RowView[] {
  return input.snapshot.lines.map((line) => {
    const { icon, tone, state } = idleLine(input, line);
    const id = String(line.index + 1);
    const page = { page: 'menu', at: placeOf(at, id), focus: 0 } as const;
    return { id, text: line.label || id, detail: state, icon, tone, intent: { do: 'open', page }, leads: true };
  });
}

/** The heading of a line's menu is the line. */
function titleOf(input: ViewInput, { menu, line }: FoundMenu): string {
  const word = menu.word(input.text);
  if (menu.kind !== 'lines' || line === undefined) return word;
  return lineOf(input.snapshot, line)?.label || `${word} ${line + 1}`;
}

export function treeView(input: ViewInput, page: TreePage): View<RowsBody> {
  const found = findMenu(page.at ?? '') ?? (findMenu('') as FoundMenu);
  const { menu, at, line } = found;
  const rows =
    menu.kind === 'lines' && line === undefined
      ? lineRows(input, found)
      : menu.entries.filter((entry) => isShown(input, entry, at, line)).map((entry) => entryRow(input, entry, found));
  return chosenFrom(input, page, at === '' ? 'main' : at, { title: titleOf(input, found), screen: 'menu', rows });
}
