// Sessions that end when nobody refreshes them (RFC 4028), with either side as refresher.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Headers } from '#sip/message/headers';
import { answerTo, lifetimeOfResponse, refusedInterval, requestFields } from '#sip/ua/call/session-timer-rules';
import { sdpOf } from '#test/support/sip-peer';
import { statuses, World } from './standing.ts';

const timer = { intervalS: 600, minimumS: 120, refresher: 'local' } as const;
const allow = ['Allow', 'INVITE, UPDATE'] as const;

async function standing(
  answer: readonly (readonly [string, string])[],
  settings: ConstructorParameters<typeof World>[0] = { sessionTimer: timer },
) {
  const world = new World(settings);
  const heard = await world.dial();
  world.server.respond(world.server.invite, 200, { sdp: sdpOf('10.0.0.9'), headers: answer });
  await world.pass();
  return { world, ...heard };
}

test('we ask for an interval, and refresh at half of what was granted, by UPDATE where it is known', async () => {
  const { world, events } = await standing([allow, ['Session-Expires', '200;refresher=uac'], ['Require', 'timer']]);
  const invite = world.server.requests('INVITE')[0];
  assert.equal(invite?.headers.get('Session-Expires'), '600;refresher=uac');
  assert.equal(invite?.headers.get('Min-SE'), '120');
  assert.ok(invite?.headers.getAll('Supported').includes('timer'));
  world.server.answers.set('UPDATE', (transaction) =>
    world.server.respond(transaction, 200, { headers: [['Session-Expires', '200;refresher=uac']] }),
  );
  await world.pass(99_000);
  assert.equal(world.server.requests('UPDATE').length, 0);
  await world.pass(1000);
  assert.equal(world.server.requests('UPDATE').length, 1);
  assert.equal(world.server.last('UPDATE').headers.get('Session-Expires'), '200;refresher=uac');
  await world.pass(1_000_000);
  assert.ok(world.server.requests('UPDATE').length >= 10);
  assert.notEqual(events.at(-1)?.type, 'ended');
});

test('where UPDATE is not known a re-INVITE refreshes, also when it was only said to be known', async () => {
  const { world } = await standing([['Session-Expires', '200;refresher=uac']]);
  await world.pass(100_000);
  assert.equal(world.server.requests('INVITE').length, 2);
  assert.equal(world.server.last('INVITE').headers.get('Session-Expires'), '200;refresher=uac');
  const liar = await standing([allow, ['Session-Expires', '200;refresher=uac']]);
  liar.world.server.answers.set('UPDATE', (transaction) => liar.world.server.respond(transaction, 405));
  await liar.world.pass(100_100);
  assert.equal(liar.world.server.requests('INVITE').length, 2);
});

test('when the other side is to refresh and does not, the call ends shortly before its time', async () => {
  const { world, events } = await standing([['Session-Expires', '180;refresher=uas']]);
  await world.pass(147_000);
  assert.notEqual(events.at(-1)?.type, 'ended');
  await world.pass(1500);
  assert.deepEqual(events.at(-1), { type: 'ended', end: { by: 'timeout' } });
  assert.match(world.server.last('BYE').headers.get('Reason') ?? '', /SIP;cause=408/);
  await world.pass(100_000);
  assert.equal(world.clock.pendingTimers > 5, false);
});

test('their refresh starts the time anew', async () => {
  const { world, events } = await standing([['Session-Expires', '180;refresher=uas']]);
  for (let i = 0; i < 5; i++) {
    await world.pass(90_000);
    const refresh = world.within('UPDATE', {
      headers: [
        ['Session-Expires', '180;refresher=uac'],
        ['Supported', 'timer'],
      ],
    });
    await world.pass();
    assert.equal(refresh.responses[0]?.headers.get('Session-Expires'), '180;refresher=uac');
  }
  assert.notEqual(events.at(-1)?.type, 'ended');
});

test('a 2xx without an interval lets the session live', async () => {
  const { world, events } = await standing([]);
  await world.pass(10_000_000);
  assert.notEqual(events.at(-1)?.type, 'ended');
  assert.equal(world.server.requests('INVITE').length, 1);
});

