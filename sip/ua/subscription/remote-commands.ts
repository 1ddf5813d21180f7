// Events by which servers tell phones to fetch their configuration or to start again, as each vendor names them.

import type { RemoteCommand } from './remote-control.ts';
import type { EventName } from './subscription-headers.ts';

/**
 * Undefined: none of them. No URL is ever taken from the message; Yealink's `ACTION-URI` and Cisco's `xml-service`, which would act on one,
 * are no events of this phone.
 */
export function remoteCommandOf({ name, parameters }: EventName): RemoteCommand | undefined {
  switch (name) {
    // `;reboot=true|false` (Yealink, Snom, AudioCodes).
    case 'check-sync':
      return { type: 'resyncRequested', restart: truth(parameters.get('reboot')) };
    // SPA.
    case 'resync':
      return { type: 'resyncRequested', restart: false };
    case 'reboot':
    case 'reboot_now':
    case 'restart_now':
      return { type: 'restartRequested' };
    case 'report':
      return { type: 'reportRequested' };
    default:
      return undefined;
  }
}

function truth(text: string | undefined): boolean | undefined {
  return text === undefined ? undefined : text.toLowerCase() === 'true';
}
