// A phone whose pages are served in the clear, and its administrator, who is logged in: what tests of the API begin with.

import assert from 'node:assert/strict';
import { SimulatedPhone, type SimulatedPhoneOptions } from './simulated-phone.ts';
import { type WebAnswer, WebClient } from './web-client.ts';

export const administratorPassword = 'correct horse';

export interface AdministeredPhone {
  readonly phone: SimulatedPhone;
  readonly admin: WebClient;
}

export async function startAdministeredPhone(options: SimulatedPhoneOptions = {}): Promise<AdministeredPhone> {
  // A phone whose administrator does not come in must not stay behind, or the test would never end.
  await using parts = new AsyncDisposableStack();
  const phone = parts.use(
    await SimulatedPhone.start({
      ...options,
      arguments: ['--web', '127.0.0.1:0', ...(options.arguments ?? [])],
      params: { 'system/password': administratorPassword, 'security/web/https_only': 0, ...options.params },
    }),
  );
  const admin = new WebClient(await phone.webAddress());
  assert.equal((await admin.logIn('admin', administratorPassword)).status, 200);
  parts.move();
  return { phone, admin };
}

/** One change set of a running phone; null: back to the default. */
export async function changeSettings(
  admin: WebClient,
  values: Readonly<Record<string, string | number | boolean | null>>,
): Promise<void> {
  const changes = Object.entries(values).map(([path, value]) => ({ path, value }));
  const send = (): Promise<WebAnswer> => admin.send('PUT', '/api/parameters', { changes });
  let answer = await send();
  // Time that was skipped ends sessions, too.
  if (answer.status === 401 && (await admin.logIn('admin', administratorPassword)).status === 200) answer = await send();
  assert.equal(answer.status, 200, answer.text);
}
