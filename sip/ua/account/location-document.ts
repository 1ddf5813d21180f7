// Where the phone stands, as a PIDF-LO document (RFC 4119, RFC 5139, RFC 5491).

import { writeXml, type XmlToWrite, xml, xmlText } from '../../xml/write-xml.ts';

export interface CallerLocation {
  /** Emergency location identification number: the line by which the emergency services know the place. */
  readonly elin?: string;
  /** Elements of RFC 5139 §3.2 by name: `country`, `A1`, `RD`, `HNO`, `FLR`, `ROOM` ... */
  readonly civic?: Readonly<Record<string, string>>;
  /** Degrees, WGS 84. */
  readonly geodetic?: { readonly latitude: number; readonly longitude: number };
  /** Where the location can be asked for; told instead of a document. */
  readonly uri?: string;
}

export const locationType = 'application/pidf+xml';

/** In the order of the schema, which is a sequence. */
const civicElements: readonly string[] =
  'country A1 A2 A3 A4 A5 A6 PRM PRD RD STS POD POM RDSEC RDBR RDSUBBR HNO HNS LMK LOC FLR NAM PC BLD UNIT ROOM SEAT PLC PCN POBOX ADDCODE'.split(
    ' ',
  );

/** Undefined when nothing is known that a document could say. `entity`: the address of record. */
export function locationDocument(location: CallerLocation, entity: string, atMs: number): Uint8Array | undefined {
  const places = [geodeticPlace(location), civicPlace(location)].filter((place) => place !== undefined);
  if (places.length === 0) return undefined;
  const information = xml('gp:location-info', {}, ...places);
  const rules = xml('gp:usage-rules', {}, xmlText('gbp:retransmission-allowed', 'true'));
  const status = xml('gp:geopriv', {}, information, rules, xmlText('gp:method', 'Manual'));
  return writeXml(
    xml(
      'presence',
      {
        xmlns: 'urn:ietf:params:xml:ns:pidf',
        'xmlns:dm': 'urn:ietf:params:xml:ns:pidf:data-model',
        'xmlns:gp': 'urn:ietf:params:xml:ns:pidf:geopriv10',
        'xmlns:gbp': 'urn:ietf:params:xml:ns:pidf:geopriv10:basicPolicy',
        'xmlns:ca': 'urn:ietf:params:xml:ns:pidf:geopriv10:civicAddr',
        'xmlns:gml': 'http://www.opengis.net/gml',
        entity,
      },
      xml('dm:device', { id: 'phone' }, status, xmlText('dm:timestamp', new Date(atMs).toISOString())),
    ),
  );
}

function geodeticPlace({ geodetic }: CallerLocation): XmlToWrite | undefined {
  if (geodetic === undefined) return undefined;
  const position = xmlText('gml:pos', `${geodetic.latitude} ${geodetic.longitude}`);
  return xml('gml:Point', { srsName: 'urn:ogc:def:crs:EPSG::4326' }, position);
}

function civicPlace({ civic = {} }: CallerLocation): XmlToWrite | undefined {
  const elements = civicElements.map((name) => xmlText(`ca:${name}`, civic[name] === '' ? undefined : civic[name]));
  return elements.some((element) => element !== undefined) ? xml('ca:civicAddress', {}, ...elements) : undefined;
}
