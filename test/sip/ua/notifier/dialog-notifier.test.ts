// Who watches our calls (RFC 4235) and what they are told (RFC 6665 §4.2).

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DialogInfo } from '#sip/event-package/dialog-info';
import { readDialogInfo } from '#sip/event-package/read-dialog-info';
import type { SipRequest, SipResponse } from '#sip/message/message';
import type { Account } from '#sip/ua/account/account';
import type { AccountSettings } from '#sip/ua/user-agent-events';
import { FakeClock } from '#test/support/fake-clock';
import { LossyNetwork } from '#test/support/lossy-network';
import { SipPeer, sdpOf } from '#test/support/sip-peer';
import { accountSettings, VirtualPhone } from '#test/support/virtual-phone';

interface World {
  readonly clock: FakeClock;
  readonly network: LossyNetwork;
  readonly phone: VirtualPhone;
  readonly server: SipPeer;
  readonly account: Account;
  readonly contact: string;
  subscribe(parts?: SubscribeParts): Promise<SipResponse | undefined>;
  /** What the NOTIFYs told, in order. */
  told(): readonly DialogInfo[];
}

interface SubscribeParts {
  readonly from?: SipPeer;
  readonly event?: string;
  readonly expires?: string;
  readonly accept?: string;
  readonly callId?: string;
  readonly to?: string;
  readonly sequence?: number;
  readonly uri?: string;
}

async function world(changes: Partial<AccountSettings> = { showsCalls: 'all' }): Promise<World> {
  const clock = new FakeClock();
  const network = new LossyNetwork(clock, 1);
  const server = new SipPeer({ network, clock, address: '10.0.0.9' });
  server.registrar({ clock });
  const phone = new VirtualPhone(clock, network, '10.0.0.1', 11);
  const { account } = phone.account(changes);
  account.register();
  await clock.advanceAsync(100);
  const contact = (server.last('REGISTER').headers.get('Contact') ?? '').replace(/^.*<|>.*$/g, '');
  const subscribe = async (parts: SubscribeParts = {}): Promise<SipResponse | undefined> => {
    const from = parts.from ?? server;
    let heard: SipResponse | undefined;
    from.send(
      phone.target,
      {
        method: 'SUBSCRIBE',
        uri: parts.uri ?? contact,
        from: `<sip:watcher@10.0.0.9>;tag=watcher-${parts.callId ?? 'one'}`,
        ...(parts.to === undefined ? {} : { to: parts.to }),
        callId: parts.callId ?? 'one',
        ...(parts.sequence === undefined ? {} : { sequence: parts.sequence }),
        headers: [
          ['Event', parts.event ?? 'dialog'],
          ['Expires', parts.expires ?? '600'],
          ...(parts.accept === undefined ? [] : [['Accept', parts.accept] as const]),
        ],
      },
      (event) => {
        if (event.type === 'responseReceived') heard = event.response;
      },
    );
    await clock.advanceAsync(100);
    return heard;
  };
  const told = (): readonly DialogInfo[] =>
    server.requests('NOTIFY').flatMap((request) => {
      const read = readDialogInfo(request.body);
      return read.ok ? [read.value] : [];
    });
  return { clock, network, phone, server, account, contact, subscribe, told };
}

function stateOf(request: SipRequest): string {
  return request.headers.get('Subscription-State') ?? '';
}

test('a watcher is told at once, and again at each change, the end too', async () => {
  const { clock, phone, server, account, subscribe, told } = await world();
  const accepted = await subscribe({ event: 'dialog;id=4' });
  assert.equal(accepted?.status, 200);
  assert.equal(accepted.headers.get('Expires'), '600');
  const first = server.last('NOTIFY');
  assert.equal(first.headers.get('Event'), 'dialog;id=4');
  assert.match(stateOf(first), /^active;expires=(600|599)$/);
  assert.deepEqual(told()[0], { entity: 'sip:1001@10.0.0.9', version: 0, scope: 'full', dialogs: [] });

  const { call } = phone.call(account, '2002');
  await clock.advanceAsync(1100);
  server.respond(server.invite, 180);
  await clock.advanceAsync(1100);
  server.respond(server.invite, 200, { sdp: sdpOf('10.0.0.9') });
  await clock.advanceAsync(1100);
  call.hold();
  await clock.advanceAsync(1100);
  call.end();
  await clock.advanceAsync(1100);
  const news = told().slice(1);
  assert.ok(news.every(({ scope }) => scope === 'partial'));
  assert.deepEqual(
    news.map(({ version }) => version),
    news.map((_, index) => index + 1),
  );
  const dialogs = news.flatMap((document) => document.dialogs);
  assert.deepEqual(dialogs.map(({ state, event }) => [state, event]).slice(0, 3), [
    ['trying', undefined],
    ['early', undefined],
    ['confirmed', undefined],
  ]);
  assert.ok(dialogs.every(({ direction }) => direction === 'initiator'));
  assert.ok(dialogs.some((dialog) => dialog.remote?.identity === 'sip:2002@10.0.0.9'));
  const last = dialogs.at(-1);
  assert.equal(last?.state, 'terminated');
  assert.equal(last.event, 'local-bye');
  assert.ok(last.callId !== undefined && last.remoteTag !== undefined);
});

