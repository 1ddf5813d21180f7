// Writes application/vq-rtcpxr (RFC 6035 §4.6): how well a call was heard, for a collector of such reports.

import { serializeUri, type Uri } from '../message/uri.ts';

export const voiceQualityType = 'application/vq-rtcpxr';
export const voiceQualityEvent = 'vq-rtcpxr';

/** Where one side's packets come from. */
export interface VoiceEnd {
  readonly id: Uri;
  readonly address: string;
  readonly port: number;
  /** Undefined: nothing came from there. */
  readonly ssrc: number | undefined;
}

export interface VoiceFormat {
  readonly name: string;
  readonly payloadType: number;
  readonly clockRateHz: number;
  readonly packetTimeMs: number;
}

/** RFC 3611 §4.7: what one side measured of what it hears. Shares are 0 to 1; what is not known is left out, never 0. */
export interface VoiceMetrics {
  readonly format: VoiceFormat | undefined;
  readonly buffer: { readonly nominalMs: number; readonly highestMs: number; readonly limitMs: number } | undefined;
  readonly lossRate: number | undefined;
  readonly discardRate: number | undefined;
  readonly bursts:
    | { readonly density: number; readonly ms: number; readonly gapDensity: number; readonly gapMs: number }
    | undefined;
  readonly roundTripMs: number | undefined;
  readonly endSystemDelayMs: number | undefined;
  readonly jitterMs: number | undefined;
  readonly signalDbm0: number | undefined;
  readonly noiseDbm0: number | undefined;
  /** R of the conversation (ITU-T G.107), and the scores made of it. */
  readonly rating: number | undefined;
  readonly listeningScore: number | undefined;
  readonly conversationalScore: number | undefined;
}

export interface VoiceReport {
  /** Of the whole call, at its end, or of a part of it. */
  readonly of: 'session' | 'interval';
  readonly callId: string;
  /** Of the dialog, as caller and called have them. */
  readonly fromTag: string;
  readonly toTag: string;
  readonly local: VoiceEnd;
  readonly remote: VoiceEnd;
  readonly caller: 'local' | 'remote';
  /** Twelve hexadecimal digits. */
  readonly macAddress: string | undefined;
  /** Calendar time, ms since 1970. */
  readonly startMs: number;
  readonly stopMs: number;
  readonly localMetrics: VoiceMetrics;
  /** As the other side told (RTCP XR). */
  readonly remoteMetrics: VoiceMetrics | undefined;
}

/** RFC 3611 §4.7.2; also the one that RTCP XR reports with. */
const gapThreshold = 16;

export function writeVoiceReport(report: VoiceReport): Uint8Array {
  const { local, remote } = report;
  const lines = [
    report.of === 'session' ? 'VQSessionReport: CallTerm' : 'VQIntervalReport',
    `CallID: ${report.callId}`,
    `LocalID: ${address(local.id)}`,
    `RemoteID: ${address(remote.id)}`,
    `OrigID: ${address(report[report.caller].id)}`,
    `LocalAddr: ${placeOf(local)}`,
    `RemoteAddr: ${placeOf(remote)}`,
    // §4.6.2.1: nobody tells a phone its group; the domain is one.
    `LocalGroup: ${groupOf(local.id)}`,
    `RemoteGroup: ${groupOf(remote.id)}`,
    ...(report.macAddress === undefined ? [] : [`LocalMAC: ${(report.macAddress.match(/../g) ?? []).join(':')}`]),
    'LocalMetrics:',
    ...metricLines(report, report.localMetrics),
    ...(report.remoteMetrics === undefined ? [] : ['RemoteMetrics:', ...metricLines(report, report.remoteMetrics)]),
    `DialogID: ${report.callId};to-tag=${report.toTag};from-tag=${report.fromTag}`,
  ];
  return new TextEncoder().encode(`${lines.join('\r\n')}\r\n`);
}

function metricLines({ startMs, stopMs }: VoiceReport, metrics: VoiceMetrics): readonly string[] {
  const { format, buffer, bursts } = metrics;
  return [
    line('Timestamps', { START: timestamp(startMs), STOP: timestamp(stopMs) }),
    line('SessionDesc', format === undefined ? {} : description(format)),
    // Ours is adaptive (3), at the fastest rate (0).
    line('JitterBuffer', {
      JBA: buffer && '3',
      JBR: buffer && '0',
      JBN: whole(buffer?.nominalMs),
      JBM: whole(buffer?.highestMs),
      JBX: whole(buffer?.limitMs),
    }),
    line('PacketLoss', { NLR: percent(metrics.lossRate), JDR: percent(metrics.discardRate) }),
    line('BurstGapLoss', {
      BLD: percent(bursts?.density),
      BD: whole(bursts?.ms),
      GLD: percent(bursts?.gapDensity),
      GD: whole(bursts?.gapMs),
      GMIN: bursts && String(gapThreshold),
    }),
    line('Delay', { RTD: whole(metrics.roundTripMs), ESD: whole(metrics.endSystemDelayMs), IAJ: whole(metrics.jitterMs) }),
    line('Signal', { SL: signed(metrics.signalDbm0), NL: signed(metrics.noiseDbm0) }),
    line('QualityEst', {
      RCQ: whole(metrics.rating),
      MOSLQ: score(metrics.listeningScore),
      MOSCQ: score(metrics.conversationalScore),
      QoEEstAlg: metrics.rating === undefined ? undefined : 'G.107',
    }),
  ].filter((each) => each !== undefined);
}

/** Undefined when there is nothing to say. */
function line(name: string, values: Readonly<Record<string, string | undefined>>): string | undefined {
  const known = Object.entries(values).filter(([, value]) => value !== undefined);
  return known.length === 0 ? undefined : `${name}: ${known.map(([key, value]) => `${key}=${value}`).join(' ')}`;
}

/** PLC 2: concealment by pattern matching (RFC 3611 §4.7.6). */
function description({ name, payloadType, clockRateHz, packetTimeMs }: VoiceFormat): Readonly<Record<string, string>> {
  return {
    PT: String(payloadType),
    PD: name,
    SR: String(clockRateHz),
    FD: String(packetTimeMs),
    PPS: String(Math.round(1000 / packetTimeMs)),
    PLC: '2',
  };
}

function address(uri: Uri): string {
  return `<${serializeUri(uri)}>`;
}

function placeOf({ address: ip, port, ssrc }: VoiceEnd): string {
  return `IP=${ip} PORT=${port} SSRC=0x${(ssrc ?? 0).toString(16).padStart(8, '0')}`;
}

function groupOf(uri: Uri): string {
  return 'host' in uri ? uri.host : uri.scheme;
}

function timestamp(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

function whole(value: number | undefined): string | undefined {
  return value === undefined ? undefined : String(Math.min(65_535, Math.max(0, Math.round(value))));
}

function signed(value: number | undefined): string | undefined {
  return value === undefined ? undefined : String(Math.round(value));
}

function percent(share: number | undefined): string | undefined {
  return share === undefined ? undefined : (Math.min(1, Math.max(0, share)) * 100).toFixed(2);
}

function score(value: number | undefined): string | undefined {
  return value === undefined ? undefined : value.toFixed(1);
}
