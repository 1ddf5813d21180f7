// Who else gets a call's sound and quality: copies of the phone's own sound at an administrator's machine, reports at a collector.

import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { headerOf, soundAt } from '#test/support/hand-server';
import { dial, speak } from '#test/support/household';
import { OfficePhone } from '#test/support/office-phone';
import { RtpProbe } from '#test/support/rtp-probe';
import { toneLevel } from '#test/support/tone-meter';

const spokenHz = 1000;
let machine: RtpProbe;
let desk: OfficePhone;
before(async () => {
  machine = await RtpProbe.open();
  desk = await OfficePhone.start({ 'voip/packet_recording/remote_ip': '127.0.0.1', 'voip/packet_recording/enabled': 1 });
  await speak(desk.phone, spokenHz);
});
after(async () => {
  await desk[Symbol.asyncDispose]();
  await machine[Symbol.asyncDispose]();
});
afterEach(() => desk.rest());

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
      const { phone } = desk;
      machine.packets.length = 0;
      await desk.change({ 'voip/packet_recording/remote_port': machine.port, [path]: true });
      await phone.hook(true);
      await phone.waitFor(`${hz} Hz`, async () =>
        machine.packets.length > 25 && toneLevel(newest(), 16_000, hz) > toneLevel(newest(), 16_000, otherHz) + 20
          ? true
          : undefined,
      );
      await desk.change({ [path]: false });
      assert.deepEqual([...new Set(machine.packets.map((packet) => packet.payloadType))], [payloadType]);
    });
  }
});

test('voip/packet_recording/noise_reduction_recording/enabled: the microphone before and after', async () => {
  const { phone } = desk;
  const path = 'voip/packet_recording/noise_reduction_recording/enabled';
  machine.packets.length = 0;
  await desk.change({ 'voip/packet_recording/remote_port': machine.port, [path]: true });
  await phone.hook(true);
  const types = (): readonly number[] => [...new Set(machine.packets.map((packet) => packet.payloadType))].sort();
  await phone.waitFor('both', async () => (types().length > 1 ? true : undefined));
  await desk.change({ [path]: false });
  assert.deepEqual(types(), [96, 97]);
});

describe('reports of quality', () => {
  async function callUnder(values: Readonly<Record<string, string | number>>): Promise<void> {
    const { phone } = desk;
    await desk.change({ 'voip/rtcp_xr/vq_statistics/mode': 'EVENTS_ONLY', ...values });
    desk.office.answers.set('INVITE', () => ({ status: 200, body: soundAt(machine.port) }));
    await dial(phone, '2000');
    await desk.office.next('INVITE');
    await phone.waitForScreen('call');
  }

  test('voip/rtcp_xr/interval_report/period: one while the call goes on', async () => {
    desk.office.forget();
    await callUnder({ 'voip/rtcp_xr/interval_report/period': 1 });
    const report = await desk.office.next('PUBLISH');
    assert.equal(headerOf(report, 'Event'), 'vq-rtcpxr');
    assert.match(report.body, /^VQIntervalReport/);
    assert.deepEqual(desk.office.waiting('BYE'), []);
  });

  test('voip/rtcp_xr/qoe_publish_enabled: one at the end, or none', async () => {
    const { phone } = desk;
    desk.office.forget();
    await callUnder({ 'voip/rtcp_xr/interval_report/period': 0 });
    await phone.hook(false);
    await desk.office.next('BYE');
    assert.match((await desk.office.next('PUBLISH')).body, /^VQSessionReport/);
    await callUnder({ 'voip/rtcp_xr/qoe_publish_enabled': 0 });
    await phone.hook(false);
    await desk.office.next('BYE');
    await desk.rest();
    await callUnder({});
    assert.deepEqual(desk.office.waiting('PUBLISH'), [], 'before the call after it');
  });
});
