// A switch at the end of a row: on or off, told by place, by colour and in words in the semantic tree.

import type { Rectangle } from '#hal/display/display';
import type { Pass } from '../pass.ts';
import { centred, inset } from '../raster/box.ts';

/** What it takes of a row's width. */
export function switchWidth({ theme }: Pass): number {
  return theme.mono ? 13 : Math.round(theme.metrics.icon * 1.8);
}

/** `filled`: it stands on the accent of a row that has the focus. */
export function drawSwitch(pass: Pass, key: string, box: Rectangle, on: boolean, filled: boolean): void {
  if (pass.theme.mono) drawMono(pass, key, box, on, filled);
  else drawColor(pass, key, box, on, filled);
}

/** A knob on the right of a filled body, or on the left of a hollow one. */
function drawColor(pass: Pass, key: string, box: Rectangle, on: boolean, filled: boolean): void {
  const { palette, metrics } = pass.theme;
  const height = metrics.icon;
  const body = centred(box, switchWidth(pass), height);
  const ground = filled ? palette.accent : palette.ground;
  const own = on ? palette.tone.calm : palette.second;
  const edge = filled ? palette.onAccent : own;
  pass.fill(`${key}/edge`, body, edge, height >> 1);
  if (!on) pass.fill(`${key}/ground`, inset(body, 2), ground, (height >> 1) - 2);
  const size = height - 8;
  const knob = { x: on ? body.x + body.width - 4 - size : body.x + 4, y: body.y + 4, width: size, height: size };
  pass.fill(`${key}/knob`, knob, on ? ground : edge, size >> 1);
}

/** A frame with a full knob on the right, or a hollow one on the left. */
function drawMono(pass: Pass, key: string, box: Rectangle, on: boolean, filled: boolean): void {
  const { palette } = pass.theme;
  const ink = filled ? palette.onAccent : palette.line;
  const ground = filled ? palette.accent : palette.ground;
  const body = centred(box, switchWidth(pass), 7);
  pass.fill(`${key}/edge`, body, ink);
  pass.fill(`${key}/ground`, inset(body, 1), ground);
  const knob = { x: on ? body.x + body.width - 6 : body.x + 2, y: body.y + 2, width: 4, height: 3 };
  pass.fill(`${key}/knob`, knob, ink);
  if (!on) pass.fill(`${key}/hollow`, inset(knob, 1), ground);
}
