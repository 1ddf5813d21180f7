// Draws a conference: on colour screens a tile for each party with a ring that lights up when it talks, on mono ones a row.

import type { Rectangle } from '#hal/display/display';
import type { Pass } from '../pass.ts';
import { centred, cutLeft, cutRight, cutTop, inset } from '../raster/box.ts';
import { callStrips } from '../widgets/call-strip.ts';
import { besideKeyPad } from '../widgets/key-pad.ts';
import { partyRows } from '../widgets/party-rows.ts';
import { partyTiles } from '../widgets/party-tiles.ts';
import { tile } from '../widgets/tile.ts';
import type { ConferenceBody, PartyView, View } from './view.ts';

/** Of those that were sent, beside the dial keys: the last. */
const mostDigits = 12;

/** What it is, how many or what was sent, by which path, and since when. */
function heading(pass: Pass, box: Rectangle, body: ConferenceBody): void {
  const { palette, metrics, icons, mono } = pass.theme;
  const tone = palette.tone[body.tone];
  const size = mono ? metrics.icon : metrics.icon + 4;
  const [timerBox, rest] = cutRight(box, pass.widthOf(body.timer, mono ? 'body' : 'titleStrong'));
  pass.text('conference/timer', timerBox, body.timer, {
    role: mono ? 'body' : 'titleStrong',
    color: palette.text,
    align: 'right',
  });
  const [iconBox, words] = cutLeft(rest, icons.widthOf(body.icon, size));
  pass.icon('conference/icon', iconBox, body.icon, tone, size);
  const state = cutRight(cutLeft(words, metrics.iconGap)[1], metrics.gap)[1];
  const said = body.sentDigits.slice(-mostDigits) || body.state;
  pass.text('conference/state', state, said, { role: mono ? 'body' : 'bodyStrong', color: tone });
}

function describe(pass: Pass, body: ConferenceBody): void {
  pass.describe({ role: 'text', id: 'conference', text: body.state, detail: body.timer });
  const item = ({ id, name, rawNumber, state, icon }: PartyView): Parameters<Pass['describe']>[0] => ({
    role: 'call',
    id,
    text: name,
    detail: rawNumber,
    state: icon === 'talking' ? 'talking' : state,
  });
  for (const party of body.parties) pass.describe(item(party), party.focused);
  pass.describe({ role: 'status', id: 'us', text: body.us.name, state: body.us.state });
  if (body.sentDigits !== '') pass.describe({ role: 'text', id: 'digits', text: body.sentDigits });
  if (body.path !== undefined) pass.describe({ role: 'status', id: 'path', text: body.path.text });
}

/** For a finger: the key that opens the dial keys. Gives what is left. */
function besideKeypadTile(pass: Pass, box: Rectangle, { keypad }: ConferenceBody): Rectangle {
  const { metrics } = pass.theme;
  if (metrics.keyboardRow === 0 || keypad === undefined) return box;
  const [right, rest] = cutRight(box, Math.round(metrics.keyboardRow * 1.5));
  tile(pass, centred(right, right.width, metrics.keyboardRow + metrics.gap), keypad);
  return cutRight(rest, metrics.gap)[1];
}

export function conferenceScreen(pass: Pass, box: Rectangle, view: View<ConferenceBody>): void {
  const { body } = view;
  const { metrics, mono, palette } = pass.theme;
  const beside = body.pad ? besideKeyPad(pass, box) : box;
  if (!mono) pass.fill('front/band', { ...beside, height: 3 }, palette.tone[body.tone]);
  const above = body.others.length === 0 ? beside : callStrips(pass, beside, body.others, body.moreText);
  const place = inset(above, metrics.margin, 0);
  const height = mono ? pass.font('body').lineHeight : pass.font('titleStrong').lineHeight;
  const [top, below] = cutTop(mono ? place : cutTop(place, metrics.gap)[1], height);
  heading(pass, top, body);
  if (mono) partyRows(pass, { ...cutTop(below, 1)[1], x: box.x, width: box.width }, body.parties);
  else {
    // Beside the dial keys is room for those who can be sent digits.
    const shown = body.pad ? body.parties : [...body.parties, body.us];
    partyTiles(pass, inset(besideKeypadTile(pass, below, body), 0, metrics.gap), shown, view.focusedForMs);
  }
  describe(pass, body);
}
