// Runs ours and the peer in turn, prints the medians and writes bench.json. One word on the command line runs the rows that begin with it:
// `make bench ONLY=call`. A bench takes minutes: which one is at work is told on standard error, and one that fails costs the others nothing.

import '../interop/rig/isolated.ts';

import { writeFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { benchCallCost, benchCodecCosts } from './call-cost.ts';
import { benchConference } from './conference-cost.ts';
import { benchSearch } from './directory-search.ts';
import { benchEcho } from './echo.ts';
import { benchEncryption } from './encryption.ts';
import { benchHand } from './hand-holds.ts';
import { benchImpairedSpeech } from './impaired-speech.ts';
import { benchInvite } from './invite-180.ts';
import { benchJitterBuffers } from './jitter.ts';
import { benchKeys } from './key-delays.ts';
import { benchIdle } from './lcd-idle.ts';
import { benchRedraw } from './lcd-redraw.ts';
import { benchMainThread } from './main-thread.ts';
import { benchCodecs } from './media-codec.ts';
import { benchMouthToEar } from './mouth-to-ear.ts';
import type { Row } from './rig/contest.ts';
import { startRegistrar } from './rig/registrar.ts';
import { Stage } from './rig/stage.ts';
import { benchSpacing } from './rtp-spacing.ts';
import { benchGrowth } from './sip-growth.ts';
import { benchMessages } from './sip-messages.ts';
import { benchMonitor } from './sip-monitor.ts';
import { benchParsers } from './sip-parse.ts';
import { benchStart } from './start-registered.ts';
import { benchPages } from './web-pages.ts';
import { benchWholePhone } from './whole-phone.ts';

interface Bench {
  /** How the names of its rows begin. */
  readonly rows: readonly string[];
  readonly run: (stage: Stage) => Promise<readonly Row[]>;
}

const benches: readonly Bench[] = [
  { rows: ['start.registered'], run: benchStart },
  { rows: ['call.cpu', 'call.rss', 'phone.rss'], run: benchCallCost },
  { rows: ['whole.rss'], run: () => benchWholePhone() },
  { rows: ['call.cpu.g722', 'call.cpu.opus', 'call.cpu.g726'], run: benchCodecCosts },
  { rows: ['conference.cpu', 'conference.leg'], run: () => benchConference() },
  { rows: ['srtp.packet', 'srtp.call.cpu'], run: () => benchEncryption() },
  { rows: ['rtp.spacing'], run: benchSpacing },
  { rows: ['audio.mouthToEar'], run: benchMouthToEar },
  { rows: ['media.codec'], run: () => benchCodecs() },
  { rows: ['echo.doubleTalk'], run: () => benchEcho() },
  { rows: ['jitter.r'], run: () => benchJitterBuffers() },
  { rows: ['jitter.stoi', 'jitter.snrDb', 'jitter.lagMs', 'jitter.concealed'], run: benchImpairedSpeech },
  { rows: ['sip.invite180'], run: benchInvite },
  { rows: ['sip.parse'], run: () => benchParsers() },
  { rows: ['sip.messages'], run: benchMessages },
  { rows: ['sip.monitor'], run: () => benchMonitor() },
  { rows: ['sip.growth10000'], run: () => benchGrowth() },
  { rows: ['directory.search5000', 'directory.index5000'], run: benchSearch },
  { rows: ['lcd.redraw'], run: benchRedraw },
  { rows: ['lcd.idle'], run: benchIdle },
  { rows: ['key.toPixel', 'key.toLed'], run: benchKeys },
  { rows: ['web.firstVisit', 'web.secondVisit', 'web.ready'], run: () => benchPages() },
  { rows: ['thread'], run: () => benchMainThread() },
  { rows: ['hand'], run: () => benchHand() },
];

/** Those with rows that begin so; where there are none, those whose rows have it among others that they name as they run. */
function wanted(only: string): readonly Bench[] {
  const named = benches.filter(({ rows }) => rows.some((name) => name.startsWith(only)));
  return named.length > 0 ? named : benches.filter(({ rows }) => rows.some((name) => only.startsWith(`${name}.`)));
}

function line({ name, unit, ours, peer, peerName, ratio }: Row): string {
  const cells = [name.padEnd(22), `${ours} ${unit}`.padEnd(24), peer === null ? '-' : `${peer} (${peerName})`];
  return [...cells.slice(0, 2), (cells[2] ?? '').padEnd(28), ratio ?? '-'].join(' | ');
}

const only = process.argv[2] ?? '';
const all: Row[] = [];
await using stage = await Stage.open();
await using _registrar = await startRegistrar(stage.directory);
process.stdout.write(`${['name'.padEnd(22), 'ours'.padEnd(24), 'peer'.padEnd(28), 'ratio'].join(' | ')}\n`);
const chosen = wanted(only);
if (chosen.length === 0) throw new Error(`no row begins with ${only}`);
for (const bench of chosen) {
  process.stderr.write(`... ${bench.rows.join(', ')}\n`);
  try {
    const rows = await bench.run(stage);
    all.push(...rows);
    for (const row of rows) process.stdout.write(`${line(row)}\n`);
  } catch (error) {
    process.stderr.write(`${bench.rows.join(', ')}: ${inspect(error)}\n`);
    process.exitCode = 1;
  }
}
writeFileSync(new URL('../../bench.json', import.meta.url), `${JSON.stringify(all, undefined, 2)}\n`);
