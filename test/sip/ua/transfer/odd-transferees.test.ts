// Who is to be transferred by us is older, rude or silent: the transfer comes to an end, and the call stands where it has to.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TransferSettings } from '#sip/ua/transfer/transfer-events';
import { answering, type Headers, peerSdp, talking } from './odd-scene.ts';

describe('a transferee that is not as it should be', () => {
  it('refuses: the call stands, and the status is told', async () => {
    for (const status of [403, 405, 420, 480, 501, 603]) {
      const scene = await talking();
      scene.peer.answers.set('REFER', answering(scene, status));
      scene.heard.call.transfer('3003');
      await scene.pass();
      assert.deepEqual(scene.outcome, [`transferFailed ${status}`]);
      assert.equal(scene.peer.requests('BYE').length, 0);
      await scene.assertNothingLeft();
    }
  });

  it('never answers: the transfer fails with 408 and the call stands', async () => {
    const scene = await talking();
    scene.peer.answers.set('REFER', () => undefined);
    scene.heard.call.transfer('3003');
    await scene.pass(40_000);
    assert.deepEqual(scene.outcome, ['transferFailed 408']);
    await scene.assertNothingLeft();
  });

  it('accepts and never tells: it is asked once, then the call is the person’s again', async () => {
    const scene = await talking();
    scene.peer.answers.set('REFER', answering(scene, 202));
    scene.heard.call.transfer('3003');
    await scene.pass(40_000);
    const { headers } = scene.peer.last('SUBSCRIBE');
    assert.equal(headers.get('Event'), `refer;id=${scene.peer.last('REFER').headers.cseq.number}`);
    await scene.pass(40_000);
    assert.deepEqual(scene.outcome, ['transferFailed undefined']);
    await scene.assertNothingLeft();
  });

  it('answers 200 with Refer-Sub: false: there is nothing to wait for', async () => {
    const scene = await talking();
    scene.peer.answers.set('REFER', answering(scene, 200, [['Refer-Sub', 'false']]));
    scene.heard.call.transfer('3003');
    await scene.pass();
    assert.deepEqual(scene.outcome, ['transferred', 'ended']);
    await scene.assertNothingLeft();
  });

  it('asks for credentials: the id of its NOTIFYs is that of the second REFER', async () => {
    const scene = await talking();
    scene.peer.challenge('REFER', {
      clock: scene.clock,
      passwords: { '1001': 'right' },
      authorized: answering(scene, 202),
      realm: '10.0.0.9',
    });
    scene.heard.call.transfer('3003');
    await scene.pass();
    assert.equal(scene.peer.requests('REFER').length, 2);
    scene.notify('200 OK', 'terminated;reason=noresource', `refer;id=${scene.peer.last('REFER').headers.cseq.number}`);
    await scene.pass();
    assert.deepEqual(scene.outcome, ['transferred', 'ended']);
    await scene.assertNothingLeft();
  });

  it('tells before it answers', async () => {
    const scene = await talking();
    scene.peer.answers.set('REFER', (transaction) => {
      scene.notify('100 Trying', 'active;expires=60');
      scene.clock.setTimer(50, () => scene.peer.respond(transaction, 202));
    });
    scene.heard.call.transfer('3003');
    await scene.pass();
    scene.notify('180 Ringing', 'active;expires=60');
    await scene.pass();
    scene.notify('503 Service Unavailable', 'terminated;reason=noresource');
    await scene.pass();
    assert.deepEqual(scene.outcome, ['transferProgressed 100', 'transferProgressed 180', 'transferFailed 503']);
    await scene.assertNothingLeft();
  });

  it('ends the call as soon as it has been asked', async () => {
    const scene = await talking();
    scene.peer.answers.set('REFER', answering(scene, 202));
    scene.heard.call.transfer('3003');
    await scene.pass();
    scene.say('BYE');
    await scene.pass();
    assert.equal(scene.notify('200 OK', 'terminated;reason=noresource').length, 0);
    await scene.pass();
    assert.deepEqual(scene.outcome, ['ended']);
    await scene.assertNothingLeft();
  });

  it('tells again after the end, or tells what nobody asked', async () => {
    const scene = await talking();
    const unasked = scene.notify('200 OK', 'terminated');
    await scene.pass();
    assert.equal(unasked.at(-1)?.status, 489);
    assert.deepEqual(scene.outcome, []);
    scene.peer.answers.set('REFER', answering(scene, 202));
    scene.heard.call.transfer('3003');
    await scene.pass();
    scene.notify('486 Busy Here', 'active');
    await scene.pass();
    const late = scene.notify('200 OK', 'terminated');
    await scene.pass();
    assert.equal(late.at(-1)?.status, 200);
    assert.deepEqual(scene.outcome, ['transferFailed 486']);
    await scene.assertNothingLeft();
  });

  it('sends a body that is no status', async () => {
    const scene = await talking();
    scene.peer.answers.set('REFER', answering(scene, 202));
    scene.heard.call.transfer('3003');
    await scene.pass();
    scene.say(
      'NOTIFY',
      [
        ['Event', 'refer'],
        ['Subscription-State', 'active'],
      ],
      '\u0000<<<',
    );
    await scene.pass();
    assert.deepEqual(scene.outcome, []);
    scene.notify('200 OK', 'terminated');
    await scene.pass();
    assert.deepEqual(scene.outcome, ['transferred', 'ended']);
    await scene.assertNothingLeft();
  });

  it('that does not know REFER is told by BYE and Also, where that is allowed (Cisco figure B-10)', async () => {
    const scene = await talking({ byeAlso: true });
    scene.peer.answers.set('REFER', answering(scene, 501));
    scene.heard.call.transfer('3003');
    await scene.pass();
    assert.equal(scene.peer.last('BYE').headers.get('Also'), '<sip:3003@10.0.0.9>');
    assert.equal(scene.peer.requests('BYE').length, 1);
    assert.deepEqual(scene.outcome, ['transferred', 'ended']);
    await scene.assertNothingLeft();
  });
});

