// The volume of what is heard now, or of the ringer.

import { framed, volumeView as level, softKey } from './frame.ts';
import type { View, ViewInput, VolumeBody } from './view.ts';

export function volumePageView(input: ViewInput): View<VolumeBody> {
  return framed(
    input,
    {
      title: input.text.volume.title,
      softKeys: [undefined, undefined, undefined, softKey(input, 'back', { do: 'back' })],
      keys: {
        left: { do: 'volumeDown' },
        down: { do: 'volumeDown' },
        right: { do: 'volumeUp' },
        up: { do: 'volumeUp' },
        back: { do: 'back' },
        ok: { do: 'back' },
      },
    },
    { screen: 'menu', id: 'volume', level: level(input) },
  );
}
