// Agreeing on the ways of a stream within offer and answer: RTCP's port (RFC 3605), one port for both (RFC 5761), ICE (RFC 8839).

import type { IceCredentials, NegotiatedIce, RemoteIce } from '../ua/media-ice.ts';
import type { LocalMedia, NegotiatedMedia } from '../ua/media-session.ts';
import { iceAttributes, readRemoteIce } from './candidate-attribute.ts';
import { type Attribute, findAttribute, type MediaDescription, type SessionDescription } from './session-description.ts';

/** What our `m=` line says, and by which credentials it is known. */
export interface StreamTransport {
  readonly attributes: readonly Attribute[];
  readonly credentials: IceCredentials | undefined;
  /** Of our own, that the credentials belong to: other ones are a restart. */
  readonly source: LocalMedia['ice'];
}

/** What the other side's `m=` line says. */
export interface RemoteTransport {
  readonly rtcpMultiplexed: boolean;
  readonly ice: RemoteIce | undefined;
}

/** A part of `NegotiatedMedia`. */
export type AgreedTransport = Pick<NegotiatedMedia, 'rtcpMultiplexed' | 'ice'>;

export function readRemoteTransport(description: SessionDescription, media: MediaDescription): RemoteTransport {
  return {
    rtcpMultiplexed: findAttribute(media.attributes, 'rtcp-mux') !== undefined,
    ice: readRemoteIce(description, media),
  };
}

/** `before`: what was said last; without a change of place the credentials stay (RFC 8839 §4.4.1.2). */
export function offerTransport(
  media: LocalMedia,
  before: StreamTransport | undefined,
  standing: NegotiatedMedia | undefined,
): StreamTransport {
  const multiplexed = media.rtcpMultiplexing === 'offer' || standing?.rtcpMultiplexed === true;
  // An answer without ICE ended it for the session (RFC 8839 §4.3.2).
  const ice = standing !== undefined && standing.ice === undefined ? undefined : media.ice;
  const kept = before?.source === ice ? before?.credentials : undefined;
  const credentials = ice === undefined ? undefined : (kept ?? ice.newCredentials());
  return describe(media, multiplexed, credentials, false);
}

export function answerTransport(
  media: LocalMedia,
  remote: RemoteTransport,
  before: StreamTransport | undefined,
  standing: NegotiatedMedia | undefined,
): { readonly transport: StreamTransport; readonly agreed: AgreedTransport } {
  const multiplexed = remote.rtcpMultiplexed && media.rtcpMultiplexing !== undefined;
  if (remote.ice === undefined || media.ice === undefined) {
    return { transport: describe(media, multiplexed, undefined, true), agreed: agreement(multiplexed, undefined) };
  }
  const goesOn = standing?.ice !== undefined && isSame(standing.ice.remote, remote.ice) && before?.source === media.ice;
  const credentials = (goesOn ? before?.credentials : undefined) ?? media.ice.newCredentials();
  // RFC 8445 §6.1.1: roles stay until a restart, in which whoever offers controls.
  const controlling = goesOn ? standing.ice.controlling : remote.ice.lite;
  return {
    transport: describe(media, multiplexed, credentials, true),
    agreed: agreement(multiplexed, { local: credentials, remote: remote.ice, controlling }),
  };
}

/** What an answer to `offered` settles. */
export function settleTransport(
  offered: StreamTransport,
  remote: RemoteTransport,
  standing: NegotiatedMedia | undefined,
): AgreedTransport {
  const proposed = offered.attributes.some(({ name }) => name === 'rtcp-mux');
  const { credentials } = offered;
  const multiplexed = proposed && remote.rtcpMultiplexed;
  if (credentials === undefined || remote.ice === undefined) return agreement(multiplexed, undefined);
  const goesOn =
    standing?.ice !== undefined && isSame(standing.ice.remote, remote.ice) && isSame(standing.ice.local, credentials);
  const controlling = goesOn ? standing.ice.controlling : true;
  return agreement(multiplexed, { local: credentials, remote: remote.ice, controlling });
}

function describe(
  media: LocalMedia,
  multiplexed: boolean,
  credentials: IceCredentials | undefined,
  answers: boolean,
): StreamTransport {
  const attributes: Attribute[] = [];
  // Whoever has taken one port does not hear of the other; an offer names both, for those who do not.
  const single = multiplexed && answers;
  const rtcp = rtcpText(media);
  if (rtcp !== undefined && !single) attributes.push({ name: 'rtcp', value: rtcp });
  if (multiplexed) attributes.push({ name: 'rtcp-mux', value: undefined });
  if (credentials !== undefined) {
    const candidates = (media.ice?.candidates ?? []).filter(({ component }) => component === 1 || !single);
    attributes.push(...iceAttributes(credentials, candidates));
  }
  return { attributes, credentials, source: media.ice };
}

/** Said only when it is not what everybody assumes (RFC 3605 §2.1). */
function rtcpText({ rtpPort, rtcpPort, address, rtcpAddress = address, family }: LocalMedia): string | undefined {
  if (rtcpAddress !== address) return `${rtcpPort} IN IP${family} ${rtcpAddress}`;
  return rtcpPort === rtpPort + 1 ? undefined : String(rtcpPort);
}

function agreement(multiplexed: boolean, ice: NegotiatedIce | undefined): AgreedTransport {
  return { ...(multiplexed ? { rtcpMultiplexed: true } : {}), ...(ice === undefined ? {} : { ice }) };
}

function isSame(one: IceCredentials, other: IceCredentials): boolean {
  return one.fragment === other.fragment && one.password === other.password;
}
