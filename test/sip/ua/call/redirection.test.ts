// Calls that are sent elsewhere: by a server's 3xx, and by us.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serializeUri } from '#sip/message/uri';
import { sdpOf } from '#test/support/sip-peer';
import { types } from '#test/support/virtual-phone';
import { World } from './standing.ts';

async function redirected(contact: string, status = 302, settings: ConstructorParameters<typeof World>[0] = {}) {
  const world = new World(settings);
  const heard = await world.dial();
  world.server.respond(world.server.invite, status, { headers: [['Contact', contact]] });
  await world.pass();
  const asked = () => world.server.requests('INVITE').map((request) => serializeUri(request.uri));
  return { world, asked, ...heard };
}

test('the best Contact is called, in the same call, and the person is told', async () => {
  const { world, asked, events } = await redirected('<sip:b@10.0.0.9>;q=0.2, <sip:a@10.0.0.9>;q=0.9, <tel:+4930>');
  assert.deepEqual(asked(), ['sip:2002@10.0.0.9', 'sip:a@10.0.0.9']);
  const [first, second] = world.server.requests('INVITE');
  for (const name of ['From', 'To', 'Call-ID']) assert.equal(second?.headers.get(name), first?.headers.get(name));
  assert.equal(second?.headers.cseq.number, 2);
  assert.deepEqual(types(events), ['redirected']);
  world.server.respond(world.server.invite, 486);
  await world.pass();
  assert.equal(asked().at(-1), 'sip:b@10.0.0.9', 'the next when the best is busy');
  world.server.respond(world.server.invite, 200, { sdp: sdpOf('10.0.0.9') });
  await world.pass();
  assert.deepEqual(types(events), ['redirected', 'redirected', 'answered', 'mediaChanged']);
  assert.equal(world.phone.media.length, 1, 'the same media serves');
});

test('the INVITE that goes on tells where the call has been', async () => {
  const { world } = await redirected('<sip:a@10.0.0.9>');
  const own = world.server.invite.request.headers.getAll('History-Info');
  assert.deepEqual(own, ['<sip:2002@10.0.0.9?Reason=SIP%3Bcause%3D302>;index=1', '<sip:a@10.0.0.9>;index=1.1;mp=1']);
  const told = [
    ['Contact', '<sip:b@10.0.0.9>'],
    ['Diversion', '<sip:a@10.0.0.9>;reason=no-answer'],
  ] as const;
  world.server.respond(world.server.invite, 302, { headers: told });
  await world.pass();
  const { headers } = world.server.invite.request;
  assert.equal(headers.get('Diversion'), '<sip:a@10.0.0.9>;reason=no-answer');
  assert.equal(headers.getAll('History-Info').at(-1), '<sip:b@10.0.0.9>;index=1.1.1;mp=1.1');
});

test('a secret call is not sent on in the clear', async () => {
  const world = new World();
  const events: string[] = [];
  world.account.call('sips:2002@10.0.0.9', (event) => events.push(event.type));
  await world.pass();
  world.server.respond(world.server.invite, 302, { headers: [['Contact', '<sip:a@10.0.0.9>']] });
  await world.pass();
  assert.equal(world.server.requests('INVITE').length, 1);
  assert.deepEqual(events, ['ended']);
});

test('nobody sends us in circles or for ever', async () => {
  const { world, asked, events } = await redirected('<sip:2002@10.0.0.9>');
  assert.equal(asked().length, 1, 'to whom we called');
  assert.deepEqual(events.at(-1), { type: 'ended', end: { by: 'response', status: 302, reason: 'Moved Temporarily' } });
  assert.deepEqual(world.phone.agent.load.calls, 0);
  const endless = await redirected('<sip:a0@10.0.0.9>');
  for (let i = 1; i < 20 && endless.events.at(-1)?.type !== 'ended'; i++) {
    endless.world.server.respond(endless.world.server.invite, 302, { headers: [['Contact', `<sip:a${i}@10.0.0.9>`]] });
    await endless.world.pass();
  }
  assert.equal(endless.asked().length, 6, 'five more than the first');
});

test('a use-proxy, a refusal for all and an account that does not follow end the call', async () => {
  assert.equal((await redirected('<sip:a@10.0.0.9>', 305)).asked().length, 1);
  assert.equal((await redirected('<sip:a@10.0.0.9>', 302, { redirection: { maximum: 0 } })).asked().length, 1);
  const { world, asked, events } = await redirected('<sip:a@10.0.0.9>, <sip:b@10.0.0.9>');
  world.server.respond(world.server.invite, 603);
  await world.pass();
  assert.equal(asked().length, 2);
  assert.equal(events.at(-1)?.type, 'ended');
});

test('early media of the address before does not keep the next from being called', async () => {
  const world = new World();
  const { events } = await world.dial();
  world.server.respond(world.server.invite, 183, { sdp: sdpOf('10.0.0.9') });
  world.server.respond(world.server.invite, 183, { sdp: sdpOf('10.0.0.9', { port: 5000 }), tag: 'fork' });
  await world.pass();
  world.server.respond(world.server.invite, 302, { headers: [['Contact', '<sip:a@10.0.0.9>']] });
  await world.pass();
  world.server.respond(world.server.invite, 200, { sdp: sdpOf('10.0.0.9', { port: 7000 }) });
  await world.pass();
  assert.equal(world.media.applied.at(-1)?.remoteRtpPort, 7000);
  assert.equal(world.media.forks[0]?.closed, 1);
  assert.equal(events.at(-1)?.type, 'mediaChanged');
});

test('we send a caller on: 302 with where to and who says so', async () => {
  const world = new World();
  world.phone.onIncoming = (call) => call.redirect(['3003', 'sip:x@10.0.0.5'], 'unconditional');
  const call = await world.ring();
  const response = call.responses.at(-1);
  assert.equal(response?.status, 302);
  assert.deepEqual(response?.headers.getAll('Contact'), ['<sip:3003@10.0.0.9>;q=0.9', '<sip:x@10.0.0.5>;q=0.8']);
  assert.equal(response?.headers.get('Diversion'), '<sip:1001@10.0.0.9>;reason=unconditional');
  assert.deepEqual(call.heard().events.at(-1), { type: 'ended', end: { by: 'local' } });
});

test('an INVITE says how long it waits, and is cancelled when nobody heeds it', async () => {
  const world = new World({ inviteExpiresS: 40 });
  const { events } = await world.dial();
  assert.equal(world.server.invite.request.headers.get('Expires'), '40');
  world.server.respond(world.server.invite, 180);
  await world.pass(40_000);
  assert.equal(world.server.requests('CANCEL').length, 1);
  assert.deepEqual(events.at(-1), { type: 'ended', end: { by: 'timeout' } });
});
