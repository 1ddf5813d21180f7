// Kamailio as registrar and proxy: digest for everything, Record-Route, UDP and TCP on port 5060 of the peers' side.

import { mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { type KamailioOptions, kamailioConfiguration } from './kamailio-configuration.ts';
import { type Lan, peerAddress } from './lan.ts';
import { PeerProcess } from './peer-process.ts';

export const sipPort = 5060;

export async function startKamailio(lan: Lan, directory: string, options: Partial<KamailioOptions> = {}): Promise<PeerProcess> {
  const { address = peerAddress, port = sipPort } = options;
  const runtime = join(directory, `kamailio-${address}`);
  mkdirSync(runtime, { recursive: true });
  const configuration = join(runtime, 'kamailio.cfg');
  writeFileSync(configuration, kamailioConfiguration({ ...options, address, port }));
  const files = ['-f', configuration, '-Y', runtime, '-P', join(runtime, 'pid')];
  const kamailio = PeerProcess.start('kamailio', lan.there(['kamailio', '-DD', '-E', ...files, '-m', '64', '-M', '8']));
  await kamailio.ready('it accepted connections', () => accepts(address, port));
  return kamailio;
}

export function accepts(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const answer = (accepted: boolean): void => {
      socket.destroy();
      resolve(accepted);
    };
    socket.once('connect', () => answer(true));
    socket.once('error', () => answer(false));
  });
}
