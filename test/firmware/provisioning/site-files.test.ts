// Files that the settings name by their address: when they are fetched, from where, and what becomes of them.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { StoredCollection } from '#config/collection';
import type { ParameterPath, Values } from '#config/schema';
import type { Change, ChangeResult } from '#config/store';
import type { FetchResult } from '#firmware/provisioning/fetch/fetched';
import { type SeenFile, SeenFiles } from '#firmware/provisioning/seen-files';
import { SiteFiles } from '#firmware/provisioning/site-files';
import { takeSiteRings, takeSpeedDials } from '#firmware/provisioning/take-site-files';
import { MemoryLog } from '../../support/memory-log.ts';

const beside = 'http://server/phones/00085d123456.cfg';
const names = { macAddress: '00085d123456', model: 'color-320', version: '1.0', address: undefined };

function rig(settings: Readonly<Record<string, string>>, base = beside) {
  const asked: string[] = [];
  const taken: string[] = [];
  const served = new Map<string, FetchResult>();
  const siteFiles = new SiteFiles({
    log: new MemoryLog(),
    parameters: { get: <P extends ParameterPath>(path: P) => (settings[path] ?? '') as Values[P] },
    names: () => names,
    base: () => (base === '' ? undefined : base),
    seen: new SeenFiles(new StoredCollection<SeenFile>('seen', 16, [], () => {})),
    fetch: async (url) => {
      asked.push(url.href);
      return served.get(url.href) ?? { type: 'failed', failure: 'notFound', detail: 'not there' };
    },
    files: (['speed_dial_uri', 'ring_tone_uri'] as const).map((name) => ({
      parameter: `provisioning/${name}`,
      isFollowed: name === 'speed_dial_uri',
      take: async (bytes) => {
        taken.push(`${name} ${Buffer.from(bytes).toString()}`);
        return ['one line'];
      },
    })),
  });
  const serve = (url: string, text: string): void =>
    void served.set(url, { type: 'fetched', bytes: Buffer.from(text), validators: {} });
  return { siteFiles, asked, taken, serve };
}

test('a bare name is looked for beside the configuration, a whole address where it says, with the phone’s names in it', async () => {
  const { siteFiles, asked, taken, serve } = rig({
    'provisioning/speed_dial_uri': 'speed_dial_list.txt',
    'provisioning/ring_tone_uri': 'tftp://rings/<MAC>/tones.tgz',
  });
  serve('http://server/phones/speed_dial_list.txt', '1,2001,0');
  await siteFiles.fetchAll();
  assert.deepEqual(asked, ['http://server/phones/speed_dial_list.txt', 'tftp://rings/00085d123456/tones.tgz']);
  assert.deepEqual(taken, ['speed_dial_uri 1,2001,0']);
});

test('after a check of the server only speed dials are asked for again, and only what is new is taken', async () => {
  const settings = { 'provisioning/speed_dial_uri': 'http://server/a.csv', 'provisioning/ring_tone_uri': 'http://server/a.zip' };
  const { siteFiles, asked, taken, serve } = rig(settings);
  serve('http://server/a.csv', '1,2001,0');
  await siteFiles.fetchAll();
  await siteFiles.follow();
  assert.deepEqual(asked, ['http://server/a.csv', 'http://server/a.zip', 'http://server/a.csv']);
  assert.equal(taken.length, 1);
  serve('http://server/a.csv', '1,2002,0');
  await siteFiles.follow();
  assert.deepEqual(taken, ['speed_dial_uri 1,2001,0', 'speed_dial_uri 1,2002,0']);
});

test('a changed address is asked at once; none, or one that leads nowhere, is not', async () => {
  const { siteFiles, asked } = rig({
    'provisioning/ring_tone_uri': 'file:///etc/passwd',
    'provisioning/speed_dial_uri': 'http://server/b.csv',
  });
  await siteFiles.settingsChanged(['provisioning/speed_dial_uri', 'voip/line/0/id']);
  await siteFiles.settingsChanged(['provisioning/method']);
  await siteFiles.fetchAll();
  assert.deepEqual(asked, ['http://server/b.csv', 'http://server/b.csv']);
  const alone = rig({ 'provisioning/speed_dial_uri': 'a.csv' }, '');
  await alone.siteFiles.fetchAll();
  assert.deepEqual(alone.asked, []);
});

test('speed dials go into the store; a configuration does not come in by this door', async () => {
  let stored: readonly Change[] = [];
  const store = {
    change: async (changes: readonly Change[]): Promise<ChangeResult> => {
      stored = changes;
      return { ok: true, revision: 1, changed: [], needsRestart: [] };
    },
  };
  assert.deepEqual(await takeSpeedDials(Buffer.from('2,2001,0\nx\n'), 'http://server/a.csv', store), [
    'line 2: Expected a key, a number and 0, with commas between them.',
  ]);
  assert.ok(
    stored.some(({ path, value }) => path === 'personal_settings/functional_key/1/speed_dial_number' && value === '2001'),
  );
  stored = [];
  assert.equal((await takeSpeedDials(Buffer.from('system/password=x\n'), 'http://server/a.csv', store)).length, 1);
  assert.deepEqual(stored, []);
});

test('rings come out of an archive or alone, under names without their ending', async () => {
  const wave = Buffer.concat([Buffer.from('RIFF\u0004\u0000\u0000\u0000WAVE'), Buffer.alloc(500)]);
  const kept: string[] = [];
  const listed: string[] = [];
  const rings = {
    keepRingList: async (list: string, recordings: readonly { readonly name: string }[]) => {
      listed.push(list, ...recordings.map(({ name }) => name));
      return { taken: [], refused: [] };
    },
    keepRings: async (files: readonly { readonly name: string }[]) => {
      kept.push(...files.map(({ name }) => name));
      return { taken: [], refused: [] };
    },
  };
  assert.deepEqual(await takeSiteRings(wave, 'http://server/Chime.wav', rings), []);
  assert.deepEqual(kept, ['Chime']);
  assert.deepEqual(await takeSiteRings(Buffer.from('hello'), 'http://server/x', rings), [
    'x: The file is neither a recording nor an archive.',
  ]);
  const directory = mkdtempSync(join(tmpdir(), 'rings-'));
  writeFileSync(join(directory, 'RINGLIST.DAT'), 'Old Phone\toldphone.raw\n');
  writeFileSync(join(directory, 'oldphone.raw'), Buffer.alloc(240));
  writeFileSync(join(directory, 'Bell.wav'), wave);
  kept.length = 0;
  assert.deepEqual(await takeSiteRings(execFileSync('tar', ['-C', directory, '-cz', '.']), 'http://server/a.tgz', rings), []);
  assert.deepEqual([kept, listed], [['Bell'], ['Old Phone\toldphone.raw\n', 'oldphone.raw']]);
  assert.equal((await takeSiteRings(gzipSync('hello'), 'http://server/x.tgz', rings)).length, 1);
});
