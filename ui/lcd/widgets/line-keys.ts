// Labels beside the line keys: what each line is called and how it stands.

import type { Rectangle } from '#hal/display/display';
import type { Pass, TextStyle } from '../pass.ts';
import { centred, cutLeft, cutRight, cutTop, inset } from '../raster/box.ts';
import type { LineView } from '../screens/view.ts';
import { wrapped } from './message.ts';

/** The icon's place and the words': beside each other, or above each other where the words would be cut and there is room. */
function parts(pass: Pass, box: Rectangle, words: string, iconWidth: number, left: boolean): readonly [Rectangle, Rectangle] {
  const between = iconWidth === 0 ? 0 : 5;
  const lineHeight = pass.font('smallStrong').lineHeight;
  const cut = pass.widthOf(words, 'smallStrong') > box.width - iconWidth - between;
  if (iconWidth > 0 && cut && box.height >= iconWidth + lineHeight + 4) {
    const two = box.height >= iconWidth + 2 * lineHeight && pass.widthOf(words, 'smallStrong') > box.width;
    const [upper, lower] = cutTop(centred(box, box.width, iconWidth + (two ? 2 : 1) * lineHeight), iconWidth);
    return [cutLeft(upper, iconWidth)[0], lower];
  }
  const [icon, rest] = left ? cutRight(box, iconWidth) : cutLeft(box, iconWidth);
  return [icon, left ? cutRight(rest, between)[1] : cutLeft(rest, between)[1]];
}

/** On two lines where one is too short and there is room: between words, or not at all. */
function lines(pass: Pass, key: string, box: Rectangle, words: string, style: TextStyle): void {
  const font = pass.font(style.role);
  const broken = wrapped(font, words, box.width, 2);
  const fits = broken.length === 2 && box.height >= 2 * font.lineHeight;
  if (!fits) {
    pass.text(`${key}/label`, box, words, style);
    return;
  }
  const [upper, lower] = cutTop(centred(box, box.width, 2 * font.lineHeight), font.lineHeight);
  pass.text(`${key}/label`, upper, broken[0] ?? '', style);
  pass.text(`${key}/label2`, lower, broken[1] ?? '', style);
}

function label(pass: Pass, box: Rectangle, index: number, line: LineView | undefined, left: boolean): void {
  const { palette, metrics } = pass.theme;
  const key = `line/${index}`;
  const place = { ...inset(box, 0, 2), x: box.x + (left ? 0 : 2), width: box.width - 2 };
  if (line === undefined) {
    const dash = { x: left ? place.x : place.x + place.width - 10, y: place.y + (place.height >> 1), width: 10, height: 2 };
    pass.fill(`${key}/none`, dash, palette.line);
    return;
  }
  pass.fill(key, place, palette.raised, metrics.radius);
  const edge = 4;
  const edgeBox = { ...inset(place, 0, 4), x: left ? place.x : place.x + place.width - edge, width: edge };
  pass.fill(`${key}/edge`, edgeBox, palette.tone[line.tone], 2);
  const inner = inset(left ? cutLeft(place, edge)[1] : cutRight(place, edge)[1], metrics.gap, 0);
  // A line in order needs no icon beside its label; every other state has one.
  const iconWidth = line.tone === 'calm' ? 0 : metrics.icon - 2;
  const [iconBox, words] = parts(pass, inner, line.label, iconWidth, left);
  if (iconWidth > 0) pass.icon(`${key}/icon`, iconBox, line.icon, palette.tone[line.tone], iconWidth);
  lines(pass, key, words, line.label, { role: 'smallStrong', color: palette.text });
  pass.touchable(box, line.intent);
}

/** Cuts the columns off the box and gives what is left between them. */
export function lineKeyColumns(pass: Pass, box: Rectangle, lines: readonly (LineView | undefined)[]): Rectangle {
  const { sides, width, perSide } = pass.theme.metrics.lineKeys;
  let rest = pass.placed(box);
  for (let side = 0; side < sides; side += 1) {
    const left = sides === 2 && side === 0;
    const [column, between] = left ? cutLeft(rest, width) : cutRight(rest, width);
    rest = between;
    for (let i = 0; i < perSide; i += 1) {
      const top = column.y + Math.round((i * column.height) / perSide);
      const bottom = column.y + Math.round(((i + 1) * column.height) / perSide);
      const index = side * perSide + i;
      pass.asBuilt(() => label(pass, { ...column, y: top, height: bottom - top }, index, lines[index], left));
    }
  }
  for (const line of lines) {
    if (line !== undefined) pass.describe({ role: 'line', id: `line${line.index + 1}`, text: line.label, state: line.state });
  }
  return pass.placed(rest);
}
