// What is wrong, in the language of the phone: on its screen, on the pages that are open, and again in another language as soon as it is
// chosen.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startAdministeredPhone } from '#test/support/administered-phone';
import { startBrowser, visit } from '#test/support/web-visit';

test('a certificate that is not to be had is told in the language of the phone', async () => {
  const nowhere = 'https://127.0.0.1:1/phone';
  const params = { 'security/web_certificate_uri': `${nowhere}.pem`, 'security/web_private_key_uri': `${nowhere}.key` };
  const { phone, admin } = await startAdministeredPhone({ params });
  const browser = await startBrowser();
  try {
    const speak = (language: string) =>
      admin.send('PUT', '/api/parameters', { changes: [{ path: 'personal_settings/language', value: language }] });
    const onScreen = async (words: string): Promise<unknown> =>
      await phone.waitFor(words, async () => {
        const { notice } = (await phone.screen()) as { notice: { text: string } | null };
        return notice?.text === words ? true : undefined;
      });
    await onScreen('web pages: The server does not answer. The phone goes on with what it has.');
    const { page, complaints } = await visit(browser, phone);
    await page.getByLabel('Name').fill('admin');
    await page.getByLabel('Password').fill('correct horse');
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByText('Certificate refused').waitFor();
    await speak('German');
    const german = 'die Webseiten: Der Server antwortet nicht. Das Telefon bleibt bei dem, was es hat.';
    await onScreen(german);
    await page.getByText(german).waitFor();
    await page.getByText('Zertifikat abgelehnt').waitFor();
    const told = await admin.get<{ readonly notices: readonly { readonly kind: string; readonly text: string }[] }>('/api/phone');
    assert.ok(told.notices.some(({ kind, text }) => kind === 'certificateFetch' && text === german));
    assert.deepEqual(complaints, []);
  } finally {
    await browser.close();
    await phone[Symbol.asyncDispose]();
  }
});
