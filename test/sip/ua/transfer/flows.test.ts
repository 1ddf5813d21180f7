// Transfers between three phones of ours, message by message: Cisco figures B-8 and B-9, RFC 5589 §6.1, §6.5, §7.3.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { NameAddr } from '#sip/message/name-addr';
import type { Call } from '#sip/ua/user-agent-events';
import { type HeardCall, types } from '#test/support/virtual-phone';
import { ThreePhones } from './three-phones.ts';

/** The outcome of B's transfer, without what came before it. */
function outcome({ events }: HeardCall): readonly string[] {
  const names = events.map((event) => ('status' in event ? `${event.type} ${event.status}` : event.type));
  return names.slice(names.lastIndexOf('mediaChanged') + 1);
}

/** C rings until it is told otherwise. */
async function blind(
  changes: ConstructorParameters<typeof ThreePhones>[0] = {},
): Promise<{ scene: ThreePhones; ringing: () => Call }> {
  const scene = new ThreePhones(changes);
  await scene.talk();
  scene.c.onIncoming = () => undefined;
  scene.atB.call.transfer('c');
  await scene.pass();
  return {
    scene,
    ringing: () => {
      const call = scene.c.incoming.at(-1)?.call;
      assert.ok(call !== undefined, 'C rings');
      return call;
    },
  };
}

const asked = ['B>A REFER', 'A>B 202 REFER', 'A>B NOTIFY 100 active', 'B>A 200 NOTIFY', 'A>C INVITE', 'C>A 180 INVITE'];
const rings = ['A>B NOTIFY 180 active', 'B>A 200 NOTIFY'];

