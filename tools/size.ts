// Prints what goes onto the device, in kB: the bundle by kind, and Node. The simulator's page and panel stay at home.

import { readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

const root = new URL('..', import.meta.url).pathname;
const bundle = join(root, 'build/bundle');

/** The first that fits. */
const kinds: readonly (readonly [kind: string, pattern: RegExp])[] = [
  ['simulator (not on a device)', /^page\/|^open-panel-/],
  ['compiled code', /^compile-cache\//],
  ['fonts', /^fonts\//],
  ['web pages', /^web\//],
  ['native: media core', /^hookswitch_media\.node$/],
  ['native: SQLite', /^linux-\w+\.node$/],
  ['native: serial port', /serialport.*\.node$/],
  ['program', /\.js$/],
  ['other', /./],
];

const sizes = new Map<string, number>();
for (const entry of readdirSync(bundle, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile()) continue;
  const path = join(entry.parentPath, entry.name);
  const name = relative(bundle, path);
  const kind = kinds.find(([, pattern]) => pattern.test(name))?.[0] ?? 'other';
  sizes.set(kind, (sizes.get(kind) ?? 0) + statSync(path).size);
}
sizes.set('Node', statSync(join(root, `node_modules/node-linux-${process.arch}/bin/node`)).size);

const tell = (what: string, bytes: number): void => {
  process.stdout.write(
    `${what.padEnd(40)}${Math.round(bytes / 1000)
      .toLocaleString('en')
      .padStart(10)} kB\n`,
  );
};
for (const [kind, bytes] of [...sizes].toSorted(([, a], [, b]) => a - b)) tell(kind, bytes);
const away = sizes.get('simulator (not on a device)') ?? 0;
tell('on the device', [...sizes.values()].reduce((sum, bytes) => sum + bytes, 0) - away);
