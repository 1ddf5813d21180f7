// A site whose names dnsmasq knows and where nginx serves files: what tests of fetching begin with.

import { type Certificates, makeCertificates } from './certificates.ts';
import { startNameServer } from './name-server.ts';
import { Nginx } from './nginx.ts';
import { Site } from './site.ts';

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
