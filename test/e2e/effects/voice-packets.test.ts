// Parameters of voice on the wire, as the other side of a call gets it: ports, lengths, pauses, keys pressed.

import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { after, afterEach, before, test } from 'node:test';
import { companding } from '#test/lab/g711';
import { type HandMessage, soundAt } from '#test/support/hand-server';
import { dial } from '#test/support/household';
import { OfficePhone } from '#test/support/office-phone';
import { RtpProbe, type SeenPacket } from '#test/support/rtp-probe';
import { toneLevel } from '#test/support/tone-meter';

const [comfortNoise, events] = [13, 101];
let probe: RtpProbe;
let desk: OfficePhone;
before(async () => {
  probe = await RtpProbe.open();
  desk = await OfficePhone.start({ 'voip/codec/codec_info/0/name': 'PCMU' });
});
after(async () => {
  await desk[Symbol.asyncDispose]();
  await probe[Symbol.asyncDispose]();
});
afterEach(async () => {
  await desk.rest();
  desk.office.forget();
  probe.packets.length = 0;
});

/** Takes what the phone offers of G.711, comfort noise and events. */
function answerTo({ body }: HandMessage): string {
  const offered = /^m=audio \d+ \S+ (.*)\r$/m.exec(body)?.[1]?.split(' ') ?? [];
  const formats = ['0', String(comfortNoise), String(events)].filter((format) => offered.includes(format));
  return soundAt(probe.port, [`a=rtpmap:${events} telephone-event/8000`], formats.join(' '));
}

/** The INVITE of a call that is taken. */
async function callUnder(values: Readonly<Record<string, string | number>>): Promise<HandMessage> {
  const { phone } = desk;
  await desk.change(values);
  desk.office.answers.set('INVITE', (request) => ({ status: 200, body: answerTo(request) }));
  await dial(phone, '2000');
  await phone.waitForScreen('call');
  return desk.office.next('INVITE');
}

function seen(what: string, wants: (packet: SeenPacket) => boolean): Promise<SeenPacket> {
  return desk.phone.waitFor(what, async () => probe.packets.find(wants));
}

function portOf({ body }: HandMessage): number {
  return Number(/^m=audio (\d+) /m.exec(body)?.[1]);
}

/** All of these ports of loopback, as far as nobody else has them, for as long as it lives. */
async function occupy(first: number, last: number): Promise<AsyncDisposable> {
  const sockets = Array.from({ length: last - first + 1 }, () => createSocket('udp4'));
  await Promise.all(
    sockets.map(
      (socket, index) =>
        new Promise<void>((resolve) => {
          socket.once('error', () => resolve());
          socket.bind(first + index, '127.0.0.1', resolve);
        }),
    ),
  );
  return {
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.close();
    },
  };
}

test('voip/media/media_port and voip/media/media_port_span: from this port on, and no further than that', async () => {
  const { phone } = desk;
  const first = 41_000;
  const port = portOf(await callUnder({ 'voip/media/media_port': first, 'voip/media/media_port_span': 8 }));
  assert.ok(port >= first && port <= first + 8, String(port));
  await desk.rest();

  await using _taken = await occupy(first, first + 9);
  await dial(phone, '2000');
  await phone.waitForScreen('ended');
  assert.deepEqual(desk.office.waiting('INVITE'), []);
  await desk.rest();
  const further = portOf(await callUnder({ 'voip/media/media_port_span': 120 }));
  assert.ok(further > first + 9 && further <= first + 120, String(further));
});

test('voip/codec/codec_info/0/ptime: how much sound is in a packet', async () => {
  for (const ptime of [40, 25, 10]) {
    const { body } = await callUnder({ 'voip/codec/codec_info/0/ptime': ptime });
    assert.match(body, new RegExp(`^a=ptime:${ptime}\\r$`, 'm'));
    const { payload } = await seen('voice', ({ payloadType }) => payloadType === 0);
    assert.equal(payload.length, 8 * ptime);
    await desk.rest();
    probe.packets.length = 0;
  }
  await desk.change({ 'voip/codec/codec_info/0/ptime': null });
});

