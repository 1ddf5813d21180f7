// The call in front: who is large, the state stands above with its icon, the time on the right, what the connection is like below.

import type { Rectangle } from '#hal/display/display';
import { besideEachOther } from '../../text/visual-order.ts';
import type { FontRole } from '../fonts/font-list.ts';
import type { Pass } from '../pass.ts';
import { centred, cutBottom, cutLeft, cutRight, cutTop, inset } from '../raster/box.ts';
import type { CallBody, CallCard } from '../screens/view.ts';
import { avatar } from './avatar.ts';
import { badges } from './badge.ts';
import { tile } from './tile.ts';

/** The largest role in which the text fits; the last one otherwise, to be shortened. */
export function fitting(pass: Pass, text: string, width: number, roles: readonly FontRole[]): FontRole {
  return roles.find((role) => pass.widthOf(text, role) <= width) ?? (roles.at(-1) as FontRole);
}

/** State with its icon on the left, the time on the right. `bare`: there are no badges below it. */
function stateLine(pass: Pass, box: Rectangle, card: CallCard, bare: boolean): void {
  const { palette, metrics, mono, icons } = pass.theme;
  const tone = palette.tone[card.tone];
  const timerRole = mono ? 'body' : 'titleStrong';
  const [timerBox, rest] = cutRight(box, card.timer === '' ? 0 : pass.widthOf(card.timer, timerRole));
  pass.text('front/timer', timerBox, card.timer, { role: timerRole, color: palette.text, align: 'right' });
  const before = bare ? padlock(pass, cutRight(rest, metrics.gap)[1], card) : rest;
  const [iconBox, words] = cutLeft(before, icons.widthOf(card.icon, metrics.icon + 4));
  pass.icon('front/icon', iconBox, card.icon, tone, metrics.icon + 4);
  const stateBox = cutRight(cutLeft(words, metrics.iconGap)[1], metrics.gap)[1];
  pass.text('front/state', stateBox, (bare && card.alert) || card.state, { role: mono ? 'body' : 'bodyStrong', color: tone });
}

/** Whether nobody can listen is worth a place even where there is none for badges. Gives what is left of the box. */
function padlock(pass: Pass, box: Rectangle, card: CallCard): Rectangle {
  const { palette, metrics, icons } = pass.theme;
  const badge = card.badges.find(({ id }) => id === 'encrypted');
  if (badge?.icon === undefined) return box;
  const [place, rest] = cutRight(box, icons.widthOf(badge.icon, metrics.icon));
  pass.icon('front/encrypted', place, badge.icon, palette.tone[badge.tone]);
  return rest;
}

function describe(pass: Pass, card: CallCard): void {
  pass.describe(
    {
      role: 'call',
      id: card.id,
      text: card.name,
      detail: card.rawNumber,
      state: card.timer === '' ? card.state : `${card.state} ${card.timer}`,
    },
    true,
  );
  for (const line of card.lines) pass.describe({ role: 'text', text: line });
  for (const badge of card.badges) pass.describe({ role: 'status', id: badge.id, text: badge.text || badge.id });
}

/** What there is for a finger: whom one talks with, and the key that opens the dial keys. Gives what is left. */
function touched(pass: Pass, box: Rectangle, { facts, keypad }: CallBody): Rectangle {
  const { metrics } = pass.theme;
  const size = metrics.keyboardRow;
  if (size === 0 || box.height < size) return box;
  const height = Math.min(box.height, size + metrics.gap);
  const [right, rest] = cutRight(box, keypad === undefined ? 0 : 2 * size);
  pass.touchable(rest, facts);
  if (keypad === undefined) return box;
  tile(pass, centred(right, right.width, height), keypad);
  return cutRight(rest, metrics.gap)[1];
}

