// Names of the Yealink phones that are not one parameter of ours: keys, codecs by their rank, VLANs, groups.

import { takeCodecOrder } from '../codec-order.ts';
import { splitHostAndPort } from '../host-and-port.ts';
import type { ImportedEntry } from '../imported-entry.ts';
import type { Taking } from '../taking.ts';

type File = ReadonlyMap<string, ImportedEntry>;

const keyTypes: Readonly<Record<string, string>> = {
  '0': 'NONE',
  '13': 'SPEED_DIAL',
  '16': 'SPEED_DIAL_BLF',
  '39': 'SPEED_DIAL_BLF',
  '24': 'PAGING',
};

const codecs: Readonly<Record<string, string>> = {
  pcmu: 'PCMU',
  pcma: 'PCMA',
  g722: 'G722',
  g729: 'G729',
  opus: 'OPUS',
  ilbc: 'ILBC',
  g723_53: 'G723',
  g723_63: 'G723',
  'g726-16': 'G726-16',
  'g726-24': 'G726-24',
  'g726-32': 'G726-32',
  'g726-40': 'G726-40',
  g726_16: 'G726-16',
  g726_24: 'G726-24',
  g726_32: 'G726-32',
  g726_40: 'G726-40',
};

/** `linekey.3.type`, `expansion_module.1.key.5.value`: what the key of that place dials, watches or pages. */
function takeKey(taking: Taking, { line, name, text }: ImportedEntry, base: string, field: string): void {
  if (field === 'type') {
    const type = keyTypes[text];
    if (type !== undefined) taking.take(line, name, `${base}/type`, type);
    else if (text !== '15') taking.remark(line, name, 'notApplicable', `Keys of type ${text.slice(0, 8)} are not known here.`);
  } else if (field === 'value') taking.take(line, name, `${base}/speed_dial_number`, text);
  else if (field === 'label') taking.take(line, name, `${base}/key_label`, text);
  else if (field === 'line') taking.take(line, name, `${base}/shared_line_index`, Math.max(0, Number(text) - 1));
  else taking.unknown(line, name);
}

/** Ranks of the first account's codecs; those of others are per account, as they are not here. */
function takeCodec(taking: Taking, entry: ImportedEntry, file: File): void {
  const ranked = [...file.values()].flatMap(({ name, text }) => {
    const [, codec = ''] = /^account\.1\.codec\.([\w-]+)\.priority$/.exec(name) ?? [];
    const ours = Object.hasOwn(codecs, codec) ? codecs[codec] : undefined;
    const enabled = file.get(`account.1.codec.${codec}.enable`)?.text !== '0';
    return ours === undefined || !enabled || !/^\d{1,2}$/.test(text) ? [] : [{ codec: ours, rank: Number(text) }];
  });
  takeCodecOrder(taking, entry, ranked);
}

function takeVlan(taking: Taking, { line, name }: ImportedEntry, file: File): void {
  const isOn = (which: string): boolean => file.get(which)?.text === '1';
  const mode = isOn('network.vlan.internet_port_enable') ? 'Manual' : isOn('network.lldp.enable') ? 'LLDP' : 'Disable';
  taking.take(line, name, 'network/lan/vlan/mode', mode);
}

function takeGroup(taking: Taking, { line, name, text }: ImportedEntry, group: number, field: string): void {
  const base = `voip/services/group_paging/group/${group - 1}`;
  if (field === 'label') {
    taking.take(line, name, `${base}/name`, text);
    return;
  }
  const { host, port } = splitHostAndPort(text);
  taking.take(line, name, `${base}/activated`, text !== '');
  if (text !== '') taking.take(line, name, `${base}/multicast_addr`, host);
  if (port !== undefined) taking.take(line, name, `${base}/port`, port);
}

function takeHttps(taking: Taking, { line, name }: ImportedEntry, file: File): void {
  const http = file.get('wui.http_enable')?.text !== '0';
  const https = file.get('wui.https_enable')?.text !== '0';
  taking.take(line, name, 'system/web/enabled', http || https);
  taking.take(line, name, 'security/web/https_only', !http && https);
}

const whole: Readonly<Record<string, (taking: Taking, entry: ImportedEntry, file: File) => void>> = {
  'network.vlan.internet_port_enable': takeVlan,
  'network.lldp.enable': takeVlan,
  'wui.http_enable': takeHttps,
  'wui.https_enable': takeHttps,
  'network.port.max_rtpport': (taking, { line, name, text }, file) => {
    if (text === '') return taking.reset(line, name, 'voip/media/media_port_span');
    const span = Number(text) - Number(file.get('network.port.min_rtpport')?.text ?? 11_780);
    taking.take(line, name, 'voip/media/media_port_span', Math.min(span, 16_384));
  },
  'syslog.mode': (taking, { line, name, text }) =>
    void taking.take(line, name, 'system/syslog/mode', text === '1' ? 'Network' : 'Local'),
};

const keysOfModule = 40;
const keysOfSidecar = 64;

/** False when the name is none of these. */
export function takeYealinkPart(taking: Taking, entry: ImportedEntry, file: File): boolean {
  const { name } = entry;
  const [, key, keyField = ''] = /^(?:linekey|memorykey)\.(\d{1,2})\.(\w+)$/.exec(name) ?? [];
  const [, unit, unitKey, unitField = ''] = /^expansion_module\.([1-6])\.key\.(\d{1,2})\.(\w+)$/.exec(name) ?? [];
  const [, group, groupField = ''] = /^multicast\.listen_address\.(\d{1,2})\.(ip_address|label)$/.exec(name) ?? [];
  if (Object.hasOwn(whole, name)) whole[name]?.(taking, entry, file);
  else if (key !== undefined) takeKey(taking, entry, `personal_settings/functional_key/${Number(key) - 1}`, keyField);
  else if (unit !== undefined) {
    const place = (Number(unit) - 1) * keysOfModule + Number(unitKey) - 1;
    if (place < keysOfSidecar) takeKey(taking, entry, `personal_settings/sidecar_key/${place}`, unitField);
    else taking.remark(entry.line, name, 'notApplicable', 'This phone does not have so many keys.');
  } else if (group !== undefined) takeGroup(taking, entry, Number(group), groupField);
  else if (/^account\.\d+\.codec\./.test(name)) takeCodec(taking, entry, file);
  else return false;
  return true;
}
