// A phone whose pages are served in the clear, and its administrator, who is logged in: what tests of the API begin with.

import assert from 'node:assert/strict';
import { SimulatedPhone } from './simulated-phone.ts';
import { WebClient } from './web-client.ts';

const password = 'correct horse';

export interface AdministeredPhone {
  readonly phone: SimulatedPhone;
  readonly admin: WebClient;
}

export async function startAdministeredPhone(): Promise<AdministeredPhone> {
  const phone = await SimulatedPhone.start({
    arguments: ['--web', '127.0.0.1:0'],
    params: { 'system/password': password, 'security/web/https_only': 0 },
  });
  const admin = new WebClient(await phone.webAddress());
  assert.equal((await admin.logIn('admin', password)).status, 200);
  return { phone, admin };
}
