// Time zones as the Cisco SIP phones name them (administrator guide p. 3-20), in minutes east of Greenwich.

const zones: Readonly<Record<string, number>> = {
  IDLW: -720,
  NT: -660,
  AHST: -600,
  HST: -600,
  CAT: -600,
  YST: -540,
  HDT: -540,
  PST: -480,
  YDT: -480,
  MST: -420,
  PDT: -420,
  CST: -360,
  MDT: -360,
  EST: -300,
  CDT: -300,
  AST: -240,
  EDT: -240,
  NST: -210,
  BST: -180,
  ADT: -180,
  AT: -120,
  WAT: -60,
  GMT: 0,
  UTC: 0,
  UT: 0,
  WET: 0,
  CET: 60,
  FWT: 60,
  MET: 60,
  MEWT: 60,
  SWT: 60,
  EET: 120,
  MEST: 120,
  FST: 120,
  BT: 180,
  IT: 210,
  ZP4: 240,
  ZP5: 300,
  IST: 330,
  ZP6: 360,
  WAST: 420,
  CCT: 480,
  WADT: 480,
  JST: 540,
  EAST: 600,
  GST: 600,
  EADT: 660,
  NZST: 720,
  NZT: 720,
  IDLE: 720,
  NZDT: 780,
};

/** `PST`, `-5`, `+5/30`, `GMT+5:30` as `-08:00`; undefined for what is none of these. */
export function offsetOfZone(text: string): string | undefined {
  const name = text.trim().toUpperCase();
  const minutes = Object.hasOwn(zones, name) ? zones[name] : offsetOf(name);
  if (minutes === undefined) return undefined;
  const two = (count: number): string => String(count).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;
}

function offsetOf(text: string): number | undefined {
  const [, sign, hours, minutes] = /^(?:GMT|UTC)?([+-]?)(\d{1,2})(?:[/:]?(\d{2}))?$/.exec(text) ?? [];
  if (hours === undefined) return undefined;
  const total = Number(hours) * 60 + Number(minutes ?? 0);
  return sign === '-' ? -total : total;
}
