// The pages while calls come: what a browser shows of them at once, and names that are made to be run instead of read (CWE-79).

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { gunzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { Lab } from '#test/lab/lab-server';
import { lineAt } from '#test/support/household';
import { SimulatedPhone } from '#test/support/simulated-phone';
import { WebClient } from '#test/support/web-client';
import { startBrowser } from '#test/support/web-visit';

const password = 'correct horse';
const hostile = '<img src=x onerror=alert(1)>\'"><script>alert(2)</script>';
let lab: Lab;
let ann: SimulatedPhone;
let ben: SimulatedPhone;
let browser: Browser;
let page: Page;
let admin: WebClient;
const complaints: string[] = [];

before(async () => {
  lab = await Lab.start({ host: '127.0.0.1', port: 0 });
  ann = await SimulatedPhone.start({
    arguments: ['--web', '127.0.0.1:0'],
    params: { ...lineAt(lab.port, '1001'), 'system/password': password, 'security/web/https_only': 0 },
  });
  ben = await SimulatedPhone.start({ params: { ...lineAt(lab.port, '1002'), 'voip/line/0/description': hostile } });
  await Promise.all([ann.waitForLine(), ben.waitForLine()]);
  browser = await startBrowser();
  page = await browser.newPage();
  page.on('dialog', (dialog) => {
    complaints.push(dialog.message());
    void dialog.dismiss();
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) complaints.push(message.text());
  });
  const address = await ann.webAddress();
  admin = new WebClient(address);
  await admin.logIn('admin', password);
  await page.goto(address);
  await page.getByLabel('Name').fill('admin');
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('button', { name: 'Log out' }).waitFor();
});
after(async () => {
  await browser?.close();
  for (const part of [ann, ben, lab]) await part?.[Symbol.asyncDispose]();
});

async function call(): Promise<void> {
  await ben.type('1001');
  await ben.press('speaker');
  await ann.waitForScreen('incoming');
}

describe('a call with a name made to be run', () => {
  it('is on the page when it rings, its name as text', async () => {
    await call();
    await page.getByText(hostile).first().waitFor();
    assert.deepEqual(complaints, []);
  });

  it('is answered and ended over the API, and the page follows', async () => {
    const { calls } = await admin.get<{ calls: { id: string }[] }>('/api/phone');
    const [ringing] = calls;
    assert.equal((await admin.send('POST', `/api/calls/${ringing?.id}/answer`)).status, 204);
    await ben.waitForScreen('call');
    const quality = async () => (await admin.get<{ qualities: { packetsReceived: number }[] }>('/api/phone')).qualities[0];
    await ann.waitFor('packets that are counted', async () => ((await quality())?.packetsReceived ?? 0) > 0 || undefined);
    assert.equal((await admin.send('POST', `/api/calls/${ringing?.id}/end`)).status, 204);
    await ann.waitForScreen('idle');
    assert.equal((await admin.send('POST', `/api/calls/${ringing?.id}/end`)).status, 404);
  });

  for (const place of ['status/history', 'status/calls', 'diagnostics/sip', 'diagnostics/log', 'diagnostics/screen']) {
    it(`is text on the page ${place}, too`, async () => {
      await page.goto(`${admin.address}/#/${place}`);
      await page.locator('main h1').first().waitFor();
      await page.waitForLoadState('networkidle');
      assert.equal(await page.locator('main img[src="x"], main script').count(), 0);
      assert.deepEqual(complaints, []);
    });
  }

  it('is text in the call history', async () => {
    await page.goto(`${admin.address}/#/status/history`);
    await page.getByText(hostile).first().waitFor();
  });
});

describe('programs', () => {
  it('dial, see the screen and press keys', async () => {
    const { text } = JSON.parse(
      (await admin.send('POST', '/api/tokens', { name: 'pbx', scopes: ['calls', 'screen', 'keys', 'status'] })).text,
    ) as { text: string };
    const headers = { authorization: `Bearer ${text}` };
    const program = new WebClient(admin.address);
    assert.equal((await program.send('POST', '/api/calls', { number: '1002' }, headers)).status, 204);
    await ben.waitForScreen('incoming');
    const picture = await program.send('GET', '/api/screen.png', undefined, headers);
    assert.equal(picture.headers['content-type'], 'image/png');
    assert.equal(picture.bytes.subarray(1, 4).toString('latin1'), 'PNG');
    assert.match((await program.send('GET', '/api/screen', undefined, headers)).text, /"screen":"outgoing"/);
    assert.equal((await program.send('POST', '/api/keys', { key: 'softkey4' }, headers)).status, 204);
    await ann.waitFor('the end of the call', async () => ((await ann.screen()).screen === 'outgoing' ? undefined : true));
    assert.equal((await program.send('POST', '/api/keys', { key: 'selfDestruct' }, headers)).status, 400);
  });
});

describe('the pages', () => {
  it('weigh less than 150 kB on the wire, all of them', async () => {
    const index = await admin.send('GET', '/');
    const files = [
      ...gunzipSync(index.bytes)
        .toString('utf8')
        .matchAll(/(?:src|href)="(\/[^"]+)"/g),
    ].map(([, path]) => path ?? '');
    assert.ok(files.length >= 3);
    const parts = await Promise.all(files.map((path) => admin.send('GET', path)));
    const bytes = parts.reduce((sum, part) => sum + part.bytes.length, index.bytes.length);
    assert.ok(parts.every(({ status }) => status === 200));
    assert.ok(bytes < 150_000, `${bytes}`);
    for (const { headers } of parts) assert.equal(headers['content-encoding'], 'gzip');
  });
});

describe('a phone that has lost its power', () => {
  it('is told of by a page that hears nothing, though nobody closed the connection, and comes back', async () => {
    const context = await browser.newContext();
    const other = await context.newPage();
    await other.clock.install();
    await other.goto(await ann.webAddress());
    await other.getByLabel('Name').fill('admin');
    await other.getByLabel('Password').fill(password);
    await other.getByRole('button', { name: 'Log in' }).click();
    const silence = other.locator('header').getByText('The phone does not answer');
    await other.getByRole('link', { name: 'simulated/color-320' }).waitFor();
    assert.equal(await silence.count(), 0);
    process.kill(ann.pid, 'SIGSTOP');
    try {
      await other.clock.fastForward(80_000);
      await silence.waitFor();
    } finally {
      process.kill(ann.pid, 'SIGCONT');
    }
    await other.clock.fastForward(3000);
    await silence.waitFor({ state: 'detached' });
    await context.close();
  });
});

describe('a session that ends', () => {
  it('ends its WebSocket: the page asks to log in again', async () => {
    const old = { old: password, password: 'another horse' };
    const answer = await admin.send('PUT', '/api/password', old);
    assert.equal(answer.status, 204, answer.text);
    await page.getByRole('button', { name: 'Log in' }).waitFor();
  });
});
