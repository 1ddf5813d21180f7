// What a line's account subscribes to, and what its server may tell it to do.

import type { AccountSettings } from '#sip/ua/user-agent-events';
import type { Parameters } from './line-settings.ts';

export function eventSettings(
  parameters: Parameters,
): Pick<AccountSettings, 'events' | 'remoteControl' | 'showsCalls' | 'subscriptions'> {
  const shows = parameters.get('voip/signalling/sip/dialog_event/shows');
  const messages = parameters.get('voip/services/msg_waiting_ind/enabled');
  return {
    events: {
      ...(messages && parameters.get('voip/services/msg_waiting_ind/subscribe') ? { messageSummary: mailbox(parameters) } : {}),
      registration: parameters.get('voip/signalling/sip/registration_event/enabled'),
      features: parameters.get('voip/services/feature_key_sync/enabled'),
    },
    subscriptions: {
      shortestS: parameters.get('voip/signalling/sip/subscription/minimum_expires'),
      longestS: parameters.get('voip/signalling/sip/subscription/maximum_expires'),
      retryS: parameters.get('voip/signalling/sip/subscription/retry_interval'),
    },
    ...(shows === 'states' || shows === 'all' ? { showsCalls: shows } : {}),
    remoteControl: {
      messageSummary: messages,
      talk: parameters.get('voip/signalling/sip/talk_event/enabled'),
      hold: parameters.get('voip/signalling/sip/hold_event/enabled'),
      conference: parameters.get('voip/signalling/sip/conference_event/enabled'),
      resync: parameters.get('voip/signalling/sip/remote_commands/enabled'),
    },
  };
}

function mailbox(parameters: Parameters): NonNullable<NonNullable<AccountSettings['events']>['messageSummary']> {
  const expiresS = parameters.get('voip/services/msg_waiting_ind/expiration_timeout');
  const host = parameters.get('voip/services/msg_waiting_ind/subscribe_address');
  if (host === '') return { expiresS };
  return { expiresS, server: { host, port: parameters.get('voip/services/msg_waiting_ind/subscribe_port') } };
}
