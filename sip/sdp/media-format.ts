// Payload types of an RTP stream and what they stand for (RFC 8866 §6.6, static ones RFC 3551 §6).

import type { CodecCapability } from '../ua/media-session.ts';
import type { MediaDescription } from './session-description.ts';

export interface MediaFormat {
  readonly payloadType: number;
  /** The standard's, in which both sides are compared. */
  readonly name: string;
  /** What the description calls it, where that is not `name`. */
  readonly writtenAs?: string | undefined;
  readonly clockRateHz: number;
  readonly channels: number;
  /** Value of `a=fmtp`. */
  readonly formatParameters: string | undefined;
}

/** G.722 says 8000 though it samples at 16 kHz (RFC 3551 §4.5.2). */
const staticFormats: Readonly<Record<number, string>> = {
  0: 'PCMU/8000',
  3: 'GSM/8000',
  4: 'G723/8000',
  5: 'DVI4/8000',
  7: 'LPC/8000',
  8: 'PCMA/8000',
  9: 'G722/8000',
  13: 'CN/8000',
  15: 'G728/8000',
  18: 'G729/8000',
};

/** In the order of the `m=` line; formats that mean nothing to anybody are left out. */
export function mediaFormats(media: MediaDescription): readonly MediaFormat[] {
  const mappings = valuesByFormat(media, 'rtpmap');
  const parameters = valuesByFormat(media, 'fmtp');
  const formats: MediaFormat[] = [];
  for (const format of new Set(media.formats)) {
    const payloadType = /^\d{1,3}$/.test(format) ? Number(format) : 128;
    const mapping = mappings.get(format) ?? staticFormats[payloadType];
    const match = /^([\w.+-]{1,40})\/(\d{1,7})(?:\/(\d{1,2}))?$/.exec(mapping ?? '');
    if (payloadType > 127 || match?.[1] === undefined) continue;
    formats.push({
      payloadType,
      name: match[1],
      clockRateHz: Number(match[2]),
      channels: Number(match[3] ?? 1),
      formatParameters: parameters.get(format),
    });
  }
  return formats;
}

type Encoding = Pick<CodecCapability, 'name' | 'clockRateHz' | 'channels'>;

/** Encoding names compare without case (RFC 8866 §6.6). */
export function encodingKey(encoding: Encoding): string {
  return `${encoding.name.toLowerCase()}/${encoding.clockRateHz}/${encoding.channels}`;
}

/** RFC 4733; there is one for each clock rate. */
export function isTelephoneEvent(format: Pick<MediaFormat, 'name'>): boolean {
  return format.name.toLowerCase() === 'telephone-event';
}

/** RFC 3389 §4: likewise. */
export function isComfortNoise(format: Pick<MediaFormat, 'name'>): boolean {
  return format.name.toLowerCase() === 'cn';
}

function valuesByFormat(media: MediaDescription, name: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const attribute of media.attributes) {
    if (attribute.name !== name || attribute.value === undefined) continue;
    const blank = attribute.value.search(/[ \t]/);
    if (blank > 0) values.set(attribute.value.slice(0, blank), attribute.value.slice(blank + 1).trim());
  }
  return values;
}
