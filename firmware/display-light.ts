// The LCD's light and contrast as the person set them. Dimming after a while of rest comes later.

import type { Backlight } from '#hal/backlight/backlight';
import type { Parameters } from './lines/line-settings.ts';

/** AudioCodes table 3-14 counts brightness from 0 to 31. */
const brightest = 31;

export function setDisplayLight(parameters: Parameters, backlight: Backlight): void {
  const steps = {
    LOW: parameters.get('personal_settings/lcd_active_mode_brightness_low'),
    MEDIUM: parameters.get('personal_settings/lcd_active_mode_brightness_medium'),
    HIGH: parameters.get('personal_settings/lcd_active_mode_brightness_high'),
  };
  const step = steps[parameters.get('personal_settings/lcd_active_mode_brightness')];
  backlight.setBrightness(Math.round((step * 100) / brightest));
  backlight.setContrast?.(parameters.get('personal_settings/lcd_contrast'));
}
