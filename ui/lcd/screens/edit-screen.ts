// Draws a field that is edited: what it is, how it is typed, its text and the cursor; symbols or keys to touch below it.

import type { Rectangle } from '#hal/display/display';
import type { Pass } from '../pass.ts';
import { cutBottom, cutRight, cutTop, inset } from '../raster/box.ts';
import { keyboard } from '../widgets/keyboard.ts';
import { textField } from '../widgets/text-field.ts';
import { symbolColumns } from './edit-view.ts';
import type { EditBody, View } from './view.ts';

/** What the field is on the left, its mode on the right. Where nothing fits below the field, what is wrong stands here. */
function heading(pass: Pass, box: Rectangle, body: EditBody, crowded: boolean): void {
  const { palette, metrics } = pass.theme;
  const width = body.mode === '' ? 0 : pass.widthOf(body.mode, 'bodyStrong') + 1;
  const [mode, before] = cutRight(box, width);
  const label = width === 0 ? box : cutRight(before, metrics.gap)[1];
  const problem = crowded && body.problem;
  const text = problem ? body.hint : body.label;
  pass.text('edit/label', label, text, { role: problem ? 'small' : 'body', color: palette.second });
  pass.text('edit/mode', mode, body.mode, { role: 'bodyStrong', color: palette.tone.ringing, align: 'right' });
}

/** As the arrows go through them, whichever way the language is read. */
function drawSymbols(pass: Pass, box: Rectangle, picker: NonNullable<EditBody['picker']>): void {
  pass.asBuilt(() => symbolTable(pass, box, picker));
}

/** The rows of symbols around the one that has the focus. */
function symbolTable(pass: Pass, box: Rectangle, { symbols, focus }: NonNullable<EditBody['picker']>): void {
  const { palette, metrics, mono } = pass.theme;
  const role = mono ? 'body' : 'title';
  const height = pass.font(role).lineHeight + (mono ? 0 : 4);
  const width = Math.floor(box.width / symbolColumns);
  const shown = Math.max(1, Math.floor(box.height / height));
  const rows = Math.ceil(symbols.length / symbolColumns);
  const first = Math.max(0, Math.min(Math.floor(focus / symbolColumns) - (shown >> 1), rows - shown));
  symbols.forEach((symbol, index) => {
    const row = Math.floor(index / symbolColumns) - first;
    if (row < 0 || row >= shown) return;
    const cell = {
      x: box.x + (index % symbolColumns) * width,
      y: box.y + row * height,
      width,
      height: Math.min(height, box.height),
    };
    const focused = index === focus;
    if (focused) pass.fill('symbol', cell, palette.accent, metrics.radius);
    const color = focused ? palette.onAccent : palette.text;
    pass.text(`symbol/${index}`, cell, symbol, { role, color, align: 'centre' });
  });
}

function describe(pass: Pass, body: EditBody): void {
  const state = body.problem ? { state: body.hint } : {};
  const role = body.number ? 'number' : 'text';
  pass.describe({ role, id: body.id, text: body.value, detail: String(body.cursor), ...state }, body.picker === undefined);
  if (body.mode !== '') pass.describe({ role: 'status', id: 'mode', text: body.mode });
  if (body.picker === undefined) return;
  pass.describe({ role: 'row', id: 'symbol', text: body.picker.symbols[body.picker.focus] ?? '', selected: true }, true);
}

/** The frame with the text in it; gives what is left below. */
function field(pass: Pass, box: Rectangle, body: EditBody): Rectangle {
  const { palette, metrics, mono } = pass.theme;
  const touched = metrics.keyboardRow > 0;
  const [frame, below] = cutTop(box, Math.min(box.height, pass.font('titleStrong').lineHeight + (mono ? 6 : 12)));
  pass.fill('edit/frame', frame, body.problem ? palette.tone.error : palette.line, metrics.radius);
  pass.fill('edit/field', inset(frame, body.problem && !mono ? 2 : 1), palette.raised, metrics.radius);
  const line = inset(frame, mono ? 4 : 10, 2);
  // Where keys take the room below the field, what is to be known stands in it.
  const [hint, text] = cutRight(line, touched ? Math.min(pass.widthOf(body.hint, 'small'), line.width >> 1) : 0);
  textField(pass, 'edit', text, body, 'titleStrong');
  if (touched) hintLine(pass, hint, body);
  return cutTop(below, mono ? 1 : metrics.gap)[1];
}

function hintLine(pass: Pass, box: Rectangle, { hint, problem }: EditBody): void {
  const { palette } = pass.theme;
  pass.text('edit/hint', box, hint, { role: 'small', color: problem ? palette.tone.error : palette.second });
}

export function editScreen(pass: Pass, box: Rectangle, view: View<EditBody>): void {
  const { body } = view;
  const { metrics, mono } = pass.theme;
  const touched = metrics.keyboardRow > 0;
  const [keys, above] = cutBottom(box, metrics.keyboardRow * body.keyboard.length);
  const place = inset(above, metrics.margin, mono ? 1 : touched ? 2 : metrics.gap);
  const { lineHeight } = pass.font('small');
  const crowded = mono && place.height < 3 * pass.font('titleStrong').lineHeight + lineHeight;
  // The symbols take the place of the label.
  const labelHeight = crowded && body.picker !== undefined ? 0 : pass.font('body').lineHeight + (mono || touched ? 0 : 4);
  const [label, below] = cutTop(place, labelHeight);
  if (labelHeight > 0) heading(pass, label, body, crowded);
  const rest = field(pass, below, body);
  if (touched) keyboard(pass, keys, body.keyboard);
  else if (body.picker !== undefined) drawSymbols(pass, rest, body.picker);
  else if (rest.height >= lineHeight - 2) hintLine(pass, cutTop(rest, lineHeight)[0], body);
  describe(pass, body);
}
