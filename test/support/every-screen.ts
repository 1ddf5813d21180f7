// Every screen that there is, by name: each situation of the phone, and each page over one. For contact sheets and for tests that
// look at all of them.

import type { StoredValue } from '#config/schema';
import type { QualityGrade } from '#ui/call-quality';
import type { SoundTestSnapshot } from '#ui/conference-snapshot';
import { hostEditor, numberEditor, pinEditor, searchEditor } from '#ui/entry/fields';
import { home, type Navigation, type Page } from '#ui/lcd/navigation';
import { type Bitmap, colorBitmap, monoBitmap } from '#ui/lcd/raster/bitmap';
import type { Theme } from '#ui/lcd/themes/theme';
import type { JobSnapshot } from '#ui/maintenance';
import type { PhoneSnapshot } from '#ui/phone';
import type { PicturesReader } from '#ui/pictures';
import type { RecordingsSnapshot } from '#ui/recordings-snapshot';
import { directoryPages } from './directory-pages.ts';
import { directory, fixtureNowMs, fixtureWallMs, quality, situation, situations } from './phone-fixture.ts';

/** A picture by the colour of each of its points, of the kind that the theme's screen takes. */
function drawing(
  theme: Theme,
  width: number,
  height: number,
  colorAt: (x: number, y: number) => readonly [number, number, number, number],
): Bitmap {
  const rgba = new Uint8Array(width * height * 4);
  for (let i = 0; i < width * height; i += 1) rgba.set(colorAt((i % width) / width, Math.floor(i / width) / height), i * 4);
  if (theme.mono) return monoBitmap({ width, height, rgba });
  const work = colorBitmap({ width, height, rgba });
  for (let step = work.next(); ; step = work.next()) if (step.done === true) return step.value;
}

/** Hills under an evening sky, a ring for a logo, and a face; made once a theme's screen. */
const drawn = new Map<string, Partial<PicturesReader>>();
function brought(theme: Theme): Partial<PicturesReader> {
  const { width, height } = theme.screen;
  const key = `${width}x${height}`;
  const known = drawn.get(key);
  if (known !== undefined) return known;
  const face = Math.max(1, theme.metrics.avatar - 2 * Math.max(2, theme.metrics.avatar >> 5));
  const made = {
    background: drawing(theme, width, height, (x, y) =>
      y > 0.65 + 0.15 * Math.sin(7 * x) ? [30, 90 + 60 * x, 60, 255] : [255 - 90 * y, 190 - 120 * y, 120 + 100 * y, 255],
    ),
    logo: drawing(theme, Math.round(width * 0.3), Math.round(height * 0.16), (x, y) => {
      const ring = Math.abs(Math.hypot((x - 0.5) * 2, (y - 0.5) * 2) - 0.7) < 0.2;
      return [240, 120, 40, ring ? 255 : 0];
    }),
    ofNumber: () => faceOf,
  };
  const faceOf = drawing(theme, face, face, (x, y) => {
    const inside = Math.hypot(x - 0.5, y - 0.5) < 0.5;
    const skin = Math.hypot(x - 0.5, y - 0.42) < 0.22 || y > 0.72;
    return skin ? [225, 180, 150, inside ? 255 : 0] : [60, 110, 150, inside ? 255 : 0];
  });
  drawn.set(key, made);
  return made;
}

/** Answers and hops as the programs print them. */
const fixtureJobs: Readonly<Record<string, JobSnapshot>> = {
  pingRuns: {
    kind: 'ping',
    target: '192.0.2.1',
    state: 'running',
    progress: 0.4,
    lines: [
      'PING 192.0.2.1 (192.0.2.1) 56(84) bytes of data.',
      '64 bytes from 192.0.2.1: icmp_seq=1 ttl=64 time=0.31 ms',
      '64 bytes from 192.0.2.1: icmp_seq=2 ttl=64 time=0.28 ms',
    ],
  },
  updateRuns: { kind: 'update', target: 'https://config.example.net', state: 'running', lines: [], progress: undefined },
  updateFailed: { kind: 'update', target: 'https://config.example.net', state: 'failed', lines: ['404 Not Found'], progress: 1 },
};

export interface NamedScreen {
  readonly name: string;
  readonly snapshot: PhoneSnapshot;
  readonly navigation: Navigation;
  readonly job?: JobSnapshot;
  readonly pictures?: (theme: Theme) => Partial<PicturesReader>;
  /** Parameters that are not as from the factory. */
  readonly values?: Readonly<Record<string, StoredValue>>;
  /** As `system/user_rights` has them. */
  readonly rights?: string;
}

const menu = (at: string, focus = 0): Page => ({ page: 'menu', at, focus });

