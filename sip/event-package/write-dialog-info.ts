// Writes application/dialog-info+xml (RFC 4235 §4.1), with the elements of RFC 7463 where a dialog has an appearance.

import { writeXml, type XmlToWrite, xml, xmlText } from '../xml/write-xml.ts';
import type { DialogInfo, DialogParticipant, WatchedDialog } from './dialog-info.ts';

const namespace = 'urn:ietf:params:xml:ns:dialog-info';
const sharedNamespace = 'urn:ietf:params:xml:ns:sa-dialog-info';

export function writeDialogInfo({ entity, version, scope, dialogs }: DialogInfo): Uint8Array {
  const shared = dialogs.some((dialog) => dialog.appearance !== undefined || dialog.exclusive);
  const attributes = {
    xmlns: namespace,
    'xmlns:sa': shared ? sharedNamespace : undefined,
    version: `${version}`,
    state: scope,
    entity,
  };
  return writeXml(xml('dialog-info', attributes, ...dialogs.map(dialogElement)));
}

function dialogElement(dialog: WatchedDialog): XmlToWrite {
  const { id, callId, localTag, remoteTag, direction, state, event, code, durationS, appearance, exclusive } = dialog;
  return xml(
    'dialog',
    { id, 'call-id': callId, 'local-tag': localTag, 'remote-tag': remoteTag, direction },
    xmlText('sa:appearance', appearance?.toString()),
    xmlText('sa:exclusive', exclusive ? 'true' : undefined),
    xml('state', { event, code: code?.toString() }, state),
    xmlText('duration', durationS?.toString()),
    participantElement('local', dialog.local, appearance),
    participantElement('remote', dialog.remote, undefined),
  );
}

/** What is said of a side hangs on its target; a side whose own address is nobody's business is its identity. */
function participantElement(
  name: string,
  participant: DialogParticipant | undefined,
  appearance: number | undefined,
): XmlToWrite | undefined {
  if (participant === undefined) return undefined;
  const { identity, displayName, target, rendering } = participant;
  const parameters = [
    rendering === undefined ? undefined : parameter('+sip.rendering', rendering ? 'yes' : 'no'),
    // Key systems of the time before RFC 7463 count from 0.
    appearance === undefined || appearance === 0 ? undefined : parameter('x-line-id', String(appearance - 1)),
  ];
  const uri = target ?? (parameters.every((each) => each === undefined) ? undefined : identity);
  return xml(
    name,
    {},
    identity === undefined ? undefined : xml('identity', { display: displayName }, identity),
    uri === undefined ? undefined : xml('target', { uri }, ...parameters),
  );
}

function parameter(name: string, value: string): XmlToWrite {
  return xml('param', { pname: name, pval: value });
}
