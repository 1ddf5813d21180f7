// A place at a TURN server: asked for with credentials, renewed in time, given back, lost; and servers that answer oddly.

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import { stunDigests } from '#firmware/system/media-means';
import { readXorAddress, xorAddressAttribute } from '#media/stun/stun-address';
import {
  errorAttribute,
  findNumber,
  findStunAttribute,
  numberAttribute,
  parseStun,
  type ReceivedStun,
  type StunAttribute,
  serializeStun,
  stunAttribute,
  stunMethod,
  textAttribute,
} from '#media/stun/stun-message';
import { TurnAllocation } from '#media/turn/turn-allocation';
import { FakeClock } from '#test/support/fake-clock';

const account = { user: 'user', password: 'secret' };
const server = { address: '192.0.2.1', port: 3478 };
const peer = { address: '203.0.113.7', port: 4000 };
const key = stunDigests.md5(Buffer.from('user:realm:secret'));

/** Gives everything to who knows the password and the nonce of the moment. */
class Server {
  readonly clock: FakeClock = new FakeClock();
  readonly asked: string[] = [];
  readonly indications: ReceivedStun[] = [];
  readonly lost: string[] = [];
  nonce = 'one';
  answers = true;
  readonly allocation: TurnAllocation = new TurnAllocation({
    clock: this.clock,
    random: { bytes: (count) => randomBytes(count) },
    digests: stunDigests,
    server,
    account,
    send: (bytes) => this.#take(bytes),
    lost: (reason) => this.lost.push(reason),
  });

  #take(bytes: Uint8Array): void {
    const message = parseStun(bytes);
    assert.ok(message !== undefined);
    if (message.class === 'indication') {
      this.indications.push(message);
      return;
    }
    const nonce = findStunAttribute(message, stunAttribute.nonce);
    const lifetime = findNumber(message, stunAttribute.lifetime);
    const knows = message.isMadeWith(key, stunDigests);
    const fresh = nonce !== undefined && Buffer.from(nonce).toString() === this.nonce;
    const name = Object.entries(stunMethod).find(([, method]) => method === message.method)?.[0] ?? '';
    this.asked.push(`${name}${lifetime === undefined ? '' : ` ${lifetime}`}${knows && fresh ? '' : ' refused'}`);
    if (this.answers) this.#answer(message, knows ? (fresh ? undefined : 438) : 401);
  }

  #answer({ method, transaction }: ReceivedStun, error: 401 | 438 | undefined): void {
    const challenge = [textAttribute(stunAttribute.realm, 'realm'), textAttribute(stunAttribute.nonce, this.nonce)];
    const xor = (type: number): readonly StunAttribute[] => {
      const attribute = xorAddressAttribute(type, { address: '192.0.2.1', port: 50_000 }, transaction);
      return attribute === undefined ? [] : [attribute];
    };
    const granted = [
      ...xor(stunAttribute.xorRelayedAddress),
      ...xor(stunAttribute.xorMappedAddress),
      numberAttribute(stunAttribute.lifetime, 600),
    ];
    const answer =
      error === undefined
        ? serializeStun({ class: 'success', method, transaction, attributes: granted }, { key, digests: stunDigests })
        : serializeStun({ class: 'error', method, transaction, attributes: [errorAttribute(error, 'no'), ...challenge] });
    this.clock.setTimer(5, () => void this.allocation.receive(answer, parseStun(answer)));
  }
}

async function opened(): Promise<Server> {
  const made = new Server();
  const allocating = made.allocation.allocate();
  await made.clock.advanceAsync(100);
  assert.deepEqual((await allocating)?.relayed, { address: '192.0.2.1', port: 50_000 });
  made.asked.length = 0;
  return made;
}

