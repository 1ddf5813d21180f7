// What the pages weigh on the wire, as a browser counts it; who has an answer already is not sent it again; what is never compressed.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { gunzipSync } from 'node:zlib';
import type { Browser, BrowserContext } from 'playwright-core';
import { routes } from '#ui/web/server/routes';
import { type AdministeredPhone, startAdministeredPhone } from '../support/administered-phone.ts';
import { type PageTraffic, watchTraffic } from '../support/page-traffic.ts';
import { startBrowser } from '../support/web-visit.ts';

let browser: Browser;
let administered: AdministeredPhone;
before(async () => {
  [browser, administered] = await Promise.all([startBrowser(), startAdministeredPhone()]);
});
after(async () => {
  await browser.close();
  await administered.phone[Symbol.asyncDispose]();
});

async function visited(context: BrowserContext): Promise<PageTraffic> {
  const page = await context.newPage();
  const traffic = await watchTraffic(page);
  await page.goto(administered.admin.address);
  await page.getByText('Everything is as it should be.').waitFor();
  await page.goto(`${administered.admin.address}/#/parameters/display`);
  await page.getByLabel('Theme').waitFor();
  await page.waitForLoadState('networkidle');
  await page.close();
  return traffic();
}

/** With one picture of the screen: how many there are is a matter of how long one stays. */
async function weightOf({ bytes, byPath }: PageTraffic): Promise<number> {
  const picture = await administered.admin.send('GET', '/api/screen.png');
  assert.ok(picture.bytes.length > 0);
  return bytes - (byPath.get('/api/screen.png') ?? 0) + picture.bytes.length;
}

describe('a visit to the pages', () => {
  it('moves less than 150 kB the first time, and a third of it at most the second', async () => {
    const context = await browser.newContext();
    const [name = '', value = ''] = administered.admin.cookie.split('=');
    await context.addCookies([{ name, value, url: administered.admin.address }]);
    const first = await visited(context);
    assert.ok(first.byPath.has('/api/schema') && first.byPath.has('/'), 'the browser saw all of it');
    const firstBytes = await weightOf(first);
    assert.ok(firstBytes < 150_000, `${firstBytes} bytes`);
    const secondBytes = await weightOf(await visited(context));
    assert.ok(secondBytes < firstBytes / 3, `${secondBytes} bytes after ${firstBytes}`);
    await context.close();
  });
});

describe('an answer of the API', () => {
  const asked = (path: string, headers: Readonly<Record<string, string>> = {}) =>
    administered.admin.send('GET', path, undefined, headers);

  it('is the same compressed and not', async () => {
    for (const path of ['/api/schema', '/api/parameters', '/api/openapi.json']) {
      const plain = await asked(path);
      const packed = await asked(path, { 'accept-encoding': 'br, gzip;q=0.8' });
      assert.equal(plain.headers['content-encoding'], undefined);
      assert.equal(packed.headers['content-encoding'], 'gzip');
      assert.equal(packed.headers.vary, 'Accept-Encoding');
      assert.ok(packed.bytes.length < plain.bytes.length / 3);
      assert.deepEqual(JSON.parse(gunzipSync(packed.bytes).toString()), JSON.parse(plain.text));
    }
  });

  it('that lasts is not sent to who has it, but is to another role', async () => {
    const { headers } = await asked('/api/schema');
    const tag = headers.etag ?? '';
    const again = await asked('/api/schema', { 'if-none-match': tag });
    assert.deepEqual([again.status, again.bytes.length], [304, 0]);
    assert.equal((await asked('/api/schema', { 'if-none-match': '"another"' })).status, 200);
    administered.admin.cookie = `${administered.admin.cookie}0`;
    const stranger = await asked('/api/schema', { 'if-none-match': tag });
    administered.admin.cookie = administered.admin.cookie.slice(0, -1);
    assert.equal(stranger.status, 401, 'who is not logged in is told nothing, not even that');
  });

  it('is judged before it is taken from what lasts', async () => {
    assert.equal((await asked('/api/schema?x=1')).status, 400);
    assert.equal((await asked('/api/schema')).status, 200);
  });

  it('is compressed only where nothing in it is secret or a stranger’s', () => {
    const packed = routes.filter(({ sent }) => sent !== undefined).map(({ method, path }) => `${method} ${path}`);
    // A new one belongs here once it is said why its length tells nothing (firmware/decisions/0024).
    assert.deepEqual(packed.sort(), ['GET /api/directory', 'GET /api/openapi.json', 'GET /api/parameters', 'GET /api/schema']);
  });

  it('without what the schema says is, put together, the whole', async () => {
    const sparse = JSON.parse((await asked('/api/parameters?sparse=1')).text) as { path: string; source: string }[];
    const whole = JSON.parse((await asked('/api/parameters')).text) as { path: string; source: string }[];
    assert.ok(sparse.length > 0 && sparse.length < whole.length / 10, `${sparse.length} of ${whole.length}`);
    const rest = new Map(whole.map((each) => [each.path, each]));
    for (const each of sparse) assert.deepEqual(rest.get(each.path), each);
    assert.ok(sparse.some(({ path }) => path === 'security/web/https_only'));
  });
});
