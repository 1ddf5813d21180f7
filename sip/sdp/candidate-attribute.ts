// `a=candidate`, `a=ice-ufrag`, `a=ice-pwd` and `a=ice-lite` (RFC 8839 §5). Never throws; linear.

import type { IceCandidate, IceCredentials, RemoteIce } from '../ua/media-ice.ts';
import { type Attribute, findAttribute, type MediaDescription, type SessionDescription } from './session-description.ts';

const mostCandidates = 64;
const grammar =
  /^([A-Za-z0-9+/]{1,32}) ([12]) UDP (\d{1,10}) ([0-9A-Fa-f:.]{2,45}) (\d{1,5}) typ (host|srflx|prflx|relay)(?: raddr ([0-9A-Fa-f:.]{2,45}) rport (\d{1,5}))?(?: |$)/i;

/** Undefined when the other side does not do ICE on this stream, or a server on the way has changed where it says that it is (§4.2.5). */
export function readRemoteIce(description: SessionDescription, media: MediaDescription): RemoteIce | undefined {
  const find = (name: string): string =>
    findAttribute(media.attributes, name) ?? findAttribute(description.attributes, name) ?? '';
  const fragment = find('ice-ufrag');
  const password = find('ice-pwd');
  if (!/^[A-Za-z0-9+/]{4,256}$/.test(fragment) || !/^[A-Za-z0-9+/]{22,256}$/.test(password)) return undefined;
  const stated = media.attributes.filter(({ name }) => name === 'candidate');
  const candidates = stated.slice(0, mostCandidates).flatMap(({ value }) => parseCandidate(value ?? '') ?? []);
  if (stated.length > 0 && !isAmong(description, media, stated)) return undefined;
  return { fragment, password, lite: findAttribute(description.attributes, 'ice-lite') !== undefined, candidates };
}

export function parseCandidate(value: string): IceCandidate | undefined {
  const match = grammar.exec(value);
  const [, foundation, component, priority, host, port, type, relatedHost, relatedPort] = match ?? [];
  const address = literalOf(host ?? '');
  if (foundation === undefined || address === undefined || Number(port) > 65_535 || Number(port) === 0) return undefined;
  const candidate: IceCandidate = {
    foundation,
    component: component === '2' ? 2 : 1,
    priority: Math.min(Number(priority), 2 ** 31 - 1),
    address,
    port: Number(port),
    type: type?.toLowerCase() as IceCandidate['type'],
  };
  const related = literalOf(relatedHost ?? '');
  return related === undefined
    ? candidate
    : { ...candidate, related: { address: related, port: Math.min(Number(relatedPort), 65_535) } };
}

export function iceAttributes(credentials: IceCredentials, candidates: readonly IceCandidate[]): readonly Attribute[] {
  return [
    { name: 'ice-ufrag', value: credentials.fragment },
    { name: 'ice-pwd', value: credentials.password },
    ...candidates.map((each) => ({ name: 'candidate', value: candidateText(each) })),
    // RFC 8838 §8.2: nothing comes later.
    { name: 'end-of-candidates', value: undefined },
  ];
}

function candidateText({ foundation, component, priority, address, port, type, related }: IceCandidate): string {
  const text = `${foundation} ${component} UDP ${priority} ${address} ${port} typ ${type}`;
  return related === undefined ? text : `${text} raddr ${related.address} rport ${related.port}`;
}

/** §4.2.5: what `c=` and `m=` say is one of the candidates; who has none yet says 0.0.0.0:9 (RFC 8840 §4.1.1). */
function isAmong(description: SessionDescription, media: MediaDescription, stated: readonly Attribute[]): boolean {
  const connection = media.connection ?? description.connection;
  if (connection === undefined || media.port === 9 || connection.address === '0.0.0.0' || connection.address === '::')
    return true;
  const place = `${literalOf(connection.address) ?? connection.address} ${media.port}`.toLowerCase();
  return stated.some(({ value }) => {
    const [, , , , host = '', port] = (value ?? '').split(' ');
    return `${literalOf(host) ?? host} ${port}`.toLowerCase() === place;
  });
}

/** In its shortest form; undefined for names. */
function literalOf(host: string): string | undefined {
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(host)) return host.split('.').every((part) => Number(part) <= 255) ? host : undefined;
  return /^[0-9A-Fa-f:.]+$/.test(host) && host.includes(':') ? URL.parse(`http://[${host}]`)?.hostname.slice(1, -1) : undefined;
}
