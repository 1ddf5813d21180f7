// The messages of RFC 4475 sent to a running user agent: each is answered with the right code, or with silence where that is right.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { tortureCases } from '#test/sip/message/torture-table';
import { FakeClock } from '#test/support/fake-clock';
import { LossyNetwork } from '#test/support/lossy-network';
import { VirtualPhone } from '#test/support/virtual-phone';

/** What the table leaves to the state of the phone; here it has the account 1001, accepts strangers and knows no REGISTER. */
const answers: Readonly<Record<string, number | undefined>> = {
  // Its To has a tag.
  wsinv: 481,
  esc01: 404,
  escnull: 405,
  lwsdisp: 200,
  longreq: 404,
  dblreq: 405,
  semiuri: 200,
  transports: 200,
  mpart01: 404,
  baddate: 404,
  regbadct: 405,
  badbranch: 200,
  unksm2: 405,
  regaut01: 405,
  zeromf: 200,
  cparam01: 405,
  cparam02: 405,
  regescrt: 405,
  inv2543: 404,
};
const silent = ['badinv01', 'unreason', 'noreason', 'scalarlg', 'bigcode', 'bcast'];

async function send(
  file: string,
  user = '1001',
): Promise<{ statuses: () => readonly number[]; phone: VirtualPhone; clock: FakeClock }> {
  const clock = new FakeClock();
  const network = new LossyNetwork(clock, 1);
  network.attach('10.6.6.6', () => undefined);
  const phone = new VirtualPhone(clock, network, '10.0.0.1', 11);
  phone.account({ user, acceptStrangers: true, registration: undefined });
  phone.node.arrive('10.6.6.6', readFileSync(new URL(`../../fixtures/rfc4475/${file}.dat`, import.meta.url)), 'UDP');
  await clock.advanceAsync(400);
  // From the wire: what copies a broken From can not be read by its receiver.
  const statuses = (): readonly number[] =>
    network.wire.flatMap(({ message, from }) => (from === '10.0.0.1' && message.kind === 'response' ? [message.status] : []));
  return { statuses, phone, clock };
}

for (const { file, section, title, parse, answer } of tortureCases) {
  const expected = answer ?? (typeof parse === 'number' ? parse : answers[file]);
  const code = silent.includes(file) ? undefined : expected;
  test(`${section} ${title} (${file}): ${code ?? 'no answer'}`, async () => {
    const { statuses, clock, phone } = await send(file);
    assert.deepEqual(new Set(statuses()), new Set(code === undefined ? [] : [code]));
    await clock.advanceAsync(70_000);
    assert.deepEqual(phone.agent.load, { calls: 0, dialogs: 0, transactions: 0 });
  });
}

test('the INVITE without tags, of RFC 2543, rings and can be answered', async () => {
  const { statuses, phone, clock } = await send('inv2543', 'UserB');
  assert.deepEqual(statuses(), [180]);
  phone.incoming[0]?.call.answer();
  await clock.advanceAsync(10);
  assert.deepEqual(statuses(), [180, 200]);
});
