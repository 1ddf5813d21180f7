// Lists to choose from: themes, rings, kinds of forwarding, lines.

import { numberEditor } from '../../entry/fields.ts';
import type { ForwardingKind } from '../../phone.ts';
import type { SoftKey } from '../intents.ts';
import { themeLabel } from '../menus/theme-label.ts';
import type { AssignPage, ChoicePage, EmergencyPage, MenuPage, NoticesPage, TreePage } from '../navigation.ts';
import { shownNumber } from '../shown-number.ts';
import type { ThemeName } from '../themes/palette.ts';
import { focusKeys } from './focus-keys.ts';
import { framed, lineOf, softKey, usedLines } from './frame.ts';
import { idleLine } from './line-view.ts';
import type { RowsBody, RowView, View, ViewInput } from './view.ts';

/** A list and what it is called. */
export interface Menu {
  readonly title: string;
  /** Beside choosing the row that has the focus. */
  readonly second?: (row: RowView) => SoftKey;
  readonly screen: 'menu' | 'list';
  readonly rows: readonly RowView[];
  /** Stands where there are no rows. */
  readonly empty?: string;
}

function themes(input: ViewInput): Menu {
  const names: readonly ThemeName[] = input.mono ? ['dark', 'contrast'] : ['dark', 'light', 'contrast'];
  return {
    title: input.text.menu.theme,
    screen: 'menu',
    rows: names.map((name) => ({
      id: name,
      text: themeLabel(input, name),
      detail: '',
      checked: name === input.themeName || (input.mono && name === 'dark' && input.themeName === 'light'),
      intent: { do: 'setTheme', theme: name },
    })),
  };
}

/** Choosing a ring lets it be heard; so does listening, which changes nothing. */
function rings(input: ViewInput): Menu {
  const { snapshot, text } = input;
  return {
    title: text.menu.ring,
    screen: 'menu',
    second: ({ text: ring }) => softKey(input, 'listen', { do: 'tryRing', ring }),
    rows: snapshot.rings.names.map((ring) => ({
      id: ring,
      text: ring,
      detail: '',
      checked: ring === snapshot.rings.chosen,
      intent: { do: 'chooseRing', line: snapshot.selectedLine, ring },
    })),
  };
}

/** Where calls go, and when. */
function forwarding(input: ViewInput): Menu {
  const { text, snapshot } = input;
  return {
    title: text.forwarding.title,
    screen: 'menu',
    rows: forwardingKinds.map((kind) => {
      const { on, number } = snapshot.forwarding[kind];
      return {
        id: kind,
        text: text.forwarding[kind],
        detail: on ? shownNumber(input, number) : text.menu.off,
        intent: { do: 'open', page: { page: 'forwardTo', kind, editor: numberEditor(number), focus: 0 } },
        leads: true,
      };
    }),
  };
}

function lines(input: ViewInput): Menu {
  return {
    title: input.text.lines.title,
    screen: 'list',
    rows: usedLines(input.snapshot).map((line) => {
      const { icon, tone, state } = idleLine(input, line);
      return {
        id: String(line.index),
        text: line.label,
        detail: line.number === line.label ? '' : line.number,
        icon,
        tone,
        state,
        checked: line.index === (input.snapshot.dialing?.line ?? lineOf(input.snapshot, input.snapshot.selectedLine)?.index),
        intent: { do: 'openLine', line: line.index },
      };
    }),
  };
}

const forwardingKinds: readonly ForwardingKind[] = ['always', 'busy', 'noAnswer'];

const menus: Readonly<Record<MenuPage['page'], (input: ViewInput) => Menu>> = {
  themes,
  rings,
  lines,
  forwarding,
};

export function menuView(input: ViewInput, page: MenuPage): View<RowsBody> {
  return chosenFrom(input, page, page.page, menus[page.page](input));
}

/** Rows of which one is chosen, with OK, its digit or a touch. */
export function chosenFrom(
  input: ViewInput,
  page: MenuPage | TreePage | ChoicePage | NoticesPage | EmergencyPage | AssignPage,
  id: string,
  { title, screen, rows, second, empty = '' }: Menu,
): View<RowsBody> {
  const focus = Math.min(page.focus, Math.max(0, rows.length - 1));
  const row = rows[focus];
  const intent = row?.intent;
  return framed(
    input,
    {
      title,
      position: rows.length === 0 ? '' : `${focus + 1}/${rows.length}`,
      softKeys: [
        intent === undefined ? undefined : softKey(input, 'select', intent),
        row === undefined ? undefined : second?.(row),
        undefined,
        softKey(input, 'back', { do: 'back' }),
      ],
      keys: {
        ...focusKeys({ ...page, focus }, rows.length),
        back: { do: 'back' },
        left: { do: 'back' },
        ...(intent === undefined ? {} : { ok: intent, right: intent }),
      },
      digits: new Map(rows.flatMap((row, index) => (row.intent === undefined ? [] : [[String(index + 1), row.intent] as const]))),
    },
    { screen, id, rows, focus, plain: false, tabs: [], empty },
  );
}
