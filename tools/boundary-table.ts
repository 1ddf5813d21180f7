// The import table of ARCHITECTURE.md as data: for each place, one import that must be refused or allowed for every cell.

export interface Cell {
  /** The importing file, as a place in the tree. */
  readonly from: string;
  /** The specifier that it imports. */
  readonly imports: string;
  readonly allowed: boolean;
  /** The very module is meant, not the folder that it stands for. */
  readonly exact?: boolean;
}

/** What stands for each folder when another imports it. */
const faces: Readonly<Record<string, string>> = {
  config: '#config/schema',
  hal: '#hal/keys/keys',
  sip: '#sip/ports',
  media: '#media/messages',
  ui: '#ui/phone',
  firmware: '#firmware/compose',
};

interface Row {
  readonly folders: readonly string[];
  readonly node: readonly string[];
  readonly npm: readonly string[];
}

const allNode = [
  'fs',
  'path',
  'crypto',
  'worker_threads',
  'zlib',
  'dgram',
  'net',
  'tls',
  'dns',
  'http',
  'child_process',
  'events',
  'os',
];

/** Importing place to what it may import; a folder may always import itself. */
const rows: Readonly<Record<string, Row>> = {
  'config/probe.ts': {
    folders: [],
    node: ['fs', 'path', 'crypto', 'zlib'],
    npm: ['better-sqlite3', 'typebox'],
  },
  'hal/probe.ts': { folders: [], node: allNode, npm: ['serialport', 'ws'] },
  'sip/probe.ts': { folders: [], node: [], npm: [] },
  'sip/transaction/probe.ts': { folders: [], node: [], npm: [] },
  'sip/transport/probe.ts': { folders: [], node: ['dgram', 'net', 'tls', 'dns', 'crypto'], npm: [] },
  'sip/auth/probe.ts': { folders: [], node: ['dgram', 'net', 'tls', 'dns', 'crypto'], npm: [] },
  'media/probe.ts': { folders: [], node: [], npm: [] },
  'media/native.ts': { folders: [], node: allNode, npm: [] },
  'ui/probe.ts': { folders: ['config', 'hal'], node: [], npm: ['bidi-js'] },
  'ui/web/server/probe.ts': { folders: ['config', 'hal'], node: ['http'], npm: ['fastify', 'ws'] },
  'ui/web/app/probe.ts': { folders: ['config'], node: [], npm: ['preact'] },
  'firmware/probe.ts': { folders: ['config', 'hal', 'sip', 'media', 'ui'], node: allNode, npm: [] },
  'test/lab/probe.ts': { folders: ['sip', 'media'], node: allNode, npm: [] },
  'test/e2e/probe.ts': { folders: ['config', 'hal', 'sip', 'media', 'ui', 'firmware'], node: allNode, npm: [] },
};

/** Cells that the table states in words: `ui` sees contracts of `hal` and the schema of `config`, nothing behind them. */
const finer: readonly Cell[] = [
  { from: 'ui/probe.ts', imports: '#hal/keys/simulated', allowed: false, exact: true },
  { from: 'ui/probe.ts', imports: '#hal/open-board', allowed: false, exact: true },
  { from: 'ui/probe.ts', imports: '#hal/display/display', allowed: true },
  { from: 'ui/probe.ts', imports: '#config/store', allowed: false, exact: true },
  { from: 'ui/probe.ts', imports: '#config/secrets', allowed: false, exact: true },
];

/** npm packages are judged for the folders that the device runs; `firmware` and tests may use any. */
const judgedForNpm = ['config', 'hal', 'sip', 'media', 'ui'];

export function boundaryCells(packages: readonly string[]): readonly Cell[] {
  return [...Object.entries(rows).flatMap(([from, row]) => cellsOf(from, row, packages)), ...finer];
}

function cellsOf(from: string, row: Row, packages: readonly string[]): readonly Cell[] {
  const own = from.split('/')[0] ?? '';
  const folders = Object.entries(faces)
    .filter(([folder]) => folder !== own)
    .map(([folder, imports]) => ({ from, imports, allowed: row.folders.includes(folder) }));
  const node = allNode.map((name) => ({ from, imports: `node:${name}`, allowed: row.node.includes(name) }));
  const npm = packages.map((name) => ({ from, imports: name, allowed: row.npm.includes(name) }));
  return [...folders, ...node, ...(judgedForNpm.includes(own) ? npm : [])];
}
