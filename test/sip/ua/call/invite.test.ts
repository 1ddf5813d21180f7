// What an INVITE of ours says of us, and why calls end.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sdpOf } from '#test/support/sip-peer';
import { World } from './standing.ts';

async function headersOf(settings: ConstructorParameters<typeof World>[0], options?: Parameters<World['dial']>[0]) {
  const world = new World(settings);
  await world.dial(options);
  return world.server.invite.request.headers;
}

test('an anonymous call tells our name to our proxy alone', async () => {
  const headers = await headersOf({}, { anonymous: true });
  assert.match(headers.get('From') ?? '', /^Anonymous <sip:anonymous@anonymous\.invalid>;tag=/);
  assert.equal(headers.get('Privacy'), 'id');
  assert.equal(headers.get('P-Preferred-Identity'), 'Ann <sip:1001@10.0.0.9>');
  const always = await headersOf({ identity: { anonymous: true } });
  assert.match(always.get('From') ?? '', /anonymous\.invalid/);
  const butNotNow = await headersOf({ identity: { anonymous: true } }, { anonymous: false });
  assert.match(butNotNow.get('From') ?? '', /1001@10\.0\.0\.9/);
});

test('the account says by which header field we name ourselves', async () => {
  assert.equal((await headersOf({ identity: { tells: 'asserted' } })).get('P-Asserted-Identity'), 'Ann <sip:1001@10.0.0.9>');
  const party = await headersOf({ identity: { tells: 'remoteParty' } }, { anonymous: true });
  assert.match(party.get('Remote-Party-ID') ?? '', /privacy=full/);
  const plain = await headersOf({});
  for (const name of ['P-Asserted-Identity', 'P-Preferred-Identity', 'Remote-Party-ID', 'Privacy'])
    assert.ok(!plain.has(name), name);
});

test('Remote-Party-ID goes beside the others, and hides a number only where the proxy is to do so', async () => {
  const also = { tells: 'asserted', tellsRemoteParty: true } as const;
  const shown = await headersOf({ identity: also });
  assert.equal(shown.get('Remote-Party-ID'), 'Ann <sip:1001@10.0.0.9>;party=calling;privacy=off;screen=no');
  assert.ok(shown.has('P-Asserted-Identity'));
  const hidden = await headersOf({ identity: also }, { anonymous: true });
  assert.equal(hidden.get('Remote-Party-ID'), undefined);
  const byProxy = await headersOf({ identity: { ...also, hiddenByProxy: true } }, { anonymous: true });
  assert.match(byProxy.get('From') ?? '', /^Ann <sip:1001@/);
  assert.match(byProxy.get('Remote-Party-ID') ?? '', /;privacy=full;/);
  assert.equal(byProxy.get('Privacy'), 'id');
  const alone = await headersOf({ identity: { hiddenByProxy: true } }, { anonymous: true });
  assert.match(alone.get('From') ?? '', /anonymous\.invalid/);
});

test('an intercom call asks to be answered in the forms that phones know', async () => {
  const headers = await headersOf({}, { answerAfterS: 0 });
  assert.match(headers.get('Call-Info') ?? '', /;answer-after=0$/);
  assert.match(headers.get('Alert-Info') ?? '', /info=alert-autoanswer/);
  assert.equal(headers.get('Answer-Mode'), 'Auto');
});

test('the cause that a gateway gives is told, on a refusal and on a BYE', async () => {
  const world = new World();
  const refused = await world.dial();
  world.server.respond(world.server.invite, 486, { headers: [['Reason', 'Q.850;cause=17;text="User busy"']] });
  await world.pass();
  const cause = { protocol: 'Q.850', cause: 17, text: 'User busy' } as const;
  assert.deepEqual(refused.events.at(-1), { type: 'ended', end: { by: 'response', status: 486, reason: 'Busy Here', cause } });
  const other = new World();
  const { events } = await other.dial();
  other.server.respond(other.server.invite, 200, { sdp: sdpOf('10.0.0.9') });
  await other.pass();
  other.within('BYE', { headers: [['Reason', 'Q.850;cause=16']] });
  await other.pass();
  assert.deepEqual(events.at(-1), {
    type: 'ended',
    end: { by: 'remote', cause: { protocol: 'Q.850', cause: 16, text: undefined } },
  });
});

test('what the caller says of how to be announced comes with the call', async () => {
  const world = new World();
  const seen: unknown[] = [];
  world.phone.onUserAgentEvent = (event) =>
    event.type === 'incomingCall' && seen.push(event.alert, event.history.length, event.call.identity.verification);
  await world.ring({
    headers: [
      ['Alert-Info', '<http://127.0.0.1/Bellcore-dr2>'],
      ['History-Info', '<sip:9@10.0.0.9>;index=1, <sip:1001@10.0.0.9>;index=1.1;mp=1'],
      ['P-Asserted-Identity', '<sip:+49;verstat=TN-Validation-Passed@10.0.0.9>'],
    ],
  });
  assert.deepEqual(seen, [
    { info: ['<http://127.0.0.1/Bellcore-dr2>'], ringClass: 'Bellcore-dr2', requireAnswer: false },
    2,
    'passed',
  ]);
});
