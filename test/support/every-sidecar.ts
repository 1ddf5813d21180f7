// The expansion units, and what their displays show: a table of people, pages of keys, every kind of key, and none. For contact sheets
// and for tests that look at all of them.

import type { Display } from '#hal/display/display';
import type { FunctionKeySnapshot, KeyEventName, MonitorState } from '#ui/function-keys-snapshot';
import { accessAt } from '#ui/lcd/menus/administrator';
import { home } from '#ui/lcd/navigation';
import type { Picture } from '#ui/lcd/screens/render';
import { renderSidecar } from '#ui/lcd/sidecar/sidecar-screen';
import { sidecarView } from '#ui/lcd/sidecar/sidecar-view';
import type { ThemeName } from '#ui/lcd/themes/palette';
import { makeTheme, recolored, type Theme } from '#ui/lcd/themes/theme';
import { noMaintenance } from '#ui/maintenance';
import type { PhoneSnapshot } from '#ui/phone';
import { noPictures } from '#ui/pictures';
import { factorySettings } from '#ui/settings';
import { factoryCalendar } from '#ui/text/calendar';
import { type Language, traitsOf } from '#ui/text/languages';
import { stringsOf } from '#ui/text/strings';
import { fontsFor } from './fonts.ts';
import { fixtureNowMs, fixtureWallMs, situation, snapshot } from './phone-fixture.ts';

export type SidecarUnit = Pick<Display, 'class' | 'width' | 'height' | 'format'>;

export const sidecarUnits: Readonly<Record<'sidecar-60' | 'sidecar-480', SidecarUnit>> = {
  'sidecar-60': { class: 'mono-256', width: 60, height: 376, format: 'mono' },
  'sidecar-480': { class: 'color-480', width: 480, height: 272, format: 'rgb565' },
};

const keyCount = 22;
const firstKey = 18;
const states: readonly MonitorState[] = ['idle', 'ringing', 'busy', 'held', 'offline', 'unknown'];
const people = ['Reception', 'Grace Hopper', 'Alan Turing', 'Lab 2', 'Anne-Marie von und zu Übersee', 'Kitchen'];
const events: readonly KeyEventName[] = [
  'missedCalls',
  'receivedCalls',
  'dialedCalls',
  'callLog',
  'directory',
  'doNotDisturb',
  'forwarding',
  'voiceMail',
  'redial',
  'lock',
  'callTrace',
];

const plain: Omit<FunctionKeySnapshot, 'index'> = {
  kind: 'monitor',
  label: '',
  number: '',
  line: 0,
  state: 'unknown',
  remote: undefined,
};

function watched(count: number): readonly FunctionKeySnapshot[] {
  return Array.from({ length: count }, (_, i) => ({
    ...plain,
    index: firstKey + i,
    label: people[i % people.length] ?? '',
    number: String(1000 + i),
    state: states[(i + Math.floor(i / 6)) % states.length] ?? 'idle',
  }));
}

/** Each in a place of its own, with places between them that mean nothing. */
function everyKind(): readonly FunctionKeySnapshot[] {
  const keys: readonly Omit<FunctionKeySnapshot, 'index'>[] = [
    ...events.map((event) => ({ ...plain, kind: 'event' as const, event })),
    { ...plain, kind: 'speedDial', label: 'Grace Hopper', number: '1002' },
    { ...plain, kind: 'speedDial', number: '030123456', label: '030123456' },
    { ...plain, kind: 'park', label: 'Park 1', number: '701', state: 'busy' },
    { ...plain, kind: 'paging', label: 'Warehouse', group: 0 },
    { ...plain, kind: 'line', line: 1 },
    { ...plain, kind: 'discreet', label: 'Help', number: '112' },
  ];
  return keys.map((key, i) => ({ ...key, index: firstKey + i + Math.floor(i / 6) }));
}

export interface NamedSidecar {
  readonly name: string;
  readonly snapshot: PhoneSnapshot;
  readonly page: number;
}

export function everySidecar(): readonly NamedSidecar[] {
  const busy = situation('idleBusy');
  return [
    { name: 'people', snapshot: snapshot({ monitors: watched(keyCount) }), page: 0 },
    { name: 'first page', snapshot: snapshot({ monitors: watched(50) }), page: 0 },
    { name: 'last page', snapshot: snapshot({ monitors: watched(50) }), page: 2 },
    { name: 'every kind', snapshot: snapshot({ monitors: everyKind() }), page: 0 },
    { name: 'every kind, busy', snapshot: { ...busy, doNotDisturb: true, monitors: everyKind() }, page: 0 },
    { name: 'no keys', snapshot: snapshot(), page: 0 },
  ];
}

const themes = new Map<string, Theme>();

export function sidecarTheme(unit: SidecarUnit, language: Language, themeName: ThemeName = 'dark'): Theme {
  const key = `${unit.width} ${language}`;
  const theme = themes.get(key) ?? makeTheme(unit, 'dark', fontsFor(unit.class), traitsOf(language));
  themes.set(key, theme);
  return recolored(theme, themeName);
}

export function sidecarPicture(theme: Theme, { snapshot: phone, page }: NamedSidecar, language: Language): Picture {
  const input = {
    snapshot: phone,
    settings: factorySettings,
    access: accessAt(factorySettings, home, fixtureNowMs),
    maintenance: noMaintenance,
    pictures: noPictures,
    navigation: home,
    nowMs: fixtureNowMs,
    wall: { ms: fixtureWallMs, trusted: true, calendar: factoryCalendar },
    text: stringsOf(language),
    language,
    themeName: theme.name,
    mono: theme.mono,
    shortWords: theme.metrics.shortWords,
  };
  return renderSidecar(theme, sidecarView(input, keyCount, page));
}
