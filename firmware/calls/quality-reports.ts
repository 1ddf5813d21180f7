// Reports of how calls were heard, to a collector (RFC 6035): what is known of a call is kept while it lives, for its media tells last.

import type { MediaEvent, SessionId } from '#media/messages';
import type { SessionStatistics, VoiceQuality } from '#media/session-statistics';
import {
  type VoiceMetrics,
  type VoiceReport,
  voiceQualityEvent,
  voiceQualityType,
  writeVoiceReport,
} from '#sip/event-package/vq-rtcpxr';
import type { Clock, Log } from '#sip/ports';
import type { Account } from '#sip/ua/account/account';
import { callTarget } from '#sip/ua/call-target';
import type { PublicationHandle } from '#sip/ua/publication/publication';
import type { Call } from '#sip/ua/user-agent-events';
import type { AgreedMedia } from './call-media.ts';

export interface ReportSettings {
  readonly publishes: boolean;
  /** SIP address or user; empty: the line's own address. */
  readonly collector: string;
  /** Between reports of a call that goes on; 0: at its end only. */
  readonly intervalMs: number;
}

/** What is needed of a line's account. */
export type ReportingAccount = Pick<Account, 'publish' | 'settings'>;

export interface QualityReportsOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly settings: () => ReportSettings;
  readonly macAddress: () => string;
  /** By which its media knows it; undefined when it is over. */
  readonly callOf: (id: string) => Pick<Call, 'direction' | 'dialogs'> | undefined;
  readonly accountOf: (id: string) => ReportingAccount | undefined;
}

type Dialogue = Pick<VoiceReport, 'callId' | 'fromTag' | 'toTag' | 'caller'> & {
  readonly localId: VoiceReport['local']['id'];
  readonly remoteId: VoiceReport['remote']['id'];
};

interface Reported {
  media: AgreedMedia;
  /** Undefined until the call was answered: what nobody answered is no session. */
  dialogue: Dialogue | undefined;
  readonly startMs: number;
  /** Calendar, and clock, of the report before. */
  intervalStartMs: number;
  intervalSince: number;
}

/** Reports that wait for a server that does not answer; of more the oldest are given up. */
const mostUnderWay = 16;

export class QualityReports {
  readonly #options: QualityReportsOptions;
  readonly #sessions = new Map<SessionId, Reported>();
  /** Oldest first. */
  #underWay: readonly PublicationHandle[] = [];

  constructor(options: QualityReportsOptions) {
    this.#options = options;
  }

  agreed(media: AgreedMedia): void {
    const { clock, settings } = this.#options;
    if (!settings().publishes) return;
    const known = this.#sessions.get(media.session);
    const now = clock.wall.ms;
    const reported = known ?? {
      media,
      dialogue: undefined,
      startMs: now,
      intervalStartMs: now,
      intervalSince: clock.monotonicMs,
    };
    reported.media = media;
    this.#sessions.set(media.session, reported);
    // The call takes the answer first, and knows its dialog afterwards.
    queueMicrotask(() => this.#lookAt(reported));
  }

  onMediaEvent(event: MediaEvent): void {
    if (event.type !== 'qualityReported') return;
    const reported = this.#sessions.get(event.session);
    if (reported === undefined) return;
    if (event.final) this.#sessions.delete(event.session);
    else this.#lookAt(reported);
    const { publishes, intervalMs } = this.#options.settings();
    if (!publishes) return;
    if (event.final) this.#tell(reported, event.statistics, 'session');
    else if (intervalMs > 0 && this.#options.clock.monotonicMs - reported.intervalSince >= intervalMs) {
      this.#tell(reported, event.statistics, 'interval');
    }
  }

  #lookAt(reported: Reported): void {
    const call = this.#options.callOf(reported.media.context.id);
    const dialog = call?.dialogs.find(({ state }) => state === 'confirmed')?.dialog;
    if (call === undefined || dialog === undefined) return;
    const { callId, localTag, remoteTag, local, remote } = dialog;
    const isCaller = call.direction === 'outgoing';
    reported.dialogue = {
      callId,
      fromTag: isCaller ? localTag : remoteTag,
      toTag: isCaller ? remoteTag : localTag,
      caller: isCaller ? 'local' : 'remote',
      localId: local.uri,
      remoteId: remote.uri,
    };
  }

