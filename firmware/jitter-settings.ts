// The vendors' words for a jitter buffer turned into what the media core takes.

import type { JitterBufferSettings } from '#media/messages';
import type { Parameters } from './lines/line-settings.ts';

/** Higher levels begin with more delay, and all find the least that does (Linksys SPA9x2). */
const startMs = { low: 10, medium: 20, high: 30, 'very high': 60, 'extremely high': 120 } as const;
const defaultFactor = 10;
const keepsFactor = 12;
const defaultHalfLifePackets = 350;

export function jitterBufferSettings(parameters: Parameters): JitterBufferSettings {
  const maximumMs = parameters.get('voip/media/jitter_buffer/max_delay');
  const factor = parameters.get('voip/media/jitter_buffer/optimization_factor');
  const adjustment = parameters.get('voip/media/jitter_buffer/adjustment');
  return {
    minimumMs: Math.min(maximumMs, parameters.get('voip/media/jitter_buffer/min_delay')),
    maximumMs,
    startMs: startMs[parameters.get('voip/media/jitter_buffer/network_jitter_level')],
    // Three steps are a fourfold: 3 packets at 0, 7 s of the usual ones at 10.
    halfLifePackets: Math.round(defaultHalfLifePackets * 2 ** ((factor - defaultFactor) / 1.5)),
    mayGrow: adjustment === 'up and down' || adjustment === 'up only',
    mayShrink: factor < keepsFactor && (adjustment === 'up and down' || adjustment === 'down only'),
  };
}
