// Proves with sipp behind real Kamailio what the phone takes, refuses and says when offers and answers speak of encryption in odd ways
// (rig/odd-secured.ts), where it is a wish and where it is demanded.

import './rig/isolated.ts';

import { after, afterEach, before, describe, test } from 'node:test';
import type { SimulatedPhone } from '../support/simulated-phone.ts';
import { startKamailio } from './rig/kamailio.ts';
import { user } from './rig/numbers.ts';
import { oddForOptional, oddForRequired } from './rig/odd-secured.ts';
import { playOdd, setAside } from './rig/play-odd.ts';
import { Site } from './rig/site.ts';

let site: Site;
before(async () => {
  site = await Site.open();
  await site.keep(startKamailio(site.lan, site.directory));
});
after(() => site[Symbol.asyncDispose]());

for (const [mode, situations] of [
  ['OPTIONAL', oddForOptional],
  ['REQUIRED', oddForRequired],
] as const) {
  describe(`encryption is ${mode}`, () => {
    let phone: SimulatedPhone;
    before(async () => {
      const params = { 'voip/media/srtp/mode': mode, 'voip/media/srtp/keys_in_clear_signalling': 1 };
      phone = await site.phone({ user: user.phone, params });
    });
    after(() => phone[Symbol.asyncDispose]());
    afterEach(() => setAside(phone));

    for (const [index, situation] of situations.entries()) {
      test(situation.name, { timeout: 90_000 }, () => playOdd(site, phone, user.phone, `${mode}-${index}`, situation));
    }
  });
}
