// Draws the page of the volume.

import type { Rectangle } from '#hal/display/display';
import type { Pass } from '../pass.ts';
import { centred, cutTop, inset } from '../raster/box.ts';
import { volumeLevel } from '../widgets/volume-bar.ts';
import type { View, VolumeBody } from './view.ts';

export function volumeScreen(pass: Pass, box: Rectangle, view: View<VolumeBody>): void {
  const { level } = view.body;
  const { palette, metrics, mono } = pass.theme;
  const place = inset(box, metrics.margin * 2, 0);
  const titleHeight = pass.font('titleStrong').lineHeight;
  const middle = centred(place, place.width, titleHeight + metrics.gap + (mono ? 12 : metrics.icon * 2));
  const [title, bar] = cutTop(middle, titleHeight);
  pass.text('volume/title', title, level.label, { role: mono ? 'body' : 'titleStrong', color: palette.text, align: 'centre' });
  volumeLevel(pass, cutTop(bar, metrics.gap)[1], level);
  pass.describe({ role: 'level', id: 'volume', text: level.label, detail: String(level.level) }, true);
}
