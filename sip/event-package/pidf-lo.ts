// Where the phone is, for emergency calls: PIDF-LO (RFC 4119, RFC 5491, RFC 5139 civic addresses), the body behind a Geolocation header
// (RFC 6442).

import { writeXml, type XmlToWrite, xml } from '../xml/write-xml.ts';

export const locationType = 'application/pidf+xml';

export interface PhoneLocation {
  readonly place:
    | { readonly latitude: number; readonly longitude: number; readonly radiusM: number | undefined }
    /** By the names of RFC 5139 §3.1 and RFC 4776: `country`, `A1`, `A3`, `RD`, `HNO`, `FLR`, `ROOM` ..., in the order of the schema. */
    | { readonly civic: readonly (readonly [string, string])[] };
  /** `Manual`, `LLDP-MED`, `DHCP` (the registry of RFC 4119 §6.1). */
  readonly method: string;
}

export interface LocationDocument {
  /** `pres:` or `sip:` URI of the caller. */
  readonly entity: string;
  /** `urn:uuid:...` (RFC 4479 §3.4). */
  readonly deviceId: string;
  readonly location: PhoneLocation;
  /** Calendar time; nobody may keep the location for longer than the call needs (RFC 4119 §2.2.2). */
  readonly writtenAtMs: number;
}

const retentionMs = 24 * 3600 * 1000;

export function writeLocation({ entity, deviceId, location, writtenAtMs }: LocationDocument): Uint8Array {
  const attributes = {
    xmlns: 'urn:ietf:params:xml:ns:pidf',
    'xmlns:dm': 'urn:ietf:params:xml:ns:pidf:data-model',
    'xmlns:gp': 'urn:ietf:params:xml:ns:pidf:geopriv10',
    'xmlns:gbp': 'urn:ietf:params:xml:ns:pidf:geopriv10:basicPolicy',
    'xmlns:gml': 'http://www.opengis.net/gml',
    'xmlns:gs': 'http://www.opengis.net/pidflo/1.0',
    'xmlns:ca': 'urn:ietf:params:xml:ns:pidf:geopriv10:civicAddr',
    entity,
  };
  const geopriv = xml(
    'gp:geopriv',
    {},
    xml('gp:location-info', {}, placeElement(location.place)),
    xml(
      'gp:usage-rules',
      {},
      xml('gbp:retransmission-allowed', {}, 'false'),
      xml('gbp:retention-expiry', {}, instant(writtenAtMs + retentionMs)),
    ),
    xml('gp:method', {}, location.method),
  );
  // RFC 5491 §3.3: a place of the device, not of the service.
  const named = xml('dm:deviceID', {}, deviceId);
  const device = xml('dm:device', { id: 'phone' }, geopriv, named, xml('dm:timestamp', {}, instant(writtenAtMs)));
  return writeXml(xml('presence', attributes, device));
}

function placeElement(place: PhoneLocation['place']): XmlToWrite {
  if ('civic' in place) {
    const fields = place.civic.filter(([name]) => /^[A-Za-z][A-Za-z0-9]{0,31}$/.test(name));
    return xml('ca:civicAddress', {}, ...fields.map(([name, value]) => xml(`ca:${name}`, {}, value)));
  }
  const position = xml('gml:pos', {}, `${place.latitude} ${place.longitude}`);
  const system = { srsName: 'urn:ogc:def:crs:EPSG::4326' };
  if (place.radiusM === undefined) return xml('gml:Point', system, position);
  // Metres, by the code that RFC 5491 §5.2.3 asks for.
  return xml('gs:Circle', system, position, xml('gs:radius', { uom: 'urn:ogc:def:uom:EPSG::9001' }, `${place.radiusM}`));
}

function instant(ms: number): string {
  return new Date(ms).toISOString();
}
