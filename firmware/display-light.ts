// The LCD's light and contrast: bright while somebody uses the phone, then dimmed, then as for the night (AudioCodes tables 3-13 and 3-14).

import type { Backlight } from '#hal/backlight/backlight';
import type { DisplayClass } from '#hal/display/display';
import type { Parameters } from './lines/line-settings.ts';

/** AudioCodes table 3-14 counts brightness from 0 to 31. */
const brightest = 31;
/** Table 3-13, 430HD and 440HD. */
const contrastRange = { least: 55, most: 90 } as const;
const minuteMs = 60_000;

export type LightMode = 'active' | 'dimmer' | 'night' | 'out';

type DisplayKind = Pick<{ readonly class: DisplayClass; readonly format: 'mono' | 'rgb565' }, 'format'>;

/** When each mode begins, after the last touch. */
function beginnings(parameters: Parameters, { format }: DisplayKind): readonly (readonly [LightMode, number])[] {
  if (format === 'mono') {
    // A screen that can be read without its light.
    const outMs = parameters.get('personal_settings/backlight_timeout') * 1000;
    return outMs === 0 ? [] : [['out', outMs]];
  }
  const dimmerMs = parameters.get('personal_settings/lcd_active_mode_timeout') * minuteMs;
  return [
    ['dimmer', dimmerMs],
    ['night', dimmerMs + parameters.get('personal_settings/lcd_dimmer_mode_timeout') * minuteMs],
  ];
}

/** The times of rest at which the light changes. */
export function lightChangesMs(parameters: Parameters, display: DisplayKind): readonly number[] {
  return beginnings(parameters, display).map(([, ms]) => ms);
}

/** What the light is after so long a rest. */
export function lightMode(parameters: Parameters, display: DisplayKind, restedMs: number): LightMode {
  return beginnings(parameters, display).findLast(([, ms]) => restedMs >= ms)?.[0] ?? 'active';
}

function brightnessPercent(parameters: Parameters, mode: LightMode): number {
  return mode === 'out' ? 0 : Math.round((levels[mode](parameters) * 100) / brightest);
}

const levels: Readonly<Record<Exclude<LightMode, 'out'>, (parameters: Parameters) => number>> = {
  active: (parameters) =>
    ({
      LOW: parameters.get('personal_settings/lcd_active_mode_brightness_low'),
      MEDIUM: parameters.get('personal_settings/lcd_active_mode_brightness_medium'),
      HIGH: parameters.get('personal_settings/lcd_active_mode_brightness_high'),
    })[parameters.get('personal_settings/lcd_active_mode_brightness')],
  dimmer: (parameters) =>
    ({
      LOW: parameters.get('personal_settings/lcd_dimmer_mode_brightness_low'),
      MEDIUM: parameters.get('personal_settings/lcd_dimmer_mode_brightness_medium'),
      HIGH: parameters.get('personal_settings/lcd_dimmer_mode_brightness_high'),
    })[parameters.get('personal_settings/lcd_dimmer_mode_brightness')],
  night: (parameters) =>
    ({
      LOW: parameters.get('personal_settings/lcd_night_mode_brightness_low'),
      MEDIUM: parameters.get('personal_settings/lcd_night_mode_brightness_medium'),
      HIGH: parameters.get('personal_settings/lcd_night_mode_brightness_high'),
    })[parameters.get('personal_settings/lcd_night_mode_brightness')],
};

/** The scale of the manual as a part of what the display can do. */
function contrastPercent(parameters: Parameters): number {
  const { least, most } = contrastRange;
  return Math.round(((parameters.get('personal_settings/lcd_contrast') - least) * 100) / (most - least));
}

/** Tells the display what has changed of its light and contrast. */
export class DisplayLight {
  readonly #parameters: Parameters;
  readonly #backlight: Backlight;
  #brightness: number | undefined;
  #contrast: number | undefined;

  constructor(parameters: Parameters, backlight: Backlight) {
    this.#parameters = parameters;
    this.#backlight = backlight;
  }

  show(mode: LightMode): void {
    const brightness = brightnessPercent(this.#parameters, mode);
    const contrast = contrastPercent(this.#parameters);
    if (brightness !== this.#brightness) this.#backlight.setBrightness(brightness);
    if (contrast !== this.#contrast) this.#backlight.setContrast?.(contrast);
    this.#brightness = brightness;
    this.#contrast = contrast;
  }
}
