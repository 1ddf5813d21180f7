// Draws the screens of calls: outgoing, incoming, call, held and ended.

import type { Rectangle } from '#hal/display/display';
import type { Pass } from '../pass.ts';
import { callFront } from '../widgets/call-front.ts';
import { callStrips } from '../widgets/call-strip.ts';
import { besideKeyPad } from '../widgets/key-pad.ts';
import type { CallBody, View } from './view.ts';

export function callScreen(pass: Pass, box: Rectangle, view: View<CallBody>): void {
  const { front, others, moreText, pad } = view.body;
  const beside = pad ? besideKeyPad(pass, box) : box;
  // The band says by colour what the icon and the word beside it say.
  if (!pass.theme.mono) pass.fill('front/band', { ...beside, height: 3 }, pass.theme.palette.tone[front.tone]);
  const place = callStrips(pass, beside, others, moreText);
  callFront(pass, place, view.body, view.focusedForMs);
}
