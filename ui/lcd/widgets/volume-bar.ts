// The volume's level: ten steps, with what it belongs to.

import type { Rectangle } from '#hal/display/display';
import type { Pass } from '../pass.ts';
import { centred, cutLeft, cutRight, inset } from '../raster/box.ts';
import type { VolumeView } from '../screens/view.ts';

const volumeSteps = 10;

/** Icon, steps and the figure in one line. */
export function volumeLevel(pass: Pass, box: Rectangle, view: VolumeView): void {
  const { palette, metrics, mono, icons } = pass.theme;
  const [iconBox, afterIcon] = cutLeft(box, icons.widthOf(view.icon, metrics.icon));
  pass.icon('volume/icon', iconBox, view.icon, palette.text);
  const [figureBox, rest] = cutRight(afterIcon, pass.widthOf('10', mono ? 'small' : 'bodyStrong'));
  pass.text('volume/figure', figureBox, String(view.level), {
    role: mono ? 'small' : 'bodyStrong',
    color: palette.text,
    align: 'right',
  });
  const bar = inset(rest, metrics.gap + (mono ? 1 : 4), 0);
  const gap = mono ? 1 : 3;
  const width = Math.floor((bar.width - gap * (volumeSteps - 1)) / volumeSteps);
  const height = Math.min(bar.height, mono ? 6 : metrics.icon);
  const start = bar.x + ((bar.width - volumeSteps * width - gap * (volumeSteps - 1)) >> 1);
  for (let step = 0; step < volumeSteps; step += 1) {
    const on = step < view.level;
    // Not by colour alone: steps that are off are flat.
    const low = on ? height : mono ? 1 : 4;
    const place = { x: start + step * (width + gap), y: bar.y + ((bar.height + height) >> 1) - low, width, height: low };
    pass.fill(`volume/${step}`, place, on ? palette.tone.ringing : palette.line, mono ? 0 : 2);
  }
}

/** Over the screen, for a moment after a volume key. */
export function volumeOverlay(pass: Pass, body: Rectangle, view: VolumeView): void {
  const { palette, metrics } = pass.theme;
  const height = metrics.icon + 26;
  const box = centred(body, body.width - metrics.gap * 2, height);
  const place = { ...box, y: body.y + body.height - height - metrics.gap };
  pass.fill('volume/edge', place, palette.line, metrics.radius + 2);
  pass.fill('volume/ground', inset(place, 2), palette.raised, metrics.radius);
  volumeLevel(pass, inset(place, 14, 4), view);
  describe(pass, view);
}

/** In the top bar's place: a small screen has no room beside the name. */
export function volumeTopBar(pass: Pass, box: Rectangle, view: VolumeView): void {
  const { palette, metrics } = pass.theme;
  pass.fill('volume/ground', { ...box, height: box.height - 1 }, palette.bar);
  volumeLevel(pass, inset({ ...box, height: box.height - 1 }, metrics.margin, 0), view);
  describe(pass, view);
}

function describe(pass: Pass, view: VolumeView): void {
  pass.describe({ role: 'level', id: 'volume', text: view.label, detail: String(view.level) });
}
