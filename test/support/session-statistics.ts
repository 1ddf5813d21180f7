// What the media core tells of a call that goes well, for tests that change some of it.

import type { SessionStatistics, VoiceQuality } from '#media/session-statistics';

export function voiceQuality(changes: Partial<VoiceQuality> = {}): VoiceQuality {
  return {
    lossRate: 0,
    discardRate: 0,
    burstDensity: 0,
    gapDensity: 0,
    burstMs: 0,
    gapMs: 4000,
    endSystemDelayMs: 90,
    signalDbm0: -18.4,
    noiseDbm0: -62,
    rating: 92.4,
    listeningScore: 4.4,
    conversationalScore: 4.38,
    ...changes,
  };
}

export function sessionStatistics(changes: Partial<SessionStatistics> = {}): SessionStatistics {
  return {
    packetsSent: 200,
    packetsReceived: 200,
    packetsLost: 0,
    packetsLate: 0,
    packetsDiscarded: 0,
    packetsDuplicated: 0,
    packetsOutOfOrder: 0,
    packetsRefused: 0,
    packetsForged: 0,
    packetsReplayed: 0,
    bytesSent: 32_000,
    bytesReceived: 32_000,
    jitterMs: 1.2,
    bufferDelayMs: 20,
    bufferTargetMs: 20,
    bufferHighestMs: 40,
    bufferLimitMs: 300,
    concealedMs: 0,
    comfortNoiseMs: 0,
    roundTripMs: 12,
    remoteLossFraction: 0,
    lossFraction: 0,
    localSsrc: 0x1234_5678,
    remoteSsrc: 0xab,
    heard: voiceQuality(),
    remoteHeard: undefined,
    ...changes,
  };
}
