// Transfers on a network that loses, repeats and reorders: every one comes to an end that all three phones agree on, and nothing stays.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { types } from '#test/support/virtual-phone';
import { ThreePhones } from './three-phones.ts';

/** Whether the transfer went through. The phones agree on it: the old call is over and A has C, or it stands. */
async function transfer(seed: number, loss: number, consults: boolean): Promise<boolean> {
  const scene = new ThreePhones({ seed });
  await scene.talk();
  const to = consults ? (await scene.consult()).call : 'c';
  // Each way is two hops: what is left of 20 % is 64 of a hundred.
  scene.network.quality = { loss, duplication: 0.05, delayMs: { least: 1, most: 80 } };
  scene.atB.call.transfer(to);
  await scene.pass(90_000);
  const events = types(scene.atB.events);
  // Where the phone itself was not to be reached there was a second try, at its user.
  const cameUp = scene.moved.some((each) => types(each.events).includes('answered'));
  assert.ok(
    events.includes('transferred') || events.includes('transferFailed') || events.includes('ended'),
    `seed ${seed}: an end`,
  );
  if (events.includes('transferred')) assert.ok(cameUp, `seed ${seed}: A has C`);
  if (cameUp) assert.equal(scene.atB.events.at(-1)?.type, 'ended', `seed ${seed}: the old call is over`);
  for (const phone of [scene.a, scene.b, scene.c]) for (const { call } of phone.incoming) call.end();
  scene.atA.call.end();
  for (const { call } of scene.moved) call.end();
  await scene.assertNothingLeft();
  return cameUp;
}

describe('transfers on a bad network', () => {
  for (const { loss, least } of [
    { loss: 0.05, least: 40 },
    { loss: 0.2, least: 39 },
    { loss: 0.4, least: 20 },
  ]) {
    for (const consults of [false, true]) {
      it(`${loss * 100} % loss${consults ? ', after a consultation' : ''}: ${least} of 40 go through, and none is stuck`, async () => {
        let through = 0;
        for (let seed = 1; seed <= 40; seed++) if (await transfer(seed, loss, consults)) through++;
        assert.ok(through >= least, `${through} of 40`);
      });
    }
  }
});
