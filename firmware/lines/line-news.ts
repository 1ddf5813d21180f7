// What an account tells beside how its registration stands.

import type { AccountEvent } from '#sip/ua/user-agent-events';

const news = [
  'messageWaiting',
  'featureChanged',
  'appearancesChanged',
  'resyncRequested',
  'restartRequested',
  'reportRequested',
] as const;

export type LineNews = Extract<AccountEvent, { readonly type: (typeof news)[number] }>;
export type RegistrationNews = Exclude<AccountEvent, LineNews>;
export type LineCommand = Exclude<LineNews, { readonly type: 'messageWaiting' | 'featureChanged' | 'appearancesChanged' }>;

export interface WaitingMessages {
  readonly new: number;
  readonly old: number;
}

export const noMessages: WaitingMessages = { new: 0, old: 0 };
/** Nobody said how many. */
export const someMessages: WaitingMessages = { new: 1, old: 0 };

export function isNews(event: AccountEvent): event is LineNews {
  return news.some((type) => type === event.type);
}

/** Of all classes together; a server that only says that something waits means one at least. */
export function messagesOf({ summary }: Extract<AccountEvent, { type: 'messageWaiting' }>): WaitingMessages {
  let fresh = 0;
  let old = 0;
  for (const counts of summary.counts.values()) {
    fresh += counts.new;
    old += counts.old;
  }
  return { new: summary.waiting ? Math.max(fresh, 1) : 0, old };
}
