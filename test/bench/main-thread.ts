// How long the main thread is held at most while an administrator works: nothing else that the phone does may wait longer than 5 ms.

import type { Declaration } from '#config/declaration';
import { parameters } from '#config/schema';
import type { WebAnswer, WebClient } from '../support/web-client.ts';
import { median, type Row, rowOf } from './rig/contest.ts';
import { HeldPhone, password } from './rig/held-phone.ts';
import { pause } from './rig/stage.ts';

const runs = 3;
const people = 5000;
const phrase = 'battery staple';

const cards = Buffer.from(
  Array.from(
    { length: people },
    (_, i) => `BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Person ${i}\r\nTEL;TYPE=WORK:+4930${100_000 + i}\r\nEND:VCARD\r\n`,
  ).join(''),
);
/** Every key of the phone and its sidecars: hundreds of settings at once. */
const keys = parameters()
  .filter(({ path }) => /^personal_settings\/(?:functional|sidecar)_key\//.test(path))
  .map(({ path, declaration }) => ({ path, value: keyValue(declaration) }));

function keyValue(declaration: Declaration): string | number {
  if (declaration.type === 'integer') return 1;
  return ('enum' in declaration ? declaration.enum?.[1] : undefined) ?? 'Key';
}

const gzip = { 'accept-encoding': 'gzip' };

export async function benchMainThread(): Promise<readonly Row[]> {
  const measured = new Map<string, number[]>();
  for (let run = 0; run < runs; run++) {
    for (const [name, ms] of await administered()) measured.set(name, [...(measured.get(name) ?? []), ms]);
  }
  return [...measured].map(([name, ours]) => rowOf({ name: `thread.${name}`, unit: 'ms', ours: [median(ours)] }));
}

async function administered(): Promise<ReadonlyMap<string, number>> {
  await using measured = await HeldPhone.start();
  const { admin, longestMs } = measured;
  const held = (name: string, work: () => Promise<unknown>): Promise<void> => measured.held(name, work);
  const ask = (...asked: Parameters<WebClient['send']>): Promise<WebAnswer> => measured.ask(...asked);
  await held('rest', () => pause(1000));
  await held('login', () => admin.logIn('admin', password));
  await held('pages', async () => {
    for (const path of ['/', '/api/schema', '/api/parameters?sparse=1', '/api/status', '/api/openapi.json'])
      await ask('GET', path, undefined, gzip);
  });
  await held('search', () => ask('GET', '/api/parameters?search=codec', undefined, gzip));
  const set = (changes: unknown) => () => ask('PUT', '/api/parameters', { changes });
  await held('setting', set([{ path: 'voip/line/0/description', value: 'Reception' }]));
  await held('settings.keys', set(keys));
  await held('contacts.import', () => ask('POST', '/api/directory/file', cards));
  await held('contacts.list', () => ask('GET', '/api/directory', undefined, gzip));
  await held('contacts.export', () => ask('GET', '/api/directory/file?format=vcard'));
  let file: Buffer | undefined;
  await held('backup', async () => {
    file = (await ask('POST', '/api/backup', { extent: 'full', passphrase: phrase })).bytes;
  });
  const restore = { file: file?.toString('base64'), passphrase: phrase };
  await held('restore.preview', () => ask('POST', '/api/restore/preview', restore));
  await held('restore', () => ask('POST', '/api/restore', restore));
  await held('history', () => ask('GET', '/api/parameters/history/1'));
  await held('log', () => ask('GET', '/api/log'));
  return longestMs;
}
