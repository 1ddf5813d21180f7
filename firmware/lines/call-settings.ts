// How a line's calls are signalled.

import type { CallSettings } from '#sip/ua/call/call-settings';
import type { IdentitySource } from '#sip/ua/call/remote-identity';
import type { Parameters } from './line-settings.ts';

const reliability = { DISABLE: 'off', SUPPORTED: 'supported', REQUIRED: 'required' } as const;
const sources: Readonly<Record<string, IdentitySource>> = {
  PAID: 'asserted',
  PPID: 'preferred',
  RPID: 'remoteParty',
  FROM: 'from',
};
const sent = { NONE: 'none', PPID: 'preferred', PAID: 'asserted', RPID: 'remoteParty' } as const;

export function callSettings(parameters: Parameters, line: number): CallSettings {
  const userParameter = parameters.get('voip/signalling/sip/user_info');
  const order = parameters.get('voip/signalling/sip/caller_id/source').split('-');
  return {
    identity: {
      order: order.flatMap((name) => sources[name] ?? []),
      tells: sent[parameters.get('voip/signalling/sip/caller_id/sent')],
      tellsRemoteParty: parameters.get(`voip/line/${line}/remote_party_id`),
      hiddenByProxy: !parameters.get(`voip/line/${line}/anonymous_with_remote_party_id`),
    },
    reliability: reliability[parameters.get('voip/signalling/sip/prack/mode')],
    ...sessionTimer(parameters),
    redirection: { maximum: parameters.get('voip/signalling/sip/redirection/maximum') },
    inviteExpiresS: parameters.get('voip/signalling/sip/sip_invite_timer'),
    reinviteExpiresS: parameters.get('voip/signalling/sip/reinvite_expires'),
    holdsWithZeroAddress: parameters.get('voip/signalling/sip/hold_with_zero_address/enabled'),
    digitsByInfo: parameters.get('voip/signalling/sip/dtmf_info_type') === 'application/dtmf' ? 'digit' : 'relay',
    ...(userParameter === 'none' ? {} : { userParameter }),
    endsEarlySound: !parameters.get(`voip/line/${line}/sticky_183`),
    onlyRegistered: {
      makes: !parameters.get(`voip/line/${line}/call_without_registration`),
      takes: !parameters.get(`voip/line/${line}/answer_without_registration`),
    },
    tellsStatistics: parameters.get('voip/signalling/sip/call_statistics/enabled'),
  };
}

function sessionTimer(parameters: Parameters): Pick<CallSettings, 'sessionTimer'> {
  if (!parameters.get('voip/signalling/sip/session_timer/enabled')) return {};
  return {
    sessionTimer: {
      intervalS: parameters.get('voip/signalling/sip/session_timer/interval'),
      minimumS: parameters.get('voip/signalling/sip/session_timer/minimum'),
      refresher: parameters.get('voip/signalling/sip/session_timer/refresher') === 'LOCAL' ? 'local' : 'remote',
    },
  };
}
