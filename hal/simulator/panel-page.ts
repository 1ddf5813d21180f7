// The page's files, from disk. Only the files named here can be asked for.

import { readFile } from 'node:fs/promises';
import type { Answer } from './panel-answer.ts';

const html = 'text/html; charset=utf-8';
const css = 'text/css; charset=utf-8';
const script = 'text/javascript; charset=utf-8';
const svg = 'image/svg+xml';

const files: Readonly<Record<string, readonly [file: string, type: string]>> = {
  '/': ['index.html', html],
  '/style.css': ['style.css', css],
  '/keys.css': ['keys.css', css],
  '/deck.css': ['deck.css', css],
  '/handset.css': ['handset.css', css],
  '/side.css': ['side.css', css],
  '/icon.svg': ['icon.svg', svg],
  '/grain.svg': ['grain.svg', svg],
  '/phone.js': ['phone.js', script],
  '/door.js': ['door.js', script],
  '/keyboard.js': ['keyboard.js', script],
  '/keypad.js': ['keypad.js', script],
  '/lcd.js': ['lcd.js', script],
  '/lamps.js': ['lamps.js', script],
  '/handset.js': ['handset.js', script],
  '/fit.js': ['fit.js', script],
  '/sound.js': ['sound.js', script],
  '/resampler.js': ['resampler.js', script],
  '/microphone-worklet.js': ['microphone-worklet.js', script],
  '/loudspeaker-worklet.js': ['loudspeaker-worklet.js', script],
  '/ticker.js': ['ticker.js', script],
};

/** Nothing from elsewhere, nothing inline. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export const sourcePage: URL = new URL('./page/', import.meta.url);

export async function pageFile(path: string, directory: URL): Promise<Answer | undefined> {
  const known = Object.hasOwn(files, path) ? files[path] : undefined;
  if (known === undefined) return undefined;
  const [file, type] = known;
  return {
    status: 200,
    headers: { 'content-type': type, 'content-security-policy': policy, 'permissions-policy': 'microphone=(self)' },
    body: await readFile(new URL(file, directory)),
  };
}