describe('a place at a TURN server', () => {
  it('is renewed before its end, also when the nonce has grown old, and given back', async () => {
    const made = await opened();
    made.clock.advance(541_000);
    assert.deepEqual(made.asked, ['refresh']);
    made.nonce = 'two';
    made.clock.advance(541_000);
    assert.deepEqual(made.asked, ['refresh', 'refresh refused', 'refresh']);
    made.allocation.close();
    assert.equal(made.asked.at(-1), 'refresh 0');
    assert.equal(made.clock.pendingTimers, 1, 'the answer that nobody waits for');
    assert.deepEqual(made.lost, []);
  });

  it('keeps permissions and channels alive while it is used', async () => {
    const made = await opened();
    made.allocation.permit(peer);
    made.allocation.permit({ ...peer, port: 4001 });
    const binding = made.allocation.bind(peer);
    await made.clock.advanceAsync(100);
    assert.equal(await binding, 0x4000);
    made.clock.advance(480_000);
    assert.deepEqual(made.asked.toSorted(), [...Array(3).fill('channelBind'), ...Array(3).fill('createPermission')]);
  });

  it('takes what permitted peers send, framed or not, and nothing else', async () => {
    const made = await opened();
    made.allocation.permit(peer);
    void made.allocation.bind(peer);
    made.clock.advance(100);
    const framed = (channel: number, length: number): Uint8Array =>
      Uint8Array.of(channel >> 8, channel & 255, 0, length, 1, 2, 3);
    assert.deepEqual(made.allocation.receive(framed(0x4000, 3), undefined), { from: peer, bytes: Uint8Array.of(1, 2, 3) });
    assert.equal(made.allocation.receive(framed(0x4001, 3), undefined), undefined);
    assert.equal(made.allocation.receive(framed(0x4000, 4), undefined), undefined);
    const told = (from: typeof peer): ReceivedStun | undefined => {
      const transaction = randomBytes(12);
      const origin = xorAddressAttribute(stunAttribute.xorPeerAddress, from, transaction);
      const attributes = [...(origin === undefined ? [] : [origin]), { type: stunAttribute.data, value: Uint8Array.of(9) }];
      return parseStun(serializeStun({ class: 'indication', method: stunMethod.data, transaction, attributes }));
    };
    assert.deepEqual(made.allocation.receive(new Uint8Array(0), told(peer))?.from, peer);
    assert.equal(made.allocation.receive(new Uint8Array(0), told({ address: '203.0.113.8', port: 4000 })), undefined);
  });

  it('sends to peers before a channel is there', async () => {
    const made = await opened();
    made.allocation.permit(peer);
    made.allocation.send(peer, Uint8Array.of(7, 8, 9));
    const [sent] = made.indications;
    assert.ok(sent !== undefined);
    assert.deepEqual(readXorAddress(findStunAttribute(sent, stunAttribute.xorPeerAddress), sent.transaction), peer);
    assert.deepEqual([...(findStunAttribute(sent, stunAttribute.data) ?? [])], [7, 8, 9]);
  });

  it('is told when it is gone', async () => {
    const made = await opened();
    made.answers = false;
    made.clock.advance(600_000);
    assert.deepEqual(made.lost, ['the server does not answer']);
    assert.equal(made.clock.pendingTimers, 0);
  });

  it('is not to be had with a wrong password, and asks twice at most', async () => {
    const made = new Server();
    made.nonce = 'x';
    const wrong = new TurnAllocation({
      clock: made.clock,
      random: { bytes: (count) => randomBytes(count) },
      digests: stunDigests,
      server,
      account: { ...account, password: 'guess' },
      send: (bytes) => {
        const request = parseStun(bytes);
        assert.ok(request !== undefined);
        made.asked.push('allocate');
        const challenge = [textAttribute(stunAttribute.realm, 'realm'), textAttribute(stunAttribute.nonce, 'x')];
        const { method, transaction } = request;
        const refusal = serializeStun({
          class: 'error',
          method,
          transaction,
          attributes: [errorAttribute(401, 'no'), ...challenge],
        });
        made.clock.setTimer(5, () => void wrong.receive(refusal, parseStun(refusal)));
      },
      lost: () => assert.fail('it was never there'),
    });
    const allocating = wrong.allocate();
    await made.clock.advanceAsync(1000);
    assert.equal(await allocating, undefined);
    assert.equal(made.asked.length, 2);
  });
});
