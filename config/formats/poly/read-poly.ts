// Reads configuration files of the Poly phones: elements of any name, whose attributes are the parameters. UC software guide, appendix A.

import { takeCodecOrder } from '../codec-order.ts';
import type { Reading } from '../format.ts';
import { splitHostAndPort } from '../host-and-port.ts';
import type { ImportedEntry } from '../imported-entry.ts';
import { Taking } from '../taking.ts';
import { VendorNames } from '../vendor-names.ts';
import { elementsOf, readXml } from '../xml/read-xml.ts';
import { polyNames } from './poly-names.ts';

let names: VendorNames | undefined;

/** Of their own file system, not settings of a phone. */
const filePaths =
  /^(?:APP_FILE_PATH|CONFIG_FILES|MISC_FILES|LOG_FILE_DIRECTORY|OVERRIDES_DIRECTORY|CONTACTS_DIRECTORY|LICENSE_DIRECTORY)/;

export function readPoly(text: string): Reading | { readonly problem: string; readonly line: number } {
  const xml = readXml(text);
  if (!xml.ok) return { problem: xml.problem, line: xml.line };
  const entries: ImportedEntry[] = [];
  for (const { attributes, line } of elementsOf(xml.root)) {
    for (const [name, value] of attributes) {
      // `device.x.set="1"` says that `device.x` counts; here it counts anyway.
      if (!/^xmlns|^xsi:|^device\.(?:.*\.)?set$/.test(name)) entries.push({ line, name, text: value.trim() });
    }
  }
  const file = new Map(entries.map((entry) => [entry.name, entry]));
  const taking = new Taking();
  for (const entry of entries) takeAttribute(taking, entry, file);
  return taking.done('poly');
}

const codecs: Readonly<Record<string, string>> = {
  G711_Mu: 'PCMU',
  G711_A: 'PCMA',
  G722: 'G722',
  G729_AB: 'G729',
  Opus: 'OPUS',
  iLBC: 'ILBC',
  'iLBC.13_33kbps': 'ILBC',
  'iLBC.15_2kbps': 'ILBC',
  G719: '',
};

function takeAttribute(taking: Taking, entry: ImportedEntry, file: ReadonlyMap<string, ImportedEntry>): void {
  names ??= new VendorNames(polyNames);
  const { line, name, text } = entry;
  if (names.take(taking, entry)) {
    const [, registration] = /^reg\.(\d{1,2})\.address$/.exec(name) ?? [];
    // There is no other switch for a line.
    if (registration !== undefined) taking.take(line, name, `voip/line/${Number(registration) - 1}/enabled`, text !== '');
  } else if (filePaths.test(name))
    taking.remark(line, name, 'notApplicable', 'Files that it names are not fetched; give this phone the address of the file.');
  else if (!takePart(taking, entry, file)) {
    if (names.hasForFirst(name)) taking.remark(line, name, 'notApplicable', 'This phone does not have so many lines or keys.');
    else taking.unknown(line, name);
  }
}

function takePart(taking: Taking, entry: ImportedEntry, file: ReadonlyMap<string, ImportedEntry>): boolean {
  const { line, name, text } = entry;
  const [, proxyOf] = /^(?:reg\.([1-6])|voIpProt\.SIP)\.outboundProxy\.address$/.exec(name) ?? [];
  const [, place, field] = /^attendant\.resourceList\.(\d{1,2})\.(address|label|type)$/.exec(name) ?? [];
  if (name.endsWith('outboundProxy.address')) {
    const base =
      proxyOf === undefined ? 'voip/signalling/sip/sip_outbound_proxy' : `voip/line/${Number(proxyOf) - 1}/outbound_proxy`;
    const { host, port } = splitHostAndPort(text);
    taking.take(line, name, `${base}/addr`, host);
    taking.take(line, name, `${base}/enabled`, host !== '');
    if (port !== undefined) taking.take(line, name, `${base}/port`, port);
  } else if (place !== undefined) takeWatched(taking, entry, Number(place) - 1, field ?? '');
  else if (name.startsWith('voice.codecPref.')) {
    const ranked = [...file.values()].flatMap((each) => {
      const codec = codecs[each.name.slice('voice.codecPref.'.length)];
      return codec === undefined || codec === '' || !each.name.startsWith('voice.codecPref.')
        ? []
        : [{ codec, rank: Number(each.text) }];
    });
    takeCodecOrder(taking, entry, ranked);
  } else if (name === 'tcpIpApp.port.rtp.mediaPortRangeEnd') {
    const span = Number(text) - Number(file.get('tcpIpApp.port.rtp.mediaPortRangeStart')?.text ?? 2222);
    taking.take(line, name, 'voip/media/media_port_span', Math.min(span, 16_384));
  } else if (/^msg\.mwi\.1\.subscribe$/.test(name)) {
    taking.take(line, name, 'voip/services/msg_waiting_ind/subscribe', text !== '');
  } else if (name === 'dialplan.digitmap') {
    taking.remark(line, name, 'notApplicable', 'Its digit map is of another kind; write it as a dial plan of the line.');
  } else return false;
  return true;
}

function takeWatched(taking: Taking, { line, name, text }: ImportedEntry, key: number, field: string): void {
  const base = `personal_settings/functional_key/${key}`;
  if (field === 'label') taking.take(line, name, `${base}/key_label`, text);
  else if (field === 'address') {
    taking.take(line, name, `${base}/speed_dial_number`, text.replace(/^sip:/, ''));
    taking.take(line, name, `${base}/type`, text === '' ? 'NONE' : 'SPEED_DIAL_BLF');
  } else if (!/^(?:normal|automata)$/.test(text)) taking.remark(line, name, 'badValue', 'Expected normal or automata.');
}
