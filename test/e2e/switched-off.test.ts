// The whole phone is switched off while a request of its call has no answer, and the server says nothing more: the process ends by itself.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { OfficePhone } from '#test/support/office-phone';

/** The server is there until the request in question has come. */
type Reach = (desk: OfficePhone) => Promise<unknown>;

const settings = { 'voip/signalling/sip/reinvite_expires': 3600 };

function mute({ office }: OfficePhone): void {
  for (const method of ['REGISTER', 'INVITE', 'CANCEL', 'BYE', 'REFER', 'UPDATE', 'ACK'])
    office.answers.set(method, () => undefined);
}

/** The next of that method gets this answer alone. */
async function after(desk: OfficePhone, method: string, act: () => Promise<unknown>, status: number): Promise<void> {
  desk.office.answers.set(method, () => ({ status }));
  await act();
  await desk.office.next(method);
}

async function talking(desk: OfficePhone, headers: readonly string[] = []): Promise<void> {
  await desk.callOut('2000', headers);
  await desk.phone.waitForScreen('call');
  desk.office.forget();
}

const moments: Readonly<Record<string, Reach>> = {
  '180 had': (desk) =>
    after(
      desk,
      'INVITE',
      async () => {
        await desk.phone.type('2000');
        await desk.phone.softKey('dial');
      },
      180,
    ),
  '200 sent without ACK': async (desk) => {
    const call = await desk.ring();
    await desk.phone.hook(true);
    await desk.until('the answer', () => call.answer?.status === 200);
  },
  're-INVITE sent, 100 had': async (desk) => {
    await talking(desk);
    await after(desk, 'INVITE', () => desk.phone.softKey('hold'), 100);
  },
  // The refresh of the session is to come in a quarter of an hour.
  're-INVITE expired and cancelled': async (desk) => {
    await desk.change({ 'voip/signalling/sip/reinvite_expires': 1 });
    await talking(desk, ['Session-Expires: 1800;refresher=uac']);
    await after(desk, 'INVITE', () => desk.phone.softKey('hold'), 100);
    const [hold] = desk.office.requests('INVITE').slice(-1);
    await desk.office.next('CANCEL');
    if (hold !== undefined) desk.office.answer(hold, { status: 487 });
    await desk.office.next('ACK');
  },
};

describe('the phone ends by itself', () => {
  for (const [name, reach] of Object.entries(moments)) {
    test(name, async () => {
      await using desk = await OfficePhone.start(settings);
      await reach(desk);
      mute(desk);
      // A phone that hangs is told by the test's own limit.
      assert.equal(await desk.phone.stop(), 0);
      assert.doesNotMatch(desk.phone.log, /error/i);
    });
  }
});
