// A visit to a phone's pages in a real browser, which notes everything that a page must not do.

import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import type { SimulatedPhone } from './simulated-phone.ts';

const administratorsPassword = 'correct horse';

export interface Visit {
  readonly page: Page;
  readonly address: string;
  /** Errors, broken policies, requests to elsewhere. */
  readonly complaints: string[];
}

export function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'], timeout: 120_000 });
}

export async function visit(browser: Browser, phone: SimulatedPhone, options: BrowserContextOptions = {}): Promise<Visit> {
  const address = await phone.webAddress();
  const context = await browser.newContext({ ignoreHTTPSErrors: true, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('dialog', (dialog) => complaints.push(`a dialog: ${dialog.message()}`));
  page.on('console', (message) => {
    const { url } = message.location();
    // The browser itself reports answers that refuse.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      complaints.push(`${url} ${message.text()}`);
  });
  page.on('request', (request) => {
    if (!/^(blob|data):/.test(request.url()) && !request.url().startsWith(address)) complaints.push(request.url());
  });
  await page.goto(address);
  return { page, address, complaints };
}

/** As a person would: asks for the code, reads it from the screen, types it. */
export async function claim(phone: SimulatedPhone, page: Page, password: string = administratorsPassword): Promise<void> {
  await page.getByRole('button', { name: 'Show the code on the phone' }).click();
  const code = await phone.waitFor('the code on the screen', async () => {
    const { notice } = (await phone.screen()) as { notice: { title?: string } | null };
    return /^Web code ([\d ]+)$/.exec(notice?.title ?? '')?.[1];
  });
  await page.getByLabel("Code on the phone's screen").fill(code);
  await page.getByLabel('New password').fill(password);
  await page.getByRole('button', { name: 'Take the phone' }).click();
  await page.getByRole('button', { name: 'Log out' }).waitFor();
}
