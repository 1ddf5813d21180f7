// A site whose names dnsmasq knows and where nginx serves files, and phones that fetch there: what tests of fetching begin with.

import { SimulatedPhone, type SimulatedPhoneOptions } from '../../support/simulated-phone.ts';
import { type Certificates, makeCertificates } from './certificates.ts';
import { phoneAddress } from './lan.ts';
import { startNameServer } from './name-server.ts';
import { Nginx } from './nginx.ts';
import { Site } from './site.ts';

const program = new URL('../../../firmware/main.ts', import.meta.url).pathname;

export interface FileSite {
  readonly site: Site;
  readonly certificates: Certificates;
  /** Ends with the site. */
  readonly nginx: Nginx;
}

/** `records`: of the test's own, as dnsmasq's options. */
export async function openFileSite(records: readonly string[] = []): Promise<FileSite> {
  await using parts = new AsyncDisposableStack();
  const site = parts.use(await Site.open());
  const certificates = await makeCertificates(site.directory);
  await site.keep(startNameServer(site.lan, site.directory, records));
  const nginx = await site.keep(Nginx.start(site.lan, site.directory, certificates));
  parts.move();
  return { site, certificates, nginx };
}

/** A phone that believes the site's authority alone, and fetches without delay. */
export function startFetchingPhone(
  { authority }: Certificates,
  params: Readonly<Record<string, string | number>>,
  options: Pick<SimulatedPhoneOptions, 'dataDirectory' | 'arguments'> = {},
): Promise<SimulatedPhone> {
  return SimulatedPhone.start({
    ...options,
    params: {
      'security/ca_certificate/0/uri': authority,
      'security/sip/public_authorities': 0,
      'provisioning/resync/random_delay': 0,
      ...params,
    },
    arguments: ['--address', phoneAddress, ...(options.arguments ?? [])],
    program: [program],
  });
}
