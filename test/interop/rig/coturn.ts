// coturn as STUN and TURN server, on the peers' side of the wire at an address of its own.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { backupAddress, type Lan } from './lan.ts';
import { PeerProcess } from './peer-process.ts';

export const turnAccount = { user: 'turner', password: 'relay-this' } as const;
export const turnAddress: string = backupAddress;

export async function startCoturn(lan: Lan, parent: string): Promise<PeerProcess> {
  const directory = join(parent, 'coturn');
  mkdirSync(directory, { recursive: true });
  const log = join(directory, 'log');
  const options = [
    ...['-n', '-v', '--no-tls', '--no-dtls', '--no-cli', '--lt-cred-mech', '--fingerprint', '--simple-log'],
    ...[`--log-file=${log}`, `--pidfile=${join(directory, 'pid')}`, `--listening-ip=${turnAddress}`, `--relay-ip=${turnAddress}`],
    ...['--realm=interop.test', `--user=${turnAccount.user}:${turnAccount.password}`, '--min-port=17000', '--max-port=17100'],
    '--allow-loopback-peers',
  ];
  const process = PeerProcess.start('coturn', lan.there(['turnserver', ...options]), directory);
  await process.ready('it listened', async () => (await lan.runThere(['ss', '-lun'])).includes(`${turnAddress}:3478`));
  return process;
}
