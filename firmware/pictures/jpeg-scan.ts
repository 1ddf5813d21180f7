// Decodes the coefficients of one JPEG scan, sequential or progressive (ITU-T T.81 §F.2, §G.2).

import type { HuffmanTable, JpegBits } from './jpeg-bits.ts';
import { PictureError } from './picture.ts';

export interface Component {
  readonly id: number;
  /** Blocks of 8 by 8 that a unit holds of it. */
  readonly across: number;
  readonly down: number;
  readonly quantization: number;
  /** Blocks in its plane, padded to whole units. */
  readonly blocksWide: number;
  readonly blocksHigh: number;
  /** 64 for each block, in zigzag order. */
  readonly coefficients: Int16Array;
}

export interface ScanComponent {
  readonly component: Component;
  readonly dc: HuffmanTable | undefined;
  readonly ac: HuffmanTable | undefined;
}

export interface Scan {
  readonly components: readonly ScanComponent[];
  readonly progressive: boolean;
  readonly from: number;
  readonly to: number;
  readonly high: number;
  readonly low: number;
  readonly restartInterval: number;
  /** Of the picture, in units and in blocks of a component that is scanned alone. */
  readonly unitsWide: number;
  readonly unitsHigh: number;
  readonly ownBlocks: (component: Component) => { readonly wide: number; readonly high: number };
}

interface State {
  readonly predictions: number[];
  /** Bands that end at once, still to come (§G.1.2.2). */
  endOfBand: number;
}

function table(found: HuffmanTable | undefined): HuffmanTable {
  if (found === undefined) throw new PictureError('It lacks a table.');
  return found;
}

function direct(bits: JpegBits, index: number, { dc, component }: ScanComponent, at: number, low: number, state: State): void {
  const size = bits.symbol(table(dc));
  if (size > 15) throw new PictureError('Its data is damaged.');
  state.predictions[index] = (state.predictions[index] ?? 0) + bits.signed(size);
  component.coefficients[at] = (state.predictions[index] as number) << low;
}

function sequentialBlock(bits: JpegBits, index: number, scanned: ScanComponent, at: number, state: State): void {
  direct(bits, index, scanned, at, 0, state);
  const { coefficients } = scanned.component;
  for (let k = 1; k < 64; k += 1) {
    const symbol = bits.symbol(table(scanned.ac));
    const run = symbol >> 4;
    const size = symbol & 15;
    if (size === 0 && run < 15) return;
    k += run;
    if (size > 0 && k < 64) coefficients[at + k] = bits.signed(size);
  }
}

function firstBand(bits: JpegBits, { ac, component }: ScanComponent, at: number, { from, to, low }: Scan, state: State): void {
  if (state.endOfBand > 0) {
    state.endOfBand -= 1;
    return;
  }
  for (let k = from; k <= to; k += 1) {
    const symbol = bits.symbol(table(ac));
    const run = symbol >> 4;
    const size = symbol & 15;
    if (size === 0 && run < 15) {
      state.endOfBand = (1 << run) - 1 + bits.bits(run);
      return;
    }
    k += run;
    if (size > 0 && k < 64) component.coefficients[at + k] = bits.signed(size) << low;
  }
}

/** One more bit for what is not zero already. */
function refine(bits: JpegBits, coefficients: Int16Array, at: number, bit: number): void {
  const value = coefficients[at] as number;
  if (bits.bit() === 1 && (value & bit) === 0) coefficients[at] = value + (value > 0 ? bit : -bit);
}

/** Refines what is not zero, past `run` zeros; gives the place of the zero after them. */
function passed(
  bits: JpegBits,
  coefficients: Int16Array,
  at: number,
  from: number,
  to: number,
  run: number,
  bit: number,
): number {
  let zeros = run;
  for (let k = from; k <= to; k += 1) {
    if (coefficients[at + k] !== 0) refine(bits, coefficients, at + k, bit);
    else if (zeros === 0) return k;
    else zeros -= 1;
  }
  return to + 1;
}

function refinedBand(bits: JpegBits, { ac, component }: ScanComponent, at: number, { from, to, low }: Scan, state: State): void {
  const { coefficients } = component;
  const bit = 1 << low;
  let k = from;
  while (k <= to && state.endOfBand === 0) {
    const symbol = bits.symbol(table(ac));
    const run = symbol >> 4;
    const isNew = (symbol & 15) === 1;
    if (!isNew && run < 15) {
      state.endOfBand = (1 << run) + bits.bits(run);
      break;
    }
    const fresh = isNew ? (bits.bit() === 1 ? bit : -bit) : 0;
    k = passed(bits, coefficients, at, k, to, run, bit);
    if (isNew && k <= to) coefficients[at + k] = fresh;
    k += 1;
  }
  if (state.endOfBand === 0) return;
  passed(bits, coefficients, at, k, to, 64, bit);
  state.endOfBand -= 1;
}

function block(bits: JpegBits, index: number, scanned: ScanComponent, at: number, scan: Scan, state: State): void {
  if (!scan.progressive) sequentialBlock(bits, index, scanned, at, state);
  else if (scan.from === 0 && scan.high === 0) direct(bits, index, scanned, at, scan.low, state);
  else if (scan.from === 0)
    scanned.component.coefficients[at] = (scanned.component.coefficients[at] as number) | (bits.bit() << scan.low);
  else if (scan.high === 0) firstBand(bits, scanned, at, scan, state);
  else refinedBand(bits, scanned, at, scan, state);
}

/** The blocks of one unit: of several components interleaved, or the one block of a component alone (§A.2). */
function unit(bits: JpegBits, scan: Scan, x: number, y: number, state: State): void {
  const [only, second] = scan.components;
  if (only !== undefined && second === undefined) {
    block(bits, 0, only, (y * only.component.blocksWide + x) * 64, scan, state);
    return;
  }
  scan.components.forEach((scanned, index) => {
    const { across, down, blocksWide } = scanned.component;
    for (let row = 0; row < down; row += 1) {
      for (let column = 0; column < across; column += 1) {
        block(bits, index, scanned, ((y * down + row) * blocksWide + x * across + column) * 64, scan, state);
      }
    }
  });
}

/** Yields after every row of units. */
export function* decodeScan(bits: JpegBits, scan: Scan): Generator<void, void> {
  const [first, second] = scan.components;
  if (first === undefined) throw new PictureError('It has a scan of nothing.');
  const alone = second === undefined ? scan.ownBlocks(first.component) : undefined;
  const wide = alone?.wide ?? scan.unitsWide;
  const high = alone?.high ?? scan.unitsHigh;
  const state: State = { predictions: [0, 0, 0, 0], endOfBand: 0 };
  let left = scan.restartInterval;
  for (let y = 0; y < high; y += 1) {
    for (let x = 0; x < wide; x += 1) {
      if (scan.restartInterval > 0 && left === 0) {
        bits.restart();
        state.predictions.fill(0);
        state.endOfBand = 0;
        left = scan.restartInterval;
      }
      unit(bits, scan, x, y, state);
      left -= 1;
    }
    yield;
  }
}
