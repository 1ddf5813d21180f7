// The web server of a running phone: its administration, its certificate, its doors.

import { join } from 'node:path';
import type { Clock } from '#sip/ports';
import { WebServer } from '#ui/web/server/web-server';
import { ClaimCode } from '../administration/claim-code.ts';
import { PhoneParameters } from '../administration/parameters.ts';
import { PhoneUsers } from '../administration/users.ts';
import { deviceIdentity } from '../certificates/device-identity.ts';
import type { SocketName } from '../command-line.ts';
import type { Machine } from '../machine.ts';
import type { Log } from '../system/log.ts';
import { resources } from '../system/resources.ts';
import { SystemRandom } from '../system/system-random.ts';
import type { Telephony } from '../telephony.ts';
import { readPageFiles } from './page-files.ts';
import { WebDoor } from './web-door.ts';

export interface OpenWebOptions {
  readonly machine: Machine;
  readonly telephony: Pick<Telephony, 'phone' | 'notices'>;
  readonly log: Log;
  readonly clock: Clock;
  readonly at: readonly SocketName[];
}

export interface OpenedWeb extends AsyncDisposable {
  /** `https://192.0.2.7:443`, of each door. */
  readonly addresses: readonly string[];
}

const claimNotice = 'web-claim';

export async function openWeb({ machine, telephony, log, clock, at }: OpenWebOptions): Promise<OpenedWeb> {
  await using parts = new AsyncDisposableStack();
  const { store, board, dataDirectory } = machine;
  const { phone, notices } = telephony;
  const random = new SystemRandom();
  const claimCode = new ClaimCode({
    clock,
    random,
    show: (code) => {
      if (code === undefined) notices.clear(claimNotice);
      else notices.raise({ id: claimNotice, severity: 'information', title: `Web code ${spaced(code)}`, text: claimText });
    },
  });
  parts.defer(() => claimCode.forget());
  const server = new WebServer({
    phone,
    administration: { users: new PhoneUsers(store, claimCode), parameters: new PhoneParameters(store) },
    clock,
    log,
    random,
    pages: await readPageFiles(resources.webPages),
    httpsOnly: () => store.get('security/web/https_only'),
    sessionTimes: () => ({
      idleMs: store.get('system/web/session_idle_timeout') * 60_000,
      absoluteMs: store.get('system/web/session_timeout') * 3_600_000,
    }),
  });
  parts.defer(() => server.close());
  await server.ready();
  const names = ['localhost', ...new Set(board.network.addresses.map(({ address }) => address))];
  const commonName = `hookswitch-${board.network.macAddress.replaceAll(':', '').toLowerCase()}`;
  const identity = await deviceIdentity(join(dataDirectory, 'web'), { commonName, names }, clock.wall.ms);
  const addresses: string[] = [];
  for (const each of at) {
    const door = new WebDoor({
      identity,
      handle: (request, response) => server.handle(request, response),
      upgrade: (request, socket, head) => server.upgrade(request, socket, head),
    });
    parts.use(door);
    const { address, family, port } = await door.listen(each);
    const scheme = store.get('security/web/https_only') ? 'https' : 'http';
    addresses.push(`${scheme}://${family === 'IPv6' ? `[${address}]` : address}:${port}`);
  }
  const closing = parts.move();
  return { addresses, [Symbol.asyncDispose]: () => closing.disposeAsync() };
}

const claimText = 'Somebody wants to set up this phone by its web pages. Type this code there, or leave it.';

function spaced(code: string): string {
  return code.replace(/^(....)/, '$1 ');
}
