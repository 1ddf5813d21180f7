// Turns outlines into coverage: a small scan converter with 8 lines a pixel and exact coverage along each line.

/** x, y, x, y ...; closed by itself. */
export type Polygon = readonly number[];

export interface Coverage {
  readonly width: number;
  readonly height: number;
  readonly coverage: Uint8Array;
}

const linesPerPixel = 8;

/** Where outlines cross one line, from left to right, and which way. Two lists of numbers: there are thousands of them in an icon. */
interface Crossings {
  readonly xs: number[];
  readonly windings: number[];
}

/** Behind those at the same place. */
function addCrossing({ xs, windings }: Crossings, x: number, winding: number): void {
  let at = xs.length;
  while (at > 0 && (xs[at - 1] as number) > x) {
    xs[at] = xs[at - 1] as number;
    windings[at] = windings[at - 1] as number;
    at -= 1;
  }
  xs[at] = x;
  windings[at] = winding;
}

/** Of all lines. An edge is only asked about lines that it may reach. */
function crossingsOf(polygons: readonly Polygon[], lineCount: number): readonly Crossings[] {
  const lines: readonly Crossings[] = Array.from({ length: lineCount }, () => ({ xs: [], windings: [] }));
  for (const polygon of polygons) {
    const count = polygon.length;
    for (let i = 0; i < count; i += 2) {
      const x0 = polygon[i] as number;
      const y0 = polygon[i + 1] as number;
      const x1 = polygon[(i + 2) % count] as number;
      const y1 = polygon[(i + 3) % count] as number;
      const last = Math.min(lineCount - 1, Math.ceil(Math.max(y0, y1) * linesPerPixel));
      for (let line = Math.max(0, Math.floor(Math.min(y0, y1) * linesPerPixel) - 1); line <= last; line += 1) {
        const y = (line + 0.5) / linesPerPixel;
        if (y0 <= y === y1 <= y) continue;
        addCrossing(lines[line] as Crossings, x0 + ((y - y0) * (x1 - x0)) / (y1 - y0), y0 < y1 ? 1 : -1);
      }
    }
  }
  return lines;
}

/** Adds the part of each pixel that lies between two places of one line. */
function addSpan(row: Float32Array, from: number, to: number): void {
  const start = Math.max(0, from);
  const end = Math.min(row.length, to);
  for (let x = Math.floor(start); x < end; x += 1) {
    row[x] = (row[x] ?? 0) + Math.min(end, x + 1) - Math.max(start, x);
  }
}

/** Adds what lies inside the polygons on one line; the non-zero rule. */
function addLine(row: Float32Array, { xs, windings }: Crossings): void {
  let winding = 0;
  let from = 0;
  for (let i = 0; i < xs.length; i += 1) {
    const x = xs[i] as number;
    if (winding === 0) from = x;
    winding += windings[i] as number;
    if (winding === 0) addSpan(row, from, x);
  }
}

/** Fills by the non-zero rule. */
export function coverageOf(polygons: readonly Polygon[], width: number, height: number): Coverage {
  const coverage = new Uint8Array(width * height);
  const row = new Float32Array(width);
  const lines = crossingsOf(polygons, height * linesPerPixel);
  for (let y = 0; y < height; y += 1) {
    row.fill(0);
    for (let line = 0; line < linesPerPixel; line += 1) addLine(row, lines[y * linesPerPixel + line] as Crossings);
    for (let x = 0; x < width; x += 1) coverage[y * width + x] = Math.round(((row[x] ?? 0) * 255) / linesPerPixel);
  }
  return { width, height, coverage };
}

/** By the number of corners: cosines and sines in turn. */
const unitCircles = new Map<number, Polygon>();

function unitCircle(corners: number): Polygon {
  const known = unitCircles.get(corners);
  if (known !== undefined) return known;
  const points: number[] = [];
  for (let i = 0; i < corners; i += 1) {
    const angle = (i * 2 * Math.PI) / corners;
    points.push(Math.cos(angle), Math.sin(angle));
  }
  unitCircles.set(corners, points);
  return points;
}

/** A circle as a polygon, clockwise on the screen. */
export function circle(x: number, y: number, radius: number): Polygon {
  return unitCircle(Math.max(12, Math.ceil(radius * 6))).map((value, i) => (i % 2 === 0 ? x : y) + radius * value);
}

const corners = new Map<number, Coverage>();

/** The upper left corner of a rounded box. */
export function cornerOf(radius: number): Coverage {
  const known = corners.get(radius);
  if (known !== undefined) return known;
  const corner = coverageOf([circle(radius, radius, radius)], radius, radius);
  corners.set(radius, corner);
  return corner;
}

/** Mirrors coverage; the other three corners of a box. */
export function mirrored(shape: Coverage, horizontally: boolean, vertically: boolean): Coverage {
  const { width, height } = shape;
  const coverage = new Uint8Array(shape.coverage.length);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const from = (vertically ? height - 1 - y : y) * width + (horizontally ? width - 1 - x : x);
      coverage[y * width + x] = shape.coverage[from] as number;
    }
  }
  return { width, height, coverage };
}