test('without leave to know with whom, a watcher learns that there is a call', async () => {
  const { clock, phone, account, server, subscribe, told } = await world({ showsCalls: 'states' });
  await subscribe();
  phone.call(account, '2002');
  await clock.advanceAsync(1100);
  server.respond(server.invite, 180);
  await clock.advanceAsync(1100);
  const dialog = told().at(-1)?.dialogs[0];
  assert.equal(dialog?.state, 'early');
  assert.deepEqual(
    [dialog.remote, dialog.callId, dialog.localTag, dialog.remoteTag],
    [undefined, undefined, undefined, undefined],
  );
  assert.doesNotMatch(new TextDecoder().decode(server.last('NOTIFY').body), /2002/);
});

test('several calls are told in one document, and quick changes together', async () => {
  const { clock, phone, account, server, subscribe, told } = await world();
  await subscribe();
  const before = server.requests('NOTIFY').length;
  for (const number of ['2002', '2003', '2004']) phone.call(account, number);
  await clock.advanceAsync(1500);
  assert.ok(server.requests('NOTIFY').length - before <= 2);
  const ids = new Set(told().flatMap(({ dialogs }) => dialogs.map(({ id }) => id)));
  assert.equal(ids.size, 3);
});

test('calls of another account are not told', async () => {
  const { clock, phone, subscribe, told } = await world();
  const other = phone.account({ id: 'line2', user: '1002' });
  await subscribe();
  phone.call(other.account, '2002');
  await clock.advanceAsync(1500);
  assert.equal(told().length, 1);
});

test('a refresh brings the whole state, and 0 ends it', async () => {
  const { clock, server, subscribe, told, phone } = await world();
  const accepted = await subscribe({ sequence: 1 });
  const to = accepted?.headers.get('To') ?? '';
  assert.equal((await subscribe({ to, sequence: 2 }))?.status, 200);
  assert.deepEqual(
    told().map(({ scope }) => scope),
    ['full', 'full'],
  );
  assert.equal((await subscribe({ to, sequence: 3, expires: '0' }))?.status, 200);
  assert.equal(stateOf(server.last('NOTIFY')), 'terminated;reason=timeout');
  await clock.advanceAsync(100);
  assert.equal(phone.agent.load.dialogs, 0);
  assert.equal((await subscribe({ to, sequence: 4 }))?.status, 481);
});

test('a state is fetched with Expires 0', async () => {
  const { server, subscribe, phone } = await world();
  const accepted = await subscribe({ expires: '0' });
  assert.equal(accepted?.headers.get('Expires'), '0');
  assert.equal(server.requests('NOTIFY').length, 1);
  assert.equal(stateOf(server.last('NOTIFY')), 'terminated;reason=timeout');
  assert.equal(phone.agent.load.dialogs, 0);
});

test('time runs out with a NOTIFY', async () => {
  const { clock, server, subscribe, phone } = await world();
  await subscribe({ expires: '60' });
  await clock.advanceAsync(60_000);
  assert.equal(stateOf(server.last('NOTIFY')), 'terminated;reason=timeout');
  assert.equal(phone.agent.load.dialogs, 0);
});

test('a watcher that knows nothing of it (481), or is silent, is forgotten', async () => {
  const { clock, network, server, subscribe, phone } = await world();
  server.answers.set('NOTIFY', (transaction) => server.respond(transaction, 481));
  await subscribe();
  assert.equal(phone.agent.load.dialogs, 0);
  network.drop = (message) => message.kind === 'request' && message.method === 'NOTIFY';
  await subscribe({ callId: 'two' });
  assert.equal(phone.agent.load.dialogs, 1);
  await clock.advanceAsync(33_000);
  assert.equal(phone.agent.load.dialogs, 0);
});

test('a watcher that is out of order for a while is told all afterwards', async () => {
  const { clock, server, subscribe, told } = await world();
  server.answers.set('NOTIFY', (transaction) => server.respond(transaction, 500, { headers: [['Retry-After', '10']] }));
  await subscribe();
  server.answers.delete('NOTIFY');
  await clock.advanceAsync(9000);
  assert.equal(server.requests('NOTIFY').length, 1);
  await clock.advanceAsync(1500);
  assert.equal(server.requests('NOTIFY').length, 2);
  assert.equal(told().at(-1)?.scope, 'full');
});