describe('where a transfer after a consultation leads', () => {
  const consulted = async (transfer: TransferSettings, contact: string, from: string): Promise<string> => {
    const scene = await talking(transfer);
    scene.phone.onIncoming = (call) => call.answer();
    const headers: Headers = [['Contact', contact]];
    scene.peer.send(scene.phone.target, { method: 'INVITE', uri: 'sip:1001@10.0.0.1', from, sdp: peerSdp, headers });
    await scene.pass();
    const consultation = scene.phone.incoming[0]?.call;
    assert.ok(consultation !== undefined);
    scene.peer.answers.set('REFER', answering(scene, 603));
    scene.heard.call.transfer(consultation);
    await scene.pass();
    consultation.end();
    await scene.assertNothingLeft();
    return scene.peer.last('REFER').headers.get('Refer-To')?.replace(/\?.*/, '') ?? '';
  };

  it('to the phone or to its user, as the administrator says; a GRUU is both (RFC 5627)', async () => {
    const from = '<sip:3003@10.0.0.9>;tag=3';
    assert.equal(await consulted({ referTo: 'contact' }, '<sip:token@10.0.0.9>', from), '<sip:token@10.0.0.9');
    assert.equal(await consulted({ referTo: 'address' }, '<sip:token@10.0.0.9>', from), '<sip:3003@10.0.0.9');
    assert.equal(await consulted({ referTo: 'address' }, '<sip:3003@10.0.0.9;gr=x>', from), '<sip:3003@10.0.0.9;gr=x');
  });

  it('to the phone, when its user does not tell who that is', async () => {
    const from = '"Anonymous" <sip:anonymous@anonymous.invalid>;tag=3';
    assert.equal(await consulted({ referTo: 'address' }, '<sip:token@10.0.0.9>', from), '<sip:token@10.0.0.9');
  });
});

describe('when the phone switches off', () => {
  it('nothing of a transfer stays, whichever side it is on', async () => {
    const asking = await talking();
    asking.peer.answers.set('REFER', answering(asking, 202));
    asking.heard.call.transfer('3003');
    await asking.pass();
    const asked = await talking({ within: 'ask' });
    asked.decide = () => undefined;
    asked.refer('<sip:3003@10.0.0.9>');
    await asked.pass();
    for (const scene of [asking, asked]) {
      const closing = scene.phone.agent.close();
      await scene.pass(3000);
      await closing;
      await scene.pass(100_000);
      assert.equal(scene.clock.pendingTimers, 0);
      assert.deepEqual(scene.phone.errors, []);
    }
  });
});
