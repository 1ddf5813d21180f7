// A call that is not in front, on one line: icon, party, state and time.

import type { Rectangle } from '#hal/display/display';
import type { Pass } from '../pass.ts';
import { cutBottom, cutLeft, cutRight, cutTop, inset } from '../raster/box.ts';
import type { CallCard } from '../screens/view.ts';

/** `more` stands before the state: on a small screen it counts the calls that have no strip. */
function strip(pass: Pass, box: Rectangle, card: CallCard, more = ''): void {
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
  const words = mono ? card.timer || card.state : `${card.state}${card.timer === '' ? '' : `  ${card.timer}`}`;
  const state = `${more}${words}`;
  const stateRole = 'small';
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

const mostStrips = 3;

/** Lays the strips at the lower end of the box and gives what is left above them; calls without a strip are counted. */
export function callStrips(
  pass: Pass,
  box: Rectangle,
  cards: readonly CallCard[],
  moreText: (hidden: number) => string,
): Rectangle {
  const { metrics, palette, mono } = pass.theme;
  const room = Math.max(1, Math.floor((box.height - metrics.strip * (mono ? 2.2 : 2.6)) / metrics.strip));
  const shown = cards.slice(0, Math.min(room, mostStrips));
  const hidden = cards.length - shown.length;
  let rest = box;
  if (hidden > 0 && !mono) {
    const [line, above] = cutBottom(rest, metrics.icon + 4);
    const style = { role: 'small', color: palette.second, align: 'right' } as const;
    pass.text('strip/more', inset(line, metrics.margin, 0), moreText(hidden), style);
    rest = above;
  }
  for (const [index, card] of [...shown.entries()].toReversed()) {
    const [line, above] = cutBottom(rest, metrics.strip);
    strip(pass, line, card, mono && hidden > 0 && index === shown.length - 1 ? `+${hidden} ` : '');
    rest = above;
  }
  if (hidden > 0) pass.describe({ role: 'text', id: 'moreCalls', text: moreText(hidden) });
  return rest;
}
