// What settings say of a call's media.

import type { JitterBufferSettings, PacketMirror } from '#media/messages';
import type { CodecCapability } from '#sip/ua/media-session';
import type { SecuritySettings } from './local-security.ts';

/** Parameters that a new session takes; read at every call, so that a change needs no restart. */
export interface MediaSettings {
  readonly codecs: readonly CodecCapability[];
  readonly packetTimeMs: number;
  readonly portRange: { readonly first: number; readonly last: number };
  readonly tos: number;
  readonly jitterBuffer?: JitterBufferSettings;
  /** Keys go as RFC 4733 events where the other side takes them; else in the sound, or by SIP. */
  readonly telephoneEvent: boolean;
  /** Pauses in what we say are not sent as sound, where the other side knows how to fill them. */
  readonly silenceSuppression: boolean;
  readonly security: SecuritySettings;
  /** Number of those events in offers; the other side's number is taken where it offers. */
  readonly telephoneEventNumber: number;
  /** Their name in offers. */
  readonly telephoneEventName: string;
  /** Keys may go in the sound where the other side takes no events. */
  readonly digitsInSound: boolean;
  /** Events that come are heard. */
  readonly hearsEvents: boolean;
  /** Voice goes to the port that the other side's comes from; ways that ICE found are what they are. */
  readonly symmetric: boolean;
  /** And to the address, should it be another than was told. */
  readonly roams: boolean;
  /** The other side is told how well we hear it (RTCP XR). */
  readonly extendedReports: boolean;
  readonly checksum: boolean;
  /** So many packets in a row that nobody took end the call; 0: none do. */
  readonly mostUnreachable: number;
  /** Between two RTCP reports; 0: as the standard has it. */
  readonly reportIntervalMs: number;
  readonly marksEachEvent: boolean;
  /** Packets are copied there (AudioCodes 7.2). */
  readonly mirror?: PacketMirror | undefined;
}
