// Parameters of announcements to groups: how they are spoken, how loud and how long they are heard, and which come into calls. The other
// members of the groups are sockets of the test.

import assert from 'node:assert/strict';
import { createSocket, type Socket } from 'node:dgram';
import { after, afterEach, before, test } from 'node:test';
import { companding } from '#test/lab/g711';
import { listen, speak } from '#test/support/household';
import { OfficePhone } from '#test/support/office-phone';
import { rtpPacket } from '#test/support/rtp-probe';
import { sine, toneLevel } from '#test/support/tone-meter';

const address = '239.255.77.31';
const port = 20_880;
const pageHz = 900;
const packetSamples = 160;
const group = 'voip/services/group_paging/group/0';
const codes = sine(pageHz, -10, 8000, 1000).map((sample) => companding('PCMU').encode(sample));
let desk: OfficePhone;
let member: Socket;
const heard: Buffer[] = [];
before(async () => {
  member = createSocket({ type: 'udp4', reuseAddr: true });
  await new Promise<void>((resolve) => member.bind(port, address, () => resolve()));
  member.addMembership(address, '127.0.0.1');
  member.setMulticastInterface('127.0.0.1');
  member.on('message', (bytes) => heard.push(bytes));
  const params = {
    'voip/services/group_paging/enabled': 1,
    [`${group}/activated`]: 1,
    [`${group}/name`]: 'Hall',
    [`${group}/multicast_addr`]: address,
    [`${group}/port`]: port,
    'personal_settings/functional_key/0/type': 'PAGING',
  };
  desk = await OfficePhone.start(params, { arguments: ['--address', '127.0.0.1'] });
});
after(async () => {
  await desk[Symbol.asyncDispose]();
  member.close();
});
afterEach(async () => {
  // Those of a test that failed would keep the process.
  for (const timer of speaking.splice(0)) clearInterval(timer);
  await desk.rest();
  // The next one is another only when this is over.
  await desk.until('the end of what was announced', () => times('Hall is paged') === times('Hall is not paged any more'));
});

const speaking: NodeJS.Timeout[] = [];

/** How often the phone has noted it. */
function times(words: string): number {
  return desk.phone.log.split(words).length - 1;
}

/** Another member speaks; the result ends it, and says when the last packet went. */
function page(): () => number {
  let sequence = 0;
  let lastAtMs = 0;
  const timer = setInterval(() => {
    const at = (sequence * packetSamples) % codes.length;
    const payload = Uint8Array.from(codes.subarray(at, at + packetSamples));
    lastAtMs = performance.now();
    member.send(rtpPacket({ sequence, timestamp: sequence * packetSamples, ssrc: 77, payload }), port, address);
    sequence++;
  }, 20);
  speaking.push(timer);
  return () => {
    clearInterval(timer);
    return lastAtMs;
  };
}

async function over(): Promise<void> {
  await desk.phone.waitFor('the end', async () => ((await desk.phone.state()).audio.path === 'none' ? true : undefined));
}

async function loudness(place: 'earpiece' | 'speaker'): Promise<number> {
  const { samples, sampleRateHz } = await desk.phone.hear(place, 0.3);
  return toneLevel(samples, sampleRateHz, pageHz);
}

async function until(place: 'earpiece' | 'speaker', wanted: number): Promise<void> {
  await desk.phone.waitFor(`${wanted} dB`, async () => (Math.abs((await loudness(place)) - wanted) < 2 ? true : undefined));
}

test('the phone speaks with the codec that is set', async () => {
  await speak(desk.phone, 700);
  const types = async (): Promise<readonly number[]> => {
    heard.length = 0;
    await desk.phone.press('function1');
    await desk.until('packets', () => heard.length > 5);
    await desk.phone.press('function1');
    await over();
    return [...new Set(heard.map((bytes) => (bytes[1] ?? 0) & 0x7f))];
  };
  assert.deepEqual(await types(), [9]);
  await desk.change({ 'voip/services/group_paging/codec': 'PCMA_8000' });
  assert.deepEqual(await types(), [8]);
});

test('an announcement is as loud as is set, and over so long after its last packet', async () => {
  await desk.change({ 'voip/services/group_paging/end_income_paging_timeout': 200 });
  let stop = page();
  await until('speaker', -10);
  stop();
  await over();
  await desk.change({
    'voip/services/group_paging/volume': 4,
    'voip/services/group_paging/end_income_paging_timeout': 5000,
  });
  stop = page();
  await until('speaker', -19);
  const lastAtMs = stop();
  await over();
  assert.ok(performance.now() - lastAtMs > 4900, 'it was over before its time');
  await desk.change({
    'voip/services/group_paging/volume': 7,
    'voip/services/group_paging/end_income_paging_timeout': 200,
  });
});

test('within a call it is offered, or heard at once', async () => {
  await desk.talk();
  let stop = page();
  await desk.says('Hall');
  assert.ok((await listen(desk.phone, 'earpiece', 0.3)).dbov < -60, 'it is heard unasked');
  stop();
  await desk.phone.waitForScreen('call');
  await desk.change({ 'voip/services/group_paging/allow_barge_in/enabled': true });
  stop = page();
  await until('earpiece', -10);
  stop();
  await desk.change({ 'voip/services/group_paging/allow_barge_in/enabled': false });
});

test('only the highest priority is heard while nobody wants to be disturbed', async () => {
  await desk.change({ 'voip/services/do_not_disturb/enabled': true });
  const before = times('Hall is paged');
  const usual = page();
  await desk.until('that the phone notices', () => times('Hall is paged') > before);
  assert.ok((await loudness('speaker')) < -60, 'it disturbs');
  usual();
  await desk.change({ [`${group}/priority`]: 1 });
  const urgent = page();
  await until('speaker', -10);
  urgent();
  await over();
  await desk.change({ 'voip/services/do_not_disturb/enabled': false });
});