/** Over the idle phone. */
const pages: Readonly<Record<string, Page>> = {
  menu: { page: 'menu', focus: 0 },
  features: menu('features', 2),
  settings: menu('settings', 1),
  sound: menu('settings/sound', 3),
  display: menu('settings/display', 1),
  time: menu('settings/time'),
  themes: { page: 'themes', focus: 1 },
  rings: { page: 'rings', focus: 3 },
  volume: { page: 'volume', focus: 0 },
  language: { page: 'choice', entry: 'settings/language', focus: 4 },
  contrast: { page: 'number', entry: 'settings/display/contrast', text: '70', focus: 0 },
  statusMenu: menu('status'),
  status: { page: 'status', focus: 0 },
  about: { page: 'about', focus: 0 },
  networkStatus: { page: 'network', focus: 2 },
  system: { page: 'system', focus: 0 },
  statistics: { page: 'statistics', focus: 0 },
  noNotices: { page: 'notices', focus: 0 },
  diagnostics: menu('administration/diagnostics'),
  administrationEnd: menu('administration', 7),
  ping: { page: 'probe', probe: 'ping', editor: hostEditor('192.0.2.1'), focus: 0 },
  restoreDefaults: { page: 'restoreDefaults', focus: 0 },
  factoryReset: { page: 'factoryReset', focus: 0 },
  administration: menu('administration'),
  network: menu('administration/network', 1),
  vlan: menu('administration/network/vlan'),
  provisioning: menu('administration/provisioning', 1),
  lineMenus: menu('administration/lines', 1),
  lineMenu: menu('administration/lines/1', 4),
  port: { page: 'number', entry: 'administration/lines/1/proxyPort', text: '99999', problem: true, focus: 0 },
  address: { page: 'setting', entry: 'administration/network/ipAddress', editor: numberEditor('192.0.2.17'), focus: 0 },
  wrongAddress: {
    page: 'setting',
    entry: 'administration/network/ipAddress',
    editor: hostEditor('192.0.2'),
    problem: true,
    focus: 0,
  },
  adminPassword: { page: 'adminPassword', to: { page: 'menu', focus: 0 }, editor: numberEditor('1234'), problem: true, focus: 0 },
  lines: { page: 'lines', focus: 1 },
  callLog: { page: 'callLog', filter: 'all', editor: searchEditor('en'), focus: 3 },
  missed: { page: 'callLog', filter: 'missed', editor: searchEditor('en'), focus: 0 },
  details: { page: 'callDetails', entry: 99, focus: 0 },
  edit: { page: 'editNumber', editor: { ...numberEditor('03012345611'), cursor: 4 }, line: 0, focus: 0 },
  forwarding: { page: 'forwarding', focus: 0 },
  forwardTo: { page: 'forwardTo', kind: 'noAnswer', editor: numberEditor('1003'), focus: 0 },
  forwardAlways: { page: 'forwardTo', kind: 'always', editor: numberEditor(''), focus: 0 },
  restart: { page: 'restart', focus: 0 },
  clearCallLog: { page: 'clearCallLog', focus: 0 },
  soundTest: { page: 'soundTest', focus: 0 },
  kept: { page: 'kept', path: 'personal_settings/language', focus: 0 },
};

/** What stands over a situation, or at another page of its soft keys. */
function over(name: string, page: Page | undefined, softKeyPage = 0): NamedScreen {
  const navigation = { ...home, pages: page === undefined ? [] : [page], softKeyPage };
  return { name: `${name} ${page?.page ?? softKeyPage}`, snapshot: situation(name), navigation };
}

function qualityScreen(grade: QualityGrade): NamedScreen {
  const screen = over('call', { page: 'quality', call: 'c1', focus: 0 });
  return { ...screen, name: `quality ${grade}`, snapshot: { ...screen.snapshot, qualities: [quality({ grade })] } };
}

function soundTestScreen(stage: SoundTestSnapshot['stage']): NamedScreen {
  const screen = over('idle', { page: 'soundTest', focus: 0 });
  const soundTest = { stage, sinceMs: fixtureNowMs - 2000 };
  return { ...screen, name: `soundTest ${stage}`, snapshot: { ...screen.snapshot, soundTest } };
}

const recordingId = '20261121-120000-1002-1.wav';
const recordings: RecordingsSnapshot = {
  calls: [
    { id: recordingId, remote: { name: 'Grace Hopper', number: '1002' }, atMs: fixtureWallMs - 3_600_000, durationMs: 754_000 },
    {
      id: '20261120-120000-unknown-1.wav',
      remote: { name: undefined, number: '' },
      atMs: fixtureWallMs - 90_000_000,
      durationMs: 9000,
    },
  ],
  playing: recordingId,
};
const recordingPages: Readonly<Record<'recordings' | 'deleteRecording', Page>> = {
  recordings: { page: 'recordings', focus: 1 },
  deleteRecording: { page: 'deleteRecording', recording: recordingId, focus: 0 },
};

