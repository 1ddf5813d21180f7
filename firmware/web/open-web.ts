// The web server of a running phone: its administration, its certificate, its doors.

import type { Clock } from '#sip/ports';
import { type Language, languageOf } from '#ui/text/languages';
import { readLanguages, stringsOf } from '#ui/text/strings';
import { WebServer } from '#ui/web/server/web-server';
import { openAdministration } from '../administration/administration.ts';
import type { SocketName } from '../command-line.ts';
import type { Machine } from '../machine.ts';
import type { Surfaces } from '../surfaces.ts';
import type { Log } from '../system/log.ts';
import { resources } from '../system/resources.ts';
import { SystemRandom } from '../system/system-random.ts';
import type { Telephony } from '../telephony.ts';
import { readPageFiles } from './page-files.ts';
import { WebDoor } from './web-door.ts';
import { WebIdentity } from './web-identity.ts';
import { webMeans } from './web-means.ts';

export interface OpenWebOptions {
  readonly machine: Machine;
  readonly telephony: Telephony;
  readonly surfaces: Pick<Surfaces, 'lcd' | 'take' | 'faces'>;
  readonly log: Log;
  readonly clock: Clock;
  readonly at: readonly SocketName[];
  /** Of these the one that browsers are led to; undefined: each leads to itself. */
  readonly securePort: number | undefined;
}

export interface OpenedWeb extends AsyncDisposable {
  /** `https://192.0.2.7:443`, of each door. */
  readonly addresses: readonly string[];
  /** Nobody comes in any more; whoever has asked by now has the answer when it resolves. */
  shut(): Promise<void>;
}

export async function openWeb(options: OpenWebOptions): Promise<OpenedWeb> {
  await using parts = new AsyncDisposableStack();
  const { machine, telephony, log, clock, at } = options;
  const { store, certificates, board, dataDirectory } = machine;
  const { phone } = telephony;
  const doors: WebDoor[] = [];
  const identity = await WebIdentity.open({
    ...{ store, certificates, board, phone, dataDirectory, clock, log },
    changed: (next) => {
      for (const door of doors) door.setIdentity(next);
    },
  });
  parts.use(identity);
  const opened = await openAdministration({ ...options, deviceCertificate: () => identity.own });
  const { administration } = parts.use(opened);
  const language = (): Language => languageOf(store.get('personal_settings/language'));
  const server = new WebServer({
    phone,
    administration,
    clock,
    log,
    random: new SystemRandom(),
    means: webMeans,
    pages: await readPageFiles(resources.webPages),
    text: () => stringsOf(language()),
    httpsOnly: () => store.get('security/web/https_only'),
    securePort: options.securePort,
    sessionTimes: () => ({
      idleMs: store.get('system/web/session_idle_timeout') * 60_000,
      absoluteMs: store.get('system/web/session_timeout') * 3_600_000,
    }),
  });
  parts.defer(() => server.close());
  const speak = (): void => void readLanguages(language()).then(() => server.languageChanged());
  parts.defer(store.subscribe('personal_settings/language', speak));
  parts.defer(telephony.languages.subscribe(speak));
  await server.ready();
  const addresses: string[] = [];
  for (const each of at) {
    const door = new WebDoor({
      identity: identity.current,
      handle: (request, response) => server.handle(request, response),
      upgrade: (request, socket, head) => server.upgrade(request, socket, head),
    });
    parts.use(door);
    doors.push(door);
    const { address, family, port } = await door.listen(each);
    const scheme = store.get('security/web/https_only') ? 'https' : 'http';
    addresses.push(`${scheme}://${family === 'IPv6' ? `[${address}]` : address}:${port}`);
  }
  const closing = parts.move();
  const shut = async (): Promise<void> => {
    await Promise.all(doors.map((door) => door.shut()));
  };
  return { addresses, shut, [Symbol.asyncDispose]: () => closing.disposeAsync() };
}
