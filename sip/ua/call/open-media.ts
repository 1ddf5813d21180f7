// Gets media for a new call: a session from the factory, opened, with a fresh offer/answer state.

import type { Random } from '../../ports.ts';
import { parseSdp } from '../../sdp/parse-sdp.ts';
import { isMulticast, remoteOfferOf } from '../../sdp/remote-stream.ts';
import { SdpSession } from '../../sdp/sdp-session.ts';
import type { SocketAddress, Target } from '../../transport/transport.ts';
import { hostUri } from '../call-target.ts';
import type { LocalPlace, MediaSession } from '../media-session.ts';
import type { UserAgentCore } from '../user-agent-core.ts';
import type { Call } from '../user-agent-events.ts';
import type { CallContext } from './call-context.ts';
import { SessionMedia } from './session-media.ts';

export interface MediaRequest {
  readonly call: Pick<Call, 'id' | 'callId'>;
  /** Whom the call is with, on the way of its messages. */
  readonly target: Target;
  /** The SDP that we are to answer. */
  readonly offer?: Uint8Array;
  /** What was applied can not be done. */
  readonly failed: (reason: string) => void;
}

/** Undefined when there is no media to be had (no free port, no network); nothing stays open then. */
export async function openMedia(context: CallContext, request: MediaRequest): Promise<SessionMedia | undefined> {
  const { core, settings } = context;
  const { call, target, failed } = request;
  const { id, callId } = call;
  let session: MediaSession | undefined;
  try {
    const place = placeTowards(core, target);
    session = core.mediaSession({
      accountId: settings().id,
      id,
      callId,
      signallingSecured: target.protocol === 'TLS' || target.protocol === 'WSS',
      local: place,
      listener: (fact) => failed(fact.reason),
    });
    const parsed = request.offer === undefined ? undefined : parseSdp(request.offer);
    const local = await session.open(parsed?.ok ? remoteOfferOf(parsed.description) : undefined);
    const media = new SessionMedia(
      {
        session,
        place,
        resolve: (host, family) => addressOf(core, host, family),
        failed,
        holdsWithZeroAddress: () => settings().holdsWithZeroAddress === true,
        relocationFailed: (error) => core.log.warn('calls', 'the media can not move to the new address', { callId, error }),
      },
      local,
      new SdpSession(newSdpSessionId(core.random)),
    );
    // The address may have changed meanwhile.
    await media.relocate(placeTowards(core, target));
    return media;
  } catch (error) {
    core.log.warn('calls', 'no media', { callId, error });
    session?.close();
    return undefined;
  }
}

/** Does nothing when the address is the one that it was. */
export async function relocateMedia(core: UserAgentCore, media: SessionMedia, target: Target): Promise<void> {
  try {
    await media.relocate(placeTowards(core, target));
  } catch (error) {
    // No route now; there will be another change when there is one.
    core.log.info('calls', 'no address to move to', { error });
  }
}

/** Throws without a route. */
function placeTowards(core: UserAgentCore, target: Target): LocalPlace {
  const local: SocketAddress = core.transport.localAddress(target);
  const place = { family: local.family, address: local.address };
  return local.interface === undefined ? place : { ...place, interface: local.interface };
}

/** The port keeps SRV out of it: the name in `c=` is a machine's (RFC 8866 §5.7). */
async function addressOf(core: UserAgentCore, host: string, family: 4 | 6): Promise<string | undefined> {
  try {
    const targets = await core.resolve(hostUri(host, 5060), 'UDP');
    return targets.map(({ remote }) => remote).find((each) => each.family === family && !isMulticast(each))?.address;
  } catch (error) {
    core.log.info('calls', 'a media address is not known', { host, error });
    return undefined;
  }
}

/** RFC 8866 §5.2: digits, and unpredictable; 53 bits so that the other side may count with a double. */
function newSdpSessionId(random: Random): string {
  let id = 0;
  for (const byte of random.bytes(6)) id = id * 256 + byte;
  return String(id);
}
