// REFER from outside of calls: who may make the phone dial (click-to-dial), and REFER about a call (RFC 4538).

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { SipResponse } from '#sip/message/message';
import type { TransferSettings } from '#sip/ua/transfer/transfer-events';
import { SipPeer } from '#test/support/sip-peer';
import { type Headers, OddScene, peerSdp, talking } from './odd-scene.ts';

describe('REFER from outside of calls', () => {
  const refer: Headers = [['Refer-To', '<sip:3003@10.0.0.9>']];

  async function asked(
    transfer: TransferSettings,
    headers: Headers = refer,
    from?: SipPeer,
  ): Promise<{ scene: OddScene; responses: SipResponse[] }> {
    const scene = new OddScene(transfer);
    await scene.pass();
    const responses: SipResponse[] = [];
    (from ?? scene.peer).send(
      scene.phone.target,
      { method: 'REFER', uri: 'sip:1001@10.0.0.1', headers },
      (event) => event.type === 'responseReceived' && responses.push(event.response),
    );
    await scene.pass();
    return { scene, responses };
  }

  it('is refused unless the administrator says otherwise', async () => {
    const { scene, responses } = await asked({});
    assert.equal(responses.at(-1)?.status, 403);
    assert.equal(scene.moved.length, 0);
    await scene.assertNothingLeft();
  });

  it('makes the phone dial when its proxy may ask and a person agrees; the proxy hears how it goes', async () => {
    const { scene, responses } = await asked({ acceptRefer: 'proxy' });
    assert.equal(responses.at(-1)?.status, 202);
    assert.match(responses.at(-1)?.headers.get('Contact') ?? '', /10\.0\.0\.1/);
    scene.peer.respond(scene.peer.invite, 180);
    await scene.pass();
    scene.peer.respond(scene.peer.invite, 200, { sdp: peerSdp });
    await scene.pass();
    assert.deepEqual(scene.told, ['100 active', '180 active', '200 terminated;reason=noresource']);
    const notify = scene.peer.last('NOTIFY').headers;
    assert.equal(notify.from.parameters.get('tag'), responses.at(-1)?.headers.to.parameters.get('tag'));
    assert.equal(notify.get('Event'), 'refer');
    await scene.assertNothingLeft();
  });

  it('from a stranger is refused whatever the policy', async () => {
    for (const acceptRefer of ['never', 'proxy', 'ask'] as const) {
      const scene = new OddScene({ acceptRefer });
      const stranger = new SipPeer({ network: scene.network, clock: scene.clock, address: '10.6.6.6', seed: 66 });
      await scene.pass();
      const statuses: number[] = [];
      stranger.send(
        scene.phone.target,
        { method: 'REFER', uri: 'sip:1001@10.0.0.1', headers: refer },
        (event) => event.type === 'responseReceived' && statuses.push(event.response.status),
      );
      await scene.pass();
      assert.deepEqual(statuses, [403]);
      assert.equal(scene.moved.length, 0);
      await scene.assertNothingLeft();
    }
  });

  it('is bounded: a person answers few questions at a time', async () => {
    const { scene } = await asked({ acceptRefer: 'proxy' });
    scene.decide = () => undefined;
    const statuses: number[] = [];
    for (let i = 0; i < 20; i++) {
      scene.peer.send(
        scene.phone.target,
        { method: 'REFER', uri: 'sip:1001@10.0.0.1', headers: refer, callId: `call-${i}` },
        (event) => event.type === 'responseReceived' && statuses.push(event.response.status),
      );
    }
    await scene.pass();
    assert.equal(statuses.filter((status) => status === 202).length, 3);
    assert.equal(statuses.filter((status) => status === 486).length, 17);
    await scene.assertNothingLeft();
  });

  it('can be asked to go on or to stop by SUBSCRIBE in its dialog', async () => {
    const { scene, responses } = await asked({ acceptRefer: 'proxy' });
    const { headers } = scene.peer.last('NOTIFY');
    const subscribe = (expires: string): SipResponse[] => {
      const answers: SipResponse[] = [];
      scene.peer.send(
        scene.phone.target,
        {
          method: 'SUBSCRIBE',
          uri: 'sip:1001@10.0.0.1',
          from: headers.get('To') ?? '',
          to: responses.at(-1)?.headers.get('To') ?? '',
          callId: headers.callId,
          headers: [
            ['Event', 'refer'],
            ['Expires', expires],
          ],
        },
        (event) => event.type === 'responseReceived' && answers.push(event.response),
      );
      return answers;
    };
    const longer = subscribe('900');
    await scene.pass();
    assert.equal(longer.at(-1)?.headers.expires, 300);
    subscribe('0');
    await scene.pass();
    assert.deepEqual(scene.told, ['100 active', '100 active', '100 terminated;reason=timeout']);
    await scene.assertNothingLeft();
  });

  it('is about a call of ours when our proxy names it by Target-Dialog (RFC 4538)', async () => {
    const scene = await talking({});
    const { dialog } = scene.heard.call.dialogs[0] ?? {};
    const named = `${dialog?.callId};local-tag=${dialog?.localTag};remote-tag=${dialog?.remoteTag}`;
    const statuses: number[] = [];
    for (const value of ['other;local-tag=1;remote-tag=2', 'broken', named]) {
      scene.peer.send(
        scene.phone.target,
        {
          method: 'REFER',
          uri: 'sip:1001@10.0.0.1',
          headers: [...refer, ['Target-Dialog', value]],
          callId: `about-${statuses.length}`,
        },
        (event) => event.type === 'responseReceived' && statuses.push(event.response.status),
      );
      await scene.pass();
    }
    assert.deepEqual(statuses, [481, 400, 202]);
    assert.ok(scene.heard.events.some(({ type }) => type === 'transferRequested'));
    assert.equal(scene.peer.last('NOTIFY').headers.callId, 'about-2');
    await scene.assertNothingLeft();
  });
});