function largeFront(pass: Pass, box: Rectangle, body: CallBody, focusedForMs: number): void {
  const { palette, metrics } = pass.theme;
  const { front: card } = body;
  const place = inset(box, metrics.margin, 0);
  const titleHeight = pass.font('titleStrong').lineHeight;
  const [stateBox, below] = cutTop(cutTop(place, metrics.gap)[1], titleHeight);
  const badgeHeight = pass.font('small').lineHeight + 6;
  const roomy = below.height >= metrics.avatar + badgeHeight + metrics.gap;
  const [badgeBox, between] = roomy ? cutBottom(cutBottom(below, metrics.gap)[1], badgeHeight) : cutBottom(below, 0);
  stateLine(pass, stateBox, card, !roomy);
  if (roomy) badges(pass, badgeBox, card.badges);
  const middle = touched(pass, between, body);
  const size = Math.min(metrics.avatar, middle.height - 4);
  const [avatarBox, text] = cutLeft(middle, size);
  avatar(
    pass,
    'front/avatar',
    { ...avatarBox, y: middle.y + ((middle.height - size) >> 1), height: size },
    card.initials,
    palette.tone[card.tone],
    card.face,
  );
  const words = cutLeft(text, metrics.margin)[1];
  const roles: readonly FontRole[] = ['large', 'titleStrong'];
  const nameRole = fitting(pass, card.name, words.width, roles);
  const lines: { key: string; text: string; role: FontRole; color: number }[] = [
    { key: 'front/name', text: card.name, role: nameRole, color: palette.text },
    { key: 'front/number', text: card.number, role: 'title' as const, color: palette.second },
    ...card.lines.map((line, index) => ({ key: `front/line${index}`, text: line, role: 'body' as const, color: palette.second })),
  ].filter((line) => line.text !== '');
  stack(pass, words, lines, focusedForMs);
}

/** Lines under each other, together in the middle of the box; those that do not fit are left out. */
function stack(
  pass: Pass,
  box: Rectangle,
  lines: readonly { key: string; text: string; role: FontRole; color: number }[],
  focusedForMs: number,
): void {
  const heights = lines.map(({ role }) => pass.font(role).lineHeight);
  let count = lines.length;
  const sum = (n: number): number => heights.slice(0, n).reduce((a, b) => a + b, 0);
  while (count > 1 && sum(count) > box.height) count -= 1;
  let rest = cutTop(box, (box.height - sum(count)) >> 1)[1];
  for (const [index, { key, text, role, color }] of lines.slice(0, count).entries()) {
    const [line, below] = cutTop(rest, heights[index] ?? 0);
    pass.text(key, line, text, { role, color, focusedForMs });
    rest = below;
  }
}

/** Mono: state and time, the name large, the number or a line below. */
function smallFront(pass: Pass, box: Rectangle, card: CallCard, focusedForMs: number): void {
  const { palette, metrics } = pass.theme;
  const place = inset(box, metrics.margin, 0);
  const line = pass.font('body').lineHeight;
  const tight = place.height < line + pass.font('large').lineHeight + 8;
  const [stateBox, below] = cutTop(place, line);
  const [badgeRow, middle] = place.height >= 60 ? cutBottom(below, line) : cutBottom(below, 0);
  stateLine(pass, stateBox, card, badgeRow.height === 0);
  if (badgeRow.height > 0) badges(pass, badgeRow, card.badges);
  const second = besideEachOther([card.number, ...card.lines], '  ', pass.theme.rightToLeft ? 'rtl' : 'ltr');
  // Descenders may reach into the gap below, no further.
  const cramped = second !== '' && middle.height - line < pass.font('large').lineHeight - 2;
  const roles: readonly FontRole[] = tight || cramped ? ['title', 'body'] : ['large', 'title', 'body'];
  const nameRole = fitting(pass, card.name, middle.width, roles);
  const nameHeight = second === '' || tight ? middle.height : middle.height - line;
  const [nameBox, rest] = cutTop(middle, nameHeight);
  pass.text('front/name', nameBox, card.name, { role: nameRole, color: palette.text, focusedForMs });
  pass.text('front/number', rest, second, { role: 'body', color: palette.second, focusedForMs });
}

export function callFront(pass: Pass, box: Rectangle, body: CallBody, focusedForMs: number): void {
  if (pass.theme.metrics.avatar > 0) largeFront(pass, box, body, focusedForMs);
  else smallFront(pass, box, body.front, focusedForMs);
  describe(pass, body.front);
}
