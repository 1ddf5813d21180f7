// What the person at the phone sets to taste: sound, screen, language, time, keys.

import { settingPaths } from '../../setting-paths.ts';
import { broughtLanguages, languageOf, traitsOf } from '../../text/languages.ts';
import type { ThemeName } from '../themes/palette.ts';
import type { ParameterEntry, SubMenu } from './entry.ts';
import { themeLabel } from './theme-label.ts';

function parameter(id: string, word: ParameterEntry['word'], path: string): ParameterEntry {
  return { kind: 'parameter', id, word, path };
}

const sound: SubMenu = {
  kind: 'menu',
  id: 'sound',
  word: (text) => text.menu.sound,
  icon: 'volume',
  entries: [
    {
      kind: 'link',
      id: 'rings',
      word: (text) => text.menu.ring,
      intent: ({ snapshot: { rings } }) => ({
        do: 'open',
        page: { page: 'rings', focus: Math.max(0, rings.names.indexOf(rings.chosen)) },
      }),
      detail: ({ snapshot }) => snapshot.rings.chosen,
      changes: ({ snapshot }) => settingPaths.ring(snapshot.selectedLine),
    },
    {
      kind: 'link',
      id: 'volume',
      word: (text) => text.menu.volume,
      intent: () => ({ do: 'open', page: { page: 'volume', focus: 0 } }),
      detail: ({ snapshot }) => String(snapshot.audio.volume.level),
      changes: ({ snapshot }) => settingPaths.volume(snapshot),
    },
    parameter('answerDevice', (text) => text.menu.answerDevice, 'voip/answer_device'),
    parameter('headsetMemory', (text) => text.menu.headsetMemory, 'voip/headset_memory/enabled'),
    {
      kind: 'link',
      id: 'soundTest',
      word: (text) => text.menu.soundTest,
      intent: () => ({ do: 'open', page: { page: 'soundTest', focus: 0 } }),
    },
  ],
};

const display: SubMenu = {
  kind: 'menu',
  id: 'display',
  word: (text) => text.menu.display,
  icon: 'theme',
  entries: [
    {
      kind: 'link',
      id: 'theme',
      word: (text) => text.menu.theme,
      intent: () => ({ do: 'open', page: { page: 'themes', focus: 0 } }),
      detail: (input) => themeLabel(input, input.themeName satisfies ThemeName),
      changes: settingPaths.theme,
    },
    parameter('saver', (text) => text.menu.saver, 'personal_settings/screen_saver/enabled'),
    parameter('saverAfter', (text) => text.menu.saverAfter, 'personal_settings/screen_saver/wait'),
    parameter('saverPicture', (text) => text.menu.saverPicture, 'personal_settings/screen_saver/picture'),
    parameter('brightness', (text) => text.menu.brightness, 'personal_settings/lcd_active_mode_brightness'),
    parameter('contrast', (text) => text.menu.contrast, 'personal_settings/lcd_contrast'),
    parameter('dimAfter', (text) => text.menu.dimAfter, 'personal_settings/lcd_active_mode_timeout'),
    parameter('brightnessDimmed', (text) => text.menu.brightnessDimmed, 'personal_settings/lcd_dimmer_mode_brightness'),
    parameter('nightAfter', (text) => text.menu.nightAfter, 'personal_settings/lcd_dimmer_mode_timeout'),
    parameter('brightnessNight', (text) => text.menu.brightnessNight, 'personal_settings/lcd_night_mode_brightness'),
  ],
};

const time: SubMenu = {
  kind: 'menu',
  id: 'time',
  word: (text) => text.menu.dateAndTime,
  icon: 'clock',
  entries: [
    parameter('timeFormat', (text) => text.menu.timeFormat, 'system/ntp/time_display_format'),
    parameter('dateFormat', (text) => text.menu.dateFormat, 'system/ntp/date_display_format'),
    parameter('timeZone', (text) => text.menu.timeZone, 'system/ntp/gmt_offset'),
    parameter('summerTime', (text) => text.menu.summerTime, 'system/daylight_saving/activate'),
  ],
};

export const settingsMenu: SubMenu = {
  kind: 'menu',
  id: 'settings',
  word: (text) => text.menu.settings,
  icon: 'settings',
  entries: [
    sound,
    display,
    {
      kind: 'parameter',
      id: 'language',
      word: (text) => text.menu.language,
      icon: 'language',
      path: 'personal_settings/language',
      // Whoever cannot read the language that the phone speaks finds the own one.
      valueWord: (_text, value) => traitsOf(languageOf(value)).ownName,
      moreValues: () => broughtLanguages().map(({ parameter: name }) => name),
    },
    time,
    {
      kind: 'menu',
      id: 'accessibility',
      word: (text) => text.menu.accessibility,
      icon: 'about',
      entries: [
        parameter('largeText', (text) => text.menu.largeText, 'personal_settings/large_text/enabled'),
        parameter('visualRing', (text) => text.menu.visualRing, 'personal_settings/visual_ring/enabled'),
        parameter('spokenFocus', (text) => text.menu.spokenFocus, 'personal_settings/spoken_focus/enabled'),
        parameter('keyBeep', (text) => text.menu.keyBeep, 'personal_settings/key_beep/enabled'),
      ],
    },
    {
      kind: 'link',
      id: 'functionKeys',
      word: (text) => text.menu.keys,
      icon: 'menu',
      intent: () => ({ do: 'open', page: { page: 'functionKeys', focus: 0 } }),
    },
    {
      kind: 'menu',
      id: 'lock',
      word: (text) => text.menu.lock,
      icon: 'lock',
      entries: [
        {
          kind: 'link',
          id: 'lockNow',
          word: (text) => text.menu.lockNow,
          shown: ({ snapshot }) => snapshot.lock.canLock,
          intent: () => ({ do: 'lock' }),
        },
        parameter('pin', (text) => text.lock.pin, 'system/pin_lock/pin'),
        parameter('lockAfter', (text) => text.menu.lockAfter, 'system/pin_lock/timeout'),
      ],
    },
  ],
};
