// Which parts of a headset's reports are its hook switch, its buttons and its lamps: HID usage tables, pages 0x08, 0x0B and 0x0C.

import { fieldValue, type ReportField, type ReportKind, readReportDescriptor, setField } from './report-descriptor.ts';

export type TelephonyInput = 'hookSwitch' | 'mute' | 'drop' | 'volumeUp' | 'volumeDown';
export type TelephonyLamp = 'offHook' | 'ring' | 'mute' | 'hold';

const inputUsages: Readonly<Record<number, TelephonyInput>> = {
  720928: 'hookSwitch',
  720943: 'mute',
  720934: 'drop',
  786665: 'volumeUp',
  786666: 'volumeDown',
};

/** LED page; some rings are told by the telephony page's own ringer. */
const lampUsages: Readonly<Record<number, TelephonyLamp>> = {
  524311: 'offHook',
  524312: 'ring',
  524297: 'mute',
  524320: 'hold',
  721054: 'ring',
};

export interface TelephonyLayout {
  /** Reports are numbered: their first byte says which. */
  readonly numbered: boolean;
  readonly inputs: readonly { readonly input: TelephonyInput; readonly field: ReportField }[];
  readonly lamps: readonly { readonly lamp: TelephonyLamp; readonly field: ReportField }[];
  /** Bytes behind the number, by kind and report. */
  readonly sizes: ReadonlyMap<string, number>;
}

/** Undefined: no headset, for it has no hook switch and no mute button. */
export function telephonyLayout(descriptor: Uint8Array): TelephonyLayout | undefined {
  const fields = readReportDescriptor(descriptor);
  if (fields === undefined) return undefined;
  const inputs = fields.flatMap((field) =>
    field.kind === 'input' ? field.usages.flatMap((usage) => named(inputUsages[usage], (input) => ({ input, field }))) : [],
  );
  const lamps = fields.flatMap((field) =>
    field.kind === 'output' ? field.usages.flatMap((usage) => named(lampUsages[usage], (lamp) => ({ lamp, field }))) : [],
  );
  if (!inputs.some(({ input }) => input === 'hookSwitch' || input === 'mute')) return undefined;
  const sizes = new Map<string, number>();
  for (const { kind, reportId, bitOffset, bitSize } of fields) {
    const key = sizeKey(kind, reportId);
    sizes.set(key, Math.max(sizes.get(key) ?? 0, Math.ceil((bitOffset + bitSize) / 8)));
  }
  return { numbered: fields.some(({ reportId }) => reportId !== 0), inputs, lamps, sizes };
}

function named<Name, Result>(name: Name | undefined, make: (name: Name) => Result): readonly Result[] {
  return name === undefined ? [] : [make(name)];
}

function sizeKey(kind: ReportKind, reportId: number): string {
  return `${kind} ${reportId}`;
}

/** What a report says of each of the headset's inputs that it carries. */
export function readInputs(layout: TelephonyLayout, report: Uint8Array): ReadonlyMap<TelephonyInput, boolean> {
  const reportId = layout.numbered ? (report[0] ?? 0) : 0;
  const payload = layout.numbered ? report.subarray(1) : report;
  const values = new Map<TelephonyInput, boolean>();
  for (const { input, field } of layout.inputs) {
    if (field.reportId !== reportId) continue;
    const on = isOn(field, payload, input);
    values.set(input, values.get(input) === true || on);
  }
  return values;
}

function isOn(field: ReportField, payload: Uint8Array, input: TelephonyInput): boolean {
  const value = fieldValue(field, payload);
  if (!field.array) return value !== 0;
  return inputUsages[field.usages[value - field.logicalMinimum] ?? 0] === input;
}

/** The reports that light exactly these lamps, each with its number in front (0 where the device has none). */
export function writeLamps(layout: TelephonyLayout, lit: ReadonlySet<TelephonyLamp>): readonly Uint8Array[] {
  const reports = new Map<number, Uint8Array>();
  for (const { lamp, field } of layout.lamps) {
    const size = layout.sizes.get(sizeKey('output', field.reportId)) ?? 0;
    const report = reports.get(field.reportId) ?? new Uint8Array(1 + size);
    report[0] = field.reportId;
    reports.set(field.reportId, report);
    if (field.array || !lit.has(lamp)) continue;
    setField(field, report.subarray(1), 1);
  }
  return [...reports.values()];
}
