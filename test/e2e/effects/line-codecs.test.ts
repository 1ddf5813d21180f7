// Parameters of a line's codecs and of what codecs are called, as the other side of a call reads them.

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { type HandMessage, headerOf, soundAt } from '#test/support/hand-server';
import { dial } from '#test/support/household';
import { OfficePhone } from '#test/support/office-phone';
import { RtpProbe } from '#test/support/rtp-probe';

const codec = 'voip/line/0/codec';
/** One codec beside those that the phone has anyway. */
const fifth = 'voip/codec/codec_info/4/name';
let probe: RtpProbe;
let desk: OfficePhone;
before(async () => {
  probe = await RtpProbe.open();
  desk = await OfficePhone.start();
});
after(async () => {
  await desk[Symbol.asyncDispose]();
  await probe[Symbol.asyncDispose]();
});
afterEach(async () => {
  await desk.rest();
  desk.office.forget();
});

/** What the phone offers when it calls; the call comes about when `answer` says so. */
async function offerUnder(values: Readonly<Record<string, boolean | string>>, answer?: string): Promise<string> {
  const { phone, office } = desk;
  await desk.change(values);
  office.answers.set('INVITE', () => (answer === undefined ? { status: 488 } : { status: 200, body: answer }));
  await dial(phone, '2000');
  const invite = await office.next('INVITE');
  // What it answers a refusal, too.
  await office.next('ACK', (ack) => headerOf(ack, 'Call-ID') === headerOf(invite, 'Call-ID'));
  if (answer === undefined) await desk.rest();
  else await phone.waitForScreen('call');
  return invite.body;
}

function formatsOf(body: string): readonly string[] {
  return /^m=audio \d+ \S+ (.*)\r$/m.exec(body)?.[1]?.split(' ') ?? [];
}

function mapping(format: number, name: string): RegExp {
  return new RegExp(`^a=rtpmap:${format} ${name.replace('.', '\\.')}/8000\\r$`, 'm');
}

test('voip/line/0/codec/preferred, voip/line/0/codec/second and voip/line/0/codec/third: the order of offers', async () => {
  assert.deepEqual(formatsOf(await offerUnder({ [`${codec}/preferred`]: 'DEFAULT' })), ['9', '0', '8', '18', '101']);
  const wishes = { [`${codec}/preferred`]: 'PCMA', [`${codec}/second`]: 'G726-32', [`${codec}/third`]: 'PCMU' };
  assert.deepEqual(formatsOf(await offerUnder(wishes)), ['8', '2', '0', '9', '18', '101']);
  await desk.change({ [`${codec}/second`]: null, [`${codec}/third`]: null });
});

test('voip/line/0/codec/preferred_only: nothing else is offered, and nothing else is taken', async () => {
  const alone = await offerUnder({ [`${codec}/preferred`]: 'PCMA', 'voip/line/0/codec/preferred_only': true });
  assert.deepEqual(formatsOf(alone), ['8', '101']);
  const refused = desk.call({ body: soundAt(probe.port) });
  await desk.until('a refusal', () => refused.statuses.includes(488));
  refused.request('ACK');
  await desk.change({ [`${codec}/preferred`]: null, [`${codec}/preferred_only`]: null });
});

test('voip/line/0/codec/g729/allowed and its like: what a line never speaks', async () => {
  for (const [parameter, setting, format] of [
    ['voip/line/0/codec/g722/allowed', 'G722', '9'],
    ['voip/line/0/codec/g729/allowed', 'G729', '18'],
    ['voip/line/0/codec/g726_16/allowed', 'G726-16', '98'],
    ['voip/line/0/codec/g726_24/allowed', 'G726-24', '97'],
    ['voip/line/0/codec/g726_32/allowed', 'G726-32', '2'],
    ['voip/line/0/codec/g726_40/allowed', 'G726-40', '96'],
  ] as const) {
    assert.ok(formatsOf(await offerUnder({ [fifth]: setting })).includes(format), setting);
    assert.ok(!formatsOf(await offerUnder({ [parameter]: false })).includes(format), parameter);
    await desk.change({ [parameter]: null });
  }
  await desk.change({ [fifth]: null });
});

test('voip/line/0/codec/annex_b: what is said of the pauses of G.729', async () => {
  const parameter = 'voip/line/0/codec/annex_b';
  for (const [value, said] of [
    ['no', 'annexb=no'],
    ['yes', 'annexb=yes'],
    ['none', undefined],
    ['follow silence supp setting', 'annexb=no'],
  ] as const) {
    const body = await offerUnder({ [parameter]: value });
    assert.equal(/^a=fmtp:18 (.*)\r$/m.exec(body)?.[1], said, value);
  }
});

test('voip/codec/name/pcmu and its like: what codecs are called in offers', async () => {
  for (const [parameter, setting, format, usual] of [
    ['voip/codec/name/pcmu', 'PCMU', 0, 'PCMU'],
    ['voip/codec/name/pcma', 'PCMA', 8, 'PCMA'],
    ['voip/codec/name/g726_16', 'G726-16', 98, 'G726-16'],
    ['voip/codec/name/g726_24', 'G726-24', 97, 'G726-24'],
    ['voip/codec/name/g726_32', 'G726-32', 2, 'G726-32'],
    ['voip/codec/name/g726_40', 'G726-40', 96, 'G726-40'],
    ['voip/codec/name/g729', 'G729', 18, 'G729'],
  ] as const) {
    assert.match(await offerUnder({ [fifth]: setting }), mapping(format, usual));
    assert.match(await offerUnder({ [parameter]: 'own.name' }), mapping(format, 'own.name'));
    await desk.change({ [parameter]: null });
  }
  await desk.change({ [fifth]: null });
});

test('voip/codec/name/pcmu: a codec is spoken by whichever of its names the other side knows', async () => {
  const name = { 'voip/codec/name/pcmu': 'G711U' };
  for (const word of ['G711U', 'PCMU']) {
    probe.packets.length = 0;
    await offerUnder(name, soundAt(probe.port, [`a=rtpmap:0 ${word}/8000`]));
    await desk.phone.waitFor('voice', async () => probe.packets.find(({ payloadType }) => payloadType === 0));
    await desk.rest();
  }
  for (const word of ['g711u', 'PCMU']) {
    const call = await desk.talk(undefined, { body: soundAt(probe.port, [`a=rtpmap:102 ${word}/8000`], '102') });
    assert.match((call.answer as HandMessage).body, mapping(102, word));
    call.request('BYE');
    await desk.rest();
  }
  await desk.change({ 'voip/codec/name/pcmu': null });
});

test('voip/media/dtmf_event_name: what keys pressed are called', async () => {
  const body = await offerUnder(
    { 'voip/media/dtmf_event_name': 'own-event' },
    soundAt(probe.port, ['a=rtpmap:101 own-event/8000'], '0 101'),
  );
  assert.match(body, mapping(101, 'own-event'));
  await desk.phone.press('5');
  await desk.phone.waitFor('an event', async () => probe.packets.find(({ payloadType }) => payloadType === 101));
  await desk.rest();
  await desk.change({ 'voip/media/dtmf_event_name': null });
});
