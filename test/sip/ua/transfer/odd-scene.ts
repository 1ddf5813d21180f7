// A phone of ours in a call with a peer that is older, rude, hostile or silent: every message of the peer by hand.

import assert from 'node:assert/strict';
import type { SipRequest, SipResponse } from '#sip/message/message';
import type { Account } from '#sip/ua/account/account';
import type { TransferSettings } from '#sip/ua/transfer/transfer-events';
import type { CallEvent } from '#sip/ua/user-agent-events';
import { FakeClock } from '#test/support/fake-clock';
import { LossyNetwork } from '#test/support/lossy-network';
import { type Answer, bodyOf, SipPeer, sdpOf } from '#test/support/sip-peer';
import { type HeardCall, VirtualPhone } from '#test/support/virtual-phone';

export type Headers = readonly (readonly [string, string])[];

const nothing = { calls: 0, dialogs: 0, transactions: 0 };
export const peerSdp: string = sdpOf('10.0.0.9');

/** A phone of ours in a call with a peer that is its proxy, too. */
export class OddScene {
  readonly clock: FakeClock = new FakeClock();
  readonly network: LossyNetwork = new LossyNetwork(this.clock, 1);
  readonly peer: SipPeer = new SipPeer({ network: this.network, clock: this.clock, address: '10.0.0.9' });
  readonly phone: VirtualPhone = new VirtualPhone(this.clock, this.network, '10.0.0.1', 11);
  readonly moved: HeardCall[] = [];
  readonly account: Account;
  heard!: HeardCall;
  #invite!: SipRequest;

  constructor(transfer: TransferSettings = {}) {
    this.account = this.phone.account({
      id: 'line1',
      registration: undefined,
      proxy: { host: '10.0.0.9', port: undefined },
      transfer,
    }).account;
    this.phone.onEvent = (_heard, event) => {
      if (event.type === 'transferRequested') this.decide(event);
    };
    this.phone.onReferral = (event) => this.decide(event);
  }

  /** What is done with a REFER. */
  decide: (event: Extract<CallEvent, { type: 'transferRequested' }> | Parameters<VirtualPhone['onReferral']>[0]) => void = (
    event,
  ) => {
    const events: CallEvent[] = [];
    const call = event.accept((each) => void events.push(each));
    if (call !== undefined) this.moved.push({ call, events });
  };

  async pass(ms = 100): Promise<void> {
    await this.clock.advanceAsync(ms);
  }

  async talk(): Promise<void> {
    await this.pass();
    this.heard = this.phone.call(this.account, '2002');
    await this.pass();
    this.#invite = this.peer.invite.request;
    this.peer.respond(this.peer.invite, 200, { sdp: peerSdp });
    await this.pass();
  }

  /** A request of the peer in the call; the responses to it. */
  say(method: string, headers: Headers = [], body?: string): SipResponse[] {
    const responses: SipResponse[] = [];
    const { headers: ours } = this.#invite;
    this.peer.send(
      this.phone.target,
      {
        method,
        uri: 'sip:1001@10.0.0.1',
        from: `${ours.get('To')};tag=tag-10.0.0.9`,
        to: ours.get('From') ?? '',
        callId: ours.callId,
        headers,
        ...(body === undefined ? {} : { sdp: body }),
      },
      (event) => event.type === 'responseReceived' && responses.push(event.response),
    );
    return responses;
  }

  /** A NOTIFY of the transfer that the phone asked for. */
  notify(status: string, state: string, event = 'refer'): SipResponse[] {
    const headers: Headers = [
      ['Event', event],
      ['Subscription-State', state],
    ];
    return this.say('NOTIFY', headers, `SIP/2.0 ${status}\r\n`);
  }

  refer(to: string, headers: Headers = []): SipResponse[] {
    return this.say('REFER', [['Refer-To', to], ['Referred-By', '<sip:2002@10.0.0.9>'], ...headers]);
  }

  /** What the phone told by its NOTIFYs. */
  get told(): readonly string[] {
    return this.peer.requests('NOTIFY').map((notify) => {
      const state = notify.headers.get('Subscription-State') ?? '';
      return `${bodyOf(notify).split(' ')[1]} ${state.replace(/;expires=\d+/, '')}`;
    });
  }

  get outcome(): readonly string[] {
    return this.heard.events
      .filter(({ type }) => type.startsWith('transfer') || type === 'ended')
      .map((event) => ('status' in event ? `${event.type} ${event.status}` : event.type));
  }

  async assertNothingLeft(): Promise<void> {
    this.heard?.call.end();
    for (const { call } of this.moved) call.end();
    await this.pass(400_000);
    assert.deepEqual(this.phone.agent.load, nothing);
    assert.equal(this.clock.pendingTimers, 0);
    assert.deepEqual(this.phone.errors, []);
    assert.ok(this.phone.media.every(({ closed }) => closed === 1));
  }
}

export async function talking(transfer: TransferSettings = {}): Promise<OddScene> {
  const scene = new OddScene(transfer);
  await scene.talk();
  return scene;
}

export function answering(scene: OddScene, status: number, headers: Headers = []): Answer {
  return (transaction) => scene.peer.respond(transaction, status, { headers });
}
