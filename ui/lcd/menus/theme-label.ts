// What a theme is called on this kind of screen.

import type { ViewInput } from '../screens/view.ts';
import type { ThemeName } from '../themes/palette.ts';

export function themeLabel(input: ViewInput, name: ThemeName): string {
  const { themes } = input.text;
  if (input.mono) return name === 'contrast' ? themes.inverted : themes.normal;
  return themes[name];
}
