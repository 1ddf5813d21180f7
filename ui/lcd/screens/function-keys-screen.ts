// Draws a page of the function keys: cells in columns, as the keys stand beside the screen; on small black-and-white ones a list.

import type { Rectangle } from '#hal/display/display';
import type { Pass } from '../pass.ts';
import { cutLeft, cutRight, inset } from '../raster/box.ts';
import { rows } from '../widgets/rows.ts';
import type { FunctionKeyView, KeysBody, View } from './view.ts';

/** As wide as a label needs. */
const leastCellWidth = 150;

function describe(pass: Pass, { keys, focus }: KeysBody): void {
  keys.forEach((key, index) => {
    const { number, label, state } = key;
    const focused = index === focus;
    pass.describe({ role: 'key', id: `function${number}`, text: label, state, selected: focused }, focused);
  });
}

function cell(pass: Pass, box: Rectangle, key: FunctionKeyView, focusedForMs: number | undefined): void {
  const { palette, metrics } = pass.theme;
  const id = `key/${key.number}`;
  const focused = focusedForMs !== undefined;
  const place = inset(box, 3, 2);
  pass.fill(id, place, focused ? palette.accent : palette.raised, metrics.radius);
  if (!focused) {
    const [edge] = cutLeft(inset(place, 0, 4), 4);
    pass.fill(`${id}/edge`, edge, key.label === '' ? palette.line : palette.tone[key.tone], 2);
  }
  const first = focused ? palette.onAccent : palette.text;
  const second = focused ? palette.onAccent : palette.second;
  const [, inner] = cutLeft(inset(place, metrics.gap, 0), 4);
  const numberWidth = pass.widthOf('00', 'small');
  const [numberBox, behind] = cutLeft(inner, numberWidth);
  pass.text(`${id}/number`, numberBox, String(key.number), { role: 'small', color: second, align: 'right' });
  let rest = cutLeft(behind, metrics.gap)[1];
  if (key.icon !== undefined) {
    const [iconBox, before] = cutRight(rest, metrics.icon);
    pass.icon(`${id}/icon`, iconBox, key.icon, focused ? palette.onAccent : palette.tone[key.tone]);
    rest = cutRight(before, metrics.gap)[1];
  }
  const focus = focused ? { focusedForMs } : {};
  const words = key.state === '' ? 0 : pass.font('small').lineHeight;
  // Where there is room the state is told in a word, too.
  const lower = place.height >= 2.5 * words ? words : 0;
  const labelBox = { ...rest, y: rest.y - (lower >> 1) };
  pass.text(`${id}/label`, labelBox, key.label || '–', {
    role: 'smallStrong',
    color: key.label === '' ? second : first,
    ...focus,
  });
  if (lower > 0) pass.text(`${id}/state`, { ...rest, y: rest.y + (lower >> 1) }, key.state, { role: 'small', color: second });
}

export function functionKeysScreen(pass: Pass, box: Rectangle, view: View<KeysBody>): void {
  const { body } = view;
  if (pass.theme.mono) {
    const list = body.keys.map(({ number, label, icon, tone, state, intent }) => {
      const row = {
        id: `function${number}`,
        text: `${number}  ${label || '–'}`,
        detail: label === '' ? '' : state,
        tone,
        intent,
      };
      return icon === undefined ? row : { ...row, icon };
    });
    const described = pass.described.length;
    rows(
      pass,
      box,
      { screen: 'list', id: body.id, rows: list, focus: body.focus, plain: false, tabs: [], empty: '' },
      view.focusedForMs,
    );
    // The list has described its rows as such.
    pass.described.length = described;
    describe(pass, body);
    return;
  }
  const columns = Math.max(2, Math.min(3, Math.floor(box.width / (leastCellWidth * 1.6))));
  const perColumn = Math.ceil(body.keys.length / columns);
  const [width, height] = [Math.floor(box.width / columns), Math.floor(box.height / perColumn)];
  body.keys.forEach((key, index) => {
    const column = Math.floor(index / perColumn);
    const place = { x: box.x + column * width, y: box.y + (index % perColumn) * height, width, height };
    cell(pass, place, key, index === body.focus ? view.focusedForMs : undefined);
    pass.touchable(place, key.intent);
  });
  describe(pass, body);
}
