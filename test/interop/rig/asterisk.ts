// Asterisk from a Debian sid chroot, on the peers' side; nothing that it writes reaches the cached chroot.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sine } from '../../support/tone-meter.ts';
import { writeWav } from '../../support/wav-file.ts';
import { asteriskConfiguration, toneHz } from './asterisk-configuration.ts';
import { sidTree as tree } from './debian-sid.ts';
import { accepts, sipPort } from './kamailio.ts';
import { type Lan, peerAddress } from './lan.ts';
import { user } from './numbers.ts';
import { PeerProcess } from './peer-process.ts';
import { run } from './run.ts';

const configurationPath = '/etc/asterisk';
const levelDbov = -16;
const startMs = 30_000;

/** Where it writes: each becomes a directory in memory. */
const written = ['/run', '/var/log', '/var/spool', '/var/lib/asterisk', '/tmp'];

export async function startAsterisk(lan: Lan, directory: string): Promise<PeerProcess> {
  const files = join(directory, 'asterisk');
  writeFiles(files);
  // Seen by this test alone: its mounts are its own (isolated.ts).
  for (const path of written) await run('mount', ['-t', 'tmpfs', 'tmpfs', join(tree, path)]);
  for (const path of ['run/asterisk', 'var/log/asterisk', 'var/spool/asterisk', 'var/lib/asterisk']) {
    mkdirSync(join(tree, path), { recursive: true });
  }
  await run('mount', ['-t', 'proc', 'proc', join(tree, 'proc')]);
  await run('mount', ['--bind', '/dev', join(tree, 'dev')]);
  await run('mount', ['--bind', files, join(tree, configurationPath)]);
  const asterisk = PeerProcess.start('asterisk', lan.there(['chroot', tree, '/usr/sbin/asterisk', '-f', '-n']));
  await asterisk.ready('it was fully booted', () => booted(), startMs);
  await asterisk.ready('it accepted connections', () => accepts(peerAddress, sipPort));
  return asterisk;
}

function booted(): Promise<boolean> {
  return run('chroot', [tree, '/usr/sbin/asterisk', '-rx', 'core waitfullybooted']).then(
    (said) => said.includes('fully booted'),
    () => false,
  );
}

function writeFiles(files: string): void {
  const sounds = join(files, 'sounds');
  mkdirSync(join(sounds, 'hold'), { recursive: true });
  const configuration = asteriskConfiguration({
    address: peerAddress,
    port: sipPort,
    users: [user.phone, user.secondPhone],
    sounds: join(configurationPath, 'sounds'),
    modules: '[modules]\nautoload=yes\n',
  });
  for (const [name, text] of Object.entries(configuration)) writeFileSync(join(files, name), text);
  writeFileSync(join(sounds, 'hold/tone.wav'), tone(toneHz.musicOnHold, 10_000));
  for (const name of ['menu', 'rightChoice', 'wrongChoice'] as const)
    writeFileSync(join(sounds, `${name}.wav`), tone(toneHz[name], 2000));
}

function tone(hz: number, durationMs: number): Uint8Array {
  return writeWav({ sampleRateHz: 8000, samples: sine(hz, levelDbov, 8000, durationMs) });
}
