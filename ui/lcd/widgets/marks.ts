// Lines under what answers a search.

import type { Rectangle } from '#hal/display/display';
import type { Stretch } from '../../entry/search.ts';
import type { Pass, TextStyle } from '../pass.ts';

/** A text that is too long for its place has none: it is read to its end first. */
export function underline(
  pass: Pass,
  key: string,
  box: Rectangle,
  text: string,
  marks: readonly Stretch[],
  style: TextStyle,
): void {
  if (marks.length === 0 || pass.widthOf(text, style.role) > box.width) return;
  const thick = pass.theme.mono ? 1 : 2;
  marks.forEach((mark, index) => {
    pass.underline(`${key}/mark/${index}`, box, text, mark, style, thick);
  });
}
