// How do I sound: the person speaks for five seconds, then listens.

import { framed, softKey } from './frame.ts';
import type { NoticeBody, View, ViewInput } from './view.ts';

export function soundTestView(input: ViewInput): View<NoticeBody> {
  const { snapshot, text, nowMs } = input;
  const stage = snapshot.soundTest?.stage;
  const sinceMs = snapshot.soundTest?.sinceMs ?? nowMs;
  const looks = {
    speaking: { icon: 'record', tone: 'error', text: text.soundTest.speak },
    listening: { icon: 'volume', tone: 'calm', text: text.soundTest.listen },
    ready: { icon: 'talking', tone: 'neutral', text: text.soundTest.ready },
  } as const;
  const seconds = Math.max(0, 5 - Math.floor((nowMs - sinceMs) / 1000));
  return framed(
    input,
    {
      title: text.soundTest.title,
      softKeys: [
        stage === undefined
          ? softKey(input, 'start', { do: 'testSound' }, 'calm')
          : softKey(input, 'stop', { do: 'testSound' }, 'error'),
        undefined,
        undefined,
        softKey(input, 'back', { do: 'back' }),
      ],
      keys: { ok: { do: 'testSound' }, back: { do: 'back' }, left: { do: 'back' } },
      redrawAfterMs: stage === undefined ? undefined : 1000 - ((nowMs - sinceMs) % 1000),
    },
    {
      screen: 'notice',
      id: 'soundTest',
      title: stage === undefined ? text.soundTest.title : `${text.soundTest[stage]}  0:0${seconds}`,
      ...looks[stage ?? 'ready'],
    },
  );
}
