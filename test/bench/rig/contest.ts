// A measured row: what several runs of ours and of the peer gave, and what is told of them.

export interface Row {
  readonly name: string;
  readonly unit: string;
  readonly better: 'lower' | 'higher';
  readonly ours: number;
  readonly peer: number | null;
  readonly peerName: string | null;
  /** ours / peer. */
  readonly ratio: number | null;
  readonly runs: number;
}

export interface Contest {
  readonly name: string;
  readonly unit: string;
  /** Default: lower. */
  readonly better?: 'lower' | 'higher';
  readonly ours: readonly number[];
  /** Without one: nobody to compare with. */
  readonly peer?: { readonly name: string; readonly values: readonly number[] };
}

/** The medians of the runs. */
export function rowOf({ name, unit, better = 'lower', ours, peer }: Contest): Row {
  const [our, their] = [rounded(median(ours)), peer === undefined ? null : rounded(median(peer.values))];
  const ratio = their === null || their === 0 ? null : rounded(our / their);
  return { name, unit, better, ours: our, peer: their, peerName: peer?.name ?? null, ratio, runs: ours.length };
}

export interface Turns<Value> {
  readonly ours: readonly Value[];
  readonly peers: readonly Value[];
}

/** In turn, so that a machine that is busy for a while is so for both. */
export async function inTurn<Value>(runs: number, ours: () => Promise<Value>, peer: () => Promise<Value>): Promise<Turns<Value>> {
  const turns = { ours: [] as Value[], peers: [] as Value[] };
  for (let run = 0; run < runs; run++) {
    turns.ours.push(await ours());
    turns.peers.push(await peer());
  }
  return turns;
}

export function median(values: readonly number[]): number {
  return percentile(values, 50);
}

export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? Number.NaN;
}

/** Four digits say enough. */
function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
