// The web server of a running phone: its administration, its certificate, its doors.

import { join } from 'node:path';
import type { Store } from '#config/store';
import type { Clock } from '#sip/ports';
import { WebServer } from '#ui/web/server/web-server';
import { openAdministration } from '../administration/administration.ts';
import { isPair, readCertificates } from '../certificates/certificate-facts.ts';
import { deviceIdentity, type Identity } from '../certificates/device-identity.ts';
import type { SocketName } from '../command-line.ts';
import type { Machine } from '../machine.ts';
import type { Surfaces } from '../surfaces.ts';
import type { Log } from '../system/log.ts';
import { resources } from '../system/resources.ts';
import { SystemRandom } from '../system/system-random.ts';
import { readPem } from '../system/tls-identity.ts';
import type { Telephony } from '../telephony.ts';
import { readPageFiles } from './page-files.ts';
import { WebDoor } from './web-door.ts';

export interface OpenWebOptions {
  readonly machine: Machine;
  readonly telephony: Telephony;
  readonly surfaces: Pick<Surfaces, 'lcd' | 'take'>;
  readonly log: Log;
  readonly clock: Clock;
  readonly at: readonly SocketName[];
}

export interface OpenedWeb extends AsyncDisposable {
  /** `https://192.0.2.7:443`, of each door. */
  readonly addresses: readonly string[];
}

const ownIdentityPaths = ['security/web_certificate_uri', 'security/web_private_key_uri'];

export async function openWeb(options: OpenWebOptions): Promise<OpenedWeb> {
  await using parts = new AsyncDisposableStack();
  const { machine, telephony, log, clock, at } = options;
  const { store, board, dataDirectory } = machine;
  const names = ['localhost', ...new Set(board.network.addresses.map(({ address }) => address))];
  const commonName = `hookswitch-${board.network.macAddress.replaceAll(':', '').toLowerCase()}`;
  const made = await deviceIdentity(join(dataDirectory, 'web'), { commonName, names }, clock.wall.ms);
  const opened = await openAdministration({ ...options, deviceCertificate: () => made.certificate });
  const { administration } = parts.use(opened);
  const server = new WebServer({
    phone: telephony.phone,
    administration,
    clock,
    log,
    random: new SystemRandom(),
    pages: await readPageFiles(resources.webPages),
    httpsOnly: () => store.get('security/web/https_only'),
    sessionTimes: () => ({
      idleMs: store.get('system/web/session_idle_timeout') * 60_000,
      absoluteMs: store.get('system/web/session_timeout') * 3_600_000,
    }),
  });
  parts.defer(() => server.close());
  await server.ready();
  const identity = (): Identity => broughtIdentity(store, log) ?? made;
  const addresses: string[] = [];
  for (const each of at) {
    const door = new WebDoor({
      identity: identity(),
      handle: (request, response) => server.handle(request, response),
      upgrade: (request, socket, head) => server.upgrade(request, socket, head),
    });
    parts.use(door);
    for (const path of ownIdentityPaths) parts.defer(store.subscribe(path, () => door.setIdentity(identity())));
    const { address, family, port } = await door.listen(each);
    const scheme = store.get('security/web/https_only') ? 'https' : 'http';
    addresses.push(`${scheme}://${family === 'IPv6' ? `[${address}]` : address}:${port}`);
  }
  const closing = parts.move();
  return { addresses, [Symbol.asyncDispose]: () => closing.disposeAsync() };
}

/** What the administrator brought; undefined: nothing, or nothing that belongs together. */
function broughtIdentity(store: Store, log: Log): Identity | undefined {
  const certificate = readPem(store.get('security/web_certificate_uri'), 'certificate of the web pages', log);
  const privateKey = readPem(store.get('security/web_private_key_uri').reveal(), 'private key of the web pages', log);
  const [leaf] = readCertificates(certificate) ?? [];
  return leaf !== undefined && isPair(leaf, privateKey) ? { certificate, privateKey } : undefined;
}
