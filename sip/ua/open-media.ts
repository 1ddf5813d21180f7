// Gets media for a new call: a session from the factory, opened, with a fresh offer/answer state.

import type { Random } from '../ports.ts';
import { SdpSession } from '../sdp/sdp-session.ts';
import type { Target } from '../transport/transport.ts';
import type { CallContext } from './call-context.ts';
import type { MediaSession } from './media-session.ts';
import { SessionMedia } from './session-media.ts';

/** Undefined when there is no media to be had (no free port, no network); nothing stays open then. */
export async function openMedia(context: CallContext, callId: string, target: Target): Promise<SessionMedia | undefined> {
  const { core, settings } = context;
  let session: MediaSession | undefined;
  try {
    const { address, family } = core.transport.localAddress(target);
    session = core.mediaSession({ accountId: settings().id, callId, local: { address, family } });
    return new SessionMedia(session, await session.open(), new SdpSession(newSdpSessionId(core.random)));
  } catch (error) {
    core.log.warn('calls', 'no media', { callId, error });
    session?.close();
    return undefined;
  }
}

/** RFC 8866 §5.2: digits, and unpredictable; 53 bits so that the other side may count with a double. */
function newSdpSessionId(random: Random): string {
  let id = 0;
  for (const byte of random.bytes(6)) id = id * 256 + byte;
  return String(id);
}
