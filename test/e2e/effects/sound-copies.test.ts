// Who else gets a call's sound and quality: copies of the phone's own sound at an administrator's machine, reports at a collector.

import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { type AdministeredPhone, changeSettings, startAdministeredPhone } from '#test/support/administered-phone';
import { HandServer, headerOf, soundAt } from '#test/support/hand-server';
import { dial, lineAt, putDown, speak } from '#test/support/household';
import { RtpProbe } from '#test/support/rtp-probe';
import { toneLevel } from '#test/support/tone-meter';

const spokenHz = 1000;
let server: HandServer;
let machine: RtpProbe;
let administered: AdministeredPhone;
before(async () => {
  server = await HandServer.open();
  machine = await RtpProbe.open();
  administered = await startAdministeredPhone({
    params: {
      ...lineAt(server.port, '1001'),
      'voip/packet_recording/remote_ip': '127.0.0.1',
      'voip/packet_recording/enabled': 1,
    },
  });
  await administered.phone.waitForLine();
  await speak(administered.phone, spokenHz);
});
after(async () => {
  await administered.phone[Symbol.asyncDispose]();
  await Promise.all([machine, server].map((each) => each[Symbol.asyncDispose]()));
});
afterEach(() => putDown(administered.phone));

/** The newest half second of what came, which is linear with 16 bits in network order. */
function newest(): Int16Array {
  const bytes = Buffer.concat(machine.packets.slice(-25).map(({ payload }) => payload)).swap16();
  return new Int16Array(Uint8Array.from(bytes).buffer);
}

describe('voip/packet_recording/remote_port: what the phone hears and plays, as it is switched on', () => {
  // The handset hears the dial tone, and the person speaks into it.
  for (const [path, payloadType, hz, otherHz] of [
    ['voip/packet_recording/tdm_recording/enabled', 96, spokenHz, 350],
    ['voip/packet_recording/ec_debug_recording/enabled', 97, spokenHz, 350],
    ['voip/packet_recording/network_recording/enabled', 98, 350, spokenHz],
  ] as const) {
    test(path, async () => {
      const { phone, admin } = administered;
      machine.packets.length = 0;
      await changeSettings(admin, { 'voip/packet_recording/remote_port': machine.port, [path]: true });
      await phone.hook(true);
      await phone.waitFor(`${hz} Hz`, async () =>
        machine.packets.length > 25 && toneLevel(newest(), 16_000, hz) > toneLevel(newest(), 16_000, otherHz) + 20
          ? true
          : undefined,
      );
      await changeSettings(admin, { [path]: false });
      assert.deepEqual([...new Set(machine.packets.map((packet) => packet.payloadType))], [payloadType]);
    });
  }
});

describe('reports of quality', () => {
  async function callUnder(values: Readonly<Record<string, string | number>>): Promise<void> {
    const { phone, admin } = administered;
    await changeSettings(admin, { 'voip/rtcp_xr/vq_statistics/mode': 'EVENTS_ONLY', ...values });
    server.answers.set('INVITE', () => ({ status: 200, body: soundAt(machine.port) }));
    await dial(phone, '2000');
    await server.next('INVITE');
    await phone.waitForScreen('call');
  }

  test('voip/rtcp_xr/interval_report/period: one while the call goes on', async () => {
    server.forget();
    await callUnder({ 'voip/rtcp_xr/interval_report/period': 1 });
    const report = await server.next('PUBLISH');
    assert.equal(headerOf(report, 'Event'), 'vq-rtcpxr');
    assert.match(report.body, /^VQIntervalReport/);
    assert.deepEqual(server.waiting('BYE'), []);
  });

  test('voip/rtcp_xr/qoe_publish_enabled: one at the end, or none', async () => {
    const { phone } = administered;
    server.forget();
    await callUnder({ 'voip/rtcp_xr/interval_report/period': 0 });
    await phone.hook(false);
    await server.next('BYE');
    assert.match((await server.next('PUBLISH')).body, /^VQSessionReport/);
    await callUnder({ 'voip/rtcp_xr/qoe_publish_enabled': 0 });
    await phone.hook(false);
    await server.next('BYE');
    await putDown(phone);
    await callUnder({});
    assert.deepEqual(server.waiting('PUBLISH'), [], 'before the call after it');
  });
});
