// RTP from a stranger, of unknown payload types, cut short: the call sounds as if nothing had been. And a call that shares no codec.

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { eventually } from '#test/support/eventually';
import { dial, Household, lineAt, listen, pause, speak, spokenDbov, words } from '#test/support/household';
import { RtpProbe } from '#test/support/rtp-probe';
import { SimulatedPhone } from '#test/support/simulated-phone';
import { SipTicker } from '#test/support/sip-ticker';

let house: Household;
before(async () => {
  house = await Household.start();
  await Promise.all([speak(house.ann, 1000), speak(house.ben, 600)]);
});
after(() => house[Symbol.asyncDispose]());
afterEach(() => house.rest());

/** A second of Ann's sound. */
function assertHears(hz: number, dbov: number): Promise<void> {
  return eventually(async () => {
    const heard = await listen(house.ann, 'earpiece', 1);
    assert.ok(Math.abs(heard.hz - hz) < 3 && Math.abs(heard.dbov - dbov) < 1, JSON.stringify(heard));
  });
}

/** The port that the phone gave in its newest description. */
async function mediaPort(phone: SimulatedPhone): Promise<number> {
  using ticker = await SipTicker.open(phone);
  return await phone.waitFor('a description in the ticker', async () => {
    const sent = ticker.messages.findLast(({ direction, text }) => direction === 'sent' && text.includes('m=audio'));
    const port = Number(/^m=audio (\d+)/m.exec(sent?.text ?? '')?.[1]);
    return port > 0 ? port : undefined;
  });
}

test('a stranger who sends loud RTP, RTCP BYE and junk to the media port is not heard and ends nothing', async () => {
  const { ann } = house;
  await house.talk();
  await assertHears(600, spokenDbov);
  const port = await mediaPort(ann);
  await using stranger = await RtpProbe.open('127.0.0.9');
  const loud = Uint8Array.from({ length: 160 }, (_, index) => (index % 16 < 8 ? 0x00 : 0x80));
  let sequence = 0;
  const attack = setInterval(() => {
    for (const payloadType of [0, 8, 101, 77]) {
      stranger.speak(port, { payloadType, sequence: ++sequence, timestamp: 160 * sequence, payload: loud });
    }
    stranger.raw(port, Uint8Array.of(0x80));
    stranger.report(port + 1, Uint8Array.of(0x81, 203, 0, 1, 0x12, 0x34, 0x56, 0x78));
  }, 10);
  try {
    await pause(300);
    await assertHears(600, spokenDbov);
    assert.equal((await ann.screen()).screen, 'call');
    assert.equal(stranger.packets.length, 0, 'the phone speaks to a stranger');
  } finally {
    clearInterval(attack);
  }
});

test('broken packets from the other side itself leave the sound as it is', async () => {
  const { ann } = house;
  await dial(ann, '608');
  await ann.waitForScreen('call');
  // The lab's tones have an amplitude of 5,000.
  await assertHears(700, 20 * Math.log10(5000 / Math.SQRT2 / 32_768));
  assert.equal((await ann.screen()).screen, 'call');
});

test('two phones without a common codec: 488, and words on the screen of the caller', async () => {
  const codec = (name: string): Record<string, string | number> => {
    const params: Record<string, string | number> = {
      'voip/codec/codec_info/0/name': name,
      'voip/codec/codec_info/0/enabled': 1,
    };
    for (let index = 1; index < 5; index++) params[`voip/codec/codec_info/${index}/enabled`] = 0;
    return params;
  };
  const start = (user: string, name: string): Promise<SimulatedPhone> =>
    SimulatedPhone.start({ params: { ...lineAt(house.lab.port, user), ...codec(name) } });
  const [cleo, dora] = await Promise.all([start('1003', 'PCMU'), start('1004', 'PCMA')]);
  await using _cleo = cleo;
  await using _dora = dora;
  await Promise.all([cleo.waitForLine(), dora.waitForLine()]);
  await dial(cleo, '1004');
  const ended = await cleo.waitForScreen('ended');
  assert.ok(words(ended).includes('No common codec'), words(ended));
  using ticker = await SipTicker.open(dora);
  await dora.waitFor('488', async () => (ticker.messages.some(({ startLine }) => startLine.includes('488')) ? true : undefined));
  assert.equal((await dora.screen()).screen, 'idle', 'a call that cannot be spoken in does not ring');
});
