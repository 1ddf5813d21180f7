// The way of a fact from the board to the one who deals with it.

import type { BoardEvent } from '#hal/board';
import type { NetworkAddress } from '#hal/network/network';
import type { Log } from '#sip/ports';
import type { ConsoleSession } from '#ui/console/session';
import type { KeyInterpreter } from '#ui/keys/key-interpreter';
import type { LcdSurface } from '#ui/lcd/surface';
import type { Phone } from '#ui/phone';
import { tellOfDevice } from './device-notices.ts';
import { tellOfDuplicates } from './system/network-notices.ts';
import type { Notices } from './system/notices.ts';

export interface BoardEventRoutes {
  readonly phone: Phone;
  readonly keys: KeyInterpreter;
  readonly surface: LcdSurface;
  /** Undefined where the administrator has switched the console off. */
  readonly console: ConsoleSession | undefined;
  readonly addressChanged: (addresses: readonly NetworkAddress[]) => void;
  readonly dhcpOptionsChanged: () => void;
  readonly notices: Pick<Notices, 'raise' | 'clear'>;
  readonly log: Log;
}

export function routeBoardEvent(event: BoardEvent, routes: BoardEventRoutes): void {
  const { phone } = routes;
  switch (event.type) {
    case 'keyMoved':
      routes.keys.handle(event);
      return;
    case 'hookMoved':
      if (event.off) phone.liftHandset();
      else phone.replaceHandset();
      return;
    case 'headsetPlugged':
      phone.plugHeadset(event.plugged);
      return;
    case 'headsetButtonPressed':
      phone.pressHeadsetButton(event.button);
      return;
    case 'touched':
      routes.surface.touch(event);
      return;
    case 'bytesReceived':
      routes.console?.receive(event.bytes);
      return;
    case 'lineLost':
      // Whoever plugs in next must log in.
      routes.console?.end();
      return;
    case 'addressChanged':
      routes.addressChanged(event.addresses);
      return;
    case 'dhcpOptionsChanged':
      routes.dhcpOptionsChanged();
      return;
    case 'duplicateAddressesChanged':
      tellOfDuplicates(event.addresses, routes.notices);
      return;
    case 'deviceLost':
    case 'deviceReturned':
      tellOfDevice(event, routes.notices, routes.log);
  }
}
