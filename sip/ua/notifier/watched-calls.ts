// How each call of this phone stands, in the words of RFC 4235 §3.7.1: kept from what calls tell, for whoever may watch us.

import type { WatchedDialog, WatchedDialogState } from '../../event-package/dialog-info.ts';
import { serializeUri } from '../../message/uri.ts';
import type { CallsWatcher } from '../call/calls.ts';
import type { Call, CallEnd, CallEvent } from '../user-agent-events.ts';

interface Watched {
  readonly call: Call;
  readonly accountId: string;
  state: WatchedDialogState;
  held: boolean;
  end: Pick<WatchedDialog, 'event' | 'code'> | undefined;
  /** What the listeners know. */
  told: string;
}

type Listener = (accountId: string, dialog: WatchedDialog) => void;

export class WatchedCalls implements CallsWatcher {
  readonly #calls: Map<Call, Watched> = new Map();
  readonly #listeners: Set<Listener> = new Set();

  /** Those that are not over. */
  of(accountId: string): readonly WatchedDialog[] {
    return [...this.#calls.values()].filter((each) => each.accountId === accountId).map(dialogOf);
  }

  /** `changed` hears every change, the end too. Returns the way to stop. */
  listen(changed: Listener): () => void {
    this.#listeners.add(changed);
    return () => this.#listeners.delete(changed);
  }

  added(call: Call, accountId: string): void {
    const state = call.direction === 'outgoing' ? 'trying' : 'early';
    const watched: Watched = { call, accountId, state, held: false, end: undefined, told: '' };
    this.#calls.set(call, watched);
    this.#tell(watched);
  }

  heard(call: Call, event: CallEvent): void {
    const watched = this.#calls.get(call);
    if (watched === undefined) return;
    switch (event.type) {
      case 'progressed':
        // §3.7.1: early with a dialog, proceeding with a response alone.
        if (watched.state !== 'confirmed') watched.state = call.dialogs.length > 0 ? 'early' : 'proceeding';
        break;
      case 'answered':
        watched.state = 'confirmed';
        break;
      case 'mediaChanged':
        watched.held = event.media.direction === 'sendonly' || event.media.direction === 'inactive';
        break;
      case 'ended':
        watched.end = endOf(watched, event.end);
        break;
    }
    // Whatever the event was about: the other side's name may be another now.
    this.#tell(watched);
  }

  removed(call: Call): void {
    const watched = this.#calls.get(call);
    if (watched === undefined) return;
    watched.end ??= endOf(watched, { by: 'local' });
    watched.state = 'terminated';
    this.#calls.delete(call);
    this.#tell(watched);
  }

  #tell(watched: Watched): void {
    const dialog = dialogOf(watched);
    const told = JSON.stringify(dialog);
    if (told === watched.told) return;
    watched.told = told;
    for (const listener of this.#listeners) listener(watched.accountId, dialog);
  }
}

function dialogOf({ call, state, held, end }: Watched): WatchedDialog {
  // Of several early dialogs the one that was answered, or the first.
  const { dialog } = call.dialogs.find((each) => each.state === 'confirmed') ?? call.dialogs[0] ?? {};
  const { uri, displayName, anonymous } = call.identity;
  const remote = anonymous ? undefined : { identity: serializeUri(uri), displayName, target: undefined, rendering: undefined };
  const rendering = state === 'confirmed' ? !held : undefined;
  return {
    id: call.id,
    callId: call.callId,
    localTag: dialog?.localTag,
    remoteTag: dialog?.remoteTag,
    direction: call.direction === 'outgoing' ? 'initiator' : 'recipient',
    state,
    event: end?.event,
    code: end?.code,
    durationS: undefined,
    local: { identity: undefined, displayName: undefined, target: undefined, rendering },
    remote,
    appearance: undefined,
    exclusive: false,
  };
}

/** §3.7.1, figure 3: by which of the events it came to its end. */
function endOf({ call, state }: Watched, end: CallEnd): Pick<WatchedDialog, 'event' | 'code'> {
  switch (end.by) {
    case 'remote':
      return { event: 'remote-bye', code: undefined };
    case 'cancel':
      return { event: 'cancelled', code: undefined };
    case 'response':
      return { event: 'rejected', code: end.status };
    case 'timeout':
      return { event: 'timeout', code: undefined };
    case 'local': {
      const early = call.direction === 'outgoing' ? 'cancelled' : 'rejected';
      return { event: state === 'confirmed' ? 'local-bye' : early, code: undefined };
    }
    default:
      return { event: 'error', code: undefined };
  }
}
