// How a line's account transfers calls, and who may transfer it.

import type { AccountSettings } from '#sip/ua/user-agent-events';
import type { Parameters } from './line-settings.ts';

const incoming = { ALLOW: 'accept', ASK: 'ask', REFUSE: 'refuse' } as const;
const clickToDial = { REFUSE: 'never', PROXY: 'proxy', ANYBODY: 'ask' } as const;

export function transferSettings(parameters: Parameters, line: number): Required<Pick<AccountSettings, 'transfer'>> {
  return {
    transfer: {
      referTo: parameters.get('voip/services/transfer/refer_to_contact/enabled') ? 'contact' : 'address',
      byeDelayMs: {
        transferor: parameters.get(`voip/line/${line}/transfer/referor_bye_delay`) * 1000,
        transferee: parameters.get(`voip/line/${line}/transfer/referee_bye_delay`) * 1000,
        target: parameters.get(`voip/line/${line}/transfer/target_bye_delay`) * 1000,
      },
      tellsRinging: parameters.get(`voip/line/${line}/transfer/notify_on_progress`),
      semiAttended: parameters.get('system/semi_attended/enable'),
      byeAlso: parameters.get('voip/services/transfer/bye_also/enabled'),
      within: incoming[parameters.get('voip/services/transfer/incoming')],
      acceptRefer: clickToDial[parameters.get('voip/services/transfer/click_to_dial')],
    },
  };
}
