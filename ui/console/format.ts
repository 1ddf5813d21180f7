// Columns and durations for 80 columns of text.

/** Rows with their columns padded to the widest cell; the last is left as it is. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows.reduce<readonly number[]>((widest, row) => row.map((cell, i) => Math.max(cell.length, widest[i] ?? 0)), []);
  return rows
    .map((row) =>
      row
        .map((cell, i) => (i === row.length - 1 ? cell : cell.padEnd(widths[i] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** `3 d 4:05:06`, `4:05:06`, `5:06`. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const days = Math.floor(seconds / 86_400);
  const hours = Math.floor(seconds / 3600) % 24;
  const minutes = Math.floor(seconds / 60) % 60;
  const twoDigits = (value: number): string => String(value).padStart(2, '0');
  const clock = hours > 0 || days > 0 ? `${hours}:${twoDigits(minutes)}` : String(minutes);
  return `${days > 0 ? `${days} d ` : ''}${clock}:${twoDigits(seconds % 60)}`;
}
