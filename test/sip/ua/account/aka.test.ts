// A registrar that asks for the key of a SIM (RFC 3310): whose challenge knows it is answered, whose does not is not.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseAuthValues } from '#sip/auth/auth-parameters';
import { digestIdentity, digestResponse } from '#sip/auth/digest';
import { exclusiveOr, type MilenageKeys, milenageNetworkProof, milenageResponse } from '#sip/auth/milenage';
import type { SipRequest } from '#sip/message/message';
import { serializeUri } from '#sip/message/uri';
import { FakeClock } from '#test/support/fake-clock';
import { LossyNetwork } from '#test/support/lossy-network';
import { SipPeer } from '#test/support/sip-peer';
import { types, VirtualPhone } from '#test/support/virtual-phone';

const ours: MilenageKeys = { key: new Uint8Array(16).fill(7), opc: new Uint8Array(16).fill(9) };
const others: MilenageKeys = { key: new Uint8Array(16).fill(8), opc: new Uint8Array(16).fill(9) };
const realm = 'ims.example';
const random = new Uint8Array(16).fill(3);

/** As the home network makes it: RAND, and AUTN with the proof that it knows the key. */
function nonceBy(keys: MilenageKeys, sequence: Uint8Array): string {
  const management = new Uint8Array([0x80, 0]);
  const hidden = exclusiveOr(sequence, milenageResponse(keys, random).anonymityKey);
  return Buffer.concat([random, hidden, management, milenageNetworkProof(keys, random, sequence, management)]).toString('base64');
}

function isRight({ headers, uri, method, body }: SipRequest): boolean {
  const [value] = headers.getAll('Authorization').flatMap(parseAuthValues);
  if (value === undefined) return false;
  const { parameters } = value;
  const response = Buffer.from(milenageResponse(ours, random).response).toString('latin1');
  const expected = digestResponse({
    algorithm: 'AKAv1-MD5',
    qop: 'auth',
    identity: digestIdentity('AKAv1-MD5', '1001', realm, response),
    nonce: parameters.get('nonce') ?? '',
    clientNonce: parameters.get('cnonce') ?? '',
    nonceCount: parameters.get('nc') ?? '',
    method,
    uri: serializeUri(uri),
    body,
  });
  return parameters.get('response') === expected;
}

async function registering(network: MilenageKeys) {
  const clock = new FakeClock();
  const wire = new LossyNetwork(clock, 1);
  const server = new SipPeer({ network: wire, clock, address: '10.0.0.9' });
  let sequence = 1;
  server.answers.set('REGISTER', (transaction) => {
    const contact = transaction.request.headers.get('Contact') ?? '';
    if (isRight(transaction.request))
      return server.respond(transaction, 200, {
        headers: [
          ['Contact', contact],
          ['Expires', '600'],
        ],
      });
    const nonce = nonceBy(network, new Uint8Array([0, 0, 0, 0, 0, sequence++]));
    const challenge = `Digest realm="${realm}", nonce="${nonce}", algorithm=AKAv1-MD5, qop="auth"`;
    server.respond(transaction, 401, { headers: [['WWW-Authenticate', challenge]] });
  });
  const phone = new VirtualPhone(clock, wire, '10.0.0.1', 11);
  const { account, events } = phone.account({ credentials: () => ({ user: '1001', password: 'secret', aka: ours }) });
  account.register();
  await clock.advanceAsync(500);
  return { clock, server, events };
}

test('a network that knows the key registers the phone, and again', async () => {
  const { clock, server, events } = await registering(ours);
  assert.deepEqual(types(events), ['registering', 'registered']);
  assert.equal(server.requests('REGISTER').length, 2);
  await clock.advanceAsync(600_000);
  assert.ok(server.requests('REGISTER').length >= 3);
  assert.ok(!types(events).includes('registrationFailed'));
});

test('a network that does not gets no answer, neither of the key nor of the password', async () => {
  const { clock, server, events } = await registering(others);
  await clock.advanceAsync(600_000);
  assert.ok(types(events).includes('registrationFailed'));
  assert.ok(server.requests('REGISTER').every(({ headers }) => !headers.has('Authorization')));
});
