// A whole redraw of the screen of a call: view, layout and pixels of ours, against Skia drawing a screen like it from ready positions.

import { createCanvas, GlobalFonts } from '@napi-rs/canvas';
import type { DisplayClass } from '#hal/display/display';
import { situation } from '../support/phone-fixture.ts';
import { canvasFor, paintOn, pictureOf, themeFor } from '../support/screen-fixture.ts';
import { inTurn, median, type Row, rowOf } from './rig/contest.ts';

const runs = 5;
const redraws = 60;

const sizes = {
  'mono-128': [128, 64],
  'mono-256': [256, 128],
  'color-320': [320, 240],
  'color-480': [480, 272],
  'touch-800': [800, 480],
} as const satisfies Partial<Record<DisplayClass, readonly [number, number]>>;

function millisecondsEach(draw: () => void): number {
  const each: number[] = [];
  for (let count = 0; count < redraws; count++) {
    const startedMs = performance.now();
    draw();
    each.push(performance.now() - startedMs);
  }
  return median(each);
}

/** Status bar, avatar, name, number, state and four soft keys; the pixels are fetched, as a frame buffer needs them. */
function skia([width, height]: readonly [number, number]): () => void {
  const font = new URL('../../node_modules/@fontsource/noto-sans/files/noto-sans-latin-400-normal.woff', import.meta.url);
  GlobalFonts.registerFromPath(font.pathname, 'bench');
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  const bar = Math.round(height / 10);
  return () => {
    const shade = context.createLinearGradient(0, 0, 0, height);
    shade.addColorStop(0, '#101820');
    shade.addColorStop(1, '#203040');
    context.fillStyle = shade;
    context.fillRect(0, 0, width, height);
    context.fillStyle = '#ffffff';
    context.font = `${bar - 8}px bench`;
    context.fillText('1001', 6, bar - 8);
    context.fillText('14:32', width - 3 * bar, bar - 8);
    context.beginPath();
    context.arc(width / 2, height * 0.3, height / 8, 0, 2 * Math.PI);
    context.fillStyle = '#40a0ff';
    context.fill();
    context.fillStyle = '#ffffff';
    context.textAlign = 'center';
    for (const [index, text] of ['Grace Hopper', '1002', 'Connected 1:23', 'Handset  PCMU'].entries()) {
      context.font = `${index === 0 ? bar : bar - 8}px bench`;
      context.fillText(text, width / 2, height * 0.5 + index * bar);
    }
    for (const [index, text] of ['Hold', 'New call', 'Transfer', 'End'].entries()) {
      const left = (index * width) / 4;
      context.fillStyle = '#304860';
      context.beginPath();
      context.roundRect(left + 2, height - bar - 2, width / 4 - 4, bar, 6);
      context.fill();
      context.fillStyle = '#ffffff';
      context.fillText(text, left + width / 8, height - bar / 2);
    }
    context.textAlign = 'left';
    canvas.data();
  };
}

export async function benchRedraw(): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const name of Object.keys(sizes) as (keyof typeof sizes)[]) {
    const draw = skia(sizes[name]);
    const snapshot = situation('call');
    const canvas = canvasFor(name);
    const { screen } = themeFor(name);
    const turns = await inTurn(
      runs,
      async () => millisecondsEach(() => paintOn(canvas, name, pictureOf(name, snapshot), screen)),
      async () => millisecondsEach(draw),
    );
    rows.push(
      rowOf({ name: `lcd.redraw.${name}`, unit: 'ms', ours: turns.ours, peer: { name: '@napi-rs/canvas', values: turns.peers } }),
    );
  }
  return rows;
}
