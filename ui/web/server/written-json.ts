// JSON of answers that may be long, written a slice at a time: thousands of contacts would else hold up calls for many milliseconds.

const sliceItems = 200;

/** As `JSON.stringify` writes it; `turn` comes between the slices of arrays, the value's own and those of its members. */
export async function writtenJson(value: unknown, turn: () => Promise<unknown>): Promise<string> {
  if (Array.isArray(value)) return await writtenArray(value, turn);
  if (!isPlain(value) || !Object.values(value).some(isLong)) return JSON.stringify(value);
  const members: string[] = [];
  for (const [name, member] of Object.entries(value)) {
    const text = isLong(member) ? await writtenArray(member, turn) : JSON.stringify(member);
    if (text !== undefined) members.push(`${JSON.stringify(name)}:${text}`);
  }
  return `{${members.join(',')}}`;
}

async function writtenArray(items: readonly unknown[], turn: () => Promise<unknown>): Promise<string> {
  const slices: string[] = [];
  for (let from = 0; from < items.length; from += sliceItems) {
    if (from > 0) await turn();
    slices.push(JSON.stringify(items.slice(from, from + sliceItems)).slice(1, -1));
  }
  return `[${slices.join(',')}]`;
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

function isLong(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.length > sliceItems;
}
