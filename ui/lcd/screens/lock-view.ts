// A locked phone: the time, that it is locked, and the two ways on. AudioCodes §4.11.

import { pinEditor } from '../../entry/fields.ts';
import { clockDigits, dateBy, halfOfDay } from '../../text/format.ts';
import type { EmergencyPage } from '../navigation.ts';
import { framed, softKey } from './frame.ts';
import { restPictures } from './idle-view.ts';
import { chosenFrom } from './menu-view.ts';
import type { IdleBody, RowsBody, View, ViewInput } from './view.ts';

export function lockView(input: ViewInput): View<IdleBody> {
  const { text, wall, snapshot } = input;
  const pin = { do: 'open', page: { page: 'pin', editor: pinEditor(), focus: 0 } } as const;
  const { emergencyNumbers } = snapshot.lock;
  const emergency = { do: 'open', page: { page: 'emergency', focus: 0 } } as const;
  return framed(
    input,
    {
      title: '',
      time: false,
      softKeys: [
        softKey(input, 'unlock', pin),
        undefined,
        undefined,
        emergencyNumbers.length === 0 ? undefined : softKey(input, 'emergency', emergency, 'error'),
      ],
      keys: { ok: pin },
    },
    {
      screen: 'locked',
      ...restPictures(input),
      time: clockDigits(wall),
      half: halfOfDay(wall, text),
      date: wall.trusted ? dateBy(text.date.long, wall, text) : '',
      shortDate: wall.trusted ? dateBy(text.date.short, wall, text) : '',
      lines: [],
      status: [{ id: 'locked', icon: 'lock', tone: 'held', text: text.lock.locked }],
    },
  );
}

/** Numbers that a locked phone calls all the same. */
export function emergencyView(input: ViewInput, page: EmergencyPage): View<RowsBody> {
  const rows = input.snapshot.lock.emergencyNumbers.map(
    (number) =>
      ({
        id: number,
        text: number,
        detail: '',
        icon: 'calling',
        tone: 'error',
        intent: { do: 'dial', number, line: undefined },
      }) as const,
  );
  return chosenFrom(input, page, 'emergency', { title: input.text.lock.emergency, screen: 'list', rows });
}
