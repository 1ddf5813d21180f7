// Reads application/dialog-info+xml (RFC 4235 §4.1) as it is sent: states in capitals, URIs with a name around them, versions that never move.

import { attributeOf, childOf, childrenOf, childText, textOf, type XmlElement } from '../xml/xml-element.ts';
import type { DialogInfo, DialogParticipant, WatchedDialog, WatchedDialogState } from './dialog-info.ts';
import { booleanOf, countOf, type DocumentResult, readRoot, shortText } from './document.ts';

/** More dialogs than a line ever has are dropped. */
export const maximumDialogs = 256;

const states: ReadonlySet<string> = new Set<WatchedDialogState>(['trying', 'proceeding', 'early', 'confirmed', 'terminated']);

export function readDialogInfo(body: Uint8Array): DocumentResult<DialogInfo> {
  const root = readRoot(body, 'dialog-info');
  if (!root.ok) return root;
  const version = countOf(attributeOf(root.value, 'version'));
  const entity = shortText(attributeOf(root.value, 'entity'));
  if (entity === undefined) return { ok: false, problem: 'no entity' };
  const dialogs: WatchedDialog[] = [];
  for (const element of childrenOf(root.value, 'dialog').slice(0, maximumDialogs)) {
    const dialog = readDialog(element);
    if (dialog !== undefined) dialogs.push(dialog);
  }
  const scope = attributeOf(root.value, 'state') === 'partial' ? 'partial' : 'full';
  return { ok: true, value: { entity, version: version ?? 0, scope, dialogs } };
}

function readDialog(element: XmlElement): WatchedDialog | undefined {
  const id = shortText(attributeOf(element, 'id'));
  const stateElement = childOf(element, 'state');
  const state = textOf(stateElement)?.toLowerCase();
  if (id === undefined || state === undefined || !isState(state)) return undefined;
  const direction = attributeOf(element, 'direction')?.toLowerCase();
  const local = childOf(element, 'local');
  return {
    id,
    callId: shortText(attributeOf(element, 'call-id')),
    localTag: shortText(attributeOf(element, 'local-tag')),
    remoteTag: shortText(attributeOf(element, 'remote-tag')),
    direction: direction === 'initiator' || direction === 'recipient' ? direction : undefined,
    state,
    event: shortText(attributeOf(stateElement, 'event')),
    code: countOf(attributeOf(stateElement, 'code')),
    durationS: countOf(childText(element, 'duration')),
    local: readParticipant(local),
    remote: readParticipant(childOf(element, 'remote')),
    appearance: countOf(childText(element, 'appearance')) ?? lineIdOf(local),
    exclusive: booleanOf(childText(element, 'exclusive')) ?? false,
  };
}

function isState(text: string): text is WatchedDialogState {
  return states.has(text);
}

function readParticipant(element: XmlElement | undefined): DialogParticipant | undefined {
  if (element === undefined) return undefined;
  const identity = childOf(element, 'identity');
  const target = childOf(element, 'target');
  const rendering = parameterOf(target, 'rendering');
  return {
    identity: shortText(textOf(identity)),
    displayName: shortText(attributeOf(identity, 'display')) ?? shortText(attributeOf(identity, 'display-name')),
    target: shortText(attributeOf(target, 'uri')),
    rendering: rendering === 'unknown' ? undefined : booleanOf(rendering),
  };
}

function lineIdOf(local: XmlElement | undefined): number | undefined {
  const lineId = countOf(parameterOf(childOf(local, 'target'), 'x-line-id'));
  return lineId === undefined ? undefined : lineId + 1;
}

/** A feature parameter, spelt `+sip.rendering`, `sip.rendering` or `rendering`; its value is `pval` (RFC 4235 §4.4), Asterisk's `pvalue`. */
function parameterOf(target: XmlElement | undefined, name: string): string | undefined {
  const parameter = childrenOf(target, 'param').find((each) => {
    const spelt = attributeOf(each, 'pname')?.toLowerCase();
    return spelt === name || spelt === `sip.${name}` || spelt === `+sip.${name}`;
  });
  return (attributeOf(parameter, 'pval') ?? attributeOf(parameter, 'pvalue'))?.toLowerCase();
}
