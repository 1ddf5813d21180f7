// What the other side's description says of one stream, with everything defaulted and checked.

import type { Direction, LocalMedia, RemoteOffer } from '../ua/media-session.ts';
import { statedDirection } from './direction.ts';
import { type MediaFormat, mediaFormats } from './media-format.ts';
import { isKnownProfile, type RemoteSecurity, readRemoteSecurity } from './secure-stream.ts';
import { type Connection, findAttribute, type MediaDescription, type SessionDescription } from './session-description.ts';
import { type RemoteTransport, readRemoteTransport } from './stream-transport.ts';

export interface RemoteStream {
  readonly security: RemoteSecurity;
  readonly address: string;
  readonly rtpPort: number;
  readonly rtcpAddress?: string;
  readonly rtcpPort: number;
  readonly transport: RemoteTransport;
  readonly direction: Direction;
  readonly formats: readonly MediaFormat[];
  /** Length of the packets that it wants to get; undefined when it did not say or asked for nonsense. */
  readonly packetTimeMs: number | undefined;
  readonly maximumPacketTimeMs: number | undefined;
}

/** Undefined when it is no stream that we can talk to: refused, no audio, of a profile that we do not know or another address family than ours, multicast. */
export function readRemoteStream(
  description: SessionDescription,
  media: MediaDescription,
  { family }: Pick<LocalMedia, 'family'>,
): RemoteStream | undefined {
  const connection = media.connection ?? description.connection;
  if (media.kind !== 'audio' || !isKnownProfile(media.protocol) || media.port === 0) return undefined;
  if (connection === undefined || connection.family !== family || isMulticast(connection)) return undefined;
  const transport = readRemoteTransport(description, media);
  return {
    security: readRemoteSecurity(description, media),
    address: connection.address,
    rtpPort: media.port,
    ...rtcpPlace(media, family),
    transport,
    direction: statedDirection(description, media, transport.ice !== undefined),
    formats: mediaFormats(media),
    packetTimeMs: packetTime(findAttribute(media.attributes, 'ptime')),
    maximumPacketTimeMs: packetTime(findAttribute(media.attributes, 'maxptime')),
  };
}

/** What media needs to know of an offer before it can say what is ours. */
export function remoteOfferOf(description: SessionDescription): RemoteOffer {
  const usable = description.media.filter((media) => media.kind === 'audio' && media.port !== 0);
  return {
    profiles: usable.map((media) => media.protocol),
    ice: usable.some((media) => readRemoteTransport(description, media).ice !== undefined),
  };
}

/** RFC 3605, else the next port (RFC 3550 §11). An address of another family, or of a group, is not gone to. */
function rtcpPlace(media: MediaDescription, family: 4 | 6): { readonly rtcpPort: number; readonly rtcpAddress?: string } {
  const [, stated, version, address] =
    /^(\d{1,5})(?: IN IP([46]) ([0-9A-Fa-f.:]{2,45}))? *$/.exec(findAttribute(media.attributes, 'rtcp') ?? '') ?? [];
  const port = Number(stated ?? 0);
  if (port === 0 || port > 65_535) return { rtcpPort: Math.min(media.port + 1, 65_535) };
  if (address === undefined || Number(version) !== family || isMulticast({ family, address })) return { rtcpPort: port };
  return { rtcpPort: port, rtcpAddress: address };
}

/** Tens of milliseconds up to 200; more is a request for delay. */
function packetTime(text: string | undefined): number | undefined {
  const value = Number(/^(\d{1,4})(?:\.\d+)?$/.exec(text ?? '')?.[1] ?? 0);
  const rounded = Math.floor(value / 10) * 10;
  return rounded >= 10 && rounded <= 200 ? rounded : undefined;
}

/** Nobody makes the phone send to a group or to everybody. */
export function isMulticast(connection: Connection): boolean {
  if (connection.family === 6) return /^ff/i.test(connection.address);
  const first = Number(/^(\d{1,3})\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.exec(connection.address)?.[1] ?? 0);
  return first >= 224;
}
