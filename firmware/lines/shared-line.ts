// A line that several phones have: from parameters to the user agent's settings, and from what that tells to what the person sees.

import type { SharedLineDialect, SharedLineStatus } from '#sip/ua/shared-line/shared-line-settings';
import type { AccountSettings } from '#sip/ua/user-agent-events';
import type { AppearanceSnapshot } from '#ui/line-snapshot';
import { partyOf } from '../calls/parties.ts';
import type { Parameters } from './line-settings.ts';
import { writtenServer } from './server-settings.ts';

const dialects: Readonly<Record<'CALL_INFO' | 'DIALOG_SHARED' | 'DIALOG_SLA' | 'DIALOG', SharedLineDialect>> = {
  CALL_INFO: 'callInfo',
  DIALOG_SHARED: 'shared',
  DIALOG_SLA: 'bridged',
  DIALOG: 'dialog',
};

export function sharedLineSettings(parameters: Parameters, line: number): Pick<AccountSettings, 'sharedLine' | 'showsCalls'> {
  if (!parameters.get(`voip/line/${line}/shared_line/enabled`)) return {};
  const dialect = dialects[parameters.get(`voip/line/${line}/shared_line/protocol`)];
  const stateAgent = writtenServer(parameters.get(`voip/line/${line}/state_agent`));
  return {
    sharedLine: {
      ...(stateAgent === undefined ? {} : { stateAgent }),
      dialect,
      appearances: parameters.get(`voip/line/${line}/shared_line/appearances`),
      subscriptionExpiresS: parameters.get(`voip/line/${line}/shared_line/subscription_expires`),
    },
    // Where no server puts the line together the phones have to tell, or nobody could take a call over.
    ...(dialect === 'dialog' || dialect === 'bridged' ? { showsCalls: 'all' as const } : {}),
  };
}

export function appearancesOf({ known, appearances }: SharedLineStatus): readonly AppearanceSnapshot[] {
  return appearances.map(({ index, state, local, remote, by }) => ({
    index,
    state: known || local ? state : 'unknown',
    local,
    remote: remote === undefined ? undefined : partyOf(remote),
    by,
  }));
}
