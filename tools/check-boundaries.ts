// Proves that the import table is enforced: for every cell of it a file is written into a small copy of the tree, and the
// project's own tsconfig and Biome configuration must refuse exactly those that the table forbids.

import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { boundaryCells, type Cell } from './boundary-table.ts';

const root = new URL('..', import.meta.url).pathname;
const copy = mkdtempSync(join(tmpdir(), 'boundaries-'));
const configurations = [
  'package.json',
  'biome.json',
  'tsconfig.json',
  'tsconfig.base.json',
  ...['config', 'hal', 'sip', 'media', 'ui', 'ui/web/app', 'firmware', 'test', 'test/lab'].map(
    (folder) => `${folder}/tsconfig.json`,
  ),
];

interface PackageFile {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

function write(path: string, text: string): void {
  const target = join(copy, path);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, text);
}

function run(command: string, args: readonly string[]): string {
  const { stdout, stderr, error } = spawnSync(command, args, { cwd: copy, encoding: 'utf8', maxBuffer: 1 << 26 });
  if (error !== undefined) throw error;
  return stdout + stderr;
}

/** `sip/probe.ts` importing `node:fs` becomes `sip/probe-12.ts`; a file that rules name stays what it is. */
function probePath(cell: Cell, index: number): string {
  return cell.from.endsWith('/probe.ts') ? cell.from.replace('probe.ts', `probe-${index}.ts`) : cell.from;
}

/**
 * What the probe imports. The compiler complains once for each module that is out of reach, so that every forbidden cell needs a
 * module of its own: `#hal/keys/keys` becomes `#hal/face-12`.
 */
function specifier(cell: Cell, index: number): string {
  const folder = /^#(\w+)\//.exec(cell.imports)?.[1];
  return folder === undefined || cell.allowed || cell.exact === true ? cell.imports : `#${folder}/face-${index}`;
}

/** Paths that one of the tools complained about. */
function refused(output: string): ReadonlySet<string> {
  return new Set([...output.matchAll(/(?:^|\s)((?:[\w-]+\/)+[\w-]+\.ts)[:(]\d+/gm)].map((match) => match[1] ?? ''));
}

function judge(cells: readonly Cell[]): readonly string[] {
  rmSync(copy, { recursive: true, force: true });
  mkdirSync(copy, { recursive: true });
  for (const file of configurations) cpSync(join(root, file), join(copy, file), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  // The copy is no repository.
  const biome = readFileSync(join(copy, 'biome.json'), 'utf8').replace('"enabled": true', '"enabled": false');
  writeFileSync(join(copy, 'biome.json'), biome);
  const paths = cells.map(probePath);
  cells.forEach((cell, index) => {
    const target = specifier(cell, index);
    if (target.startsWith('#')) write(`${target.slice(1)}.ts`, 'export const face: string = "";\n');
    write(paths[index] ?? '', `import * as probe from '${target}';\nexport const seen: unknown = probe;\n`);
  });
  const biomeOutput = run('biome', [
    'lint',
    '--only=style/noRestrictedImports',
    '--max-diagnostics=none',
    '--reporter=github',
    '.',
  ]);
  const byTypes = refused(run('tsc', ['-b', '--pretty', 'false']).replaceAll(/^.*error TS(?!6307|6059).*$/gm, ''));
  const byLint = new Set(
    [...biomeOutput.matchAll(/file=([^,]+),/g)].map((match) => relative(realpathSync(copy), match[1] ?? '')),
  );
  return cells.flatMap((cell, index) => {
    const path = paths[index] ?? '';
    const isRefused = byTypes.has(path) || byLint.has(path);
    if (isRefused !== cell.allowed) return [];
    return [`${cell.from} importing ${cell.imports} must be ${cell.allowed ? 'allowed' : 'refused'}, and is not`];
  });
}

const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as PackageFile;
const packages = Object.keys({ ...dependencies, ...devDependencies }).filter(
  (name) => !name.startsWith('@types/') && name !== 'node-addon-api',
);
const cells = boundaryCells(packages);
// One file a cell; places with a fixed name hold one cell at a time.
const fixed = cells.filter((cell) => !cell.from.endsWith('/probe.ts'));
const free = cells.filter((cell) => cell.from.endsWith('/probe.ts'));
const fixedFew = fixed.filter(({ imports }) => imports === 'node:fs' || imports === '#sip/ports');
const complaints = [...judge(free), ...fixedFew.flatMap((cell) => judge([cell]))];
rmSync(copy, { recursive: true, force: true });
for (const complaint of complaints) process.stderr.write(`${complaint}\n`);
process.exitCode = complaints.length === 0 ? 0 : 1;
