// Menus: the main one, settings, themes and the choice of a line.

import type { ForwardingKind } from '../../phone.ts';
import { groupedNumber } from '../../text/format.ts';
import type { IconName } from '../icons/icon-names.ts';
import type { Intent, SoftKey } from '../intents.ts';
import type { MenuPage } from '../navigation.ts';
import type { ThemeName } from '../themes/palette.ts';
import { focusKeys } from './call-log-view.ts';
import { framed, lineOf, softKey, usedLines } from './frame.ts';
import { idleLine } from './line-view.ts';
import { qualityRow } from './quality-view.ts';
import type { RowsBody, RowView, View, ViewInput } from './view.ts';

interface Menu {
  readonly title: string;
  /** Beside choosing the row that has the focus. */
  readonly second?: (row: RowView) => SoftKey;
  readonly screen: 'menu' | 'list';
  readonly rows: readonly RowView[];
}

function mainMenu(input: ViewInput): Menu {
  const { menu } = input.text;
  const entry = (id: string, text: string, icon: IconName, intent: Intent): RowView => ({
    id,
    text,
    detail: '',
    icon,
    intent,
    leads: true,
  });
  const quality = qualityRow(input);
  return {
    title: menu.title,
    screen: 'menu',
    rows: [
      ...(quality === undefined ? [] : [quality]),
      entry('callLog', menu.callLog, 'list', { do: 'openCallLog' }),
      entry('status', menu.status, 'information', { do: 'open', page: { page: 'status', focus: 0 } }),
      entry('settings', menu.settings, 'settings', { do: 'open', page: { page: 'settings', focus: 0 } }),
      entry('about', menu.about, 'about', { do: 'open', page: { page: 'about', focus: 0 } }),
    ],
  };
}

function themeLabel(input: ViewInput, name: ThemeName): string {
  const { themes } = input.text;
  if (input.mono) return name === 'contrast' ? themes.inverted : themes.normal;
  return themes[name];
}

function settings(input: ViewInput): Menu {
  const { menu } = input.text;
  return {
    title: menu.settings,
    screen: 'menu',
    rows: [
      {
        id: 'volume',
        text: menu.volume,
        detail: '',
        icon: 'volume',
        intent: { do: 'open', page: { page: 'volume', focus: 0 } },
        leads: true,
      },
      {
        id: 'theme',
        text: menu.theme,
        detail: themeLabel(input, input.themeName),
        icon: 'theme',
        intent: { do: 'open', page: { page: 'themes', focus: 0 } },
        leads: true,
      },
      {
        id: 'doNotDisturb',
        text: menu.doNotDisturb,
        detail: input.snapshot.doNotDisturb ? menu.on : menu.off,
        icon: 'dnd',
        intent: { do: 'toggleDoNotDisturb' },
      },
      {
        id: 'forwarding',
        text: menu.forwarding,
        detail: Object.values(input.snapshot.forwarding).some(({ on }) => on) ? menu.on : menu.off,
        icon: 'forward',
        intent: { do: 'open', page: { page: 'forwarding', focus: 0 } },
        leads: true,
      },
      {
        id: 'hideNumber',
        text: menu.hideNumber,
        detail: input.snapshot.hideNumber ? menu.on : menu.off,
        icon: 'hidden',
        intent: { do: 'toggleHideNumber' },
      },
      {
        id: 'rings',
        text: menu.ring,
        detail: input.snapshot.rings.chosen,
        icon: 'ringing',
        intent: {
          do: 'open',
          page: { page: 'rings', focus: Math.max(0, input.snapshot.rings.names.indexOf(input.snapshot.rings.chosen)) },
        },
        leads: true,
      },
      {
        id: 'soundTest',
        text: menu.soundTest,
        detail: '',
        icon: 'talking',
        intent: { do: 'open', page: { page: 'soundTest', focus: 0 } },
        leads: true,
      },
      {
        id: 'restart',
        text: menu.restart,
        detail: '',
        icon: 'restart',
        intent: { do: 'open', page: { page: 'restart', focus: 0 } },
        leads: true,
      },
    ],
  };
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
        detail: on ? groupedNumber(number) : text.menu.off,
        intent: { do: 'open', page: { page: 'forwardTo', kind, text: number, cursor: number.length, focus: 0 } },
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
  menu: mainMenu,
  settings,
  themes,
  rings,
  lines,
  forwarding,
};
const ids: Readonly<Record<MenuPage['page'], string>> = {
  menu: 'main',
  settings: 'settings',
  themes: 'themes',
  rings: 'rings',
  lines: 'lines',
  forwarding: 'forwarding',
};

export function menuView(input: ViewInput, page: MenuPage): View<RowsBody> {
  const { title, screen, rows, second } = menus[page.page](input);
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
    { screen, id: ids[page.page], rows, focus, plain: false, tabs: [], empty: '' },
  );
}
