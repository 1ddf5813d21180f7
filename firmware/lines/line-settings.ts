// A line's parameters turned into the user agent's account settings.

import type { ParameterPath, Values } from '#config/schema';
import { withoutService } from '#sip/transport/resolve-target';
import type { ServerAddress } from '#sip/ua/account/routing-settings';
import type { AccountSettings } from '#sip/ua/user-agent-events';
import { callSettings } from './call-settings.ts';
import { eventSettings } from './event-settings.ts';
import { lineCredentials } from './line-credentials.ts';
import { emergencyOf, redundancyOf, registrationLimitsOf, responsePolicyOf, serverAddress } from './server-settings.ts';
import { sharedLineSettings } from './shared-line.ts';
import { transferSettings } from './transfer-settings.ts';
import { waySettings } from './way-settings.ts';

/** The store, as far as the firmware reads parameters. */
export interface Parameters {
  get<Path extends ParameterPath>(path: Path): Values[Path];
}

export const lineCount = 6;

/** Undefined while the line is off or lacks what registering needs: a user ID and a domain or proxy. */
export function accountSettings(parameters: Parameters, line: number): AccountSettings | undefined {
  const user = parameters.get(`voip/line/${line}/id`);
  const proxyAddress = parameters.get(`voip/line/${line}/proxy_address`);
  const domain = withoutService(parameters.get(`voip/line/${line}/domain`) || proxyAddress);
  if (!parameters.get(`voip/line/${line}/enabled`) || user === '' || domain === '') return undefined;
  const redundancy = redundancyOf(parameters, line);
  const acceptStrangers = parameters.get('voip/signalling/sip/direct_ip_calls/enabled');
  return {
    id: accountId(line),
    user,
    displayName: parameters.get(`voip/line/${line}/description`) || undefined,
    domain,
    proxy: firstHop(parameters, line, proxyAddress || domain),
    protocol: parameters.get(`voip/line/${line}/transport_protocol`),
    credentials: () => lineCredentials(parameters, line),
    registration: parameters.get(`voip/line/${line}/register`)
      ? {
          expiresS: parameters.get('voip/signalling/sip/proxy_timeout'),
          retryS: parameters.get('voip/signalling/sip/registration_failed_timeout'),
          retryMaxS: parameters.get('voip/signalling/sip/registration_failed_timeout_max'),
          limits: registrationLimitsOf(parameters),
        }
      : undefined,
    responsePolicy: responsePolicyOf(parameters),
    emergency: emergencyOf(parameters),
    ...(redundancy === undefined ? {} : { redundancy }),
    ...waySettings(parameters, line),
    // Where calls may come from anywhere, they go on as they came.
    keepsToProxy:
      usesOutboundProxy(parameters, line) && parameters.get(`voip/line/${line}/outbound_proxy/in_dialog`) && !acceptStrangers,
    ...callSettings(parameters, line),
    acceptStrangers,
    ...eventSettings(parameters, line),
    ...transferSettings(parameters, line),
    ...sharedLineSettings(parameters, line),
  };
}

/** The outbound proxy where one is used (AudioCodes table 3-18), else the line's own. */
function firstHop(parameters: Parameters, line: number, proxyAddress: string): ServerAddress {
  if (usesOutboundProxy(parameters, line)) {
    const outbound = parameters.get(`voip/line/${line}/outbound_proxy/addr`);
    return serverAddress(outbound, parameters.get(`voip/line/${line}/outbound_proxy/port`));
  }
  return serverAddress(proxyAddress, parameters.get(`voip/line/${line}/proxy_port`));
}

function usesOutboundProxy(parameters: Parameters, line: number): boolean {
  return (
    parameters.get(`voip/line/${line}/outbound_proxy/enabled`) && parameters.get(`voip/line/${line}/outbound_proxy/addr`) !== ''
  );
}

/** `line1` for line 0, as the key and the lamp are named. */
export function accountId(line: number): string {
  return `line${line + 1}`;
}
