// A call that is not in front, on one line: icon, party, state and time.

import type { Rectangle } from '#hal/display/display';
import type { Pass } from '../pass.ts';
import { cutBottom, cutLeft, cutRight, cutTop, inset } from '../raster/box.ts';
import type { CallCard } from '../screens/view.ts';

function strip(pass: Pass, box: Rectangle, card: CallCard): void {
  const { palette, metrics, mono, icons } = pass.theme;
  const key = `strip/${card.id}`;
  const tone = palette.tone[card.tone];
  let place = box;
  if (mono) {
    pass.fill(`${key}/edge`, { ...box, height: 1 }, palette.line);
    place = inset(cutTop(box, 1)[1], metrics.margin, 0);
  } else {
    const raised = inset(box, metrics.margin - 4, 2);
    pass.fill(key, raised, palette.raised, metrics.radius);
    place = inset(raised, 10, 0);
  }
  const [iconBox, afterIcon] = cutLeft(place, icons.widthOf(card.icon, metrics.icon));
  pass.icon(`${key}/icon`, iconBox, card.icon, tone);
  const state = mono ? card.timer || card.state : `${card.state}${card.timer === '' ? '' : `  ${card.timer}`}`;
  const stateRole = mono ? 'small' : 'small';
  const [stateBox, rest] = cutRight(afterIcon, Math.min(pass.widthOf(state, stateRole), afterIcon.width >> 1));
  pass.text(`${key}/state`, stateBox, state, { role: stateRole, color: tone, align: 'right' });
  const nameBox = cutRight(cutLeft(rest, metrics.iconGap)[1], metrics.gap)[1];
  pass.text(`${key}/name`, nameBox, card.name, { role: mono ? 'body' : 'bodyStrong', color: palette.text });
  pass.describe({
    role: 'call',
    id: card.id,
    text: card.name,
    detail: card.rawNumber,
    state: card.timer === '' ? card.state : `${card.state} ${card.timer}`,
  });
  pass.touchable(box, { do: 'focusCall', call: card.id });
}

/** Lays the strips at the lower end of the box and gives what is left above them. */
export function callStrips(pass: Pass, box: Rectangle, cards: readonly CallCard[], more: string): Rectangle {
  const { metrics, palette, mono } = pass.theme;
  // A small screen has room for one; the others are counted.
  const room = Math.max(1, Math.floor((box.height - metrics.strip * (mono ? 2.2 : 2.6)) / metrics.strip));
  const shown = cards.slice(0, room);
  let rest = box;
  if (more !== '' && !mono) {
    const [line, above] = cutBottom(rest, metrics.icon + 4);
    pass.text('strip/more', inset(line, metrics.margin, 0), more, { role: 'small', color: palette.second, align: 'right' });
    pass.describe({ role: 'text', id: 'moreCalls', text: more });
    rest = above;
  }
  for (const card of shown.toReversed()) {
    const [line, above] = cutBottom(rest, metrics.strip);
    strip(pass, line, card);
    rest = above;
  }
  return rest;
}
