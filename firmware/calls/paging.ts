// Announcements at the desk: one that comes is heard at once where nobody talks, else it is offered; one of ours begins and ends by its key.

import { closeIdlePath, naturalPath, openPath } from './audio-path.ts';
import { forgetEnded, holdActiveCall } from './call-commands.ts';
import type { UserInput, WorldInput } from './desk-messages.ts';
import { heardCall, liveCalls } from './desk-state.ts';
import type { Turn } from './turn.ts';

type World<Type extends WorldInput['type']> = Extract<WorldInput, { type: Type }>;
type User<Type extends UserInput['type']> = Extract<UserInput, { type: Type }>;

/** `voip/services/group_paging/group/N/priority`. */
const emergency = 1;

export function pageStarted(turn: Turn, { group, name, priority }: World<'pageStarted'>): void {
  const { page, doNotDisturb, dialing } = turn.state;
  const urgent = priority === emergency;
  if (doNotDisturb && !urgent) return;
  // Our own comes back to us, and one that counts as much or more goes on.
  if (page?.direction === 'outgoing' || (page !== undefined && page.priority <= priority)) return;
  const busy = liveCalls(turn.state).length > 0 || dialing?.offHook === true;
  const heard = !busy || urgent || turn.settings.pagingBargesIn;
  turn.change({ page: { direction: 'incoming', group, name, priority, heard } });
  if (heard) openPath(turn, naturalPath(turn));
}

export function pageEnded(turn: Turn, { group }: World<'pageEnded'>): void {
  const { page } = turn.state;
  if (page?.direction === 'incoming' && page.group === group) stopPage(turn);
}

/** The call that it interrupts goes on hold (AudioCodes §3.4.18). */
export function acceptPage(turn: Turn): void {
  const { page } = turn.state;
  if (page === undefined || page.heard) return;
  const path = naturalPath(turn);
  holdActiveCall(turn);
  turn.change({ page: { ...page, heard: true } });
  openPath(turn, path);
}

/** Refuses one that is offered, stops hearing one that is heard, ends our own. */
export function stopPage(turn: Turn): void {
  if (turn.state.page === undefined) return;
  turn.change({ page: undefined });
  closeIdlePath(turn);
}

/** The key begins an announcement of ours, and ends it. */
export function pageGroup(turn: Turn, { group, name }: User<'pageGroup'>): void {
  const { page } = turn.state;
  if (page?.direction === 'outgoing') {
    stopPage(turn);
    if (page.group === group) return;
  }
  if (heardCall(turn.state)?.state === 'outgoing') return;
  const path = naturalPath(turn);
  holdActiveCall(turn);
  forgetEnded(turn);
  turn.change({
    page: { direction: 'outgoing', group, name, priority: emergency, heard: true },
    dialing: undefined,
    muted: false,
  });
  openPath(turn, path);
}