test('voip/codec/codec_info/2/enabled: a codec that is not offered', async () => {
  for (const [enabled, formats] of [
    [0, /^m=audio \d+ \S+ (?!.*\b8\b)/m],
    [1, /^m=audio \d+ \S+ .*\b8\b/m],
  ] as const) {
    assert.match((await callUnder({ 'voip/codec/codec_info/2/enabled': enabled })).body, formats);
    await desk.rest();
  }
});

test('voip/media/silence_suppression/enabled: a pause is described', async () => {
  const { body } = await callUnder({ 'voip/media/silence_suppression/enabled': 1 });
  assert.match(body, /^m=audio \d+ \S+ .*\b13\b/m);
  await seen('comfort noise', ({ payloadType }) => payloadType === comfortNoise);
  await desk.rest();
  const usual = await callUnder({ 'voip/media/silence_suppression/enabled': 0 });
  assert.doesNotMatch(usual.body, /^m=audio \d+ \S+ .*\b13\b/m);
});

test('voip/media/dtmf_transport: a key as an event, by INFO, or in the sound', async () => {
  const { phone } = desk;
  const asEvent = await callUnder({ 'voip/media/dtmf_transport': 'RFC2833' });
  assert.match(asEvent.body, /telephone-event/);
  await phone.press('5');
  assert.equal((await seen('an event', ({ payloadType }) => payloadType === events)).payload[0], 5);
  await desk.rest();

  await callUnder({ 'voip/media/dtmf_transport': 'SIP_INFO' });
  await phone.press('5');
  assert.match((await desk.office.next('INFO')).body, /^Signal=\s*5\r?$/m);
  await desk.rest();

  probe.packets.length = 0;
  const inBand = await callUnder({ 'voip/media/dtmf_transport': 'INBAND' });
  assert.doesNotMatch(inBand.body, /telephone-event/);
  let from = probe.packets.length;
  await phone.press('5');
  const { decode } = companding('PCMU');
  await phone.waitFor('two notes', async () => {
    // Many packets may have come since the last look, and the notes were in the midst of them.
    for (; from + 4 <= probe.packets.length; from++) {
      const span = probe.packets.slice(from, from + 4).flatMap(({ payload }) => [...payload]);
      const samples = Int16Array.from(span, decode);
      if (samples.length > 600 && [770, 1336].every((hz) => toneLevel(samples, 8000, hz) > -30)) return true;
    }
    return undefined;
  });
});

test('voip/media/dtmf_payload: the number of events in offers', async () => {
  const { body } = await callUnder({ 'voip/media/dtmf_transport': 'RFC2833', 'voip/media/dtmf_payload': 116 });
  assert.match(body, /^a=rtpmap:116 telephone-event\/8000\r$/m);
  await desk.change({ 'voip/media/dtmf_payload': null });
});

test('voip/codec/payload_type/g726_16 and its like: the numbers of G.726 in offers', async () => {
  const setting = 'voip/codec/codec_info/1/name';
  for (const [codec, parameter, usual] of [
    ['G726-16', 'voip/codec/payload_type/g726_16', 98],
    ['G726-24', 'voip/codec/payload_type/g726_24', 97],
    ['G726-32', 'voip/codec/payload_type/g726_32', 2],
    ['G726-40', 'voip/codec/payload_type/g726_40', 96],
  ] as const) {
    for (const [number, values] of [
      [usual, { [setting]: codec }],
      [105, { [parameter]: 105 }],
    ] as const) {
      const { body } = await callUnder(values);
      assert.match(body, new RegExp(`^a=rtpmap:${number} ${codec}/8000\\r$`, 'm'));
      await desk.rest();
    }
    await desk.change({ [parameter]: null });
  }
  await desk.change({ [setting]: null });
});

