// What a page has moved over the wire, as the browser itself counts it: heads and compressed bodies, and what its WebSockets heard.

import type { Page } from 'playwright-core';

export interface PageTraffic {
  readonly bytes: number;
  readonly ofWebSockets: number;
  /** By path: what came for it. */
  readonly byPath: ReadonlyMap<string, number>;
}

/** From now on, until the page is closed. */
export async function watchTraffic(page: Page): Promise<() => PageTraffic> {
  const session = await page.context().newCDPSession(page);
  const paths = new Map<string, string>();
  const byPath = new Map<string, number>();
  let ofWebSockets = 0;
  session.on('Network.requestWillBeSent', ({ requestId, request }) => paths.set(requestId, new URL(request.url).pathname));
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const path = paths.get(requestId) ?? '';
    byPath.set(path, (byPath.get(path) ?? 0) + encodedDataLength);
  });
  session.on('Network.webSocketFrameReceived', ({ response: { opcode, payloadData } }) => {
    ofWebSockets += opcode === 2 ? Buffer.from(payloadData, 'base64').length : Buffer.byteLength(payloadData);
  });
  await session.send('Network.enable');
  return () => {
    const bytes = [...byPath.values()].reduce((sum, each) => sum + each, ofWebSockets);
    return { bytes, ofWebSockets, byPath: new Map(byPath) };
  };
}
