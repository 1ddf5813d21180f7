// The way to where the other side says that it is.

import type { SelectedPath } from '#media/ice/traversal';
import type { NegotiatedMedia } from '#sip/ua/media-session';

export function pathTo(negotiated: NegotiatedMedia): SelectedPath {
  const { remoteAddress, remoteRtpPort, remoteRtcpAddress, remoteRtcpPort } = negotiated;
  return {
    rtp: { address: remoteAddress, port: remoteRtpPort },
    rtcp: { address: remoteRtcpAddress ?? remoteAddress, port: remoteRtcpPort },
  };
}