describe('a blind transfer', () => {
  it('goes as RFC 5589 §6.1 says, and ends when C has answered', async () => {
    const { scene, ringing } = await blind();
    ringing().answer();
    await scene.pass();
    assert.deepEqual(scene.flow, [
      ...asked,
      ...rings,
      'C>A 200 INVITE',
      'A>C ACK',
      'A>B NOTIFY 200 terminated',
      'B>A 200 NOTIFY',
      'B>A BYE',
      'A>B 200 BYE',
    ]);
    assert.deepEqual(outcome(scene.atB), ['transferProgressed 100', 'transferProgressed 180', 'transferred', 'ended']);
    assert.deepEqual(scene.atA.events.at(-1), { type: 'ended', end: { by: 'remote' } });
    assert.ok(scene.moved[0]?.events.some(({ type }) => type === 'answered'));
    scene.moved[0]?.call.end();
    await scene.assertNothingLeft();
  });

  it('tells C who sent the call, and A nothing that it did not ask', async () => {
    const { scene, ringing } = await blind();
    const { headers } = scene.request('REFER', 'a');
    assert.equal(headers.get('Refer-To'), '<sip:c@10.0.0.9>');
    assert.equal(headers.get('Referred-By'), '<sip:b@10.0.0.9>');
    assert.equal(headers.contacts.length, 1);
    const invite = scene.request('INVITE', 'c').headers;
    assert.equal(invite.get('Referred-By'), '<sip:b@10.0.0.9>');
    assert.equal(invite.get('Replaces'), undefined);
    assert.equal(invite.get('Require'), undefined);
    ringing().reject(486);
    scene.atB.call.end();
    await scene.assertNothingLeft();
  });

  it('tells nobody who sent the call, where the one who is sent does not know either', async () => {
    const scene = new ThreePhones();
    await scene.pass(50);
    const call = scene.a.call(scene.accounts.a, 'b', { anonymous: true });
    await scene.pass(1000);
    scene.network.wire.length = 0;
    call.call.transfer('c');
    await scene.pass();
    const { headers } = scene.request('REFER', 'b');
    assert.equal(headers.get('Refer-To'), '<sip:c@10.0.0.9>');
    assert.equal(headers.get('Referred-By'), undefined);
    assert.match(headers.get('From') ?? '', /anonymous\.invalid/);
  });

  it('leaves the call as it was when C is busy, declines or is unknown', async () => {
    for (const status of [486, 603, 480]) {
      const { scene, ringing } = await blind();
      ringing().reject(status);
      await scene.pass();
      assert.deepEqual(scene.flow, [
        ...asked,
        ...rings,
        `C>A ${status} INVITE`,
        `A>B NOTIFY ${status} terminated`,
        'A>C ACK',
        'B>A 200 NOTIFY',
      ]);
      assert.deepEqual(outcome(scene.atB), ['transferProgressed 100', 'transferProgressed 180', `transferFailed ${status}`]);
      // It is still there, and may go elsewhere.
      scene.atB.call.resume();
      scene.c.onIncoming = (call) => call.answer();
      scene.atB.call.transfer('c');
      await scene.pass();
      assert.equal(
        scene.request('NOTIFY', 'b').headers.get('Event'),
        `refer;id=${scene.request('REFER', 'a').headers.cseq.number}`,
      );
      assert.equal(outcome(scene.atB).at(-1), 'ended');
      scene.moved.at(-1)?.call.end();
      await scene.assertNothingLeft();
    }
  });

  it('fails with 408 or 503 when nothing is to be heard of C', async () => {
    const scene = new ThreePhones();
    await scene.talk();
    scene.network.drop = (_message, to) => to === '10.0.0.3';
    scene.atB.call.transfer('c');
    await scene.pass(40_000);
    assert.equal(outcome(scene.atB).at(-1), 'transferFailed 408');
    scene.atB.call.end();
    await scene.assertNothingLeft();
  });

  it('goes on when B does not wait for its end (Cisco figure B-8)', async () => {
    const { scene, ringing } = await blind();
    scene.atB.call.end();
    await scene.pass();
    ringing().answer();
    await scene.pass();
    assert.deepEqual(scene.flow, [
      ...asked,
      ...rings,
      'B>A BYE',
      'A>B 200 BYE',
      'C>A 200 INVITE',
      'A>C ACK',
      'A>B NOTIFY 200 terminated',
      'B>A 200 NOTIFY',
    ]);
    assert.ok(scene.moved[0]?.events.some(({ type }) => type === 'answered'));
    scene.moved[0]?.call.end();
    await scene.assertNothingLeft();
  });

  it('goes on when A ends the old call before C answers', async () => {
    const { scene, ringing } = await blind();
    scene.atA.call.end();
    await scene.pass();
    ringing().answer();
    await scene.pass();
    assert.deepEqual(scene.flow.slice(-2), ['A>B NOTIFY 200 terminated', 'B>A 200 NOTIFY']);
    assert.equal(scene.atB.events.at(-1)?.type, 'ended');
    scene.moved[0]?.call.end();
    await scene.assertNothingLeft();
  });

  it('ends the old call itself when the transferor forgets to', async () => {
    const { scene, ringing } = await blind();
    scene.network.drop = (message, to) => to === '10.0.0.2' && message.kind === 'request' && message.method === 'NOTIFY';
    ringing().answer();
    await scene.pass(9000);
    assert.equal(scene.atB.events.at(-1)?.type, 'transferProgressed');
    await scene.pass(3000);
    assert.deepEqual(scene.atB.events.at(-1), { type: 'ended', end: { by: 'remote' } });
    scene.moved[0]?.call.end();
    await scene.assertNothingLeft();
  });

  it('to what is no address fails at once', async () => {
    const scene = new ThreePhones();
    await scene.talk();
    scene.atB.call.transfer('');
    assert.deepEqual(outcome(scene.atB), ['transferFailed 484']);
    scene.atB.call.end();
    await scene.assertNothingLeft();
  });

  it('is asked for once, however often the key is pressed, and not before the answer', async () => {
    const { scene, ringing } = await blind();
    scene.atB.call.transfer('d');
    scene.moved[0]?.call.transfer('d');
    await scene.pass();
    assert.equal(scene.flow.filter((line) => line.endsWith('REFER')).length, 2);
    ringing().reject(486);
    scene.atB.call.end();
    await scene.assertNothingLeft();
  });

  it('that both sides ask for at once fails on both, and the call stands', async () => {
    const scene = new ThreePhones();
    await scene.talk();
    scene.atB.call.transfer('c');
    scene.atA.call.transfer('c');
    await scene.pass();
    assert.deepEqual(outcome(scene.atB), ['transferFailed 491']);
    assert.deepEqual(outcome(scene.atA), ['transferFailed 491']);
    scene.atA.call.end();
    await scene.assertNothingLeft();
  });

  it('of a call that is being transferred by the other side fails at once', async () => {
    const { scene, ringing } = await blind();
    scene.atA.call.transfer('d');
    assert.deepEqual(scene.atA.events.at(-1), { type: 'transferFailed', status: 491 });
    ringing().reject(486);
    scene.atA.call.end();
    await scene.assertNothingLeft();
  });
});

