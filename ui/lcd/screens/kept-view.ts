// Whose a setting is that somebody wanted to change: the administrator's, who may unlock it here.

import { wordOfSetting } from '../menus/find.ts';
import { passwordPage } from '../page-fields.ts';
import { framed, softKey } from './frame.ts';
import type { NoticeBody, View, ViewInput } from './view.ts';

export function keptView(input: ViewInput, path: string): View<NoticeBody> {
  const { text, snapshot } = input;
  const back = { do: 'back' } as const;
  const unlock = softKey(input, 'unlock', { do: 'replace', page: passwordPage(undefined, input.language) });
  return framed(
    input,
    {
      title: text.menu.settings,
      softKeys: [input.settings.adminLocked ? unlock : undefined, undefined, undefined, softKey(input, 'back', back)],
      keys: { back, ok: back, left: back },
    },
    {
      screen: 'notice',
      id: 'kept',
      icon: 'lock',
      tone: 'held',
      title: wordOfSetting(input, path) ?? snapshot.status.model,
      text: text.settings.kept,
    },
  );
}
