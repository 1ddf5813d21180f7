// How the phone stands on its network, and how the machine under it does.

import type { NetworkFacts } from '../../maintenance.ts';
import type { StatusSnapshot } from '../../phone.ts';
import { macText, shownName, uptime } from '../../text/format.ts';
import { filled, type Strings } from '../../text/strings.ts';
import { valueText } from '../menus/words.ts';
import type { RowView, ViewInput } from './view.ts';

function fact(id: string, text: string, detail: string): RowView {
  return { id, text, detail };
}

function linkText(text: Strings, { link }: NetworkFacts): string {
  const { status } = text;
  if (!link.up) return status.linkDown;
  const speed = link.speedMbps === undefined ? '' : filled(status.speed, { n: link.speedMbps });
  const duplex = link.fullDuplex === undefined ? '' : link.fullDuplex ? status.fullDuplex : status.halfDuplex;
  return [speed, duplex].filter((word) => word !== '').join(', ') || status.linkUp;
}

export function networkRows(input: ViewInput): readonly RowView[] {
  const { text, snapshot, maintenance } = input;
  const { network } = maintenance.facts;
  const { status } = snapshot;
  const words = text.status;
  return [
    fact('link', words.link, linkText(text, network)),
    fact('ipType', text.menu.ipType, valueText(input, 'network/lan_type')),
    ...(status.addresses.length === 0 ? [words.noAddress] : status.addresses).map((address, index) =>
      fact(`address${index + 1}`, words.address, address),
    ),
    fact('gateway', text.menu.gateway, network.gateway || words.unknown),
    ...network.nameServers.map((server, index) => fact(`dns${index + 1}`, words.nameServer, server)),
    fact('mac', words.mac, macText(status.macAddress)),
    fact('interface', words.interface, network.interface || words.unknown),
    fact('vlan', words.vlan, network.vlan === undefined ? words.none : String(network.vlan)),
    fact('dot1x', words.dot1x, valueText(input, 'network/lan/_802_1x/eap_type') || words.off),
  ];
}

/** A USB headset or conference loudspeaker tells its name and release (AudioCodes appendix C). */
function headsetFacts(text: Strings, { headset }: StatusSnapshot): readonly RowView[] {
  if (headset === undefined) return [];
  const release = headset.firmware === '' ? [] : [fact('headsetVersion', text.status.headsetVersion, headset.firmware)];
  return [fact('headset', text.status.headset, shownName(headset.name)), ...release];
}

export function systemRows({ text, snapshot, maintenance, nowMs }: ViewInput): readonly RowView[] {
  const { memoryMb, load } = maintenance.facts;
  const { status } = snapshot;
  return [
    fact('model', text.status.model, status.model),
    fact('version', text.status.version, status.version),
    ...headsetFacts(text, status),
    fact('uptime', text.status.uptime, uptime(nowMs - status.startedAtMs, text)),
    fact('memory', text.status.memory, filled(text.status.ofMegabytes, { n: memoryMb.used, m: memoryMb.total })),
    fact('load', text.status.load, filled(text.quality.percent, { n: Math.round(load * 100) })),
  ];
}
