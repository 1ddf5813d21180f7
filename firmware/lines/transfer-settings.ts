// How a line's account transfers calls, and who may transfer it.

import type { AccountSettings } from '#sip/ua/user-agent-events';
import type { Parameters } from './line-settings.ts';

const incoming = { ALLOW: 'accept', ASK: 'ask', REFUSE: 'refuse' } as const;
const clickToDial = { REFUSE: 'never', PROXY: 'proxy', ANYBODY: 'ask' } as const;

export function transferSettings(parameters: Parameters): Required<Pick<AccountSettings, 'transfer'>> {
  return {
    transfer: {
      referTo: parameters.get('voip/services/transfer/refer_to_contact/enabled') ? 'contact' : 'address',
      semiAttended: parameters.get('system/semi_attended/enable'),
      byeAlso: parameters.get('voip/services/transfer/bye_also/enabled'),
      within: incoming[parameters.get('voip/services/transfer/incoming')],
      acceptRefer: clickToDial[parameters.get('voip/services/transfer/click_to_dial')],
    },
  };
}
