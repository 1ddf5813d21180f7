// What a line's account subscribes to, and what its server may tell it to do.

import type { ServerAddress } from '#sip/ua/account/routing-settings';
import type { AccountSettings } from '#sip/ua/user-agent-events';
import type { Parameters } from './line-settings.ts';
import { writtenServer } from './server-settings.ts';

export function eventSettings(
  parameters: Parameters,
  line: number,
): Pick<AccountSettings, 'events' | 'remoteControl' | 'showsCalls' | 'subscriptions'> {
  const shows = parameters.get('voip/signalling/sip/dialog_event/shows');
  const messages = parameters.get('voip/services/msg_waiting_ind/enabled');
  return {
    events: {
      ...(messages && parameters.get('voip/services/msg_waiting_ind/subscribe')
        ? { messageSummary: messageSummary(parameters, line) }
        : {}),
      registration: parameters.get('voip/signalling/sip/registration_event/enabled'),
      ...(parameters.get(`voip/line/${line}/forward_notify/enabled`) ? { forwardingTold: forwardingTold(parameters, line) } : {}),
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
      resyncUnproven: !parameters.get(`voip/line/${line}/auth_resync_reboot`),
    },
  };
}

function messageSummary(
  parameters: Parameters,
  line: number,
): NonNullable<NonNullable<AccountSettings['events']>['messageSummary']> {
  const user = parameters.get(`voip/line/${line}/mailbox`);
  const server = voiceMailServer(parameters, line);
  return {
    expiresS: parameters.get('voip/services/msg_waiting_ind/expiration_timeout'),
    ...(user === '' ? {} : { user }),
    ...(server === undefined ? {} : { server }),
  };
}

function forwardingTold(parameters: Parameters, line: number): { readonly server?: ServerAddress } {
  const server = writtenServer(parameters.get(`voip/line/${line}/forward_notify/server`));
  return server === undefined ? {} : { server };
}

/** The line's before the phone's. */
function voiceMailServer(parameters: Parameters, line: number): ServerAddress | undefined {
  const own = writtenServer(parameters.get(`voip/line/${line}/voice_mail_server`));
  if (own !== undefined) return own;
  const host = parameters.get('voip/services/msg_waiting_ind/subscribe_address');
  return host === '' ? undefined : { host, port: parameters.get('voip/services/msg_waiting_ind/subscribe_port') };
}
