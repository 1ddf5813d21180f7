// The parties of a conference: a disc whose ring tells how each is, the name, and the state in a word. Few stand as tiles beside each
// other, more as cells with the words beside the disc; those that do not fit come in sight with the focus.

import type { Rectangle } from '#hal/display/display';
import type { FontRole } from '../fonts/font-list.ts';
import type { Pass } from '../pass.ts';
import { cutLeft, inset } from '../raster/box.ts';
import type { PartyView } from '../screens/view.ts';
import { avatar } from './avatar.ts';

/** A mark at the disc's lower right, for whoever cannot tell rings apart by colour. */
function mark(pass: Pass, key: string, disc: Rectangle, party: PartyView): void {
  const { palette, metrics } = pass.theme;
  const size = Math.max(14, Math.min(metrics.icon + 8, Math.round(disc.width * 0.42)));
  const box = { x: disc.x + disc.width - size + 3, y: disc.y + disc.height - size + 3, width: size, height: size };
  pass.fill(`${key}/mark/edge`, inset(box, -2), palette.ground, (size >> 1) + 2);
  pass.fill(`${key}/mark`, box, palette.tone[party.tone], size >> 1);
  pass.icon(`${key}/mark/icon`, box, party.icon, palette.ground, Math.round(size * 0.7));
}

function disc(pass: Pass, box: Rectangle, party: PartyView): void {
  const { palette } = pass.theme;
  const key = `party/${party.id}`;
  const quiet = party.tone === 'neutral';
  avatar(pass, key, box, party.initials, quiet ? palette.line : palette.tone[party.tone]);
  if (!quiet) mark(pass, key, box, party);
}

/** How the names stand: all alike. */
interface Naming {
  readonly role: FontRole;
  readonly focusedForMs: number;
}

/** The role in which every name fits, or the smaller one. */
function nameRole(pass: Pass, parties: readonly PartyView[], width: number): FontRole {
  return parties.every(({ name }) => pass.widthOf(name, 'bodyStrong') <= width) ? 'bodyStrong' : 'smallStrong';
}

/** Name and state in two lines. */
function words(pass: Pass, box: Rectangle, party: PartyView, align: 'left' | 'centre', { role, focusedForMs }: Naming): void {
  const { palette } = pass.theme;
  const key = `party/${party.id}`;
  const name = { ...box, height: tightLine(pass, 'bodyStrong') };
  const state = { ...box, y: box.y + name.height, height: tightLine(pass, 'small') };
  const focus = party.focused ? { focusedForMs } : {};
  pass.text(`${key}/name`, name, party.name, { role, color: palette.text, align, ...focus });
  const color = party.tone === 'neutral' ? palette.second : palette.tone[party.tone];
  pass.text(`${key}/state`, state, party.state, { role: 'small', color, align });
}

function ground(pass: Pass, box: Rectangle, party: PartyView): void {
  const { palette, metrics } = pass.theme;
  if (party.focused) {
    pass.fill(`party/${party.id}/edge`, inset(box, 1, 0), palette.accent, metrics.radius);
    pass.fill(`party/${party.id}`, inset(box, 3, 2), palette.raised, metrics.radius - 2);
  }
  if (party.id !== 'us') pass.touchable(box, { do: 'focusCall', call: party.id });
}

/** The two lines stand a little closer than lines of a text do: they belong together, and the edge of the focus needs the room. */
function tightLine(pass: Pass, role: FontRole): number {
  return Math.ceil(pass.font(role).lineHeight * 0.9);
}

function wordsHeight(pass: Pass): number {
  return tightLine(pass, 'bodyStrong') + tightLine(pass, 'small');
}

function tile(pass: Pass, box: Rectangle, party: PartyView, naming: Naming): void {
  const { metrics } = pass.theme;
  ground(pass, box, party);
  const below = wordsHeight(pass) + 4;
  const size = Math.min(metrics.avatar + 16, box.width - 2 * metrics.gap, box.height - below - 8);
  const y = box.y + ((box.height - size - below) >> 1);
  disc(pass, { x: box.x + ((box.width - size) >> 1), y, width: size, height: size }, party);
  words(pass, { ...inset(box, metrics.gap, 0), y: y + size + 4 }, party, 'centre', naming);
}

/** Where disc and words stand in a cell. */
function cellParts(pass: Pass, box: Rectangle): readonly [disc: Rectangle, words: Rectangle] {
  const { metrics } = pass.theme;
  const size = Math.min(box.height - 6, Math.round(wordsHeight(pass) * 1.15));
  const [discBox, rest] = cutLeft(inset(box, metrics.gap, 0), size);
  return [{ ...discBox, y: box.y + ((box.height - size) >> 1), height: size }, cutLeft(rest, metrics.iconGap + 2)[1]];
}

function cell(pass: Pass, box: Rectangle, party: PartyView, naming: Naming): void {
  ground(pass, box, party);
  const height = wordsHeight(pass);
  const [discBox, text] = cellParts(pass, box);
  disc(pass, discBox, party);
  words(pass, { ...text, y: box.y + ((box.height - height) >> 1) }, party, 'left', naming);
}

/** As many side by side as there is room for the words of each. */
function cells(pass: Pass, box: Rectangle, parties: readonly PartyView[], focusedForMs: number): void {
  const { metrics } = pass.theme;
  // For a finger, too.
  const least = Math.max(wordsHeight(pass), metrics.keyboardRow);
  const columns = Math.max(1, Math.floor(box.width / (metrics.avatar * 2.1)));
  const lines = Math.ceil(parties.length / columns);
  const shown = Math.max(1, Math.min(lines, Math.floor(box.height / least)));
  const focus = Math.floor(
    Math.max(
      0,
      parties.findIndex(({ focused }) => focused),
    ) / columns,
  );
  const first = Math.max(0, Math.min(focus - (shown >> 1), lines - shown));
  const width = Math.floor(box.width / columns);
  const height = Math.min(Math.round(wordsHeight(pass) * 1.5), Math.floor(box.height / shown));
  const top = box.y + ((box.height - height * shown) >> 1);
  const role = nameRole(pass, parties, cellParts(pass, { ...box, width, height })[1].width);
  parties.slice(first * columns, (first + shown) * columns).forEach((party, index) => {
    const [column, line] = [index % columns, Math.floor(index / columns)];
    cell(pass, { x: box.x + column * width, y: top + line * height, width, height }, party, { role, focusedForMs });
  });
}

export function partyTiles(pass: Pass, box: Rectangle, parties: readonly PartyView[], focusedForMs: number): void {
  const { metrics } = pass.theme;
  const width = Math.floor(box.width / parties.length);
  const roomy = width >= metrics.avatar && box.height >= metrics.avatar + wordsHeight(pass);
  if (!roomy) {
    cells(pass, box, parties, focusedForMs);
    return;
  }
  const role = nameRole(pass, parties, width - 2 * metrics.gap);
  parties.forEach((party, index) => {
    tile(pass, { ...box, x: box.x + index * width, width }, party, { role, focusedForMs });
  });
}
