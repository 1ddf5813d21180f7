// What must hold for any bytes at all that reach the readers of bodies: a value or a problem, nothing thrown, nothing that grows, and what is
// written again is read as the same. Throws when it does not.

import assert from 'node:assert/strict';
import { readFeatureEvents, writeFeatureRequest } from '#sip/event-package/as-feature-event';
import { readAppearances, writeAppearance } from '#sip/event-package/call-info';
import { ConferenceRoster, readConferenceInfo } from '#sip/event-package/conference-info';
import type { DialogInfo, DialogParticipant } from '#sip/event-package/dialog-info';
import { DialogInfoState } from '#sip/event-package/dialog-info-state';
import { readMessageSummary } from '#sip/event-package/message-summary';
import { readPresence, writePresence } from '#sip/event-package/presence';
import { readDialogInfo } from '#sip/event-package/read-dialog-info';
import { RegInfoState, readRegInfo } from '#sip/event-package/reginfo';
import { readResourceList } from '#sip/event-package/rlmi';
import { readFragment, writeFragment } from '#sip/event-package/sipfrag';
import { writeDialogInfo } from '#sip/event-package/write-dialog-info';
import { parseContentType } from '#sip/message/content-type';
import { Headers } from '#sip/message/headers';
import { parseMultipart, writeMultipart } from '#sip/message/multipart';
import { parseUri } from '#sip/message/uri';
import { parseXml } from '#sip/xml/parse-xml';
import { writeXml, type XmlToWrite } from '#sip/xml/write-xml';
import type { XmlElement } from '#sip/xml/xml-element';

const server = parseUri('sip:as.example.com');

export function checkBody(bytes: Uint8Array, contentType: string): 'accepted' | 'refused' {
  const accepted = [checkXml, checkDialogInfo, checkPresence, checkStates, checkSummary, checkFragment, checkAppearances].map(
    (check) => check(bytes),
  );
  return accepted.concat(checkMultipart(bytes, contentType)).includes(true) ? 'accepted' : 'refused';
}

function checkXml(bytes: Uint8Array): boolean {
  const result = parseXml(bytes);
  if (!result.ok) return false;
  const again = parseXml(writeXml(toWrite(result.root)));
  assert.ok(again.ok || again.problem === 'too large', again.ok ? '' : again.problem);
  if (again.ok) assert.deepEqual(shapeOf(again.root), shapeOf(result.root));
  return true;
}

/** Without prefixes: names stay, namespaces do not. */
function toWrite({ name, attributes, children }: XmlElement): XmlToWrite {
  const byName: Record<string, string> = Object.create(null);
  for (const attribute of attributes) byName[attribute.name] = attribute.value;
  return { name, attributes: byName, children: children.map((child) => (typeof child === 'string' ? child : toWrite(child))) };
}

function shapeOf(element: XmlElement): unknown {
  const text = element.children.filter((child) => typeof child === 'string').join('');
  return [
    element.name,
    Object.entries(toWrite(element).attributes).filter(([name]) => name !== 'xmlns'),
    text.trim(),
    element.children.filter((child) => typeof child !== 'string').map((child) => shapeOf(child)),
  ];
}

function checkDialogInfo(bytes: Uint8Array): boolean {
  const result = readDialogInfo(bytes);
  if (!result.ok) return false;
  // Once written, a target stands where there was none but its parameters.
  const again = readDialogInfo(writeDialogInfo(result.value));
  assert.ok(again.ok);
  assert.deepEqual(readDialogInfo(writeDialogInfo(again.value)), again);
  assert.deepEqual(keysOf(again.value), keysOf(result.value));
  const state = new DialogInfoState();
  const outcome = state.apply(result.value);
  assert.equal(outcome, result.value.scope === 'full' ? 'applied' : 'gap');
  assert.ok(state.dialogs.every((dialog) => dialog.state !== 'terminated'));
  return true;
}

/** A side without any address has nothing to hang what is said of it on: that is not written. */
function keysOf({ entity, version, scope, dialogs }: DialogInfo): unknown {
  const side = (participant: DialogParticipant | undefined): unknown =>
    participant?.identity === undefined && participant?.target === undefined
      ? undefined
      : [participant.identity, participant.rendering];
  return [entity, version, scope, dialogs.map(({ local, remote, ...rest }) => [rest, side(local), side(remote)])];
}

function checkPresence(bytes: Uint8Array): boolean {
  const result = readPresence(bytes);
  if (!result.ok) return false;
  const writable = { ...result.value, activities: result.value.activities.filter((name) => /^[a-z-]+$/.test(name)) };
  assert.deepEqual(readPresence(writePresence(writable)), { ok: true, value: writable });
  return true;
}

/** Each put together twice: a document is the same the second time, whatever it says. */
function checkStates(bytes: Uint8Array): boolean {
  const reg = readRegInfo(bytes);
  if (reg.ok) {
    const state = new RegInfoState();
    state.apply(reg.value);
    const before = state.registrations;
    state.apply(reg.value);
    assert.deepEqual(state.registrations, before);
  }
  const conference = readConferenceInfo(bytes);
  if (conference.ok) {
    const roster = new ConferenceRoster();
    roster.apply(conference.value);
    assert.ok(roster.users.length <= 256);
  }
  return reg.ok || conference.ok;
}

function checkSummary(bytes: Uint8Array): boolean {
  const result = readMessageSummary(bytes);
  if (result.ok) assert.ok(result.value.counts.size <= 6);
  return result.ok;
}

function checkFragment(bytes: Uint8Array): boolean {
  const fragment = readFragment(bytes);
  if (fragment === undefined) return false;
  assert.equal(readFragment(writeFragment(fragment))?.status, fragment.status);
  return true;
}

function checkAppearances(bytes: Uint8Array): boolean {
  const headers = new Headers().set('Call-Info', Buffer.from(bytes).toString());
  const appearances = readAppearances(headers);
  for (const appearance of appearances) {
    const again = readAppearances(new Headers().set('Call-Info', writeAppearance(server, appearance)));
    assert.deepEqual(again[0]?.index, appearance.index);
    assert.equal(again[0]?.state, appearance.state);
  }
  return appearances.length > 0;
}

function checkMultipart(bytes: Uint8Array, contentType: string): boolean {
  const features = readFeatureEvents(contentType, bytes);
  for (const event of features.ok ? features.value : []) {
    assert.deepEqual(readFeatureEvents(undefined, writeFeatureRequest(event)), { ok: true, value: [event] });
  }
  const type = parseContentType(contentType);
  if (type === undefined) return features.ok;
  const list = readResourceList(type, bytes);
  if (list.ok) assert.ok(list.value.resources.length <= 512);
  const result = parseMultipart(type, bytes);
  if (!result.ok) return list.ok || features.ok;
  const again = parseMultipart(
    { type: 'multipart/mixed', parameters: new Map([['boundary', 'a-boundary-that-nobody-guesses']]) },
    writeMultipart(result.parts, 'a-boundary-that-nobody-guesses'),
  );
  assert.ok(again.ok);
  assert.deepEqual(
    again.parts.map((part) => [[...part.headers.entries()], [...part.body]]),
    result.parts.map((part) => [[...part.headers.entries()], [...part.body]]),
  );
  return true;
}