/** With people in the directory. */
function directoryScreens(): readonly NamedScreen[] {
  const idle = { ...situation('idle'), directory };
  const typing = { ...situation('dialingOnHook'), directory, dialing: { line: 0, number: '46', offHook: false } };
  return [
    ...Object.entries(directoryPages).map(([name, pages]) => ({ name, snapshot: idle, navigation: { ...home, pages } })),
    ...(['recordings', 'deleteRecording'] as const).map((name) => ({
      ...over('idle', undefined),
      name,
      snapshot: { ...idle, recordings },
      navigation: { ...home, pages: [recordingPages[name]] },
    })),
    { name: 'dialing for somebody', snapshot: typing, navigation: home },
    { name: 'somebody chosen', snapshot: typing, navigation: { ...home, match: 1 } },
  ];
}

export function everyScreen(): readonly NamedScreen[] {
  const saver = (picture: string): NamedScreen => ({
    ...over('idle', undefined),
    name: `saver ${picture}`,
    navigation: { ...home, usedAtMs: -1e9 },
    values: { 'personal_settings/screen_saver/enabled': true, 'personal_settings/screen_saver/picture': picture },
  });
  const volume = { ...home, volumeUntilMs: fixtureNowMs + 1000 };
  return [
    ...Object.entries(situations).map(([name, snapshot]) => ({ name, snapshot, navigation: home })),
    {
      ...over('idle', { page: 'menu', at: 'settings/time', focus: 0 }),
      name: 'kept rows',
      rights: 'system/ntp/time_display_format=ro system/daylight_saving/activate=ro',
    },
    { name: 'call volume', snapshot: situation('call'), navigation: volume },
    ...Object.entries(pages).map(([name, page]) => ({ ...over('idle', page), name })),
    ...(['speaking', 'listening'] as const).map(soundTestScreen),
    ...directoryScreens(),
    over('conference', { page: 'conference', focus: 0 }),
    over('conferenceOfSix', { page: 'conference', focus: 1 }),
    over('call', { page: 'keypad', focus: 0 }),
    over('twoCalls', { page: 'keypad', focus: 0 }),
    over('conference', { page: 'keypad', focus: 0 }),
    over('conferenceOfSix', { page: 'keypad', focus: 0 }),
    over('callPoor', { page: 'menu', focus: 0 }),
    over('callPoor', { page: 'quality', call: 'c1', focus: 9 }),
    over('call', { page: 'quality', call: 'c1', focus: 0 }),
    over('incoming', { page: 'divert', call: 'c2', editor: numberEditor('1003'), focus: 0 }),
    over('functionKeys', { page: 'functionKeys', focus: 1 }),
    over('programmedLineKeys', { page: 'functionKeys', focus: 1 }),
    over('functionKeys', { page: 'assignKey', key: 3, kind: 'speedDial', focus: 1 }),
    over('functionKeys', { page: 'assignContact', key: 3, kind: 'monitor', focus: 1 }),
    over('functionKeys', { page: 'keyLabel', key: 3, kind: 'monitor', number: '1002', editor: numberEditor('Ben'), focus: 0 }),
    over('functionKeys', { page: 'assignEvent', key: 5, kind: 'monitor', focus: 4 }),
    over('recorded', undefined, 1),
    over('twoCalls', undefined, 1),
    over('conferenceRecorded', undefined, 1),
    ...(['good', 'fair', 'poor'] as const).map(qualityScreen),
    over('idleNotice', { page: 'notice', notice: 'n1', focus: 0 }),
    over('idleNotice', { page: 'notices', focus: 0 }),
    {
      ...over('idleBusy', undefined),
      name: 'background',
      pictures: brought,
      values: { 'personal_settings/logo_shown': 'PICTURE' },
    },
    {
      ...over('idle', undefined),
      name: 'text logo',
      values: { 'personal_settings/logo_shown': 'TEXT', 'personal_settings/logo_text': 'Harbour Hotel' },
    },
    { ...over('boot', undefined), name: 'boot with logo', pictures: brought },
    { ...over('call', undefined), name: 'call with face', pictures: brought },
    { ...saver('BACKGROUND'), pictures: brought },
    { ...saver('LOGO'), name: 'saver logo picture', pictures: brought },
    ...['CLOCK', 'STATION_NAME', 'LOGO', 'LOCK'].map(saver),
    over('locked', { page: 'pin', editor: pinEditor(), focus: 0 }),
    over('idle', { page: 'mailboxPin', editor: pinEditor(), focus: 0 }),
    over('locked', { page: 'emergency', focus: 0 }),
    ...Object.entries(fixtureJobs).map(([name, job]) => ({ ...over('idle', { page: 'job', focus: 0 }), name, job })),
  ];
}
