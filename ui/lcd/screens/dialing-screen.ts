// Draws dialling: the path, the number large, matches from the call log below it.

import type { Rectangle } from '#hal/display/display';
import type { Pass } from '../pass.ts';
import { cutBottom, cutLeft, cutRight, cutTop, inset } from '../raster/box.ts';
import { fitting } from '../widgets/call-front.ts';
import { callStrips } from '../widgets/call-strip.ts';
import type { DialingBody, View } from './view.ts';

/** A long number shows its end: that is where the next digit appears. */
function lastPart(pass: Pass, text: string, width: number): string {
  const role = 'titleStrong';
  if (pass.widthOf(text, role) <= width) return text;
  const characters = [...text];
  let from = 1;
  while (from < characters.length && pass.widthOf(`\u2026${characters.slice(from).join('')}`, role) > width) from += 1;
  return `\u2026${characters.slice(from).join('')}`;
}

function heading(pass: Pass, box: Rectangle, body: DialingBody): void {
  const { palette, metrics, mono, icons } = pass.theme;
  const [iconBox, words] = cutLeft(box, icons.widthOf(body.icon, metrics.icon));
  pass.icon('dialing/icon', iconBox, body.icon, palette.tone.calm);
  const text = cutLeft(words, mono ? 3 : metrics.gap + 2)[1];
  pass.text('dialing/heading', text, body.heading, { role: mono ? 'body' : 'bodyStrong', color: palette.second });
}

function matches(pass: Pass, box: Rectangle, body: DialingBody): void {
  const { palette, metrics, mono } = pass.theme;
  const height = mono ? 11 : pass.font('body').lineHeight + 4;
  const role = 'body';
  let rest = box;
  body.matches.slice(0, Math.max(0, Math.floor(box.height / height))).forEach((match, index) => {
    const [line, below] = cutTop(rest, height);
    const key = `match/${index}`;
    const numberWidth = Math.min(pass.widthOf(match.number, role), match.name === '' ? line.width : line.width >> 1);
    const [number, name] = match.name === '' ? [line, { ...line, width: 0 }] : cutRight(line, numberWidth);
    pass.text(`${key}/name`, cutRight(name, metrics.gap)[1], match.name, { role, color: palette.second });
    pass.text(`${key}/number`, number, match.number, {
      role,
      color: palette.second,
      align: match.name === '' ? 'left' : 'right',
    });
    rest = below;
  });
}

export function dialingScreen(pass: Pass, box: Rectangle, view: View<DialingBody>): void {
  const { body } = view;
  const { palette, metrics, mono } = pass.theme;
  const place = inset(callStrips(pass, box, body.others, body.othersText), metrics.margin, 0);
  const headingHeight = mono ? 12 : pass.font('bodyStrong').lineHeight + 8;
  const [headingBox, below] = cutTop(place, headingHeight);
  heading(pass, headingBox, body);
  const typed = body.number !== '';
  const cursor = mono ? 2 : 3;
  const room = below.width - cursor - 3;
  const role = fitting(pass, body.number, room, ['large', 'titleStrong']);
  const fieldHeight = mono ? (body.matches.length > 0 ? 17 : Math.min(below.height, 28)) : pass.font('large').lineHeight + 10;
  const [field, rest] = cutTop(below, fieldHeight);
  const shown = typed ? lastPart(pass, body.number, room) : '';
  const line = mono ? field : inset(field, 0, 3);
  if (!mono) {
    pass.fill('dialing/field', { ...field, x: field.x - 4, width: field.width + 8 }, palette.raised, metrics.radius);
    pass.fill(
      'dialing/underline',
      { ...cutBottom(field, 3)[0], x: field.x - 4, width: field.width + 8 },
      palette.tone.ringing,
      1,
    );
  }
  const text = mono ? line : inset(line, 4, 0);
  const width = typed
    ? pass.text('dialing/number', text, shown, { role, color: palette.text })
    : pass.text('dialing/hint', cutLeft(text, cursor + 4)[1], body.hint, {
        role: mono ? 'body' : 'title',
        color: palette.second,
      });
  const height = Math.min(text.height - 2, mono ? 14 : pass.font('large').capHeight + 8);
  const cursorBox = { x: text.x + (typed ? width + 2 : 0), y: text.y + ((text.height - height) >> 1), width: cursor - 1, height };
  pass.fill('dialing/cursor', cursorBox, mono ? palette.text : palette.tone.ringing);
  pass.describe({ role: 'number', id: 'number', text: body.rawNumber, detail: body.number }, true);
  if (!typed) pass.describe({ role: 'text', id: 'hint', text: body.hint });
  for (const match of body.matches) pass.describe({ role: 'text', id: 'match', text: match.name, detail: match.number });
  matches(pass, cutTop(rest, mono ? 0 : metrics.gap)[1], body);
}
