// Who is there: PIDF (RFC 3863) with the activities of RPID (RFC 4480) and what vendors put beside them. Both ways.

import { writeXml, xml, xmlText } from '../xml/write-xml.ts';
import { attributeOf, childOf, childrenOf, childText, textOf, type XmlElement } from '../xml/xml-element.ts';
import { type DocumentResult, readRoot, shortText } from './document.ts';

export interface Presence {
  /** Whose: `pres:` or `sip:` URI. */
  readonly entity: string;
  readonly tuples: readonly PresenceTuple[];
  /** RPID, lower case, wherever they stood: `busy`, `on-the-phone`, `away`, `dnd` ... */
  readonly activities: readonly string[];
  readonly note: string | undefined;
}

export interface PresenceTuple {
  readonly id: string;
  readonly open: boolean;
  readonly contact: string | undefined;
  readonly note: string | undefined;
}

export const presenceType = 'application/pidf+xml';

const maximumTuples = 64;
const maximumActivities = 16;

export function readPresence(body: Uint8Array): DocumentResult<Presence> {
  const root = readRoot(body, 'presence');
  if (!root.ok) return root;
  const entity = shortText(attributeOf(root.value, 'entity'));
  if (entity === undefined) return { ok: false, problem: 'no entity' };
  const elements = childrenOf(root.value, 'tuple').slice(0, maximumTuples);
  const tuples = elements.map((element) => readTuple(element));
  // RFC 4479: on the person or the device; older phones put them into the tuple or its status.
  const holders = [...childrenOf(root.value), ...elements.flatMap((element) => childrenOf(element, 'status'))];
  const activities: string[] = [];
  for (const holder of holders) {
    for (const activity of childrenOf(childOf(holder, 'activities'))) {
      if (activity.name !== 'note' && activities.length < maximumActivities) activities.push(activity.name.toLowerCase());
    }
  }
  const person = childOf(root.value, 'person');
  const note = childText(root.value, 'note') ?? childText(person, 'note') ?? childText(childOf(person, 'activities'), 'note');
  return { ok: true, value: { entity, tuples, activities, note: shortText(note) } };
}

export function writePresence({ entity, tuples, activities, note }: Presence): Uint8Array {
  const attributes = {
    xmlns: 'urn:ietf:params:xml:ns:pidf',
    'xmlns:dm': 'urn:ietf:params:xml:ns:pidf:data-model',
    'xmlns:rpid': 'urn:ietf:params:xml:ns:pidf:rpid',
    entity,
  };
  const person = xml('dm:person', { id: 'p1' }, xml('rpid:activities', {}, ...activities.map((name) => xml(`rpid:${name}`, {}))));
  const tupleElements = tuples.map((tuple) =>
    xml(
      'tuple',
      { id: tuple.id },
      xml('status', {}, xml('basic', {}, tuple.open ? 'open' : 'closed')),
      xmlText('contact', tuple.contact),
      xmlText('note', tuple.note),
    ),
  );
  return writeXml(
    xml('presence', attributes, ...tupleElements, xmlText('note', note), activities.length === 0 ? undefined : person),
  );
}

function readTuple(element: XmlElement): PresenceTuple {
  return {
    id: shortText(attributeOf(element, 'id')) ?? '',
    open: textOf(childOf(childOf(element, 'status'), 'basic'))?.toLowerCase() === 'open',
    contact: shortText(childText(element, 'contact')),
    note: shortText(childText(element, 'note')),
  };
}
