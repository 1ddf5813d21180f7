// A phone, its server, and calls between them, for the tests of what happens in a call.

import assert from 'node:assert/strict';
import type { SipResponse } from '#sip/message/message';
import type { Clock } from '#sip/ports';
import type { Account } from '#sip/ua/account/account';
import type { CallOptions } from '#sip/ua/call/call-options';
import type { AccountSettings } from '#sip/ua/user-agent-events';
import { FakeClock } from '#test/support/fake-clock';
import { LossyNetwork } from '#test/support/lossy-network';
import { SipPeer, sdpOf } from '#test/support/sip-peer';
import { type HeardCall, type NotedMedia, VirtualPhone } from '#test/support/virtual-phone';

type Fields = readonly (readonly [string, string])[];

export interface Exchange {
  readonly responses: SipResponse[];
  readonly acknowledge: (answer?: string) => void;
}

/** What a request of the server says beside its name. */
export interface Asking {
  readonly sdp?: string;
  readonly headers?: Fields;
  readonly from?: string;
  readonly sequence?: number;
}

export class World {
  readonly clock: FakeClock = new FakeClock();
  readonly network: LossyNetwork;
  readonly server: SipPeer;
  readonly phone: VirtualPhone;
  readonly account: Account;

  /** `ofPhone`: the phone's clock, which may keep count of its timers. */
  constructor(settings: Partial<AccountSettings> = {}, ofPhone: (clock: FakeClock) => Clock = (clock) => clock) {
    this.network = new LossyNetwork(this.clock, 1);
    this.server = new SipPeer({ network: this.network, clock: this.clock, address: '10.0.0.9' });
    this.phone = new VirtualPhone(ofPhone(this.clock), this.network, '10.0.0.1', 11);
    this.account = this.phone.account(settings).account;
  }

  get media(): NotedMedia {
    const media = this.phone.media[0];
    assert.ok(media, 'there is media');
    return media;
  }

  pass(ms: number = 50): Promise<void> {
    return this.clock.advanceAsync(ms);
  }

  /** Our call, until its INVITE waits at the server. */
  async dial(options?: CallOptions): Promise<HeardCall> {
    const heard = this.phone.call(this.account, '2002', options);
    await this.pass();
    return heard;
  }

  /** A request of the server in the dialog of the call that we made. */
  within(method: string, asking: Asking = {}): Exchange {
    const first = this.server.requests('INVITE')[0];
    assert.ok(first);
    return this.#send({
      method,
      uri: 'sip:1001@10.0.0.1',
      from: `${first.headers.get('To')};tag=tag-10.0.0.9`,
      to: first.headers.get('From') ?? '',
      callId: first.headers.callId,
      ...asking,
    });
  }

  /** A call of the server to us, until it has its first response. */
  async ring(
    asking: Asking = {},
  ): Promise<Exchange & { readonly heard: () => HeardCall; readonly also: (method: string, more?: Asking) => Exchange }> {
    await this.pass();
    const callId = 'incoming-1';
    const from = '<sip:caller@10.0.0.9>;tag=caller';
    const { sequence = 1, sdp = sdpOf('10.0.0.9'), headers = [] } = asking;
    const uri = 'sip:1001@10.0.0.1';
    const body = sdp === '' ? {} : { sdp };
    const exchange = this.#send({ method: 'INVITE', uri, from, callId, sequence, headers, ...body });
    await this.pass();
    return {
      ...exchange,
      heard: () => {
        const heard = this.phone.incoming.at(-1);
        assert.ok(heard, 'the call was reported');
        return heard;
      },
      also: (method, more = {}) => {
        const to = exchange.responses.find((response) => response.status > 100)?.headers.get('To') ?? '';
        return this.#send({ method, uri, from, to, callId, ...more });
      },
    };
  }

  #send(parts: Parameters<SipPeer['send']>[1]): Exchange {
    const responses: SipResponse[] = [];
    const { phone, server } = this;
    const transaction = server.send(
      phone.target,
      parts,
      (event) => event.type === 'responseReceived' && responses.push(event.response),
    );
    const acknowledge = (answer?: string): void => {
      const response = responses.at(-1);
      assert.ok(response);
      server.acknowledge(transaction.request, response, phone.target, answer);
    };
    return { responses, acknowledge };
  }
}

export function statuses(exchange: Exchange): readonly number[] {
  return exchange.responses.map((response) => response.status);
}
