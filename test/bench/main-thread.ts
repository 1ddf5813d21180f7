// How long the main thread is held at most while an administrator works: nothing else that the phone does may wait longer than 5 ms.

import type { Declaration } from '#config/declaration';
import { parameters } from '#config/schema';
import { nodeEnvironment, nodeFlags } from '#firmware/node-flags';
import { SimulatedPhone } from '../support/simulated-phone.ts';
import { type WebAnswer, WebClient } from '../support/web-client.ts';
import { median, type Row, rowOf } from './rig/contest.ts';
import { bundledProgram } from './rig/our-phone.ts';

const runs = 3;
const people = 5000;
const password = 'correct horse';
const phrase = 'battery staple';
/** What the work leaves behind is done by then. */
const settledMs = 500;
const meter = new URL('./rig/block-meter.ts', import.meta.url).pathname;

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
  await using phone = await SimulatedPhone.start({
    arguments: ['--web', '127.0.0.1:0'],
    params: { 'system/password': password, 'security/web/https_only': 0 },
    program: [...nodeFlags, '--import', meter, bundledProgram],
    environment: nodeEnvironment,
  });
  const admin = new WebClient(await phone.webAddress());
  const longest = new Map<string, number>();
  const held = async (name: string, work: () => Promise<unknown>): Promise<void> => {
    await longestBlock(phone);
    await work();
    await new Promise((resolve) => setTimeout(resolve, settledMs));
    longest.set(name, await longestBlock(phone));
  };
  const ask = async (...asked: Parameters<WebClient['send']>): Promise<WebAnswer> => {
    const answer = await admin.send(...asked);
    if (answer.status >= 300) throw new Error(`${asked[0]} ${asked[1]}: ${answer.status} ${answer.text}`);
    return answer;
  };
  await held('rest', () => new Promise((resolve) => setTimeout(resolve, 1000)));
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
  return longest;
}

/** Since it was last asked. */
async function longestBlock(phone: SimulatedPhone): Promise<number> {
  const before = written(phone).length;
  process.kill(phone.pid, 'SIGUSR2');
  return await phone.waitFor('the meter', async () => written(phone)[before]);
}

function written({ log }: SimulatedPhone): readonly number[] {
  return [...log.matchAll(/^longest block ([\d.]+) ms$/gm)].map(([, ms]) => Number(ms));
}
