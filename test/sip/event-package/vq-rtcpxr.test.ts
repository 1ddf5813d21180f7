// Reports of voice quality against the grammar of RFC 6035 §4.6.1.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type VoiceMetrics, type VoiceReport, writeVoiceReport } from '#sip/event-package/vq-rtcpxr';
import { parseUri } from '#sip/message/uri';

const nothing: VoiceMetrics = {
  format: undefined,
  buffer: undefined,
  lossRate: undefined,
  discardRate: undefined,
  bursts: undefined,
  roundTripMs: undefined,
  endSystemDelayMs: undefined,
  jitterMs: undefined,
  signalDbm0: undefined,
  noiseDbm0: undefined,
  rating: undefined,
  listeningScore: undefined,
  conversationalScore: undefined,
};

const all: VoiceMetrics = {
  format: { name: 'PCMU', payloadType: 0, clockRateHz: 8000, packetTimeMs: 20 },
  buffer: { nominalMs: 20, highestMs: 61.4, limitMs: 300 },
  lossRate: 0.0512,
  discardRate: 0.001,
  bursts: { density: 0.25, ms: 180, gapDensity: 0.01, gapMs: 4000 },
  roundTripMs: 31,
  endSystemDelayMs: 90.4,
  jitterMs: 3.6,
  signalDbm0: -18.4,
  noiseDbm0: -62,
  rating: 71.6,
  listeningScore: 3.66,
  conversationalScore: 3.6,
};

const report: VoiceReport = {
  of: 'session',
  callId: '6dg37f1890463',
  fromTag: '9123dh311',
  toTag: '8472761',
  local: { id: parseUri('sip:alice@example.org'), address: '10.10.1.100', port: 5000, ssrc: 0x1a3b_5c7d },
  remote: { id: parseUri('sip:bill@example.net'), address: '2001:db8::1', port: 5002, ssrc: 0x2468_abcd },
  caller: 'remote',
  macAddress: '0123456789ab',
  startMs: Date.UTC(2026, 0, 1, 10, 0, 0),
  stopMs: Date.UTC(2026, 0, 1, 10, 1, 5, 700),
  localMetrics: all,
  remoteMetrics: undefined,
};

const write = (changes: Partial<VoiceReport> = {}): string =>
  new TextDecoder().decode(writeVoiceReport({ ...report, ...changes }));

const share = String.raw`\d{1,3}(?:\.\d{1,2})?`;
const time = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ`;
/** Each line as §4.6.1 draws it; what is in brackets there may be absent here. */
const grammar: readonly (readonly [line: string, pattern: RegExp, optional?: true])[] = [
  ['kind', /^(?:VQSessionReport: CallTerm|VQIntervalReport)$/],
  ['CallID', /^CallID: \S+$/],
  ['LocalID', /^LocalID: <sips?:[^<>\s]+>$/],
  ['RemoteID', /^RemoteID: <sips?:[^<>\s]+>$/],
  ['OrigID', /^OrigID: <sips?:[^<>\s]+>$/],
  ['LocalAddr', /^LocalAddr: IP=[\da-f.:]+ PORT=\d{1,5} SSRC=0x[\da-f]{1,8}$/],
  ['RemoteAddr', /^RemoteAddr: IP=[\da-f.:]+ PORT=\d{1,5} SSRC=0x[\da-f]{1,8}$/],
  ['LocalGroup', /^LocalGroup: \S+$/],
  ['RemoteGroup', /^RemoteGroup: \S+$/],
  ['LocalMAC', /^LocalMAC: [\da-f]{2}(?::[\da-f]{2}){5}$/, true],
  ['LocalMetrics', /^LocalMetrics:$/],
];
const metrics: readonly RegExp[] = [
  new RegExp(`^Timestamps: START=${time} STOP=${time}$`),
  /^SessionDesc: PT=\d{1,3} PD=[\w-]+ SR=\d{1,6} FD=\d{1,4} PPS=\d{1,5} PLC=[0-3]$/,
  /^JitterBuffer: JBA=[0-3] JBR=\d{1,2} JBN=\d{1,5} JBM=\d{1,5} JBX=\d{1,5}$/,
  new RegExp(`^PacketLoss: NLR=${share} JDR=${share}$`),
  new RegExp(String.raw`^BurstGapLoss: BLD=${share} BD=\d+ GLD=${share} GD=\d+ GMIN=\d{1,3}$`),
  /^Delay: RTD=\d{1,5} ESD=\d{1,5} IAJ=\d{1,5}$/,
  /^Signal: SL=-?\d{1,3} NL=-?\d{1,3}$/,
  /^QualityEst: RCQ=\d{1,3} MOSLQ=\d\.\d MOSCQ=\d\.\d QoEEstAlg=G\.107$/,
];

describe('a report of voice quality', () => {
  it('is written as the grammar wants, line by line, each with CR and LF', () => {
    const text = write();
    assert.match(text, /\r\n$/);
    assert.doesNotMatch(text, /[^\r]\n|\r[^\n]/);
    const lines = text.slice(0, -2).split('\r\n');
    const expected = [...grammar.map(([, pattern]) => pattern), ...metrics, /^DialogID: \S+;to-tag=\S+;from-tag=\S+$/];
    assert.equal(lines.length, expected.length);
    for (const [index, pattern] of expected.entries()) assert.match(lines[index] ?? '', pattern);
  });

  it('says percent, ms and scores as they were measured', () => {
    const text = write();
    assert.match(text, /\nPacketLoss: NLR=5\.12 JDR=0\.10\r/);
    assert.match(text, /\nBurstGapLoss: BLD=25\.00 BD=180 GLD=1\.00 GD=4000 GMIN=16\r/);
    assert.match(text, /\nQualityEst: RCQ=72 MOSLQ=3\.7 MOSCQ=3\.6 /);
    assert.match(text, /\nTimestamps: START=2026-01-01T10:00:00Z STOP=2026-01-01T10:01:05Z\r/);
  });

  it('names who called, and the tags as caller and called have them', () => {
    assert.match(write(), /\nOrigID: <sip:bill@example.net>\r/);
    assert.match(write({ caller: 'local' }), /\nOrigID: <sip:alice@example.org>\r/);
    assert.match(write(), /\nDialogID: 6dg37f1890463;to-tag=8472761;from-tag=9123dh311\r/);
  });

  it('tells what the other side heard where it told', () => {
    const lines = write({ remoteMetrics: { ...all, lossRate: 0.5 } }).split('\r\n');
    const at = lines.indexOf('RemoteMetrics:');
    assert.ok(at > lines.indexOf('LocalMetrics:'));
    assert.ok(lines.indexOf('PacketLoss: NLR=50.00 JDR=0.10') > at);
  });

  it('leaves out what is not known: absent is not zero', () => {
    const lines = write({ localMetrics: nothing, macAddress: undefined }).split('\r\n');
    const at = lines.indexOf('LocalMetrics:');
    assert.match(lines[at + 1] ?? '', /^Timestamps: /);
    assert.match(lines[at + 2] ?? '', /^DialogID: /);
    assert.doesNotMatch(lines.join(), /LocalMAC/);
    assert.match(write({ localMetrics: { ...nothing, rating: 12 } }), /\nQualityEst: RCQ=12 QoEEstAlg=G\.107\r/);
  });

  it('of an interval says so', () => {
    assert.match(write({ of: 'interval' }), /^VQIntervalReport\r\nCallID: /);
  });
});
