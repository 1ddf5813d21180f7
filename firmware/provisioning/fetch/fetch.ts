// A file from a server, by the protocol that its address names. Whatever goes wrong is an answer.

import { fetchFailure } from './fetch-failure.ts';
import type { FetchRequest, FetchResult } from './fetched.ts';
import { fetchByFtp } from './ftp-fetch.ts';
import { fetchByHttp } from './http-fetch.ts';
import { Patience } from './patience.ts';
import { fetchByTftp } from './tftp-fetch.ts';

type Protocol = (request: FetchRequest, patience: Patience) => Promise<FetchResult>;

const protocols: Readonly<Record<string, Protocol>> = {
  'http:': fetchByHttp,
  'https:': fetchByHttp,
  'tftp:': fetchByTftp,
  'ftp:': fetchByFtp,
};

/** Never rejects. */
export async function fetchFile(request: FetchRequest): Promise<FetchResult> {
  const protocol = protocols[request.url.protocol];
  if (protocol === undefined)
    return { type: 'failed', failure: 'protocol', detail: `nothing is fetched by ${request.url.protocol}` };
  using patience = new Patience(request.clock, request);
  try {
    return await protocol(request, patience);
  } catch (error) {
    return fetchFailure(error);
  }
}
