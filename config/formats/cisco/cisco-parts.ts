// Parameters of the Cisco SIP phones that are not one of ours: put together from several, or meaning more than one.

import type { ImportedEntry } from '../imported-entry.ts';
import type { Taking } from '../taking.ts';

type Part = (taking: Taking, entry: ImportedEntry, file: ReadonlyMap<string, ImportedEntry>) => void;

const codecNames: Readonly<Record<string, string>> = { g711ulaw: 'PCMU', g711alaw: 'PCMA', g729a: 'G729', g729: 'G729' };
const usualOrder = ['G722', 'PCMU', 'PCMA', 'G729'];
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const weekdayNames = ['SUNDAY', 'MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY'] as const;

function refuse(taking: Taking, { line, name }: ImportedEntry, expected: string): void {
  taking.remark(line, name, 'badValue', `Expected ${expected}.`);
}

const takeCodec: Part = (taking, entry) => {
  const preferred = codecNames[entry.text.toLowerCase()];
  if (preferred === undefined) {
    if (entry.text.toLowerCase() !== 'none') refuse(taking, entry, 'g711ulaw, g711alaw or g729a');
    return;
  }
  [preferred, ...usualOrder.filter((each) => each !== preferred)].forEach((codec, index) => {
    taking.take(entry.line, entry.name, `voip/codec/codec_info/${index}/name`, codec);
  });
};

const takePortRange: Part = (taking, entry, file) => {
  const span = Number(entry.text) - Number(file.get('start_media_port')?.text ?? 16_384);
  if (!Number.isInteger(span) || span <= 0) refuse(taking, entry, 'a port above start_media_port');
  else taking.take(entry.line, entry.name, 'voip/media/media_port_span', Math.min(span, 16_384));
};

const takeTelnet: Part = (taking, entry) => {
  const { line, name, text } = entry;
  if (/^[0-2]$/.test(text)) {
    taking.take(line, name, 'management/telnet/enabled', text !== '0');
    taking.take(line, name, 'management/telnet/privileged', text === '2');
  } else refuse(taking, entry, '0, 1 or 2');
};

const takeRemotePartyId: Part = (taking, { line, name, text }) => {
  taking.take(line, name, 'voip/signalling/sip/caller_id/sent', text === '1' ? 'RPID' : 'NONE');
};

const takeTimeFormat: Part = (taking, { line, name, text }) => {
  taking.take(line, name, 'system/ntp/time_display_format', /^[13]$/.test(text) ? '24Hour' : '12Hour');
};

function nameServer(which: string): Part {
  return (taking, { line, name, text }) => {
    if (text === '') return;
    taking.take(line, name, `network/lan/fixed_ip/${which}`, text);
    taking.take(line, name, `network/lan/dhcp/${which}/enabled`, true);
  };
}

const takeTftpServer: Part = (taking, { line, name, text }) => {
  if (text === '') return;
  taking.take(line, name, 'provisioning/configuration/url', `tftp://${text}/`);
  taking.take(line, name, 'provisioning/method', 'Static');
};

/** `1`, `01/00`, `-1/30`. */
const takeOffset: Part = (taking, entry) => {
  const [, sign, hours, minutes] = /^([+-]?)(\d{1,2})(?:\/(\d{1,2}))?$/.exec(entry.text) ?? [];
  if (hours === undefined) {
    refuse(taking, entry, 'hours, or hours and minutes such as 01/00');
    return;
  }
  const total = Number(hours) * 60 + Number(minutes ?? 0);
  taking.take(entry.line, entry.name, 'system/daylight_saving/offset', sign === '-' ? -total : total);
};

function indexOf(text: string, names: readonly string[], first: number): number | undefined {
  const named = names.indexOf(text.slice(0, 3).toLowerCase());
  if (named >= 0) return named + first;
  return /^\d{1,2}$/.test(text) ? Number(text) : undefined;
}

type DateField = (taking: Taking, entry: ImportedEntry, base: string) => void;

const dateFields: Readonly<Record<string, DateField>> = {
  month: (taking, { line, name, text }, base) => void taking.take(line, name, `${base}/month`, indexOf(text, months, 1) ?? text),
  day: (taking, { line, name, text }, base) => {
    const fixed = text !== '' && text !== '0';
    taking.take(line, name, 'system/daylight_saving/mode', fixed ? 'FIXED' : 'DayOfWeek');
    if (fixed) taking.take(line, name, `${base}/day`, text);
  },
  day_of_week: (taking, { line, name, text }, base) => {
    if (text !== '') taking.take(line, name, `${base}/day_of_week`, weekdayNames[(indexOf(text, weekdays, 1) ?? 0) - 1] ?? text);
  },
  week_of_month: (taking, { line, name, text }, base) => {
    // 8 is the last, and no month has a sixth.
    if (text !== '') taking.take(line, name, `${base}/week`, text === '8' || text === '6' ? 5 : text);
  },
  time: (taking, entry, base) => {
    const [, hour, minute] = /^(\d{1,2})(?:[/:](\d{1,2}))?$/.exec(entry.text) ?? [];
    if (hour === undefined) {
      refuse(taking, entry, 'a time such as 02/00');
      return;
    }
    taking.take(entry.line, entry.name, `${base}/hour`, hour);
    taking.take(entry.line, entry.name, `${base}/minute`, minute ?? 0);
  },
};

const parts: Readonly<Record<string, Part>> = {
  preferred_codec: takeCodec,
  end_media_port: takePortRange,
  telnet_level: takeTelnet,
  remote_party_id: takeRemotePartyId,
  time_format_24hr: takeTimeFormat,
  dyn_dns_addr_1: nameServer('primary_dns'),
  dyn_dns_addr_2: nameServer('secondary_dns'),
  dyn_tftp_addr: takeTftpServer,
  dst_offset: takeOffset,
};

const dateName = /^dst_(start|stop)_(month|day|day_of_week|week_of_month|time)$/;

export function isCiscoPart(name: string): boolean {
  return Object.hasOwn(parts, name) || dateName.test(name);
}

/** False when the parameter is none of these. */
export function takeCiscoPart(taking: Taking, entry: ImportedEntry, file: ReadonlyMap<string, ImportedEntry>): boolean {
  const part = Object.hasOwn(parts, entry.name) ? parts[entry.name] : undefined;
  const [, end, field = ''] = dateName.exec(entry.name) ?? [];
  if (part !== undefined) part(taking, entry, file);
  else if (end !== undefined)
    dateFields[field]?.(taking, entry, `system/daylight_saving/${end === 'start' ? 'start_date' : 'end_date'}`);
  else return false;
  return true;
}
