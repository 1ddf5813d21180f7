// How somebody stands as their presence tells (RFC 3856, RFC 3863, RFC 4480): there, busy, or away.

import { type Presence, presenceType, readPresence } from '#sip/event-package/presence';
import type { MonitorState } from '#ui/function-keys-snapshot';
import type { WatchedPackage } from './key-watch.ts';
import { unknown } from './watched.ts';

/** Activities of RFC 4480 §3.2 in which nobody wants to be called, and those that vendors write. */
const busyActivities: ReadonlySet<string> = new Set([
  'appointment',
  'busy',
  'dnd',
  'do-not-disturb',
  'meeting',
  'on-the-phone',
  'performance',
  'presentation',
]);

/** A document is whole each time: nothing is put together. */
export const watchedPresence: WatchedPackage = {
  event: 'presence',
  accept: [presenceType],
  newReader: () => ({
    read: (body) => {
      const read = readPresence(body);
      return read.ok ? { watched: { ...unknown, state: stateOf(read.value) } } : read;
    },
    forget: () => {},
  }),
};

function stateOf({ tuples, activities }: Presence): MonitorState {
  if (tuples.length === 0) return 'unknown';
  if (!tuples.some(({ open }) => open)) return 'offline';
  return activities.some((activity) => busyActivities.has(activity)) ? 'busy' : 'idle';
}
