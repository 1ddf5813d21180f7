// Reads the built pages into memory: they are small, and no path of a request ever reaches the disk.

import { readdir, readFile } from 'node:fs/promises';
import type { PageFile, PageFiles } from '#ui/web/server/page-files';
import { contentDigest } from './web-means.ts';

const types: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  json: 'application/json; charset=utf-8',
};

/** Empty when they were not built: the API works without them. */
export async function readPageFiles(directory: URL): Promise<PageFiles> {
  const names = await readdir(directory).catch(() => []);
  const files = new Map<string, PageFile>();
  for (const name of names) {
    const [, plain = '', extension = '', gzip] = /^([\w.-]+\.(\w+))(\.gz)?$/.exec(name.replace(/\.gz$/, '')) ?? [];
    const type = types[extension];
    if (type === undefined || gzip !== undefined) continue;
    const encoding = name.endsWith('.gz') ? 'gzip' : undefined;
    const bytes = await readFile(new URL(name, directory));
    const path = plain === 'index.html' ? '/' : `/${plain}`;
    const tag = `"${contentDigest(bytes)}"`;
    files.set(path, { type, bytes, encoding, tag, immutable: /-[A-Z0-9]{8}\./.test(plain) });
  }
  return files;
}
