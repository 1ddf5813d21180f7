// Whom to ask when neither the administrator nor DHCP says: the wire, the name that everybody knows, the redirect server.

import type { Clock, Random } from '#sip/ports';
import { addressesOf } from '../system/name-lookup.ts';
import type { FetchResult } from './fetch/fetched.ts';
import { type PhoneNames, withNames } from './file-names.ts';
import { askByPlugAndPlay } from './plug-and-play.ts';
import type { ProvisioningSettings } from './provisioning-settings.ts';
import { provisioningPlaces } from './provisioning-url.ts';
import { type Source, serverNameSource } from './source.ts';

export interface DiscoverOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly productName: string;
  readonly signal: AbortSignal;
  /** Asks a redirect server for the place. */
  readonly askPlace: (url: URL) => Promise<FetchResult>;
}

const nameLookupMs = 5000;

/** Never rejects. */
export async function discoverSource(
  options: DiscoverOptions,
  settings: ProvisioningSettings,
  names: PhoneNames,
): Promise<Source | undefined> {
  return (
    (settings.plugAndPlay ? await onTheWire(options, names) : undefined) ??
    (await byServerName(options, settings.serverName, names)) ??
    (await byRedirection(options, settings.redirectServer, names))
  );
}

async function onTheWire(options: DiscoverOptions, names: PhoneNames): Promise<Source | undefined> {
  const address = await askByPlugAndPlay({ ...options, names });
  const places = address === undefined ? undefined : provisioningPlaces(address, names, 'configuration');
  return places === undefined ? undefined : { kind: 'plugAndPlay', ...places };
}

/** A network that does not know the name is asked nothing more. */
async function byServerName({ clock, signal }: DiscoverOptions, name: string, names: PhoneNames): Promise<Source | undefined> {
  const source = serverNameSource(name, names);
  if (source === undefined) return undefined;
  const controller = new AbortController();
  const timer = clock.setTimer(nameLookupMs, () => controller.abort());
  try {
    await addressesOf(name, AbortSignal.any([signal, controller.signal]));
    return source;
  } catch {
    return undefined;
  } finally {
    timer.cancel();
  }
}

async function byRedirection({ askPlace }: DiscoverOptions, server: string, names: PhoneNames): Promise<Source | undefined> {
  const address = withNames(server, names);
  if (!URL.canParse(address)) return undefined;
  const answer = await askPlace(new URL(address));
  const places = answer.type === 'sentElsewhere' ? provisioningPlaces(answer.to, names, 'firmware') : undefined;
  return places === undefined ? undefined : { kind: 'redirect', ...places };
}
