// rtpengine, the media relay of session border controllers, beside Kamailio: opens what one side sealed and seals it anew for the other.

import type { KamailioFeature } from './kamailio-configuration.ts';
import { type Lan, peerAddress } from './lan.ts';
import { PeerProcess } from './peer-process.ts';

const controlPort = 2223;

export async function startMediaRelay(lan: Lan): Promise<PeerProcess> {
  const bound = ['--interface', peerAddress, '--listen-ng', `${peerAddress}:${controlPort}`, '-m', '17000', '-M', '17100'];
  // Without a configuration file, and not in the kernel.
  const how = ['--config-file=none', '--foreground', '--log-stderr', '--table=-1', '--num-threads=2'];
  const relay = PeerProcess.start('rtpengine', lan.there(['rtpengine', ...how, ...bound]));
  await relay.ready('its control port opened', async () =>
    (await lan.runThere(['ss', '-Hlnu'])).includes(`${peerAddress}:${controlPort}`),
  );
  return relay;
}

/** Whose calls go by it; Kamailio must be started after it. */
export function relayed(callers: string): KamailioFeature {
  const inserts = 'replace-origin replace-session-connection';
  // It leaves the padding of keys away, which baresip 1.0 can not read; what it says to the caller stays like that.
  const offers = `${inserts} pad-crypto`;
  return {
    modules: ['rtpengine.so'],
    parameters: [`modparam("rtpengine", "rtpengine_sock", "udp:${peerAddress}:${controlPort}")`],
    initial: `    if (is_method("INVITE") && $fU == "${callers}") rtpengine_offer("${offers}");`,
    replies: `    if ($fU == "${callers}" && has_body("application/sdp")) rtpengine_answer("${inserts}");`,
  };
}
