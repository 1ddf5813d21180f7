// Draws the unit's keys: one column on a strip, two beside each other on a wide display; each label at its key.

import type { Rectangle } from '#hal/display/display';
import type { FontRole } from '../fonts/font-list.ts';
import { Pass } from '../pass.ts';
import { cutLeft, cutRight, inset } from '../raster/box.ts';
import type { Color } from '../raster/canvas.ts';
import type { Picture } from '../screens/render.ts';
import type { Theme } from '../themes/theme.ts';
import type { SidecarKey, SidecarView } from './sidecar-view.ts';

/** The widest of those made for one-bit screens. */
const monoIcon = 9;

/** What a key's parts are drawn with. */
interface Look {
  readonly role: FontRole;
  readonly color: Color;
  readonly iconColor: Color;
  readonly iconSize: number;
  readonly gap: number;
}

/** The word for the state in what the label leaves, half the key where both are long; one that would be cut gives way to the label. */
function stateWidthOf(pass: Pass, width: number, key: SidecarKey, look: Look): number {
  if (pass.theme.mono || key.state === '') return 0;
  const needed = pass.widthOf(key.state, 'small');
  const room = Math.max(width >> 1, width - pass.widthOf(key.label, look.role) - look.gap);
  return needed <= room ? needed : 0;
}

/** Icon and label from the left, the word for the state on the right. Labels stand below each other, however wide their icons are. */
function drawWords(pass: Pass, box: Rectangle, key: SidecarKey, look: Look): void {
  const { palette } = pass.theme;
  const name = `key/${key.place}`;
  const [iconBox, words] = cutLeft(box, key.icon === undefined ? 0 : look.iconSize);
  if (key.icon !== undefined) pass.icon(`${name}/icon`, iconBox, key.icon, look.iconColor, look.iconSize);
  const text = cutLeft(words, key.icon === undefined ? 0 : look.gap)[1];
  const stateWidth = stateWidthOf(pass, text.width, key, look);
  const [stateBox, label] = cutRight(text, stateWidth);
  const labelBox = cutRight(label, stateWidth === 0 ? 0 : look.gap)[1];
  pass.text(`${name}/label`, labelBox, key.label, { role: look.role, color: look.color });
  if (stateWidth > 0) pass.text(`${name}/state`, stateBox, key.state, { role: 'small', color: palette.second, align: 'right' });
}

/** A key that wants something is turned over. */
function monoKey(pass: Pass, box: Rectangle, key: SidecarKey): void {
  const { palette } = pass.theme;
  const place = { ...box, height: box.height - 1 };
  const loud = key.tone === 'error' || key.tone === 'ringing';
  if (loud) pass.fill(`key/${key.place}`, place, palette.accent);
  const color = loud ? palette.onAccent : palette.text;
  // From edge to edge: a strip has room for eight letters.
  drawWords(pass, place, key, { role: 'small', color, iconColor: color, iconSize: monoIcon, gap: 1 });
}

function colorKey(pass: Pass, box: Rectangle, key: SidecarKey): void {
  const { palette, metrics } = pass.theme;
  const place = inset(box, 2, 1);
  pass.fill(`key/${key.place}`, place, palette.raised, metrics.radius);
  pass.fill(`key/${key.place}/edge`, { ...inset(place, 0, 3), width: 4 }, palette.tone[key.tone], 2);
  drawWords(pass, cutLeft(inset(place, metrics.gap, 0), 4)[1], key, {
    role: 'smallStrong',
    color: palette.text,
    iconColor: palette.tone[key.tone],
    // The same in all rows, some of which are a pixel higher.
    iconSize: Math.min(metrics.icon, (place.height - 4) & ~1),
    gap: 6,
  });
}

function drawKey(pass: Pass, box: Rectangle, key: SidecarKey): void {
  const { palette, mono } = pass.theme;
  if (key.label !== '' || key.icon !== undefined) {
    if (mono) monoKey(pass, box, key);
    else colorKey(pass, box, key);
    return;
  }
  const dash = { x: box.x + 2, y: box.y + (box.height >> 1), width: mono ? 4 : 10, height: 1 };
  pass.fill(`key/${key.place}/none`, dash, palette.line);
}

/** Places stay where the keys are, in every language. */
export function renderSidecar(theme: Theme, view: SidecarView): Picture {
  const pass = new Pass(theme);
  const { screen, palette } = theme;
  pass.fill('ground', screen, palette.ground);
  const columns = screen.width >= 200 ? 2 : 1;
  const perColumn = Math.ceil(view.keys.length / columns);
  const width = Math.floor(screen.width / columns);
  pass.asBuilt(() => {
    for (const key of view.keys) {
      const column = Math.floor(key.place / perColumn);
      const row = key.place % perColumn;
      const y = screen.y + Math.floor((row * screen.height) / perColumn);
      const below = screen.y + Math.floor(((row + 1) * screen.height) / perColumn);
      drawKey(pass, { x: screen.x + column * width, y, width, height: below - y }, key);
    }
  });
  for (const { place, label, state } of view.keys) {
    if (label !== '')
      pass.describe({ role: 'row', id: `sidecar${place + 1}`, text: label, ...(state === '' ? {} : { detail: state }) });
  }
  const empty = { label: '', action: '' };
  return {
    items: pass.items,
    tree: {
      screen: 'list',
      id: 'sidecar',
      title: `${view.page + 1}/${view.pages}`,
      items: pass.described,
      softkeys: [empty, empty, empty, empty],
      focus: null,
      notice: null,
    },
    targets: [],
    redrawAfterMs: undefined,
  };
}
