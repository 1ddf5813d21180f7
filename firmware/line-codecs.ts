// `voip/line/N/codec`: which of the phone's codecs a line speaks, and which of them it would rather speak.

import { type CodecDescription, codecOfSetting, packetTimeFor } from '#media/codecs';
import type { Parameters } from './lines/line-settings.ts';

/** A codec that the core has, and how much of it goes into a packet. */
export interface ChosenCodec {
  readonly codec: CodecDescription;
  readonly packetTimeMs: number;
}

/** Of a codec that is no one's in the phone's list. */
const usualPacketTimeMs = 20;

/** In the line's order. A codec that the line prefers is offered whether the phone's list has it or not. */
export function codecsOfLine(
  parameters: Parameters,
  line: number,
  ofPhone: readonly ChosenCodec[],
  speaks: (codec: CodecDescription) => boolean,
): readonly ChosenCodec[] {
  const at = <Leaf extends string>(leaf: Leaf): `voip/line/${number}/${Leaf}` => `voip/line/${line}/${leaf}`;
  const barred = new Set<string>();
  const bar = (codec: string, isAllowed: boolean): void => {
    if (!isAllowed) for (const setting of [codec, `AAL2-${codec}`]) barred.add(setting);
  };
  bar('G722', parameters.get(at('codec/g722/allowed')));
  bar('G729', parameters.get(at('codec/g729/allowed')));
  bar('G726-16', parameters.get(at('codec/g726_16/allowed')));
  bar('G726-24', parameters.get(at('codec/g726_24/allowed')));
  bar('G726-32', parameters.get(at('codec/g726_32/allowed')));
  bar('G726-40', parameters.get(at('codec/g726_40/allowed')));
  const wishes = [
    parameters.get(at('codec/preferred')),
    parameters.get(at('codec/second')),
    parameters.get(at('codec/third')),
  ].map((setting) => chosen(setting, ofPhone, speaks));
  const isPossible = (each: ChosenCodec | undefined): each is ChosenCodec =>
    each !== undefined && !barred.has(each.codec.setting);
  const preferred = wishes[0];
  if (parameters.get(at('codec/preferred_only')) && isPossible(preferred)) return [preferred];
  const inOrder = [...wishes, ...ofPhone].filter(isPossible);
  return [...new Map(inOrder.map((each) => [each.codec, each])).values()];
}

function chosen(
  setting: string,
  ofPhone: readonly ChosenCodec[],
  speaks: (codec: CodecDescription) => boolean,
): ChosenCodec | undefined {
  const codec = codecOfSetting(setting);
  if (codec === undefined || !speaks(codec)) return undefined;
  const known = ofPhone.find((each) => each.codec === codec);
  return known ?? { codec, packetTimeMs: packetTimeFor(codec, usualPacketTimeMs) };
}