test('voip/media/mark_all_dtmf_packets: the marker in the first packet of a digit, or in all', async () => {
  for (const [all, marked] of [
    [0, (markers: readonly boolean[]) => markers[0] === true && !markers.slice(1).includes(true)],
    [1, (markers: readonly boolean[]) => !markers.includes(false)],
  ] as const) {
    await callUnder({ 'voip/media/mark_all_dtmf_packets': all });
    await seen('voice', ({ payloadType }) => payloadType === 0);
    await desk.phone.press('5');
    const ended = (): readonly SeenPacket[] => probe.packets.filter(({ payloadType }) => payloadType === events);
    await desk.phone.waitFor('the end of the digit', async () =>
      ended().filter(({ payload }) => ((payload[1] ?? 0) & 0x80) !== 0).length >= 3 ? true : undefined,
    );
    const markers = ended().map(({ marker }) => marker);
    assert.ok(marked(markers), JSON.stringify(markers));
    await desk.rest();
    probe.packets.length = 0;
  }
});

test('voip/media/rtcp_interval: how often the other side is told how it is heard', async () => {
  probe.reports.length = 0;
  await callUnder({ 'voip/media/rtcp_interval': 1 });
  await desk.phone.waitFor('five reports', async () => (probe.reports.length >= 5 ? true : undefined));
  // By the standard's times they would not come before 9.2 s, which are 460 packets.
  assert.ok(probe.packets.length < 420, `${probe.packets.length} packets`);
  await desk.change({ 'voip/media/rtcp_interval': null });
});

test('voip/media/max_icmp_errors: a call ends when nobody takes its voice', async () => {
  const { phone, office } = desk;
  const free = await RtpProbe.open();
  const { port } = free;
  await free[Symbol.asyncDispose]();
  office.answers.set('INVITE', () => ({ status: 200, body: soundAt(port) }));
  await desk.change({ 'voip/media/max_icmp_errors': 0 });
  await dial(phone, '2000');
  await phone.waitForScreen('call');
  await new Promise((resolve) => setTimeout(resolve, 500));
  assert.deepEqual(office.waiting('BYE'), []);
  await desk.rest();
  office.forget();
  await desk.change({ 'voip/media/max_icmp_errors': 10 });
  await dial(phone, '2000');
  await office.next('BYE');
  await desk.change({ 'voip/media/max_icmp_errors': null });
});

test('voip/media/symmetric_rtp_any_address: whoever speaks first is followed, and then nobody else', async () => {
  await using elsewhere = await RtpProbe.open('127.0.0.2');
  await using stranger = await RtpProbe.open('127.0.0.3');
  const payload = new Uint8Array(160).fill(0x55);
  for (const any of [0, 1]) {
    const port = portOf(await callUnder({ 'voip/media/symmetric_rtp': 1, 'voip/media/symmetric_rtp_any_address': any }));
    const [wanted, idle] = any === 1 ? [elsewhere, probe] : [probe, elsewhere];
    let sequence = 0;
    await desk.phone.waitFor('voice at one of the addresses alone', async () => {
      for (const each of [wanted, idle, stranger]) each.packets.length = 0;
      for (let index = 0; index < 15; index++) {
        sequence++;
        elsewhere.speak(port, { sequence, timestamp: 160 * sequence, payload });
        if (sequence > 5) stranger.speak(port, { sequence, timestamp: 160 * sequence, ssrc: 99, payload });
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      return wanted.packets.length > 0 && idle.packets.length === 0 ? true : undefined;
    });
    assert.equal(stranger.packets.length, 0);
    await desk.rest();
  }
  await desk.change({ 'voip/media/symmetric_rtp_any_address': null });
});

test('voip/media/symmetric_rtp: voice goes to where it comes from', async () => {
  await using other = await RtpProbe.open();
  const payload = new Uint8Array(160).fill(0x55);
  for (const symmetric of [1, 0]) {
    const invite = await callUnder({ 'voip/media/symmetric_rtp': symmetric });
    const port = portOf(invite);
    const [wanted, idle] = symmetric === 1 ? [other, probe] : [probe, other];
    let sequence = 0;
    await desk.phone.waitFor('voice at one of the ports alone', async () => {
      for (const each of [wanted, idle]) each.packets.length = 0;
      for (let index = 0; index < 15; index++) {
        sequence++;
        other.speak(port, { sequence, timestamp: 160 * sequence, payload });
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      return wanted.packets.length > 0 && idle.packets.length === 0 ? true : undefined;
    });
    await desk.rest();
  }
});
