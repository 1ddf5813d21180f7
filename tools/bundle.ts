// Makes what goes onto the device, in build/bundle: one program, the thread of long jobs, native modules, fonts, and the simulator's page.
// `build/bundle/hookswitch --board ...` runs it with the Node on the path, without node_modules. `tools/bundle.ts arm64` makes
// build/bundle-arm64 on another processor, of native modules that were built for it.

import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type BuildOptions, build, type Plugin, transform } from 'esbuild';
import { nodeEnvironment, nodeFlags } from '#firmware/node-flags';
import { keepCode } from './keep-code.ts';

const root = new URL('..', import.meta.url).pathname;
const arch = process.argv[2] ?? process.arch;
const foreign = arch !== process.arch;
const target = `${root}build/bundle${foreign ? `-${arch}` : ''}`;
const require = createRequire(import.meta.url);

/** The packages look for their binary in several places at run time; here it is known. glibc, as every board has. */
const serialportBinary = require.resolve(
  `@serialport/bindings-cpp/prebuilds/linux-${arch}/@serialport+bindings-cpp.${arch === 'arm64' ? 'armv8.' : ''}glibc.node`,
);

const knownBinaries: Plugin = {
  name: 'known-binaries',
  setup: ({ onLoad }) => {
    onLoad({ filter: /@serialport\/bindings-cpp\/dist\/serialport-bindings\.js$/ }, () => ({
      contents: `exports.binding = require(${JSON.stringify(serialportBinary)});`,
      resolveDir: root,
    }));
  },
};

/** Fastify names them, our server never asks for them (decision 19): without them it takes half the memory. */
const unusedByFastify = /^(?:@fastify\/ajv-compiler|@fastify\/fast-json-stringify-compiler|light-my-request|pino)$/;

const withoutUnused: Plugin = {
  name: 'without-unused',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: unusedByFastify }, ({ path }) => ({ path, namespace: 'unused' }));
    onLoad({ filter: /./, namespace: 'unused' }, () => ({ contents: 'module.exports = {};' }));
  },
};

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
const common = {
  bundle: true,
  platform: 'node',
  target: 'node24',
  supported: { using: true },
  minifySyntax: true,
  minifyWhitespace: true,
  alias: { 'better-sqlite3': `better-sqlite3/linux-${arch}` },
  // ws can do without its two native helpers, and so do we.
  external: ['bufferutil', 'utf-8-validate'],
  plugins: [knownBinaries, withoutUnused],
  logLevel: 'warning',
} as const satisfies BuildOptions;

/** What is loaded later is a file of its own. Chunks are a thing of ECMAScript modules: they become CommonJS one by one. */
const { outputFiles: chunks } = await build({
  ...common,
  entryPoints: { 'run-phone': `${root}firmware/run-phone.ts` },
  outdir: target,
  splitting: true,
  chunkNames: '[name]-[hash]',
  assetNames: '[name]',
  format: 'esm',
  loader: { '.node': 'copy' },
  define: { 'import.meta.url': 'bundleUrl' },
  write: false,
});
for (const { path, contents, text } of chunks) {
  if (path.endsWith('.js')) writeFileSync(path, await commonJs(text));
  else writeFileSync(path, contents);
}

/** A function for `firmware/bundle/chunks.ts`. */
async function commonJs(text: string): Promise<string> {
  const { code } = await transform(text, {
    ...{ format: 'cjs', platform: 'node', target: 'node24', supported: { using: true, 'dynamic-import': false } },
    ...{ minifySyntax: true, minifyWhitespace: true },
  });
  // Read as one byte a character, which is what V8 then keeps.
  if (/[^\0-\x7f]/.test(code)) throw new Error('a chunk is not ASCII');
  return `(function(exports,require,module,bundleUrl){${code}\n})`;
}

/** These are run by Node itself. */
await build({
  ...common,
  entryPoints: {
    main: `${root}firmware/bundle/main.ts`,
    'background-worker': `${root}firmware/background/background-worker.ts`,
  },
  outdir: target,
  assetNames: '[name]',
  format: 'cjs',
  loader: { '.node': 'copy' },
});
writeFileSync(`${target}/package.json`, '{"type":"commonjs"}\n');
for (const addon of ['hookswitch_media.node', 'hookswitch_hal.node']) {
  cpSync(`${root}build/native/${arch}/${addon}`, `${target}/${addon}`);
  execFileSync(`/usr/bin/${foreign ? 'aarch64-linux-gnu-' : ''}strip`, ['--strip-unneeded', `${target}/${addon}`]);
}
cpSync(`${root}build/fonts`, `${target}/fonts`, { recursive: true });
cpSync(`${root}hal/simulator/page`, `${target}/page`, { recursive: true });
cpSync(`${root}build/web`, `${target}/web`, { recursive: true });
const environment = Object.entries(nodeEnvironment).map(([name, value]) => `${name}=${value}`);
writeFileSync(
  `${target}/hookswitch`,
  `#!/bin/sh\nexec env ${environment.join(' ')} node ${nodeFlags.join(' ')} "$(dirname "$0")/main.js" "$@"\n`,
  {
    mode: 0o755,
  },
);
// Another processor's phone does it by itself, 10 s after its first start.
if (!foreign) await keepCode(target);
