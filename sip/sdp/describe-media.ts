// Our own `m=audio` lines: what we offer, and what of an offer we take (RFC 3264 §5.1, §6.1).

import type { Direction, LocalMedia } from '../ua/media-session.ts';
import { encodingKey, isComfortNoise, isTelephoneEvent, type MediaFormat } from './media-format.ts';
import type { StreamSecurity } from './secure-stream.ts';
import type { Attribute, MediaDescription } from './session-description.ts';
import type { StreamTransport } from './stream-transport.ts';

const firstDynamic = 96;
/** RFC 3389 §4. */
const comfortNoise: MediaFormat = { payloadType: 13, name: 'CN', clockRateHz: 8000, channels: 1, formatParameters: undefined };
/** What the field is used to. */
const usualTelephoneEvent = 101;

/** Formats to offer. Numbers once given, by whichever side, keep their meaning for the whole session (RFC 3264 §8.3.2). */
export function offeredFormats(media: LocalMedia, given: ReadonlyMap<string, number>): readonly MediaFormat[] {
  const fixed = new Set(media.codecs.map((codec) => codec.payloadType));
  const taken = new Set<number | undefined>([...fixed, ...given.values()]);
  const assign = (key: string, preferred: number): number => {
    const known = given.get(key);
    if (known !== undefined && !fixed.has(known)) return known;
    let number = preferred;
    for (let next = firstDynamic; taken.has(number) && next < 128; next++) number = next;
    taken.add(number);
    return number;
  };
  const codecs = media.codecs.map((codec) => ({
    name: codec.name,
    writtenAs: codec.offeredName,
    clockRateHz: codec.clockRateHz,
    channels: codec.channels,
    formatParameters: codec.formatParameters,
    payloadType: codec.payloadType ?? assign(encodingKey(codec), codec.wishedPayloadType ?? firstDynamic),
  }));
  // RFC 4733 §2.1: events keep to the clock of the sound that they interrupt.
  const clockRates = media.telephoneEvent ? [...new Set(media.codecs.map((codec) => codec.clockRateHz))] : [];
  const events = clockRates.map((clockRateHz) => {
    const event = { name: 'telephone-event', clockRateHz, channels: 1, formatParameters: '0-15' };
    const writtenAs = media.telephoneEventName;
    return { ...event, writtenAs, payloadType: assign(encodingKey(event), media.telephoneEventNumber ?? usualTelephoneEvent) };
  });
  const noise = media.comfortNoise === true && codecs.some(({ clockRateHz }) => clockRateHz === comfortNoise.clockRateHz);
  return [...codecs, ...(noise ? [comfortNoise] : []), ...events];
}

/** What we want to be sent of a format. */
export function packetTimeOf(media: LocalMedia, format: MediaFormat): number {
  const key = encodingKey(format);
  return media.codecs.find((codec) => encodingKey(codec) === key)?.packetTimeMs ?? media.packetTimeMs;
}

export function describeMedia(
  media: LocalMedia,
  formats: readonly MediaFormat[],
  direction: Direction,
  security: StreamSecurity,
  transport: StreamTransport,
): MediaDescription {
  const attributes: Attribute[] = [];
  for (const format of formats) {
    const channels = format.channels === 1 ? '' : `/${format.channels}`;
    attributes.push({
      name: 'rtpmap',
      value: `${format.payloadType} ${format.writtenAs ?? format.name}/${format.clockRateHz}${channels}`,
    });
    if (format.formatParameters !== undefined) {
      attributes.push({ name: 'fmtp', value: `${format.payloadType} ${format.formatParameters}` });
    }
  }
  // One for all formats (RFC 8866 §6.4): that of the preferred one.
  const preferred = formats.find((format) => !isTelephoneEvent(format) && !isComfortNoise(format));
  const packetTimeMs = preferred === undefined ? media.packetTimeMs : packetTimeOf(media, preferred);
  attributes.push({ name: 'ptime', value: String(packetTimeMs) });
  attributes.push(...transport.attributes, ...security.attributes, { name: direction, value: undefined });
  return {
    kind: 'audio',
    port: media.rtpPort,
    protocol: security.profile,
    formats: formats.map((format) => String(format.payloadType)),
    connection: undefined,
    attributes,
  };
}

/** How a stream that we do not want is answered: same place, port 0 (RFC 3264 §6). */
export function refuseMedia(offered: MediaDescription): MediaDescription {
  return { ...offered, port: 0, connection: undefined, attributes: [] };
}
