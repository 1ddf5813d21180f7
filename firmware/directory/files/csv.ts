// Tables of comma-separated values (RFC 4180), also with the semicolons and tabs of spreadsheets.

/** Of one row; more are dropped. */
const mostCells = 64;
const longestCell = 1024;

export interface CsvRow {
  /** The line of the file where it begins, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** The sign that parts cells: the one that the first line has most of, outside of quotes. */
function separatorOf(text: string): string {
  const first = text.slice(0, 4096).split(/[\r\n]/, 1)[0] ?? '';
  const bare = first.replace(/"[^"]*"/g, '');
  const counts = [',', ';', '\t'].map((sign) => bare.split(sign).length);
  return [',', ';', '\t'][counts.indexOf(Math.max(...counts))] ?? ',';
}

interface Reading {
  readonly rows: CsvRow[];
  cells: string[];
  cell: string;
  line: number;
  rowLine: number;
}

function endCell(reading: Reading): void {
  if (reading.cells.length < mostCells) reading.cells.push(reading.cell.slice(0, longestCell).trim());
  reading.cell = '';
}

function endRow(reading: Reading): void {
  endCell(reading);
  if (reading.cells.some((cell) => cell !== '')) reading.rows.push({ line: reading.rowLine, cells: reading.cells });
  reading.cells = [];
}

/** Where the quotes that begin at `start` end; what stands between them goes into the cell. A quote that is never closed goes to the end. */
function quotedCell(reading: Reading, text: string, start: number): number {
  let at = start + 1;
  for (;;) {
    const end = text.indexOf('"', at);
    const part = end === -1 ? text.slice(at) : text.slice(at, end);
    if (reading.cell.length < longestCell) reading.cell += part.slice(0, longestCell);
    reading.line += part.split('\n').length - 1;
    if (end === -1) return text.length;
    if (text.charAt(end + 1) !== '"') return end + 1;
    reading.cell += '"';
    at = end + 2;
  }
}

/** Rows that hold anything, `most` at most. */
export function readCsv(source: string, most: number): readonly CsvRow[] {
  const text = source.replace(/\r\n?/g, '\n');
  const separator = separatorOf(text);
  const reading: Reading = { rows: [], cells: [], cell: '', line: 1, rowLine: 1 };
  let at = 0;
  while (at < text.length && reading.rows.length < most) {
    const character = text.charAt(at);
    if (character === '"' && reading.cell.trim() === '') {
      at = quotedCell(reading, text, at);
      continue;
    }
    at += 1;
    if (character === separator) endCell(reading);
    else if (character === '\n') {
      endRow(reading);
      reading.line += 1;
      reading.rowLine = reading.line;
    } else if (reading.cell.length < longestCell) reading.cell += character;
  }
  if (reading.rows.length < most) endRow(reading);
  return reading.rows;
}

function quoted(cell: string): string {
  return /[",;\t\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

export function writeCsv(rows: readonly (readonly string[])[]): string {
  return rows.map((cells) => `${cells.map(quoted).join(',')}\r\n`).join('');
}
