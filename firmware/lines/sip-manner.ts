// Parameters about how the phone's SIP messages look, whatever line they are of.

import type { ViaManner } from '#sip/transport/via-manner';
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

export function viaManner(parameters: Parameters): ViaManner {
  return {
    insertsReceived: parameters.get('voip/signalling/sip/nat/via/insert_received'),
    insertsPort: parameters.get('voip/signalling/sip/nat/via/insert_rport'),
    answersToSource: parameters.get('voip/signalling/sip/nat/via/response_to_source_port'),
  };
}
