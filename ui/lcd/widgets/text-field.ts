// A line of text that is written: the part around the cursor, the cursor, and a line under the letter that may still change.

import type { Rectangle } from '#hal/display/display';
import type { FontRole } from '../fonts/font-list.ts';
import type { Pass } from '../pass.ts';

export interface WrittenText {
  readonly value: string;
  readonly cursor: number;
  readonly pending: boolean;
}

/** The part around the cursor that fits, and what of it stands before the cursor. */
function visible(
  pass: Pass,
  { value, cursor }: WrittenText,
  width: number,
  role: FontRole,
): { readonly text: string; readonly before: string } {
  let from = 0;
  while (from < cursor && pass.widthOf(value.slice(from, cursor), role) > width) from += 1;
  let to = value.length;
  while (to > cursor && pass.widthOf(value.slice(from, to), role) > width) to -= 1;
  return { text: value.slice(from, to), before: value.slice(from, cursor) };
}

export function textField(pass: Pass, key: string, line: Rectangle, written: WrittenText, role: FontRole): void {
  const { palette, mono } = pass.theme;
  const thick = mono ? 1 : 2;
  const { text, before } = visible(pass, written, line.width - 3, role);
  pass.text(`${key}/value`, line, text, { role, color: palette.text });
  const style = { role, color: mono ? palette.text : palette.tone.ringing };
  pass.caret(`${key}/cursor`, line, text, before.length, style, { width: thick, height: line.height - 4 });
  if (!written.pending || before === '') return;
  pass.underline(`${key}/pending`, line, text, [before.length - 1, before.length], style, thick);
}