  #tell(reported: Reported, statistics: SessionStatistics, of: VoiceReport['of']): void {
    const { clock, log, settings, accountOf } = this.#options;
    const { context } = reported.media;
    const { dialogue } = reported;
    const account = accountOf(context.accountId);
    if (dialogue === undefined || account === undefined) return;
    const { collector } = settings();
    const target = collector === '' ? undefined : callTarget(collector, account.settings.domain);
    if (collector !== '' && target === undefined) {
      log.warn('media', `${collector} is no address for reports of quality`, { call: context.callId });
      return;
    }
    const body = writeVoiceReport(this.#report(reported, dialogue, statistics, of));
    reported.intervalStartMs = clock.wall.ms;
    reported.intervalSince = clock.monotonicMs;
    const request = { event: voiceQualityEvent, contentType: voiceQualityType, body, expiresS: undefined };
    const publication = account.publish(target === undefined ? request : { ...request, target }, (heard) => {
      if (heard.type === 'failed') log.info('media', 'a report of quality was not taken', { call: context.callId, ...heard });
      const isOver = heard.type === 'published' || heard.retryAfterMs === undefined;
      if (isOver) this.#underWay = this.#underWay.filter((each) => each !== publication);
    });
    this.#underWay = [...this.#underWay, publication];
    for (const oldest of this.#underWay.slice(0, -mostUnderWay)) oldest.close();
    this.#underWay = this.#underWay.slice(-mostUnderWay);
  }

  #report(
    { media, startMs, intervalStartMs }: Reported,
    dialogue: Dialogue,
    statistics: SessionStatistics,
    of: VoiceReport['of'],
  ): VoiceReport {
    const { clock, macAddress } = this.#options;
    const { local, negotiated } = media;
    const { localId, remoteId, ...rest } = dialogue;
    const { bufferTargetMs, bufferHighestMs, bufferLimitMs } = statistics;
    const mac = macAddress().replace(/[^0-9a-f]/gi, '');
    const remote = { address: negotiated.remoteAddress, port: negotiated.remoteRtpPort, ssrc: statistics.remoteSsrc };
    return {
      ...rest,
      of,
      local: { id: localId, address: local.address, port: local.rtpPort, ssrc: statistics.localSsrc },
      remote: { id: remoteId, ...remote },
      macAddress: mac.length === 12 ? mac : undefined,
      startMs: of === 'session' ? startMs : intervalStartMs,
      stopMs: clock.wall.ms,
      localMetrics: {
        ...metricsOf(statistics.heard, negotiated.receive[0] ?? negotiated.send),
        buffer: { nominalMs: bufferTargetMs, highestMs: bufferHighestMs, limitMs: bufferLimitMs },
        jitterMs: statistics.jitterMs,
        roundTripMs: statistics.roundTripMs,
      },
      remoteMetrics: statistics.remoteHeard && metricsOf(statistics.remoteHeard, negotiated.send),
    };
  }
}

function metricsOf(heard: VoiceQuality | undefined, format: VoiceMetrics['format']): VoiceMetrics {
  return {
    format,
    buffer: undefined,
    lossRate: heard?.lossRate,
    discardRate: heard?.discardRate,
    bursts: heard && { density: heard.burstDensity, ms: heard.burstMs, gapDensity: heard.gapDensity, gapMs: heard.gapMs },
    roundTripMs: undefined,
    endSystemDelayMs: heard?.endSystemDelayMs,
    jitterMs: undefined,
    signalDbm0: heard?.signalDbm0,
    noiseDbm0: heard?.noiseDbm0,
    rating: heard?.rating,
    listeningScore: heard?.listeningScore,
    conversationalScore: heard?.conversationalScore,
  };
}
