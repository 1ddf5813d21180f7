// What the core is told when a session's media has been agreed on, or agreed on anew.

import type { SelectedPath } from '#media/ice/traversal';
import type { DirectionKeys, MediaCommand, SessionId } from '#media/messages';
import type { NegotiatedMedia } from '#sip/ua/media-session';
import { codecChoice, noiseOf, withComfortNoise } from './codec-command.ts';
import type { MediaSettings } from './media-settings.ts';

export interface AgreedSession {
  readonly session: SessionId;
  readonly negotiated: NegotiatedMedia;
  readonly path: SelectedPath;
  /** False: nothing may be sent there yet. */
  readonly isOpen: boolean;
  readonly encryption: { readonly send: DirectionKeys; readonly receive: DirectionKeys } | undefined;
  /** Those in what we say may be left out. */
  readonly pauses: boolean;
  readonly settings: MediaSettings;
}

const listening = { sendrecv: 'recvonly', sendonly: 'inactive', recvonly: 'recvonly', inactive: 'inactive' } as const;

export function configureCommand(agreed: AgreedSession): MediaCommand {
  const { session, negotiated, path, isOpen, encryption, pauses, settings } = agreed;
  const { direction, send, receive, telephoneEvent, rtcpMultiplexed = false } = negotiated;
  const { extendedReports, reportIntervalMs, marksEachEvent } = settings;
  const { rtp, rtcp, relay } = path;
  // What ICE found is where the other side is.
  const symmetric = settings.symmetric && negotiated.ice === undefined;
  return {
    type: 'configureSession',
    session,
    remote: { address: rtp.address, rtpPort: rtp.port, rtcpAddress: rtcp.address, rtcpPort: rtcp.port },
    direction: isOpen ? direction : listening[direction],
    rtcpMultiplexed,
    symmetric,
    roams: symmetric && settings.roams,
    ...(relay === undefined ? {} : { relay }),
    send: codecChoice(send, pauses),
    receive: withComfortNoise(receive.map((codec) => codecChoice(codec, false))),
    telephoneEvent,
    ...noiseOf(negotiated),
    ...(encryption === undefined ? {} : { encryption: { send: encryption.send, receive: encryption.receive } }),
    extendedReports,
    reportIntervalMs,
    marksEachEvent,
  };
}
