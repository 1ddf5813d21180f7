// A bar that fills, or one that wanders while nobody knows how much there is to do.

import type { Rectangle } from '#hal/display/display';
import type { Pass } from '../pass.ts';
import { inset } from '../raster/box.ts';

/** Of the bar, what wanders. */
const wandererShare = 0.3;
/** From one end to the other. */
const wanderMs = 1400;

function track(pass: Pass, key: string, box: Rectangle): Rectangle {
  const { palette, mono } = pass.theme;
  pass.fill(`${key}/edge`, box, palette.line, mono ? 0 : box.height >> 1);
  const inner = mono ? inset(box, 1) : box;
  if (mono) pass.fill(`${key}/ground`, inner, palette.ground);
  return mono ? inset(inner, 1) : inner;
}

/** `share` of it is done. */
export function progressBar(pass: Pass, key: string, box: Rectangle, share: number): void {
  const { palette, mono } = pass.theme;
  const inner = track(pass, key, box);
  const width = Math.round(inner.width * Math.min(1, Math.max(0, share)));
  if (width > 0) pass.fill(`${key}/done`, { ...inner, width }, palette.tone.ringing, mono ? 0 : inner.height >> 1);
}

/** Moves by `nowMs`, smoothly on colour screens and in steps on mono ones, whose liquid crystals are slow. */
export function wanderingBar(pass: Pass, key: string, box: Rectangle, nowMs: number): void {
  const { palette, metrics, mono } = pass.theme;
  const inner = track(pass, key, box);
  const everyMs = metrics.animationMs;
  const phase = ((nowMs - (nowMs % everyMs)) % (2 * wanderMs)) / wanderMs;
  const share = phase < 1 ? phase : 2 - phase;
  const eased = share * share * (3 - 2 * share);
  const width = Math.round(inner.width * wandererShare);
  const x = inner.x + Math.round((inner.width - width) * eased);
  pass.fill(`${key}/wanderer`, { ...inner, x, width }, palette.tone.ringing, mono ? 0 : inner.height >> 1);
  pass.redrawIn(everyMs - (nowMs % everyMs));
}
