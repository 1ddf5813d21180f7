// Parameters of paging as the pager takes them.

import { findCodec } from '#media/codecs';
import type { CodecChoice } from '#media/messages';
import type { Parameters } from '../lines/line-settings.ts';

const pagingGroupCount = 12;

export interface PagingGroup {
  /** Of `voip/services/group_paging/group/N`, and of the function key that speaks to it. */
  readonly index: number;
  readonly name: string;
  readonly address: string;
  readonly port: number;
  /** 1 is the highest. */
  readonly priority: number;
}

export interface PagingSettings {
  readonly groups: readonly PagingGroup[];
  readonly send: CodecChoice;
  readonly receive: readonly CodecChoice[];
  readonly overAfterMs: number;
  /** Beside the volume of the path. */
  readonly levelDb: number;
}

const packetTimeMs = 20;
const unityVolume = 7;
const stepDb = 3;
const silenceDb = -100;

/** No groups: nothing is listened to and nothing sent. */
export function pagingSettings(parameters: Parameters): PagingSettings {
  const name = parameters.get('voip/services/group_paging/codec').replace('_8000', '');
  const receive = ['G722', 'PCMU', 'PCMA'].flatMap((each) => codecChoice(each) ?? []);
  const [fallback] = receive;
  const send = codecChoice(name) ?? fallback;
  const volume = parameters.get('voip/services/group_paging/volume');
  if (send === undefined) throw new Error('the media core speaks no codec for paging');
  return {
    groups: pagingGroups(parameters),
    send,
    receive,
    overAfterMs: parameters.get('voip/services/group_paging/end_income_paging_timeout'),
    levelDb: volume === 0 ? silenceDb : (volume - unityVolume) * stepDb,
  };
}

/** Those that are active; none where paging is off. */
export function pagingGroups(parameters: Parameters): readonly PagingGroup[] {
  if (!parameters.get('voip/services/group_paging/enabled')) return [];
  const groups: PagingGroup[] = [];
  for (let index = 0; index < pagingGroupCount; index++) {
    if (!parameters.get(`voip/services/group_paging/group/${index}/activated`)) continue;
    const address = parameters.get(`voip/services/group_paging/group/${index}/multicast_addr`);
    const port = parameters.get(`voip/services/group_paging/group/${index}/port`);
    const name = parameters.get(`voip/services/group_paging/group/${index}/name`) || `${address}:${port}`;
    groups.push({ index, name, address, port, priority: parameters.get(`voip/services/group_paging/group/${index}/priority`) });
  }
  return groups;
}

/** By its payload type of RFC 3551, as nobody negotiates. */
function codecChoice(name: string): CodecChoice | undefined {
  const codec = findCodec(name, 8000);
  if (codec?.payloadType === undefined) return undefined;
  return { name: codec.name, payloadType: codec.payloadType, clockRateHz: codec.clockRateHz, packetTimeMs };
}
