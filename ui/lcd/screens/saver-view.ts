// What shows when nobody has used the phone for a while: something that moves a little each minute, so that no pixel tires.

import { clockDigits, dateBy, halfOfDay } from '../../text/format.ts';
import { brandName, logoSettings, phoneLabel, type SaverPicture, saverSettings } from '../screen-settings.ts';
import { framed } from './frame.ts';
import type { SaverBody, View, ViewInput } from './view.ts';

/** How long until it shows; undefined: never. */
export function saverInMs({ settings, navigation, nowMs }: ViewInput): number | undefined {
  const saver = saverSettings(settings);
  return saver === undefined ? undefined : Math.max(0, navigation.usedAtMs + saver.afterMs - nowMs);
}

/** 0 to 1, spread over the place minute by minute without going back and forth. */
function wandering(minute: number, step: number): number {
  return (minute * step) % 1;
}

function wordsOf({ settings }: ViewInput, shows: SaverPicture): string {
  if (shows === 'STATION_NAME') return phoneLabel(settings);
  if (shows === 'LOGO') return logoSettings(settings).text || brandName(settings);
  return '';
}

export function saverView(input: ViewInput): View<SaverBody> {
  const { text, wall, nowMs, settings } = input;
  const shows = saverSettings(settings)?.shows ?? 'CLOCK';
  const minute = Math.floor((wall.trusted ? wall.ms : nowMs) / 60_000);
  const picture = shows === 'BACKGROUND' ? input.pictures.background : shows === 'LOGO' ? input.pictures.logo : undefined;
  const view = framed(
    input,
    { title: '', time: false, softKeys: [undefined, undefined, undefined, undefined] },
    {
      screen: 'idle',
      id: 'saver',
      time: clockDigits(wall),
      half: halfOfDay(wall, text),
      date: wall.trusted ? dateBy(text.date.long, wall, text) : '',
      saver: shows,
      words: picture === undefined ? wordsOf(input, shows) : '',
      ...(picture === undefined ? {} : { picture }),
      across: wandering(minute, 0.618_034),
      down: wandering(minute, 0.381_966),
    },
  );
  // The clock wanders even while nobody knows the time.
  return { ...view, redrawAfterMs: view.redrawAfterMs ?? 60_000 - (nowMs % 60_000) };
}