test('422 brings the same call again with what it asks for, a few times only', async () => {
  const world = new World({ sessionTimer: timer });
  const { events } = await world.dial();
  world.server.respond(world.server.invite, 422, { headers: [['Min-SE', '1800']] });
  await world.pass();
  const [first, second] = world.server.requests('INVITE');
  assert.equal(second?.headers.get('Session-Expires'), '1800;refresher=uac');
  assert.equal(second?.headers.get('Min-SE'), '1800');
  assert.equal(second?.headers.callId, first?.headers.callId);
  assert.equal(second?.headers.get('From'), first?.headers.get('From'));
  assert.equal(second?.headers.cseq.number, 2);
  for (const minimum of ['1900', '2000', '2100', '2200']) {
    const before = world.server.requests('INVITE').length;
    world.server.respond(world.server.invite, 422, { headers: [['Min-SE', minimum]] });
    await world.pass();
    if (world.server.requests('INVITE').length === before) break;
  }
  assert.equal(world.server.requests('INVITE').length, 4);
  assert.equal(events.at(-1)?.type, 'ended');
});

test('who calls us with too short an interval is told ours; others get what they ask for', async () => {
  const world = new World({ sessionTimer: timer });
  const short = await world.ring({
    headers: [
      ['Session-Expires', '90'],
      ['Supported', 'timer'],
    ],
  });
  assert.deepEqual([statuses(short).at(-1), short.responses.at(-1)?.headers.get('Min-SE')], [422, '120']);
  const other = new World({ sessionTimer: timer });
  const call = await other.ring({
    headers: [
      ['Session-Expires', '300;refresher=uac'],
      ['Supported', 'timer'],
    ],
  });
  call.heard().call.answer();
  await other.pass();
  const accepted = call.responses.at(-1);
  assert.deepEqual([accepted?.headers.get('Session-Expires'), accepted?.headers.get('Require')], ['300;refresher=uac', 'timer']);
  call.acknowledge();
  await other.pass(280_000);
  assert.deepEqual(call.heard().events.at(-1), { type: 'ended', end: { by: 'timeout' } });
});

test('for a caller who knows no timers we refresh ourselves', async () => {
  const world = new World({ sessionTimer: timer });
  const call = await world.ring();
  call.heard().call.answer();
  await world.pass();
  assert.equal(call.responses.at(-1)?.headers.get('Session-Expires'), '600;refresher=uas');
  assert.equal(call.responses.at(-1)?.headers.has('Require'), false);
  call.acknowledge();
  await world.pass(301_000);
  assert.equal(world.server.requests('INVITE').length, 1, 'our re-INVITE');
});

test('without a timer of ours we still keep to theirs', async () => {
  const world = new World();
  const call = await world.ring({
    headers: [
      ['Session-Expires', '300;refresher=uas'],
      ['Supported', 'timer'],
    ],
  });
  call.heard().call.answer();
  await world.pass();
  assert.equal(call.responses.at(-1)?.headers.get('Session-Expires'), '300;refresher=uas');
});

test('the rules of RFC 4028 table 2', () => {
  const headers = (...fields: readonly (readonly [string, string])[]): Headers => {
    const made = new Headers();
    for (const [name, value] of fields) made.append(name, value);
    return made;
  };
  const knows = ['Supported', 'timer'] as const;
  const theirs = { ...timer, refresher: 'remote' } as const;
  assert.equal(answerTo(headers(), undefined), undefined);
  assert.equal(answerTo(headers(['Session-Expires', '600'], knows), theirs)?.lifetime.refresher, 'them');
  assert.equal(answerTo(headers(['Session-Expires', '600'], knows), timer)?.lifetime.refresher, 'us');
  assert.equal(answerTo(headers(['Session-Expires', '600']), theirs)?.lifetime.refresher, 'us', 'it could not');
  assert.equal(answerTo(headers(['Session-Expires', '900'], knows), timer)?.lifetime.intervalS, 600);
  assert.equal(answerTo(headers(['Session-Expires', '900'], ['Min-SE', '800'], knows), timer)?.lifetime.intervalS, 800);
  assert.equal(refusedInterval(headers(['Session-Expires', '90']), timer), undefined, 'it would not understand');
  assert.equal(lifetimeOfResponse(headers(['Session-Expires', 'abc'])), undefined);
  assert.equal(lifetimeOfResponse(headers(['Session-Expires', '99999999']))?.intervalS, 86_400);
  assert.deepEqual(requestFields(undefined, undefined, 90), []);
});
