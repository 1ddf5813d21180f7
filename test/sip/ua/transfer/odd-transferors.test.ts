// Who transfers us is older, rude or hostile: we call nobody that we should not, and it hears how that goes.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { SipResponse } from '#sip/message/message';
import { answering, peerSdp, talking } from './odd-scene.ts';

describe('a transferor that is not as it should be', () => {
  it('may send us nowhere but to a call, and not to ourselves', async () => {
    const scene = await talking();
    const own = scene.peer.last('INVITE').headers.get('Contact') ?? '';
    const cases: readonly (readonly [string, number])[] = [
      ['<sip:c@10.0.0.9;method=BYE>', 603],
      ['<sip:c@10.0.0.9;method=SUBSCRIBE>', 603],
      ['<http://evil.example/>', 416],
      ['', 400],
      ['<<>>', 400],
      ['<sip:1001@10.0.0.9>', 482],
      [own, 482],
    ];
    for (const [to, status] of cases) {
      const responses = scene.refer(to);
      await scene.pass();
      assert.equal(responses.at(-1)?.status, status, to);
    }
    assert.deepEqual(scene.told, []);
    assert.equal(scene.moved.length, 0);
    await scene.assertNothingLeft();
  });

  it('writes nothing into our INVITE but whom it goes to', async () => {
    const scene = await talking();
    scene.refer('<sip:3003@10.0.0.9;user=phone?Subject=x&Route=%3Csip:10.6.6.6%3Blr%3E&From=%3Csip:boss%40x%3E&Call-ID=y>');
    await scene.pass();
    const { headers, uri } = scene.peer.last('INVITE');
    assert.equal('user' in uri ? uri.user : '', '3003');
    assert.equal(headers.get('Subject'), undefined);
    assert.equal(headers.get('Route'), undefined);
    assert.match(headers.get('From') ?? '', /1001/);
    assert.notEqual(headers.callId, 'y');
    assert.equal(headers.get('Referred-By'), '<sip:2002@10.0.0.9>');
    await scene.assertNothingLeft();
  });

  it('asks twice: the second waits for the first', async () => {
    const scene = await talking();
    scene.refer('<sip:3003@10.0.0.9>');
    const second = scene.refer('<sip:3004@10.0.0.9>');
    await scene.pass();
    assert.equal(second.at(-1)?.status, 491);
    assert.equal(scene.moved.length, 1);
    scene.peer.respond(scene.peer.invite, 486);
    await scene.pass();
    const third = scene.refer('<sip:3004@10.0.0.9>');
    await scene.pass();
    assert.equal(third.at(-1)?.status, 202);
    await scene.assertNothingLeft();
  });

  it('is refused where the administrator says so', async () => {
    const scene = await talking({ within: 'refuse' });
    const responses = scene.refer('<sip:3003@10.0.0.9>');
    await scene.pass();
    assert.equal(responses.at(-1)?.status, 603);
    assert.equal(scene.moved.length, 0);
    await scene.assertNothingLeft();
  });

  it('waits for a person: 202, pending, and what the person says', async () => {
    const scene = await talking({ within: 'ask' });
    let asked: { asks: boolean; refuse(status?: number): void } | undefined;
    scene.decide = (event) => {
      asked = event;
    };
    const responses = scene.refer('<sip:3003@10.0.0.9>');
    await scene.pass();
    assert.equal(responses.at(-1)?.status, 202);
    assert.equal(asked?.asks, true);
    asked.refuse();
    await scene.pass();
    assert.deepEqual(scene.told, ['100 pending', '603 terminated;reason=rejected']);
    await scene.assertNothingLeft();
  });

  it('gets 480 when the person says nothing, and a later word changes nothing', async () => {
    const scene = await talking({ within: 'ask' });
    let accept: ((listener: () => void) => unknown) | undefined;
    scene.decide = (event) => {
      accept = (listener) => event.accept(listener);
    };
    scene.refer('<sip:3003@10.0.0.9>');
    await scene.pass(61_000);
    assert.deepEqual(scene.told, ['100 pending', '480 terminated;reason=rejected']);
    assert.equal(
      accept?.(() => undefined),
      undefined,
    );
    await scene.assertNothingLeft();
  });

  it('is refused at once by an owner who decides at once, and by one that fails', async () => {
    const scene = await talking();
    scene.decide = (event) => event.refuse(486);
    const first = scene.refer('<sip:3003@10.0.0.9>');
    await scene.pass();
    assert.equal(first.at(-1)?.status, 486);
    scene.decide = () => {
      throw new Error('owner');
    };
    const second = scene.refer('<sip:3003@10.0.0.9>');
    await scene.pass();
    assert.equal(second.at(-1)?.status, 500);
    assert.equal(scene.phone.errors.splice(0).length, 1);
    assert.deepEqual(scene.told, []);
    await scene.assertNothingLeft();
  });

  it('wants to hear nothing (RFC 4488, RFC 7614)', async () => {
    for (const header of [
      ['Refer-Sub', 'false'],
      ['Require', 'nosub'],
    ] as const) {
      const scene = await talking();
      const responses = scene.refer('<sip:3003@10.0.0.9>', [header]);
      await scene.pass();
      assert.equal(responses.at(-1)?.status, 202);
      assert.equal(responses.at(-1)?.headers.get('Refer-Sub'), header[0] === 'Refer-Sub' ? 'false' : undefined);
      assert.equal(scene.moved.length, 1);
      assert.deepEqual(scene.told, []);
      await scene.assertNothingLeft();
    }
  });

  it('is deaf: it is not told for ever, and the new call goes on', async () => {
    const scene = await talking();
    scene.peer.answers.set('NOTIFY', answering(scene, 481));
    scene.refer('<sip:3003@10.0.0.9>');
    await scene.pass();
    scene.peer.respond(scene.peer.invite, 180);
    await scene.pass();
    assert.deepEqual(scene.told, ['100 active']);
    assert.ok(scene.moved[0]?.events.some(({ type }) => type === 'progressed'));
    await scene.assertNothingLeft();
  });

  it('is busy for a moment: it is told again, and what is newest', async () => {
    const scene = await talking();
    let refusals = 2;
    scene.peer.answers.set('NOTIFY', (transaction) => scene.peer.respond(transaction, refusals-- > 0 ? 500 : 200));
    scene.refer('<sip:3003@10.0.0.9>');
    await scene.pass(50);
    scene.peer.respond(scene.peer.invite, 180);
    await scene.pass(5000);
    assert.deepEqual(scene.told, ['100 active', '180 active', '180 active']);
    await scene.assertNothingLeft();
  });

  it('wants to hear longer, or no more', async () => {
    const scene = await talking();
    scene.refer('<sip:3003@10.0.0.9>');
    await scene.pass();
    const subscribe = (expires: string, event = 'refer'): SipResponse[] =>
      scene.say('SUBSCRIBE', [
        ['Event', event],
        ['Expires', expires],
      ]);
    const longer = subscribe('120');
    await scene.pass();
    assert.equal(longer.at(-1)?.headers.expires, 120);
    const other = subscribe('120', 'presence');
    await scene.pass();
    assert.equal(other.at(-1)?.status, 489);
    subscribe('0');
    await scene.pass();
    scene.peer.respond(scene.peer.invite, 180);
    await scene.pass();
    assert.deepEqual(scene.told, ['100 active', '100 active', '100 terminated;reason=timeout']);
    const late = subscribe('60');
    await scene.pass();
    assert.equal(late.at(-1)?.status, 489);
    await scene.assertNothingLeft();
  });

  it('ends the call with BYE and Also: followed where that is allowed, and only there', async () => {
    for (const byeAlso of [true, false]) {
      const scene = await talking({ byeAlso });
      scene.say('BYE', [['Also', '<sip:3003@10.0.0.9?Subject=x>, <sip:3004@10.0.0.9>']]);
      await scene.pass();
      assert.equal(scene.outcome.at(-1), 'ended');
      assert.equal(scene.moved.length, byeAlso ? 1 : 0);
      if (byeAlso) {
        const { uri, headers } = scene.peer.last('INVITE');
        assert.equal('user' in uri ? uri.user : '', '3003');
        assert.equal(headers.get('Requested-By'), '<sip:2002@10.0.0.9>');
      }
      await scene.assertNothingLeft();
    }
  });

  it('hangs up half-way: the new call is made all the same', async () => {
    const scene = await talking();
    scene.refer('<sip:3003@10.0.0.9>');
    scene.say('BYE');
    await scene.pass();
    scene.peer.respond(scene.peer.invite, 200, { sdp: peerSdp });
    await scene.pass();
    assert.deepEqual(scene.told.at(-1), '200 terminated;reason=noresource');
    assert.ok(scene.moved[0]?.events.some(({ type }) => type === 'answered'));
    await scene.assertNothingLeft();
  });
});