describe('a transfer after a consultation', () => {
  const replaced = [
    'B>A REFER',
    'A>B 202 REFER',
    'A>B NOTIFY 100 active',
    'B>A 200 NOTIFY',
    'A>C INVITE',
    'C>A 200 INVITE',
    'A>C ACK',
  ];

  it('goes as Cisco figure B-9 and RFC 5589 §7.3 say', async () => {
    const scene = new ThreePhones();
    await scene.talk();
    const consultation = await scene.consult();
    scene.atB.call.transfer(consultation.call);
    await scene.pass();
    // A called a contact, and is told whose that is (RFC 4916).
    assert.deepEqual(
      scene.flow.filter((line) => line.includes('UPDATE')),
      ['C>A UPDATE', 'A>C 200 UPDATE'],
    );
    const flow = scene.flow.filter((line) => !line.includes('UPDATE'));
    assert.deepEqual(
      flow.filter((line) => !line.includes('BYE')),
      [...replaced, 'A>B NOTIFY 200 terminated', 'B>A 200 NOTIFY'],
    );
    // C is rid of B, and B of A.
    assert.ok(flow.includes('C>B BYE') || flow.includes('B>C BYE'));
    assert.deepEqual(flow.slice(-2), ['B>A BYE', 'A>B 200 BYE']);
    assert.deepEqual(outcome(scene.atB), ['transferProgressed 100', 'transferred', 'ended']);
    assert.equal(consultation.events.at(-1)?.type, 'ended');
    assert.equal(scene.c.incoming.length, 2);
    scene.moved[0]?.call.end();
    await scene.assertNothingLeft();
  });

  it('names the dialog as C sees it, and the phone that we talk with', async () => {
    const scene = new ThreePhones();
    await scene.talk();
    const consultation = await scene.consult();
    const dialog = scene.c.incoming[0]?.call.dialogs[0]?.dialog;
    scene.atB.call.transfer(consultation.call);
    await scene.pass();
    const { headers } = scene.request('INVITE', 'c');
    assert.equal(headers.get('Replaces'), `${dialog?.callId};to-tag=${dialog?.localTag};from-tag=${dialog?.remoteTag}`);
    assert.deepEqual(headers.getAll('Require'), ['replaces']);
    assert.match(scene.request('REFER', 'a').headers.get('Refer-To') ?? '', /^<sip:[0-9a-f]+@10\.0\.0\.3:5060\?Replaces=/);
    scene.moved[0]?.call.end();
    await scene.assertNothingLeft();
  });

  it('names the user where the administrator says so', async () => {
    const scene = new ThreePhones({ transfer: { referTo: 'address' } });
    await scene.talk();
    const consultation = await scene.consult();
    scene.atB.call.transfer(consultation.call);
    await scene.pass();
    assert.match(scene.request('REFER', 'a').headers.get('Refer-To') ?? '', /^<sip:c@10\.0\.0\.9\?Replaces=/);
    assert.deepEqual(outcome(scene.atB).at(-1), 'ended');
    scene.moved[0]?.call.end();
    await scene.assertNothingLeft();
  });

  it('goes either way round: the call that came last may be the one that goes', async () => {
    const scene = new ThreePhones();
    await scene.talk();
    const consultation = await scene.consult();
    scene.c.onEvent = (_heard, event) => {
      if (event.type === 'transferRequested') scene.follow(event.accept);
    };
    scene.a.onIncoming = (call) => call.answer();
    consultation.call.transfer(scene.atB.call);
    await scene.pass();
    assert.equal(outcome(consultation).at(-1), 'ended');
    assert.equal(scene.atB.events.at(-1)?.type, 'ended');
    assert.equal(scene.a.incoming.length, 1);
    scene.moved[0]?.call.end();
    await scene.assertNothingLeft();
  });

  it('leaves both calls when C has gone meanwhile', async () => {
    const scene = new ThreePhones();
    await scene.talk();
    const consultation = await scene.consult();
    scene.network.drop = (message) => message.kind === 'request' && message.method === 'BYE';
    scene.c.incoming[0]?.call.end();
    scene.atB.call.transfer(consultation.call);
    await scene.pass(5000);
    assert.match(outcome(scene.atB).at(-1) ?? '', /^transferFailed (481|603)$/);
    assert.ok(!types(consultation.events).includes('ended'));
    scene.network.drop = () => false;
    consultation.call.end();
    scene.atB.call.end();
    await scene.assertNothingLeft();
  });

  it('tries the user when the phone itself is not to be reached', async () => {
    const scene = new ThreePhones();
    await scene.talk();
    const consultation = await scene.consult();
    const { c } = scene;
    const asked: NameAddr[] = [];
    scene.a.onEvent = (_heard, event) => {
      if (event.type !== 'transferRequested') return;
      asked.push(event.to);
      // As if the way to C's Contact were blocked.
      if (asked.length === 1) scene.clock.setTimer(100, () => event.refuse(404));
      else scene.follow(event.accept);
    };
    scene.atB.call.transfer(consultation.call);
    await scene.pass(2000);
    assert.equal(asked.length, 2);
    assert.match(scene.request('REFER', 'a').headers.get('Refer-To') ?? '', /^<sip:c@10\.0\.0\.9\?Replaces=/);
    assert.equal(outcome(scene.atB).at(-1), 'ended');
    assert.equal(c.incoming.length, 2);
    scene.moved[0]?.call.end();
    await scene.assertNothingLeft();
  });
});

