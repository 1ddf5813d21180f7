// Notices that there are words for in every language; in English where no screen translates them: log, console, panel.

import type { Notice, NoticeKind } from '#ui/phone';
import { en } from '#ui/text/en';
import { filled } from '#ui/text/strings';

export function knownNotice(
  kind: NoticeKind,
  about: Pick<Notice, 'id' | 'severity'> & Pick<Partial<Notice>, 'lasting'>,
  values: Readonly<Record<string, string | number>> = {},
): Notice {
  const { title, text } = en.notices[kind];
  return { ...about, kind, values, title: filled(title, values), text: filled(text, values) };
}
