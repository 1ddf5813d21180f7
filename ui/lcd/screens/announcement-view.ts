// An announcement to a group of phones: to whom it is, and what can be done about it.

import type { PageSnapshot } from '../../phone.ts';
import { filled } from '../../text/strings.ts';
import { framed, softKey } from './frame.ts';
import type { NoticeBody, View, ViewInput } from './view.ts';

export function announcementView(input: ViewInput, page: PageSnapshot): View<NoticeBody> {
  const { text } = input;
  const words = page.heard ? text.page[page.direction] : text.page.offered;
  const stop = softKey(input, page.heard ? 'end' : 'reject', { do: 'stopPage' }, 'error');
  return framed(
    input,
    {
      title: text.page.title,
      softKeys: [page.heard ? undefined : softKey(input, 'hear', { do: 'acceptPage' }, 'calm'), undefined, undefined, stop],
      keys: { back: { do: 'stopPage' }, ...(page.heard ? {} : { ok: { do: 'acceptPage' } }) },
    },
    {
      screen: 'notice',
      id: 'page',
      icon: 'speaker',
      tone: page.direction === 'incoming' ? 'ringing' : 'calm',
      title: filled(text.page.to, { name: page.name }),
      text: words,
    },
  );
}
