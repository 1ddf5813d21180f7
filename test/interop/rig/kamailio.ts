// Kamailio as registrar and proxy: digest for everything, Record-Route, UDP and TCP on port 5060 of the peers' side.

import { mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { kamailioConfiguration } from './kamailio-configuration.ts';
import { type Lan, peerAddress } from './lan.ts';
import { PeerProcess } from './peer-process.ts';

export const sipPort = 5060;

export async function startKamailio(lan: Lan, directory: string): Promise<PeerProcess> {
  const runtime = join(directory, 'kamailio');
  mkdirSync(runtime, { recursive: true });
  const configuration = join(runtime, 'kamailio.cfg');
  writeFileSync(configuration, kamailioConfiguration({ address: peerAddress, port: sipPort }));
  const command = [
    'kamailio',
    '-DD',
    '-E',
    '-f',
    configuration,
    '-Y',
    runtime,
    '-P',
    join(runtime, 'pid'),
    '-m',
    '64',
    '-M',
    '8',
  ];
  const kamailio = PeerProcess.start('kamailio', lan.there(command as [string, ...string[]]));
  await kamailio.ready('it accepted connections', () => accepts(peerAddress, sipPort));
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
