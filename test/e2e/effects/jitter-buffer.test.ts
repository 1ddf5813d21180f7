// Parameters of the jitter buffer: how long voice waits, as the screen tells it while a station sends evenly or in heaps.

import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { soundAt } from '#test/support/hand-server';
import { dial } from '#test/support/household';
import { OfficePhone } from '#test/support/office-phone';
import { RtpProbe } from '#test/support/rtp-probe';
import type { SemanticItem } from '#ui/lcd/semantic-tree';

const packetMs = 20;
const buffer = 'voip/media/jitter_buffer';
let station: RtpProbe;
let desk: OfficePhone;
let sending: NodeJS.Timeout;
before(async () => {
  station = await RtpProbe.open();
  desk = await OfficePhone.start();
  desk.office.answers.set('INVITE', () => ({ status: 200, body: soundAt(station.port) }));
});
after(async () => {
  await desk[Symbol.asyncDispose]();
  await station[Symbol.asyncDispose]();
});
afterEach(async () => {
  clearInterval(sending);
  await desk.rest();
});

/** A call in which a packet comes every 20 ms, or `heap` of them at a time. */
async function callUnder(values: Readonly<Record<string, string | number>>, heap = 1): Promise<void> {
  const { phone } = desk;
  await desk.change({
    [`${buffer}/min_delay`]: null,
    [`${buffer}/max_delay`]: null,
    [`${buffer}/optimization_factor`]: null,
    ...values,
  });
  await dial(phone, '2000');
  const { body } = await desk.office.next('INVITE');
  const port = Number(/^m=audio (\d+) /m.exec(body)?.[1]);
  const startMs = performance.now();
  let sequence = 0;
  sending = setInterval(() => {
    const due = Math.floor((performance.now() - startMs) / packetMs / heap) * heap;
    for (; sequence < due; sequence++)
      station.speak(port, { sequence, timestamp: sequence * 8 * packetMs, payload: new Uint8Array(8 * packetMs).fill(0xff) });
  }, 5);
  await phone.waitForScreen('call');
  await phone.press('ok');
}

/** What the screen says of the buffer after so many packets. */
function delayAfter(packets: number): Promise<number> {
  return desk.phone.waitFor(`${packets} packets`, async () => {
    const rows = (await desk.phone.screen()).items as readonly SemanticItem[];
    const of = (id: string): number => Number.parseInt(rows.find((row) => row.id === id)?.detail ?? '', 10);
    return of('received') > packets ? of('buffer') : undefined;
  });
}

async function buffered(wants: (ms: number) => boolean): Promise<void> {
  await desk.phone.waitFor('the delay', async () => (wants(await delayAfter(20)) ? true : undefined));
}

describe('a delay that does not move: voip/media/jitter_buffer/adjustment', () => {
  const fixed = { 'voip/media/jitter_buffer/adjustment': 'disable' };
  for (const [values, wants] of [
    [{ 'voip/media/jitter_buffer/network_jitter_level': 'extremely high' }, (ms: number) => ms > 90 && ms < 170],
    [
      { 'voip/media/jitter_buffer/network_jitter_level': 'low', 'voip/media/jitter_buffer/min_delay': 150 },
      (ms: number) => ms > 120,
    ],
    [
      { 'voip/media/jitter_buffer/network_jitter_level': 'extremely high', 'voip/media/jitter_buffer/max_delay': 40 },
      (ms: number) => ms < 70,
    ],
  ] as const) {
    test(Object.entries(values).join(' and '), async () => {
      await callUnder({ ...fixed, ...values });
      await buffered(wants);
    });
  }

  test('heaps of packets move it where it may grow, and only there', async () => {
    const low = { 'voip/media/jitter_buffer/network_jitter_level': 'low' };
    await callUnder({ ...low, 'voip/media/jitter_buffer/adjustment': 'up only' }, 6);
    await buffered((ms) => ms > 70);
    clearInterval(sending);
    await desk.rest();
    await callUnder({ ...low, ...fixed }, 6);
    await buffered((ms) => ms < 50);
  });
});

test('voip/media/jitter_buffer/optimization_factor: 0 gives a delay up that is not needed, 12 keeps it', async () => {
  const high = {
    'voip/media/jitter_buffer/network_jitter_level': 'extremely high',
    'voip/media/jitter_buffer/adjustment': 'down only',
  };
  await callUnder({ ...high, 'voip/media/jitter_buffer/optimization_factor': 0 });
  await buffered((ms) => ms < 80);
  clearInterval(sending);
  await desk.rest();
  await callUnder({ ...high, 'voip/media/jitter_buffer/optimization_factor': 12 });
  // Any other has given it up by then.
  const kept = await delayAfter(200);
  assert.ok(kept > 90, `${kept} ms`);
});
