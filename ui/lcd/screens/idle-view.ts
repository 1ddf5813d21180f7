// Idle: the time, the lines and whatever waits for the person.

import { firstLineKey, keyAt, lineKeyCount } from '../../function-keys.ts';
import type { PhoneSnapshot } from '../../phone.ts';
import { clockDigits, dateBy, halfOfDay } from '../../text/format.ts';
import { counted, filled } from '../../text/strings.ts';
import type { SoftKey } from '../intents.ts';
import { logoSettings, phoneLabel } from '../screen-settings.ts';
import { shownNumber } from '../shown-number.ts';
import { framed, lineOf, softKey, usedLines } from './frame.ts';
import { functionKeyIntent, functionKeyLook } from './function-key-look.ts';
import { idleLine } from './line-view.ts';
import { noticePage } from './notice-view.ts';
import type { IdleBody, LineView, TileView, View, ViewInput } from './view.ts';

function newMessages({ lines }: PhoneSnapshot): number {
  return lines.reduce((sum, line) => sum + line.newMessages, 0);
}

function statusRows(input: ViewInput): IdleBody['status'] {
  const { snapshot, text } = input;
  const rows: IdleBody['status'][number][] = [];
  const messages = newMessages(snapshot);
  const { always } = snapshot.forwarding;
  if (snapshot.missedCalls > 0) {
    rows.push({ id: 'missed', icon: 'missed', tone: 'error', text: counted(text.idle.missed, snapshot.missedCalls) });
  }
  if (messages > 0) rows.push({ id: 'messages', icon: 'message', tone: 'held', text: counted(text.idle.messages, messages) });
  if (always.on) {
    const sentence = filled(text.idle.forwarded, { number: shownNumber(input, always.number) });
    rows.push({ id: 'forwarded', icon: 'forward', tone: 'held', text: sentence });
  }
  if (snapshot.doNotDisturb) rows.push({ id: 'dnd', icon: 'dnd', tone: 'error', text: text.idle.doNotDisturb });
  if (usedLines(snapshot).length === 0) rows.push({ id: 'noLine', icon: 'warning', tone: 'held', text: text.idle.noLine });
  return rows;
}

/** What waits for the person, the gravest first; else the last number again. */
function firstKey(input: ViewInput): SoftKey | undefined {
  const { snapshot } = input;
  const notice = noticePage(input);
  if (notice !== undefined) return softKey(input, 'details', { do: 'open', page: notice });
  if (snapshot.missedCalls > 0) return softKey(input, 'missed', { do: 'openMissed' });
  if (newMessages(snapshot) > 0) return softKey(input, 'voiceMail', { do: 'callVoiceMail' });
  return snapshot.callLog.some((entry) => entry.kind === 'dialed') ? softKey(input, 'redial', { do: 'redial' }) : undefined;
}

/** The line of that key, or what the key was made. */
function lineKeyView(input: ViewInput, place: number): LineView | undefined {
  const index = firstLineKey + place;
  const key = keyAt(input.snapshot.monitors, index);
  const line = lineOf(input.snapshot, place);
  if (key === undefined) return line === undefined || line.registration.state === 'off' ? undefined : idleLine(input, line);
  const look = functionKeyLook(input, index);
  if (look === undefined) return undefined;
  return { index: place, ...look, icon: look.icon ?? 'phone', intent: functionKeyIntent(input, index) };
}

/** What the administrator wants to be seen of the house that the phone stands in. */
export function restPictures({ settings, pictures, mono, themeName }: ViewInput): Pick<IdleBody, 'background' | 'logo'> {
  const { shown, text, textBehind } = logoSettings(settings);
  // Small screens have no room for it, and high contrast has no use.
  const background = mono || themeName === 'contrast' ? undefined : pictures.background;
  const picture = shown === 'PICTURE' ? pictures.logo : undefined;
  const words = shown === 'TEXT' || textBehind ? text : '';
  const logo = picture !== undefined ? { picture } : words !== '' ? { text: words } : undefined;
  return { ...(background === undefined ? {} : { background }), ...(logo === undefined ? {} : { logo }) };
}

/** On boards without dial keys nothing else begins a call to a number. */
function newCallTile(input: ViewInput): TileView {
  return {
    id: 'newCall',
    icon: 'handset',
    text: input.text.dialing.newCall,
    tone: 'calm',
    intent: { do: 'openLine', line: undefined },
  };
}

export function idleView(input: ViewInput): View<IdleBody> {
  const { snapshot, text, wall, settings } = input;
  const selected = lineOf(snapshot, snapshot.selectedLine);
  const notice = noticePage(input);
  return framed(
    input,
    {
      title: phoneLabel(settings) || (selected === undefined || selected.registration.state === 'off' ? '' : selected.label),
      time: false,
      softKeys: [
        firstKey(input),
        softKey(input, 'directory', { do: 'openDirectory' }),
        softKey(input, 'dnd', { do: 'toggleDoNotDisturb' }),
        softKey(input, 'menu', { do: 'open', page: { page: 'menu', focus: 0 } }),
      ],
      keys: {
        up: { do: 'openCallLog' },
        down: { do: 'openCallLog' },
        right: { do: 'open', page: { page: 'functionKeys', focus: 0 } },
        ...(notice === undefined ? {} : { ok: { do: 'open', page: notice } }),
      },
    },
    {
      screen: 'idle',
      ...restPictures(input),
      ...(usedLines(snapshot).length === 0 ? {} : { newCall: newCallTile(input) }),
      time: clockDigits(wall),
      half: halfOfDay(wall, text),
      date: wall.trusted ? dateBy(text.date.long, wall, text) : '',
      shortDate: wall.trusted ? dateBy(text.date.short, wall, text) : '',
      lines: Array.from({ length: lineKeyCount }, (_, place) => lineKeyView(input, place)),
      status: statusRows(input),
    },
  );
}
