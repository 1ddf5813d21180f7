// Reads a HID report descriptor: which bits of which report mean what (USB HID 1.11 §6.2.2). Bytes of a device that anybody may plug in.

export type ReportKind = 'input' | 'output' | 'feature';

/** One value in a report. */
export interface ReportField {
  readonly kind: ReportKind;
  /** 0: the device numbers no reports. */
  readonly reportId: number;
  /** Behind the report's number, where there is one. */
  readonly bitOffset: number;
  readonly bitSize: number;
  /** An array's value is the usage that is on, counted from the first of `usages`; a variable's is that of its only usage. */
  readonly array: boolean;
  readonly relative: boolean;
  /** `page << 16 | usage`. */
  readonly usages: readonly number[];
  readonly logicalMinimum: number;
}

const mostFields = 1024;
const mostUsages = 256;
const mostBits = 4096 * 8;
const deepestStack = 16;
const longest = 4096;

interface Globals {
  readonly usagePage: number;
  readonly logicalMinimum: number;
  readonly reportSize: number;
  readonly reportCount: number;
  readonly reportId: number;
}

interface Locals {
  readonly usages: number[];
  minimum: number | undefined;
}

const noGlobals: Globals = { usagePage: 0, logicalMinimum: 0, reportSize: 0, reportCount: 0, reportId: 0 };

interface Item {
  readonly type: number;
  readonly tag: number;
  readonly value: number;
  readonly signed: number;
  readonly size: number;
}

const mainKinds: Readonly<Record<number, ReportKind>> = { 8: 'input', 9: 'output', 11: 'feature' };

/** Undefined for what is no descriptor. Fields without a use (padding) are left out. */
export function readReportDescriptor(bytes: Uint8Array): readonly ReportField[] | undefined {
  if (bytes.length > longest) return undefined;
  const reader = new DescriptorReader();
  for (let at = 0; at < bytes.length; ) {
    const prefix = bytes[at] ?? 0;
    // Long items: no one has ever defined one.
    if (prefix === 0xfe) {
      at += 3 + (bytes[at + 1] ?? 0);
      continue;
    }
    const size = [0, 1, 2, 4][prefix & 3] ?? 0;
    if (at + 1 + size > bytes.length) return undefined;
    const item = itemOf(prefix, bytes.subarray(at + 1, at + 1 + size));
    if (!reader.take(item)) return undefined;
    at += 1 + size;
  }
  return reader.fields;
}

function itemOf(prefix: number, data: Uint8Array): Item {
  let value = 0;
  for (const [index, byte] of data.entries()) value += byte * 2 ** (8 * index);
  const range = 2 ** (8 * data.length);
  const signed = data.length > 0 && value >= range / 2 ? value - range : value;
  return { type: (prefix >> 2) & 3, tag: prefix >> 4, value, signed, size: data.length };
}

class DescriptorReader {
  readonly fields: ReportField[] = [];
  #globals: Globals = noGlobals;
  readonly #stack: Globals[] = [];
  #locals: Locals = { usages: [], minimum: undefined };
  /** Bits that are laid out, by kind and report. */
  readonly #used = new Map<string, number>();

  /** False: this is no descriptor that a device may have. */
  take(item: Item): boolean {
    switch (item.type) {
      case 0:
        return this.#main(item);
      case 1:
        return this.#global(item);
      case 2:
        this.#local(item);
        return true;
      default:
        return true;
    }
  }

  #main({ tag, value }: Item): boolean {
    const kind = mainKinds[tag];
    const fits = kind === undefined || this.#lay(kind, value);
    this.#locals = { usages: [], minimum: undefined };
    return fits;
  }

  #lay(kind: ReportKind, flags: number): boolean {
    const { reportId, reportSize, reportCount, logicalMinimum } = this.#globals;
    const key = `${kind} ${reportId}`;
    const first = this.#used.get(key) ?? 0;
    const end = first + reportSize * reportCount;
    if (end > mostBits || reportSize > 32) return false;
    this.#used.set(key, end);
    const constant = (flags & 1) !== 0;
    const array = (flags & 2) === 0;
    const { usages } = this.#locals;
    if (constant || usages.length === 0) return true;
    const common = { kind, reportId, bitSize: reportSize, array, relative: (flags & 4) !== 0, logicalMinimum };
    for (let index = 0; index < reportCount; index++) {
      // What has fewer usages than values repeats the last one (§6.2.2.8).
      const own = array ? usages : [usages[Math.min(index, usages.length - 1)] ?? 0];
      if (this.fields.length === mostFields) return false;
      this.fields.push({ ...common, bitOffset: first + index * reportSize, usages: own });
    }
    return true;
  }

  #global({ tag, value, signed }: Item): boolean {
    const globals = this.#globals;
    switch (tag) {
      case 0:
        this.#globals = { ...globals, usagePage: value & 0xffff };
        return true;
      case 1:
        this.#globals = { ...globals, logicalMinimum: signed };
        return true;
      case 7:
        this.#globals = { ...globals, reportSize: value };
        return value <= mostBits;
      case 8:
        this.#globals = { ...globals, reportId: value };
        return value >= 1 && value <= 255;
      case 9:
        this.#globals = { ...globals, reportCount: value };
        return value <= mostFields;
      case 10:
        this.#stack.push(globals);
        return this.#stack.length <= deepestStack;
      case 11: {
        const before = this.#stack.pop();
        this.#globals = before ?? globals;
        return before !== undefined;
      }
      default:
        return true;
    }
  }

  #local({ tag, value, size }: Item): void {
    // A usage of four bytes brings its own page.
    const usage = size === 4 ? value : this.#globals.usagePage * 0x10000 + value;
    const { usages } = this.#locals;
    if (tag === 0 && usages.length < mostUsages) usages.push(usage);
    if (tag === 1) this.#locals.minimum = usage;
    if (tag === 2 && this.#locals.minimum !== undefined) {
      for (let each = this.#locals.minimum; each <= usage && usages.length < mostUsages; each++) usages.push(each);
      this.#locals.minimum = undefined;
    }
  }
}

/** The value of a field in the bytes behind the report's number; bits beyond the end are 0. */
export function fieldValue(field: ReportField, payload: Uint8Array): number {
  let value = 0;
  for (let bit = 0; bit < field.bitSize; bit++) {
    const at = field.bitOffset + bit;
    if (((payload[at >> 3] ?? 0) >> (at & 7)) & 1) value += 2 ** bit;
  }
  return value;
}

/** Sets a field of one or more bits; what does not fit is left. */
export function setField(field: ReportField, payload: Uint8Array, value: number): void {
  for (let bit = 0; bit < field.bitSize; bit++) {
    const at = field.bitOffset + bit;
    const byte = payload[at >> 3];
    if (byte === undefined) return;
    const on = Math.floor(value / 2 ** bit) % 2 === 1;
    payload[at >> 3] = on ? byte | (1 << (at & 7)) : byte & ~(1 << (at & 7));
  }
}
