// What the desk is told when a server keeps do not disturb or forwarding otherwise than before.

import type { FeatureEvent } from '#sip/event-package/as-feature-event';
import type { DeskInput } from '../calls/desk-messages.ts';

export function featureInput(feature: FeatureEvent): DeskInput {
  return feature.feature === 'doNotDisturb'
    ? { type: 'doNotDisturbChanged', on: feature.on }
    : { type: 'forwardingChanged', kind: feature.kind, on: feature.on, number: feature.target };
}
