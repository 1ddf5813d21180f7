// Our own calls on a shared line as a document that the state agent hands to the other phones (RFC 7463 §5.3).

import type { DialogInfo, WatchedDialog } from '../../event-package/dialog-info.ts';
import { serializeUri } from '../../message/uri.ts';
import type { OwnCall } from './line-dialect.ts';

/** `prefix` makes the ids ours among those of all phones. */
export function ownDialogs(
  own: readonly OwnCall[],
  entity: string,
  prefix: string,
): Pick<DialogInfo, 'entity' | 'scope' | 'dialogs'> {
  return { entity, scope: 'full', dialogs: own.map((call) => ownDialog(call, entity, prefix)) };
}

function ownDialog({ index, appearance, dialog, direction }: OwnCall, entity: string, prefix: string): WatchedDialog {
  const { call, state, remote, isPrivate } = appearance;
  const stands = state === 'active' || state === 'held' || state === 'heldPrivate';
  return {
    id: `${prefix}-${index}`,
    callId: dialog?.dialog.callId,
    localTag: dialog?.dialog.localTag,
    remoteTag: dialog?.dialog.remoteTag,
    direction: call === undefined ? undefined : direction === 'outgoing' ? 'initiator' : 'recipient',
    state: stands ? 'confirmed' : state === 'ringing' || dialog !== undefined ? 'early' : 'trying',
    event: undefined,
    code: undefined,
    durationS: undefined,
    local: { identity: entity, displayName: undefined, target: entity, rendering: stands ? state === 'active' : undefined },
    remote:
      remote === undefined
        ? undefined
        : { identity: serializeUri(remote.uri), displayName: remote.displayName, target: targetOf(dialog), rendering: undefined },
    appearance: index,
    exclusive: isPrivate,
  };
}

function targetOf(dialog: OwnCall['dialog']): string | undefined {
  return dialog === undefined ? undefined : serializeUri(dialog.dialog.remoteTarget);
}
