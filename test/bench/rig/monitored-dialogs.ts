// 500 dialogs that are watched by one user agent, and the server that tells of them: from bytes on the wire to the state of a lamp, with the
// trace. For programs that measure.

import { SignallingTrace } from '#firmware/system/signalling-trace';
import { dialogInfoType } from '#sip/event-package/dialog-info';
import { DialogInfoState } from '#sip/event-package/dialog-info-state';
import { readDialogInfo } from '#sip/event-package/read-dialog-info';
import { makeResponse } from '#sip/message/make-response';
import type { SipMessage, SipRequest } from '#sip/message/message';
import { parseMessage } from '#sip/message/parse-message';
import { serializeMessage } from '#sip/message/serialize-message';
import { parseUri } from '#sip/message/uri';
import type { Clock } from '#sip/ports';
import { defaultTimers } from '#sip/timers';
import type { Target, Transport } from '#sip/transport/transport';
import { UserAgent } from '#sip/ua/user-agent';
import { seededBytes, silentLog } from '#test/support/sip-peer';
import { accountSettings } from '#test/support/virtual-phone';

export const watched = 500;

const encoder = new TextEncoder();
const server: Target = { protocol: 'UDP', remote: { family: 4, address: '10.0.0.9', port: 5060 } };

export class MonitoredDialogs {
  /** What reached a lamp. */
  told = 0;
  /** 200 for a NOTIFY. */
  answered = 0;
  readonly #subscribes: SipRequest[] = [];
  readonly #agent: UserAgent;

  constructor(clock: Clock) {
    const trace = new SignallingTrace();
    this.#agent = new UserAgent({
      clock,
      log: silentLog,
      random: seededBytes(1),
      transport: this.#transport(),
      resolver: { resolveUri: () => Promise.resolve([server]) },
      timers: defaultTimers,
      mediaSession: () => fail('no media here'),
      productName: 'Hookswitch/bench',
      listener: (event) => {
        if (event.type === 'messageTraced') trace.add({ ...event, atMs: clock.monotonicMs });
      },
    });
    this.#watch();
  }

  get subscribed(): number {
    return this.#subscribes.length;
  }

  get load(): UserAgent['load'] {
    return this.#agent.load;
  }

  /** The next NOTIFY for one of them: its other side calls, and hangs up again. */
  notify(index: number, sequence: number): Uint8Array {
    const { headers } = this.#subscribes[index] ?? fail('not subscribed');
    const user = 2000 + index;
    const body = document(user, sequence);
    return encoder.encode(
      [
        `NOTIFY ${(headers.get('Contact') ?? '').replace(/^.*<|>.*$/g, '')} SIP/2.0`,
        `Via: SIP/2.0/UDP 10.0.0.9;branch=z9hG4bK${index}-${sequence}`,
        'Max-Forwards: 70',
        `From: <sip:${user}@10.0.0.9>;tag=server${index}`,
        `To: ${headers.get('From')}`,
        `Call-ID: ${headers.callId}`,
        `CSeq: ${sequence} NOTIFY`,
        'Contact: <sip:10.0.0.9>',
        'Event: dialog',
        'Subscription-State: active;expires=3000',
        `Content-Type: ${dialogInfoType}`,
        `Content-Length: ${body.length}`,
        '',
        body,
      ].join('\r\n'),
    );
  }

  receive(bytes: Uint8Array): void {
    const parsed = parseMessage(bytes);
    if (!parsed.ok) fail(parsed.reason);
    this.#agent.receive({ type: 'messageReceived', message: parsed.message, source: server });
  }

  #watch(): void {
    const account = this.#agent.addAccount(accountSettings({ registration: undefined }), () => undefined);
    for (let index = 0; index < watched; index++) {
      const state = new DialogInfoState();
      const target = parseUri(`sip:${2000 + index}@10.0.0.9`);
      const request = { event: 'dialog', accept: [dialogInfoType], expiresS: 3600, target };
      const subscription = account.subscribe(request, (event) => {
        if (event.type !== 'notified' || event.body.length === 0) return;
        const read = readDialogInfo(event.body);
        if (!read.ok) fail(read.problem);
        if (state.apply(read.value) === 'gap') subscription.refresh();
        else this.told++;
      });
    }
  }

  #transport(): Transport {
    return {
      isReliable: () => false,
      localAddress: () => ({ family: 4, address: '10.0.0.1', port: 5060 }),
      sizeOf: (message) => serializeMessage(message).length,
      send: (message) => {
        this.#serve(message);
        return Promise.resolve();
      },
      sentBy: () => ({ host: '10.0.0.1', port: 5060, alias: false }),
      keepAlive: () => ({ stop: () => undefined }),
      discoverMapped: () => Promise.reject(new Error('no STUN here')),
      [Symbol.asyncDispose]: () => Promise.resolve(),
    };
  }

  #serve(message: SipMessage): void {
    if (message.kind === 'response') {
      if (message.status === 200 && message.headers.cseq.method === 'NOTIFY') this.answered++;
      return;
    }
    if (message.method === 'SUBSCRIBE') this.#subscribes.push(message);
    const response = makeResponse(message, 200, undefined, 'server');
    response.headers.set('Contact', '<sip:10.0.0.9>');
    queueMicrotask(() => this.#agent.receive({ type: 'messageReceived', message: response, source: server }));
  }
}

function document(user: number, sequence: number): string {
  const state = sequence % 2 === 0 ? 'confirmed' : 'terminated';
  return [
    '<?xml version="1.0"?>',
    `<dialog-info xmlns="urn:ietf:params:xml:ns:dialog-info" version="${sequence}" state="full" entity="sip:${user}@10.0.0.9">`,
    `<dialog id="d${user}" call-id="c${user}@10.0.0.9" local-tag="l${user}" remote-tag="r${user}" direction="recipient">`,
    `<state>${state}</state>`,
    `<local><identity>sip:${user}@10.0.0.9</identity><target uri="sip:${user}@10.0.0.20:5060"/></local>`,
    '<remote><identity display="Alice Example">sip:4000@10.0.0.9</identity><target uri="sip:4000@10.0.0.21:5060"/></remote>',
    '</dialog>',
    '</dialog-info>',
    '',
  ].join('\r\n');
}

export function fail(why: string): never {
  throw new Error(why);
}
