// Builds the web pages into build/web: one script, one style, each compressed and named by its content.

import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const root = new URL('..', import.meta.url).pathname;
const source = `${root}ui/web/app`;
const target = `${root}build/web`;

const { outputFiles, metafile } = await build({
  entryPoints: { main: `${source}/main.tsx`, style: `${source}/style.css` },
  outdir: target,
  entryNames: '[name]-[hash]',
  bundle: true,
  minify: true,
  write: false,
  metafile: true,
  absWorkingDir: root,
  format: 'esm',
  target: ['chrome123', 'firefox120', 'safari17.5'],
  jsx: 'automatic',
  jsxImportSource: 'preact',
  legalComments: 'none',
  logLevel: 'warning',
});

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
const write = (name: string, content: Uint8Array): void => writeFileSync(`${target}/${name}.gz`, gzipSync(content, { level: 9 }));
for (const { path, contents } of outputFiles) write(basename(path), contents);

/** `main.js` to `main-3FA9B2C1.js`. */
const names = new Map(
  Object.entries(metafile.outputs).map(([path, { entryPoint = '' }]) => [
    basename(entryPoint).replace(/\.tsx$/, '.js'),
    basename(path),
  ]),
);
const html = readFileSync(`${source}/index.html`, 'utf8').replaceAll(
  /"\/(main\.js|style\.css)"/g,
  (_, name: string) => `"/${names.get(name)}"`,
);
write('index.html', Buffer.from(html));
write('icon.svg', readFileSync(`${source}/icon.svg`));
// A language's words, fetched when it is spoken: without the English keys, which stand once for all of them in the same order.
const texts = `${source}/text`;
const catalogues = new Map(
  readdirSync(texts)
    .filter((each) => each.endsWith('.json'))
    .map((name) => [name, JSON.parse(readFileSync(`${texts}/${name}`, 'utf8')) as Readonly<Record<string, string>>]),
);
const english = Object.keys(catalogues.values().next().value ?? {}).sort();
write('words-keys.json', Buffer.from(JSON.stringify(english)));
for (const [name, words] of catalogues)
  write(`words-${name}`, Buffer.from(JSON.stringify(english.map((word) => words[word] ?? word))));
