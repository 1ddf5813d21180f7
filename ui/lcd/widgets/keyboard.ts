// Keys to be touched: four rows, each key at least as wide as a finger.

import type { Rectangle } from '#hal/display/display';
import { type KeyCap, mostKeysInRow } from '../../entry/keyboard.ts';
import type { Pass } from '../pass.ts';
import { inset } from '../raster/box.ts';

function keyIn(pass: Pass, box: Rectangle, row: number, key: KeyCap): void {
  const { palette, metrics } = pass.theme;
  const name = `keyboard/${row}/${key.id}`;
  const face = inset(box, 3, 3);
  const types = key.input.type === 'insert' || key.input.type === 'key';
  const color = types ? palette.onSoftKey : palette.text;
  pass.fill(name, face, types ? palette.softKey : palette.raised, metrics.radius);
  if (key.icon !== undefined) pass.icon(`${name}/icon`, face, key.icon, color);
  else pass.text(`${name}/label`, inset(face, 2, 0), key.label, { role: 'body', color, align: 'centre' });
  pass.touchable(box, { do: 'enter', input: key.input });
}

/** Letters stand where they do on any keyboard, whichever way the language is read. */
export function keyboard(pass: Pass, box: Rectangle, rows: readonly (readonly KeyCap[])[]): void {
  pass.asBuilt(() => drawRows(pass, box, rows));
}

function drawRows(pass: Pass, box: Rectangle, rows: readonly (readonly KeyCap[])[]): void {
  const { palette } = pass.theme;
  pass.fill('keyboard', box, palette.bar);
  const height = Math.floor(box.height / rows.length);
  rows.forEach((row, index) => {
    const units = row.reduce((sum, key) => sum + key.units, 0);
    const unit = box.width / Math.max(units, row.length < 5 ? units : Math.min(10, mostKeysInRow));
    let x = box.x + (box.width - units * unit) / 2;
    for (const key of row) {
      const left = Math.round(x);
      x += key.units * unit;
      keyIn(pass, { x: left, y: box.y + index * height, width: Math.round(x) - left, height }, index, key);
    }
  });
}
