// What the media core reports, told to whom it concerns: the call's media, the log, the person.

import type { MediaEvent } from '#media/messages';
import type { SessionStatistics } from '#media/session-statistics';
import type { Log } from '#sip/ports';
import type { CallMedia } from './calls/call-media.ts';
import type { QualityReports } from './calls/quality-reports.ts';
import type { Recorder } from './calls/recorder.ts';
import type { Pager } from './paging/pager.ts';
import type { Notices } from './system/notices.ts';

export interface MediaEventRoutes {
  readonly callMedia: CallMedia;
  readonly recorder: Recorder;
  readonly pager: Pick<Pager, 'onMediaEvent'>;
  readonly qualityReports: QualityReports;
  /** Of the call by the `id` of its media. */
  readonly statisticsReported: (call: string, statistics: SessionStatistics) => void;
  readonly notices: Notices;
  readonly log: Log;
  /** Calls by the `id` of their media. */
  readonly talkersChanged: (calls: readonly string[], weTalk: boolean) => void;
}

export function routeMediaEvent(event: MediaEvent, routes: MediaEventRoutes): void {
  const { callMedia, pager, qualityReports, recorder, notices, log, talkersChanged, statisticsReported } = routes;
  if (pager.onMediaEvent(event)) return;
  callMedia.onMediaEvent(event);
  qualityReports.onMediaEvent(event);
  recorder.onMediaEvent(event);
  switch (event.type) {
    case 'dtmfReceived':
      log.info('media', `DTMF event ${event.event} heard for ${event.durationMs} ms`, { call: callMedia.callOf(event.session) });
      return;
    case 'mediaLost':
      log.warn('media', `nothing heard for ${event.silentMs} ms`, { call: callMedia.callOf(event.session) });
      return;
    case 'statisticsReported':
    case 'qualityReported': {
      const call = callMedia.callWith(event.session);
      if (call !== undefined) statisticsReported(call, event.statistics);
      return;
    }
    case 'talkersChanged':
      talkersChanged(
        event.sessions.map((session) => callMedia.callWith(session)).filter((call) => call !== undefined),
        event.microphone,
      );
      return;
    case 'priorityRefused':
      log.warn('media', `sound runs without real-time priority: ${event.reason}`);
      return;
    case 'deviceFailed':
      log.error('media', `the ${event.path}'s sound device failed: ${event.reason}`);
      notices.raise({
        id: `device-${event.path}`,
        severity: 'error',
        title: `The ${event.path} has no sound`,
        text: 'Check that it is plugged in. Calls go on by another way of hearing.',
      });
      return;
    case 'deviceRecovered':
      notices.clear(`device-${event.path}`);
      return;
    case 'mixerFailed':
      log.error('media', `the ${event.path}: ${event.reason}`);
      return;
    case 'datagramReceived':
      return;
    default:
      log.debug('media', event.type, { ...event });
  }
}
