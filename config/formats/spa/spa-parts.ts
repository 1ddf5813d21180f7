// Elements of an SPA profile that are not one parameter of ours: taken apart, put together, turned round.

import type { ImportedEntry } from '../imported-entry.ts';
import type { Taking } from '../taking.ts';
import { parseExtendedFunction, partyOf } from './extended-function.ts';
import { takePagingGroups } from './paging-groups.ts';

/** All elements of the profile, the last of each name. */
export type Profile = ReadonlyMap<string, ImportedEntry>;

type Part = (taking: Taking, entry: ImportedEntry, profile: Profile) => void;

const codecs = 5;
const isYes = (text: string | undefined): boolean => /^(yes|1|true)$/i.test(text?.trim() ?? '');

function refuse(taking: Taking, { line, name }: ImportedEntry, expected: string): void {
  taking.remark(line, name, 'badValue', `Expected ${expected}.`);
}

/** Two switches there, one choice here. */
const takeVlanMode: Part = (taking, { line, name }, profile) => {
  const tagged = isYes(profile.get('Enable_VLAN')?.text);
  const discovered = isYes(profile.get('Enable_CDP')?.text);
  taking.take(line, name, 'network/lan/vlan/mode', discovered ? 'CDP' : tagged ? 'Manual' : 'Disable');
};

const takePortRange: Part = (taking, entry, profile) => {
  const span = Number(entry.text) - Number(profile.get('RTP_Port_Min')?.text ?? 16_384);
  if (!Number.isInteger(span) || span <= 0) refuse(taking, entry, 'a port above RTP_Port_Min');
  else taking.take(entry.line, entry.name, 'voip/media/media_port_span', Math.min(span, 16_384));
};

const takePacketSize: Part = (taking, entry) => {
  const ms = Math.round(Number(entry.text) * 1000);
  for (let codec = 0; codec < codecs; codec++) {
    if (!taking.take(entry.line, entry.name, `voip/codec/codec_info/${codec}/ptime`, ms)) return;
  }
};

const takeStun: Part = (taking, { line, name, text }) => {
  if (isYes(text)) taking.take(line, name, 'voip/signalling/sip/nat/mapping', 'STUN');
};

const takeSrtpMethod: Part = (taking, { line, name, text }) => {
  if (/^s-descriptor$/i.test(text)) taking.take(line, name, 'voip/media/srtp/key_exchange', 'SDES');
  else
    taking.remark(line, name, 'notApplicable', 'Keys by mini-certificates are not spoken; calls agree on them by SDES or DTLS.');
};

function inverted(path: string): Part {
  return (taking, { line, name, text }) => void taking.take(line, name, path, isYes(text) ? '0' : '1');
}

/** Added to the zone: `0/30`, `-1:15`. */
const takeTimeOffset: Part = (taking, entry, profile) => {
  if (entry.text === '') return;
  const minutesOf = (text: string): number | undefined => {
    const [, sign, hours, minutes] = /^(?:GMT)?\s*([+-]?)(\d{1,2})[:/](\d{1,2})$/i.exec(text.trim()) ?? [];
    return hours === undefined ? undefined : (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  };
  const offset = minutesOf(entry.text);
  if (offset === undefined) {
    refuse(taking, entry, 'hours and minutes such as 0:30');
    return;
  }
  const total = (minutesOf(profile.get('Time_Zone')?.text ?? '') ?? 0) + offset;
  const two = (count: number): string => String(count).padStart(2, '0');
  const text = `${total < 0 ? '-' : '+'}${two(Math.floor(Math.abs(total) / 60))}:${two(Math.abs(total) % 60)}`;
  taking.take(entry.line, entry.name, 'system/ntp/gmt_offset', text);
};

const takeContrast: Part = (taking, { line, name }) => {
  taking.remark(line, name, 'notApplicable', 'The scale of contrast is that of the vendor’s own display.');
};

const parts: Readonly<Record<string, Part>> = {
  Enable_VLAN: takeVlanMode,
  Enable_CDP: takeVlanMode,
  RTP_Port_Max: takePortRange,
  RTP_Packet_Size: takePacketSize,
  STUN_Enable: takeStun,
  SRTP_Method: takeSrtpMethod,
  No_UDP_Checksum: inverted('voip/media/udp_checksum'),
  Alert_Tone_Off: inverted('personal_settings/alert_tone/enabled'),
  Time_Offset__HH_mm_: takeTimeOffset,
  LCD_Contrast: takeContrast,
  Group_Paging_Script: takePagingGroups,
};

const refused: Readonly<Record<string, string>> = {
  License_Keys: 'Licences of the vendor mean nothing here.',
  Set_Local_Date__mm_dd_: 'The clock is set by a time server or by hand.',
  Set_Local_Time__HH_mm_: 'The clock is set by a time server or by hand.',
};

const keysOfUnit = 32;

/** `Unit_2_Key_5`: the keys of the sidecar, which hold the same scripts as line keys. */
function takeSidecarKey(taking: Taking, entry: ImportedEntry, unit: number, key: number): void {
  const { line, name, text } = entry;
  const base = `personal_settings/sidecar_key/${(unit - 1) * keysOfUnit + key - 1}`;
  const script = parseExtendedFunction(text);
  const type = script === undefined ? undefined : sidecarType(script.types);
  if (text === '') taking.take(line, name, `${base}/type`, 'NONE');
  else if (script === undefined) refuse(taking, entry, 'a script such as fnc=blf+sd;sub=2001@$PROXY');
  else if (type === undefined)
    taking.remark(line, name, 'notApplicable', 'Keys of the sidecar dial or watch; this one does neither.');
  else {
    taking.take(line, name, `${base}/type`, type);
    taking.take(line, name, `${base}/speed_dial_number`, partyOf(script));
    taking.take(line, name, `${base}/key_label`, script.fields.get('nme') ?? '');
  }
}

function sidecarType(types: readonly string[]): string | undefined {
  if (types.includes('blf') || types.includes('prk')) return 'SPEED_DIAL_BLF';
  return types.includes('sd') ? 'SPEED_DIAL' : undefined;
}

/** False when the element is none of these. */
export function takePart(taking: Taking, entry: ImportedEntry, profile: Profile): boolean {
  const part = Object.hasOwn(parts, entry.name) ? parts[entry.name] : undefined;
  const reason = Object.hasOwn(refused, entry.name) ? refused[entry.name] : undefined;
  const [, unit, key] = /^Unit_([12])_Key_([1-9]|[12]\d|3[0-2])$/.exec(entry.name) ?? [];
  if (part !== undefined) part(taking, entry, profile);
  else if (reason !== undefined) taking.remark(entry.line, entry.name, 'notApplicable', reason);
  else if (unit !== undefined) takeSidecarKey(taking, entry, Number(unit), Number(key));
  else return false;
  return true;
}
