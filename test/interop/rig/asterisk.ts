// Asterisk from a Debian sid chroot, on the peers' side; nothing that it writes reaches the cached chroot.

import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sine } from '../../support/tone-meter.ts';
import { writeWav } from '../../support/wav-file.ts';
import { type AsteriskOptions, asteriskConfiguration, toneHz } from './asterisk-configuration.ts';
import type { Certificate } from './certificates.ts';
import { sidTree as tree } from './debian-sid.ts';
import { accepts, sipPort } from './kamailio.ts';
import { type Lan, peerAddress } from './lan.ts';
import { user } from './numbers.ts';
import { PeerProcess } from './peer-process.ts';
import { run } from './run.ts';

const configurationPath = '/etc/asterisk';
const levelDbov = -16;
const startMs = 120_000;

/** Where it writes: each becomes a directory in memory. */
const written = ['/run', '/var/log', '/var/spool', '/var/lib/asterisk', '/tmp'];

export async function startAsterisk(
  lan: Lan,
  directory: string,
  certificate?: Certificate,
  encryption?: AsteriskOptions['encryption'],
): Promise<PeerProcess> {
  const files = join(directory, 'asterisk');
  writeFiles(files, certificate, encryption);
  // Seen by this test alone: its mounts are its own (isolated.ts).
  for (const path of written) await run('mount', ['-t', 'tmpfs', 'tmpfs', join(tree, path)]);
  for (const path of ['run/asterisk', 'var/log/asterisk', 'var/spool/asterisk', 'var/lib/asterisk']) {
    mkdirSync(join(tree, path), { recursive: true });
  }
  await run('mount', ['-t', 'proc', 'proc', join(tree, 'proc')]);
  await run('mount', ['--bind', '/dev', join(tree, 'dev')]);
  // That of an earlier one in this file, whose directory is gone: nothing can be mounted over it.
  await run('umount', ['-l', join(tree, configurationPath)]).catch(() => {});
  await run('mount', ['--bind', files, join(tree, configurationPath)]);
  const asterisk = PeerProcess.start('asterisk', lan.there(['chroot', tree, '/usr/sbin/asterisk', '-f', '-n']));
  await asterisk.ready('it was fully booted', () => booted(), startMs);
  await asterisk.ready('it accepted connections', () => accepts(peerAddress, sipPort));
  return asterisk;
}

function booted(): Promise<boolean> {
  return asteriskCommand('core waitfullybooted').then(
    (said) => said.includes('fully booted'),
    () => false,
  );
}

/** What Asterisk's console answers. */
export function asteriskCommand(command: string): Promise<string> {
  return run('chroot', [tree, '/usr/sbin/asterisk', '-rx', command]);
}

/** Where a user's messages are; what is taken away there has been heard. */
export function voiceMailFolder(of: string): string {
  return join(tree, 'var/spool/asterisk/voicemail/default', of, 'INBOX');
}

function writeFiles(files: string, certificate: Certificate | undefined, encryption: AsteriskOptions['encryption']): void {
  const sounds = join(files, 'sounds');
  mkdirSync(join(sounds, 'hold'), { recursive: true });
  const configuration = asteriskConfiguration({
    address: peerAddress,
    port: sipPort,
    users: [user.phone, user.secondPhone, user.thirdPhone, user.fourthPhone, user.strict, user.manyCodecs, user.baresip],
    sounds: join(configurationPath, 'sounds'),
    encryption,
    certificate: certificate && {
      certificate: join(configurationPath, 'server.pem'),
      key: join(configurationPath, 'server.key'),
    },
  });
  if (certificate !== undefined) {
    copyFileSync(certificate.certificate, join(files, 'server.pem'));
    copyFileSync(certificate.key, join(files, 'server.key'));
  }
  for (const [name, text] of Object.entries(configuration)) writeFileSync(join(files, name), text);
  writeFileSync(join(sounds, 'hold/tone.wav'), tone(toneHz.musicOnHold, 10_000));
  for (const name of ['menu', 'rightChoice', 'wrongChoice', 'early'] as const)
    writeFileSync(join(sounds, `${name}.wav`), tone(toneHz[name], 4000));
}

function tone(hz: number, durationMs: number): Uint8Array {
  return writeWav({ sampleRateHz: 8000, samples: sine(hz, levelDbov, 8000, durationMs) });
}
