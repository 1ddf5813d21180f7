// Parameters about how the phone's SIP messages look, whatever line they are of.

import type { Manner } from '#sip/ua/request/manner';
import type { Parameters } from './line-settings.ts';

export function sipManner(parameters: Parameters): Manner {
  return {
    userAgent: parameters.get('voip/signalling/sip/user_agent'),
    registerUserAgent: parameters.get('voip/signalling/sip/register_user_agent'),
    server: parameters.get('voip/signalling/sip/server_name'),
    acceptLanguage: parameters.get('voip/signalling/sip/accept_language'),
    maxForwards: parameters.get('voip/signalling/sip/max_forwards'),
    quotesNames: parameters.get('voip/signalling/sip/escape_display_name'),
  };
}
