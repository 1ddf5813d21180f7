// Under whose name and in whose colour the pages go: the phone's, before anybody is logged in, too.

import type { Brand } from '../../administration.ts';
import { accentOn, colorOf } from '../../brand-color.ts';

/** What text of that colour may stand on: `style/base.css`. */
const lightGrounds = [0xf4f6fa, 0xffffff, 0xe7effc];
const darkGrounds = [0x10141c, 0x1b2230, 0x203150];
/** WCAG 2.2 §1.4.3. */
const readable = 4.5;

function written(color: number): string {
  return `#${color.toString(16).padStart(6, '0')}`;
}

export function wear({ color }: Brand): void {
  const { style } = document.documentElement;
  const brand = colorOf(color);
  if (brand === undefined) {
    style.removeProperty('--accent');
    style.removeProperty('--on-accent');
    return;
  }
  const light = accentOn(brand, lightGrounds, 'dark', readable);
  const dark = accentOn(brand, darkGrounds, 'light', readable);
  style.setProperty('--accent', `light-dark(${written(light.color)}, ${written(dark.color)})`);
  style.setProperty('--on-accent', `light-dark(${written(light.on)}, ${written(dark.on)})`);
}
