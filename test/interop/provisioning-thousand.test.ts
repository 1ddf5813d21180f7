// A site after a power cut: many phones (PHONES, a hundred where nothing is said) ask one nginx for their settings over HTTPS, with and without their
// random delay. Each is the real provisioner with the real fetching; what they do with the file is left out. Prints the load curve.

import './rig/isolated.ts';

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { StoredCollection } from '#config/collection';
import { fetchFile } from '#firmware/provisioning/fetch/fetch';
import { Provisioner } from '#firmware/provisioning/provisioner';
import type { ProvisioningSettings } from '#firmware/provisioning/provisioning-settings';
import { type SeenFile, SeenFiles } from '#firmware/provisioning/seen-files';
import { SystemClock } from '#firmware/system/system-clock';
import { SystemRandom } from '#firmware/system/system-random';
import { defaultTlsSettings } from '#sip/transport/tls-settings';
import { MemoryLog } from '../support/memory-log.ts';
import { openFileSite } from './rig/file-site.ts';
import { proxyNames } from './rig/lan.ts';
import { httpPorts, type Nginx } from './rig/nginx.ts';
import type { Site } from './rig/site.ts';

const phones = Number(process.env['PHONES'] ?? 100);
const delayMs = phones * 10;
let site: Site;
let nginx: Nginx;
let authority: string;

before(async () => {
  const opened = await openFileSite();
  ({ site, nginx } = opened);
  authority = readFileSync(opened.certificates.authority, 'latin1');
  for (let n = 0; n < phones; n++) nginx.put(`${mac(n)}.cfg`, `voip/line/0/id=${n}\n`.repeat(500));
});
after(() => site[Symbol.asyncDispose]());

function mac(n: number): string {
  return `0200000${n.toString(16).padStart(5, '0')}`;
}

interface Client {
  readonly provisioner: Provisioner;
  /** From the start of all of them. */
  readonly asked: number[];
  readonly answered: number[];
  readonly types: string[];
}

const clock = new SystemClock();

function client(n: number, powerUpRandomMs: number): Client {
  const [asked, answered, types] = [[] as number[], [] as number[], [] as string[]];
  const settings: ProvisioningSettings = {
    method: 'Static',
    configurationUrl: `https://${proxyNames.primary}:${httpPorts.right}/<MAC>.cfg`,
    optionNumber: 160,
    rules: undefined,
    followsServer: true,
    followsPerson: true,
    redirectServer: '',
    serverName: '',
    plugAndPlay: false,
    period: { type: 'daily', minute: 0 },
    zone: { offsetSeconds: 0 },
    randomMinutes: 120,
    powerUpRandomMs,
    login: undefined,
    filePhrases: [],
    takesBareSecrets: false,
  };
  const provisioner = new Provisioner({
    clock,
    log: new MemoryLog(),
    random: new SystemRandom(),
    settings: () => settings,
    offered: () => new Map(),
    names: () => ({ macAddress: mac(n), model: 'load', version: '1', address: undefined }),
    seen: new SeenFiles(new StoredCollection<SeenFile>('seen', 4, [], () => {})),
    fetch: async (url, known) => {
      asked.push(clock.monotonicMs);
      const tls = { ...defaultTlsSettings, authorities: [authority], trustsPublicAuthorities: false };
      const limits = { largestBytes: 1e6, longestMs: 60_000, idleMs: 30_000 };
      const result = await fetchFile({ url, known, ...limits, login: undefined, tls, userAgent: 'load', clock });
      answered.push(clock.monotonicMs);
      types.push(result.type);
      return result;
    },
    ruleFacts: () => {
      throw new Error('there are no rules');
    },
    assign: async () => ({ type: 'applied', changed: 0, needsRestart: [], refused: [] }),
    discover: async () => undefined,
    apply: async () => ({ type: 'applied', changed: 1, needsRestart: [], refused: [] }),
    calls: () => 0,
    restartWhenIdle: () => {},
  });
  return { provisioner, asked, answered, types };
}

async function all(clients: readonly Client[], answers: number): Promise<void> {
  while (clients.some(({ answered }) => answered.length < answers)) await sleep(20);
}

function curve(name: string, clients: readonly Client[], startedMs: number): void {
  const at = clients.map(({ asked }) => (asked.at(-1) ?? 0) - startedMs);
  const waits = clients.map(({ asked, answered }) => (answered.at(-1) ?? 0) - (asked.at(-1) ?? 0)).sort((a, b) => a - b);
  const slots = Array.from({ length: 10 }, (_, slot) => at.filter((ms) => Math.floor((ms / delayMs) * 10) === slot).length);
  const of = (share: number): string => `${Math.round(waits[Math.floor(waits.length * share)] ?? 0)} ms`;
  const overMs = Math.round(Math.max(...clients.map(({ answered }) => answered.at(-1) ?? 0)) - startedMs);
  const failed = clients.filter(({ types }) => types.at(-1) === 'failed').length;
  process.stdout.write(
    `${name}: ${clients.length} phones in ${overMs} ms; asked per tenth of ${delayMs} ms: ${slots.join(' ')}; ` +
      `answered after ${of(0.5)} (median), ${of(0.99)} (p99); ${failed} have to try again
`,
  );
}

test('a thousand phones after a power cut are all served, spread by their delay', async () => {
  for (const [name, powerUpRandomMs] of [
    ['at once', 0],
    ['with random delay', delayMs],
  ] as const) {
    const clients = Array.from({ length: phones }, (_, n) => client(n, powerUpRandomMs));
    const startedMs = clock.monotonicMs;
    for (const { provisioner } of clients) provisioner.start();
    await all(clients, 1);
    curve(name, clients, startedMs);
    if (powerUpRandomMs > 0) {
      assert.deepEqual(new Set(clients.flatMap(({ types }) => types)), new Set(['fetched']));
      await again(clients);
    }
    for (const { provisioner } of clients) provisioner.close();
  }
});

async function again(clients: readonly Client[]): Promise<void> {
  const startedMs = clock.monotonicMs;
  for (const { provisioner } of clients) provisioner.check('periodic');
  await all(clients, 2);
  curve('unchanged, at once', clients, startedMs);
  assert.ok(clients.every(({ types }) => types[1] !== 'fetched'));
}