test('the phone that switches off says so', async () => {
  const { clock, server, subscribe, phone } = await world();
  await subscribe();
  const closing = phone.agent.close();
  await clock.advanceAsync(2100);
  await closing;
  assert.ok(server.requests('NOTIFY').some((request) => stateOf(request) === 'terminated;reason=deactivated'));
  await clock.advanceAsync(100_000);
  assert.equal(clock.pendingTimers, 0);
});

for (const [name, parts, status] of [
  ['an unknown event', { event: 'presence.winfo' }, 489],
  ['no event that can be read', { event: ';;' }, 489],
  ['a document that we do not write', { accept: 'text/plain' }, 406],
  ['too short a time', { expires: '30' }, 423],
  ['a time that is no number', { expires: 'soon' }, 400],
  ['nobody here', { uri: 'sip:4711@10.0.0.1' }, 404],
] as const) {
  test(`a SUBSCRIBE for ${name} is answered ${status}`, async () => {
    const { subscribe, phone } = await world();
    const response = await subscribe(parts);
    assert.equal(response?.status, status);
    if (status === 489) assert.match(response.headers.get('Allow-Events') ?? '', /dialog/);
    if (status === 423) assert.equal(response.headers.get('Min-Expires'), '60');
    assert.equal(phone.agent.load.dialogs, 0);
  });
}

test('strangers watch nothing, nor does anybody where the account shows nothing', async () => {
  const { clock, network, subscribe, phone } = await world();
  const stranger = new SipPeer({ network, clock, address: '10.6.6.6' });
  assert.equal((await subscribe({ from: stranger }))?.status, 403);
  assert.equal((await subscribe({ from: stranger, uri: 'sip:4711@10.0.0.1' }))?.status, 403);
  assert.equal(phone.agent.load.dialogs, 0);
  const closed = await world({});
  assert.equal((await closed.subscribe())?.status, 403);
});

test('who watched before the account showed nothing learns nothing more, and is refused at its refresh', async () => {
  const { clock, phone, account, server, subscribe, told } = await world();
  const accepted = await subscribe({ sequence: 1 });
  account.update(accountSettings());
  phone.call(account, '2002').call.end();
  phone.call(account, '2003');
  await clock.advanceAsync(5000);
  assert.equal(told().length, 1);
  const to = accepted?.headers.get('To') ?? '';
  assert.equal((await subscribe({ to, sequence: 2 }))?.status, 403);
  assert.equal(stateOf(server.last('NOTIFY')), 'terminated;reason=deactivated');
  assert.deepEqual(told().at(-1)?.dialogs, []);
});

test('watchers are bounded', async () => {
  const { subscribe, phone } = await world();
  for (let i = 0; i < 64; i++) assert.equal((await subscribe({ callId: `w${i}` }))?.status, 200);
  const refused = await subscribe({ callId: 'one-too-many' });
  assert.equal(refused?.status, 480);
  assert.ok(refused.headers.has('Retry-After'));
  assert.equal(phone.agent.load.dialogs, 64);
});

for (const loss of [0.05, 0.2, 0.4]) {
  test(`a watcher knows how we are over a network that loses ${loss * 100} %`, async () => {
    const { clock, network, phone, account, server, subscribe, told } = await world();
    await subscribe({ expires: '3600' });
    server.answers.set('INVITE', (transaction) => server.respond(transaction, 200, { sdp: sdpOf('10.0.0.9') }));
    network.quality = { loss, delayMs: { least: 1, most: 60 } };
    const calls = [];
    for (let i = 0; i < 5; i++) calls.push(phone.call(account, `200${i}`));
    await clock.advanceAsync(60_000);
    for (const { call } of calls) call.end();
    await clock.advanceAsync(120_000);
    network.quality = {};
    await clock.advanceAsync(120_000);
    const live = new Map<string, string>();
    for (const { dialogs, scope } of told()) {
      if (scope === 'full') live.clear();
      for (const { id, state } of dialogs) {
        if (state === 'terminated') live.delete(id);
        else live.set(id, state);
      }
    }
    assert.deepEqual([...live], []);
    assert.deepEqual(phone.errors, []);
  });
}

test('a watcher sees nothing of a call of the phone’s own, such as the music that a held caller hears', async () => {
  const { clock, phone, server, account, subscribe, told } = await world();
  await subscribe();
  const { call, events } = phone.call(account, '2002', { unseen: true });
  await clock.advanceAsync(1100);
  server.respond(server.invite, 200, { sdp: sdpOf('10.0.0.9') });
  await clock.advanceAsync(1100);
  assert.ok(events.some(({ type }) => type === 'answered'));
  assert.equal(phone.agent.load.calls, 1);
  // Who asks only now is told as little.
  await subscribe({ callId: 'two' });
  call.end();
  await clock.advanceAsync(1100);
  assert.ok(told().length >= 2);
  assert.deepEqual(
    told().flatMap(({ dialogs }) => dialogs),
    [],
  );
  assert.equal(phone.agent.load.calls, 0);
});
