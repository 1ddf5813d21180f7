// Draws a field that is edited: what it is, its text and the cursor.

import type { Rectangle } from '#hal/display/display';
import type { Pass } from '../pass.ts';
import { cutTop, inset } from '../raster/box.ts';
import type { EditBody, View } from './view.ts';

/** The part around the cursor that fits, and where the cursor stands in it. */
function visible(pass: Pass, body: EditBody, width: number): { readonly text: string; readonly before: string } {
  const role = 'titleStrong';
  let from = 0;
  while (from < body.cursor && pass.widthOf(body.value.slice(from, body.cursor), role) > width) from += 1;
  let to = body.value.length;
  while (to > body.cursor && pass.widthOf(body.value.slice(from, to), role) > width) to -= 1;
  return { text: body.value.slice(from, to), before: body.value.slice(from, body.cursor) };
}

/** A secret as stars. */
function masked(body: EditBody): EditBody {
  return body.secret ? { ...body, value: '*'.repeat(body.value.length) } : body;
}

export function editScreen(pass: Pass, box: Rectangle, view: View<EditBody>): void {
  const body = masked(view.body);
  const { palette, metrics, mono } = pass.theme;
  const place = inset(box, metrics.margin, mono ? 1 : metrics.gap);
  const [label, below] = cutTop(place, pass.font('body').lineHeight + (mono ? 0 : 4));
  pass.text('edit/label', label, body.label, { role: 'body', color: palette.second });
  const [field, belowField] = cutTop(below, pass.font('titleStrong').lineHeight + (mono ? 6 : 12));
  pass.fill('edit/frame', field, palette.line, metrics.radius);
  pass.fill('edit/field', inset(field, 1), palette.raised, metrics.radius);
  const line = inset(field, mono ? 4 : 10, 2);
  const { text, before } = visible(pass, body, line.width - 3);
  pass.text('edit/value', line, text, { role: 'titleStrong', color: palette.text });
  const style = { role: 'titleStrong', color: mono ? palette.text : palette.tone.ringing } as const;
  pass.caret('edit/cursor', line, text, before.length, style, { width: mono ? 1 : 2, height: line.height - 4 });
  const [hint] = cutTop(cutTop(belowField, mono ? 1 : metrics.gap)[1], pass.font('small').lineHeight);
  const hintColor = body.problem ? palette.tone.error : palette.second;
  if (hint.height >= pass.font('small').lineHeight - 2) {
    pass.text('edit/hint', hint, body.hint, { role: 'small', color: hintColor });
  }
  const state = body.problem ? { state: body.hint } : {};
  pass.describe({ role: 'number', id: body.id, text: body.value, detail: String(body.cursor), ...state }, true);
}
