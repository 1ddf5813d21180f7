// Which protocol the settings name; each is read when it is spoken.

import type { EnrolmentProtocol, EnrolmentServer } from './enrolment-protocol.ts';
import type { EnrolmentSettings } from './enrolment-settings.ts';

export async function openProtocol(name: EnrolmentSettings['protocol'], server: EnrolmentServer): Promise<EnrolmentProtocol> {
  switch (name) {
    case 'EST': {
      const { EstProtocol } = await import('./est/est-protocol.ts');
      return new EstProtocol(server);
    }
    case 'SCEP': {
      const { ScepProtocol } = await import('../scep/scep-protocol.ts');
      return new ScepProtocol(server);
    }
  }
}
