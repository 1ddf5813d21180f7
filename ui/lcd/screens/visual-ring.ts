// A ring for the eye: the whole screen changes between light and dark once a second, slow enough for everybody.

import type { View, ViewInput } from './view.ts';

const halfMs = 500;

export function withVisualRing(input: ViewInput, view: View): View {
  const { snapshot, nowMs, settings } = input;
  const rings = snapshot.audio.ringing && snapshot.calls.some(({ state }) => state === 'incoming');
  if (!rings || settings.value('personal_settings/visual_ring/enabled') !== true) return view;
  const leftMs = halfMs - (nowMs % halfMs);
  return {
    ...view,
    flash: Math.floor(nowMs / halfMs) % 2 === 1,
    redrawAfterMs: Math.min(view.redrawAfterMs ?? leftMs, leftMs),
  };
}