describe('a transfer to a phone that can not replace calls', () => {
  it('gives the consultation up and calls it afresh (RFC 5589 §7.5)', async () => {
    const scene = new ThreePhones();
    await scene.talk();
    const consultation = await scene.consult();
    let asked = 0;
    scene.a.onEvent = (_heard, event) => {
      if (event.type !== 'transferRequested') return;
      asked++;
      // As if C had refused with 420.
      if (event.replaces) scene.clock.setTimer(100, () => event.refuse(420));
      else scene.follow(event.accept);
    };
    scene.atB.call.transfer(consultation.call);
    await scene.pass(2000);
    assert.equal(asked, 2);
    assert.equal(consultation.events.at(-1)?.type, 'ended');
    assert.equal(scene.request('INVITE', 'c').headers.get('Replaces'), undefined);
    assert.deepEqual(outcome(scene.atB).slice(-2), ['transferred', 'ended']);
    scene.moved[0]?.call.end();
    await scene.assertNothingLeft();
  });
});

describe('a transfer to one who still rings', () => {
  it('gives up our call to C and lets A call, where that is allowed', async () => {
    const scene = new ThreePhones({ transfer: { semiAttended: true } });
    await scene.talk();
    scene.c.onIncoming = () => undefined;
    const consultation = scene.b.call(scene.accounts.b, 'c');
    await scene.pass();
    scene.network.wire.length = 0;
    scene.atB.call.transfer(consultation.call);
    await scene.pass();
    assert.deepEqual(consultation.events.at(-1), { type: 'ended', end: { by: 'local' } });
    assert.equal(scene.request('REFER', 'a').headers.get('Refer-To'), '<sip:c@10.0.0.9>');
    assert.equal(scene.c.incoming[0]?.events.at(-1)?.type, 'ended');
    scene.c.incoming[1]?.call.answer();
    await scene.pass();
    assert.equal(outcome(scene.atB).at(-1), 'ended');
    scene.moved[0]?.call.end();
    await scene.assertNothingLeft();
  });

  it('is refused where it is not, and both calls stand', async () => {
    const scene = new ThreePhones();
    await scene.talk();
    scene.c.onIncoming = () => undefined;
    const consultation = scene.b.call(scene.accounts.b, 'c');
    await scene.pass();
    scene.atB.call.transfer(consultation.call);
    await scene.pass();
    assert.deepEqual(outcome(scene.atB), ['transferFailed undefined']);
    scene.c.incoming[0]?.call.answer();
    scene.c.onIncoming = (call) => call.answer();
    await scene.pass();
    scene.atB.call.transfer(consultation.call);
    await scene.pass();
    assert.equal(outcome(scene.atB).at(-1), 'ended');
    scene.moved[0]?.call.end();
    await scene.assertNothingLeft();
  });
});
