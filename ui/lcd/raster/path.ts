// Reads the outlines of the icons: path data (M L H V C Q Z, absolute) filled or stroked, in a box of 24 by 24.

import { type Coverage, circle, coverageOf, type Polygon } from './shape.ts';

/** Filled unless a stroke's width is given. */
export interface Outline {
  readonly path: string;
  readonly stroke?: number;
  /** Cut out of what was drawn before it. */
  readonly hole?: boolean;
}

const curveSteps = 12;
const argumentsOf: Readonly<Record<string, number>> = { M: 2, L: 2, H: 1, V: 1, C: 6, Q: 4, Z: 0 };

interface Line {
  readonly points: number[];
  closed: boolean;
}

/** By de Casteljau's rule. */
function bezier(points: readonly number[], part: number): number {
  const left = [...points];
  for (let count = points.length - 1; count > 0; count -= 1) {
    for (let i = 0; i < count; i += 1) left[i] = (left[i] as number) * (1 - part) + (left[i + 1] as number) * part;
  }
  return left[0] as number;
}

function addCurve(line: Line, values: readonly number[]): void {
  const [x, y] = line.points.slice(-2) as [number, number];
  const xs = [x, ...values.filter((_, i) => i % 2 === 0)];
  const ys = [y, ...values.filter((_, i) => i % 2 === 1)];
  for (let step = 1; step <= curveSteps; step += 1) {
    line.points.push(bezier(xs, step / curveSteps), bezier(ys, step / curveSteps));
  }
}

function addStep(lines: Line[], command: string, values: readonly number[]): void {
  if (command === 'M') {
    lines.push({ points: [...values], closed: false });
    return;
  }
  const line = lines.at(-1);
  if (line === undefined) return;
  const [x, y] = line.points.slice(-2) as [number, number];
  if (command === 'Z') line.closed = true;
  else if (command === 'H') line.points.push(values[0] as number, y);
  else if (command === 'V') line.points.push(x, values[0] as number);
  else addCurve(line, values);
}

/** Path data to lines of points. Written for the icons of this folder, so unknown commands are a mistake and throw. */
function linesOf(path: string): readonly Line[] {
  const words = path.match(/[A-Z]|-?[\d.]+/g) ?? [];
  const lines: Line[] = [];
  let at = 0;
  while (at < words.length) {
    const command = words[at] as string;
    const count = argumentsOf[command];
    if (count === undefined) throw new SyntaxError(`Unknown path command ${command} in "${path}"`);
    at += 1;
    do {
      addStep(lines, command, words.slice(at, at + count).map(Number));
      at += count;
    } while (count > 0 && at < words.length && !/[A-Z]/.test(words[at] as string));
  }
  return lines;
}

/** One stretch of a stroke with round ends, wound like `circle` so that they unite under the non-zero rule. */
function stretch(x0: number, y0: number, x1: number, y1: number, half: number): Polygon[] {
  const length = Math.hypot(x1 - x0, y1 - y0);
  const dot = circle(x1, y1, half);
  if (length === 0) return [dot];
  const dx = (-(y1 - y0) / length) * half;
  const dy = ((x1 - x0) / length) * half;
  return [[x0 - dx, y0 - dy, x1 - dx, y1 - dy, x1 + dx, y1 + dy, x0 + dx, y0 + dy], dot];
}

function strokeOf(line: Line, width: number): Polygon[] {
  const points = line.closed ? [...line.points, ...line.points.slice(0, 2)] : line.points;
  const polygons: Polygon[] = [circle(points[0] as number, points[1] as number, width / 2)];
  for (let i = 2; i < points.length; i += 2) {
    polygons.push(...stretch(...(points.slice(i - 2, i + 2) as [number, number, number, number]), width / 2));
  }
  return polygons;
}

/** Twice the signed area; its sign is the direction of winding. */
function area(polygon: Polygon): number {
  let sum = 0;
  for (let i = 0; i < polygon.length; i += 2) {
    const next = (i + 2) % polygon.length;
    sum += (polygon[i] as number) * (polygon[next + 1] as number) - (polygon[next] as number) * (polygon[i + 1] as number);
  }
  return sum;
}

/** All pieces wound the same way, so that they unite under the non-zero rule. */
function clockwise(polygon: Polygon): Polygon {
  if (area(polygon) >= 0) return polygon;
  const points: number[] = [];
  for (let i = polygon.length - 2; i >= 0; i -= 2) points.push(polygon[i] as number, polygon[i + 1] as number);
  return points;
}

function polygonsOf({ path, stroke }: Outline, size: number): readonly Polygon[] {
  return linesOf(path)
    .flatMap((line) => (stroke === undefined ? [line.points] : strokeOf(line, stroke)))
    .map((polygon) => clockwise(polygon).map((value) => (value * size) / 24));
}

/** An icon's coverage, scaled from the box of 24 to `size`: outlines are laid on each other, holes cut out in turn. */
export function coverageOfOutlines(outlines: readonly Outline[], size: number): Coverage {
  const coverage = new Uint8Array(size * size);
  for (const outline of outlines) {
    const piece = coverageOf(polygonsOf(outline, size), size, size).coverage;
    piece.forEach((covered, i) => {
      const below = coverage[i] as number;
      coverage[i] = Math.round(outline.hole === true ? (below * (255 - covered)) / 255 : below + ((255 - below) * covered) / 255);
    });
  }
  return { width: size, height: size, coverage };
}
