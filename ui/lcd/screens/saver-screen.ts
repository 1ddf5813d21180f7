// Draws the screen saver: on a dark ground a clock, a word or a picture, each minute at another place.

import type { Rectangle } from '#hal/display/display';
import type { FontRole } from '../fonts/font-list.ts';
import type { Pass } from '../pass.ts';
import { veiled } from '../raster/bitmap.ts';
import { cutTop, inset } from '../raster/box.ts';
import type { SaverBody, View } from './view.ts';

interface Line {
  readonly key: string;
  readonly text: string;
  readonly role: FontRole;
  readonly height: number;
}

function linesOf(pass: Pass, body: SaverBody): readonly Line[] {
  const { mono } = pass.theme;
  const line = (key: string, text: string, role: FontRole): Line => ({ key, text, role, height: pass.font(role).lineHeight });
  const time = { ...line('time', `${body.time}${body.half}`, 'clock'), height: Math.round(pass.font('clock').capHeight * 1.3) };
  const date = line('date', body.date, mono ? 'small' : 'body');
  if (body.words === '') return body.date === '' ? [time] : [time, date];
  return [line('words', body.words, mono ? 'title' : 'large'), line('clock', body.time, mono ? 'body' : 'titleStrong')];
}

export function saverScreen(pass: Pass, box: Rectangle, { body }: View<SaverBody>): void {
  const { palette, metrics, mono, icons } = pass.theme;
  const place = inset(box, metrics.margin, metrics.margin);
  const logo = body.saver === 'LOGO' ? body.picture : undefined;
  if (body.saver === 'BACKGROUND' && body.picture !== undefined && !mono) {
    pass.picture('saver/background', box, veiled(body.picture, palette.ground), palette.ground);
  }
  const lines = linesOf(pass, body);
  const lock = body.saver === 'LOCK' ? (mono ? icons.widthOf('lock', metrics.icon) : metrics.icon * 2) : 0;
  const icon = logo?.height ?? lock;
  const width = Math.min(place.width, Math.max(logo?.width ?? lock, ...lines.map(({ text, role }) => pass.widthOf(text, role))));
  const height = Math.min(place.height, icon + lines.reduce((sum, line) => sum + line.height, 0));
  let rest = {
    x: place.x + Math.round((place.width - width) * body.across),
    y: place.y + Math.round((place.height - height) * body.down),
    width,
    height,
  };
  if (icon > 0) {
    const [top, below] = cutTop(rest, icon);
    if (logo !== undefined) pass.picture('saver/logo', top, logo, palette.ground);
    else pass.icon('saver/icon', top, 'lock', palette.second, icon);
    rest = below;
  }
  for (const { key, text, role, height: high } of lines) {
    const [line, below] = cutTop(rest, high);
    pass.text(`saver/${key}`, line, text, { role, color: palette.text, align: 'centre' });
    rest = below;
  }
  for (const { key, text } of lines) pass.describe({ role: 'text', id: key, text });
}
