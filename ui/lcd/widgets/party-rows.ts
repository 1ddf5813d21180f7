// The parties of a conference on a mono screen: a line each with the state's icon before the name; those without a line are counted.

import type { Rectangle } from '#hal/display/display';
import type { Pass } from '../pass.ts';
import { cutLeft, cutRight, cutTop, inset } from '../raster/box.ts';
import type { PartyView } from '../screens/view.ts';
import { scrollBar } from './rows.ts';

function row(pass: Pass, box: Rectangle, party: PartyView): void {
  const { palette, metrics } = pass.theme;
  const key = `party/${party.id}`;
  if (party.focused) pass.fill(key, box, palette.accent);
  const color = party.focused ? palette.onAccent : palette.text;
  const [iconBox, rest] = cutLeft(cutLeft(box, 2)[1], 9);
  pass.icon(`${key}/icon`, iconBox, party.icon, color);
  const [stateBox, before] = cutRight(cutRight(rest, 2)[1], Math.min(pass.widthOf(party.state, 'body'), rest.width >> 1));
  pass.text(`${key}/state`, stateBox, party.state, { role: 'body', color, align: 'right' });
  pass.text(`${key}/name`, cutRight(cutLeft(before, metrics.iconGap)[1], metrics.gap + 2)[1], party.name, {
    role: 'body',
    color,
  });
}

export function partyRows(pass: Pass, box: Rectangle, parties: readonly PartyView[]): void {
  const line = pass.font('body').lineHeight;
  const shown = Math.max(1, Math.floor(box.height / line));
  const focus = parties.findIndex(({ focused }) => focused);
  // The one in front is always in sight.
  const first = Math.max(0, Math.min(focus - (shown >> 1), parties.length - shown));
  const height = Math.min(line + 3, Math.floor(box.height / shown));
  const scrolls = parties.length > shown;
  const [bar, list] = cutRight(box, scrolls ? 4 : 0);
  if (scrolls) scrollBar(pass, { ...inset(bar, 0, 1), x: bar.x + 1, width: 3 }, first, shown, parties.length);
  let rest = list;
  for (const party of parties.slice(first, first + shown)) {
    const [place, below] = cutTop(rest, height);
    row(pass, place, party);
    rest = below;
  }
}
