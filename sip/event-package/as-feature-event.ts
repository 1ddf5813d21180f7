// Do not disturb and forwarding kept the same on phone and server: the documents of `Event: as-feature-event` (ECMA-323, as BroadWorks and
// Cisco use it). The phone asks (Set...), the server tells (...Event).

import { type ContentType, parseContentType } from '../message/content-type.ts';
import { contentTypeOf, parseMultipart } from '../message/multipart.ts';
import { parseXml } from '../xml/parse-xml.ts';
import { writeXml, xml, xmlText } from '../xml/write-xml.ts';
import { childText, type XmlElement } from '../xml/xml-element.ts';
import { booleanOf, countOf, type DocumentResult, shortText } from './document.ts';

export const featureEventType = 'application/x-as-feature-event+xml';

export type ForwardingKind = 'always' | 'busy' | 'noAnswer';

export type FeatureEvent =
  | { readonly feature: 'doNotDisturb'; readonly on: boolean }
  | {
      readonly feature: 'forwarding';
      readonly kind: ForwardingKind;
      readonly on: boolean;
      readonly target: string | undefined;
      readonly ringCount: number | undefined;
    };

const namespace = 'http://www.ecma-international.org/standards/ecma-323/csta/ed3';
const kinds: ReadonlyMap<string, ForwardingKind> = new Map([
  ['forwardimmediate', 'always'],
  ['forwardbusy', 'busy'],
  ['forwardnoans', 'noAnswer'],
]);
const names = { always: 'forwardImmediate', busy: 'forwardBusy', noAnswer: 'forwardNoAns' } as const;
const highestRingCount = 99;

/** Of a NOTIFY's body: one document, or several as multipart/mixed. What is about other features is left out. */
export function readFeatureEvents(contentType: string | undefined, body: Uint8Array): DocumentResult<readonly FeatureEvent[]> {
  const type = parseContentType(contentType);
  if (type?.type.startsWith('multipart/') === true) return readParts(type, body);
  const result = parseXml(body);
  if (!result.ok) return result;
  const event = readFeatureEvent(result.root);
  return { ok: true, value: event === undefined ? [] : [event] };
}

/** What is asked of the server, in the body of a SUBSCRIBE. */
export function writeFeatureRequest(event: FeatureEvent): Uint8Array {
  if (event.feature === 'doNotDisturb') {
    return writeXml(
      xml('SetDoNotDisturb', { xmlns: namespace }, xml('device', {}), xml('doNotDisturbOn', {}, event.on ? 'true' : 'false')),
    );
  }
  return writeXml(
    xml(
      'SetForwarding',
      { xmlns: namespace },
      xml('device', {}),
      xml('forwardingType', {}, names[event.kind]),
      xml('activateForward', {}, event.on ? 'true' : 'false'),
      xmlText('forwardDN', event.target),
      xmlText('ringCount', event.ringCount?.toString()),
    ),
  );
}

function readParts(type: ContentType, body: Uint8Array): DocumentResult<readonly FeatureEvent[]> {
  const multipart = parseMultipart(type, body);
  if (!multipart.ok) return multipart;
  const events: FeatureEvent[] = [];
  for (const part of multipart.parts) {
    const result = contentTypeOf(part)?.type === featureEventType ? parseXml(part.body) : undefined;
    const event = result?.ok === true ? readFeatureEvent(result.root) : undefined;
    if (event !== undefined) events.push(event);
  }
  return { ok: true, value: events };
}

function readFeatureEvent(root: XmlElement): FeatureEvent | undefined {
  if (root.name === 'DoNotDisturbEvent' || root.name === 'SetDoNotDisturb') {
    const on = booleanOf(childText(root, 'doNotDisturbOn'));
    return on === undefined ? undefined : { feature: 'doNotDisturb', on };
  }
  if (root.name !== 'ForwardingEvent' && root.name !== 'SetForwarding') return undefined;
  const kind = kinds.get(childText(root, 'forwardingType')?.toLowerCase() ?? '');
  const on = booleanOf(childText(root, 'forwardStatus') ?? childText(root, 'activateForward'));
  if (kind === undefined || on === undefined) return undefined;
  const target = shortText(childText(root, 'forwardTo') ?? childText(root, 'forwardDN'));
  const rings = countOf(childText(root, 'ringCount'));
  return {
    feature: 'forwarding',
    kind,
    on,
    target,
    ringCount: rings === undefined ? undefined : Math.min(rings, highestRingCount),
  };
}
