// The English sentences of the web pages, as the build gathered them.

import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { resources } from '../system/resources.ts';

let known: ReadonlySet<string> | undefined;

/** Empty where the pages were not built. */
export async function pageEnglish(): Promise<ReadonlySet<string>> {
  if (known !== undefined) return known;
  const bytes = await readFile(new URL('words-keys.json.gz', resources.webPages)).catch(() => undefined);
  known = new Set(bytes === undefined ? [] : (JSON.parse(gunzipSync(bytes).toString()) as readonly string[]));
  return known;
}
