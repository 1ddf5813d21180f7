// One SIP packet in ten is lost each way, between the phone and its server: every call comes about, is answered and ends.

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { defaultTimers } from '#sip/timers';
import { NodeTransport } from '#sip/transport/node-transport';
import { UserAgent } from '#sip/ua/user-agent';
import type { Call, CallEvent, UserAgentEvent } from '#sip/ua/user-agent-events';
import { LabClock } from '#test/lab/lab-clock';
import { Lab } from '#test/lab/lab-server';
import { lineAt, putDown } from '#test/support/household';
import { LossyRelay } from '#test/support/lossy-relay';
import { SimulatedPhone } from '#test/support/simulated-phone';
import { silentLog } from '#test/support/sip-peer';
import { accountSettings, NotedMedia } from '#test/support/virtual-phone';

const host = '127.0.0.1';
const loss = 0.1;

async function openLossyLab(seed: number): Promise<{ lab: Lab; relay: LossyRelay } & AsyncDisposable> {
  const relay = await LossyRelay.open({ seed, loss });
  const lab = await Lab.start({ host, port: 0, advertised: { host, port: relay.port } });
  relay.serverPort = lab.port;
  return {
    lab,
    relay,
    [Symbol.asyncDispose]: async () => {
      await lab[Symbol.asyncDispose]();
      await relay[Symbol.asyncDispose]();
    },
  };
}

interface Agent extends AsyncDisposable {
  call(number: string): { readonly call: Call; readonly until: (type: CallEvent['type']) => Promise<CallEvent> };
  readonly registered: Promise<void>;
}

/** A user agent on real sockets; `onCall` is told of what comes in. */
async function openAgent(user: string, proxyPort: number, onCall: (call: Call) => void): Promise<Agent> {
  const clock = new LabClock();
  let hear = (_event: Parameters<UserAgent['receive']>[0]): void => {};
  const transport = new NodeTransport({ clock, log: silentLog, listener: (event) => hear(event) });
  await transport.listen({ udp: [{ address: host, port: 0 }] });
  let nextPort = 30_000;
  const agent = new UserAgent({
    clock,
    log: silentLog,
    random: { bytes: (count) => randomBytes(count) },
    transport,
    resolver: {
      resolveUri: async (uri) => [
        { protocol: 'UDP', remote: { family: 4, address: host, port: ('port' in uri ? uri.port : undefined) ?? proxyPort } },
      ],
    },
    timers: { ...defaultTimers, t1Ms: 100, t2Ms: 800 },
    mediaSession: () => {
      const rtpPort = nextPort;
      nextPort += 2;
      const codecs = [{ name: 'PCMU', clockRateHz: 8000, channels: 1, payloadType: 0, formatParameters: undefined }];
      return new NotedMedia({
        address: host,
        family: 4,
        rtpPort,
        rtcpPort: rtpPort + 1,
        codecs,
        packetTimeMs: 20,
        telephoneEvent: true,
      });
    },
    productName: 'test',
    listener: (event: UserAgentEvent) => {
      if (event.type !== 'incomingCall') return;
      event.listen(() => undefined);
      onCall(event.call);
    },
  });
  hear = agent.receive;
  const registration = Promise.withResolvers<void>();
  const account = agent.addAccount(
    accountSettings({
      user,
      domain: host,
      proxy: { host, port: proxyPort },
      credentials: () => ({ user, password: `pw${user}` }),
    }),
    (event) => {
      if (event.type === 'registered') registration.resolve();
      else if (event.type === 'registrationFailed') registration.reject(new Error(event.reason));
    },
  );
  account.register();
  return {
    registered: registration.promise,
    call: (number) => {
      const seen: CallEvent[] = [];
      const waiting = new Set<() => void>();
      const call = account.call(number, (event) => {
        seen.push(event);
        for (const look of waiting) look();
      });
      const until = (type: CallEvent['type']): Promise<CallEvent> =>
        new Promise((resolve, reject) => {
          const look = (): void => {
            const found = seen.find((event) => event.type === type);
            if (found !== undefined) resolve(found);
            else if (seen.some((event) => event.type === 'ended')) reject(new Error(JSON.stringify(seen.at(-1))));
          };
          waiting.add(look);
          look();
        });
      return { call, until };
    },
    [Symbol.asyncDispose]: async () => {
      await agent.close();
      await transport[Symbol.asyncDispose]();
      clock.close();
    },
  };
}

test('50 of 50 calls between two user agents on real sockets', async () => {
  await using lossy = await openLossyLab(20);
  const port = lossy.relay.port;
  await using ben = await openAgent('1002', port, (call) => call.answer());
  await using ann = await openAgent('1001', port, () => undefined);
  await Promise.all([ann.registered, ben.registered]);
  let answered = 0;
  const oneCall = async (): Promise<void> => {
    const { call, until } = ann.call('1002');
    await until('answered');
    answered++;
    call.end();
    await until('ended');
  };
  // Two at a time: a phone takes eight, and those whose BYE was lost are still there.
  for (let round = 0; round < 25; round++) await Promise.all([oneCall(), oneCall()]);
  assert.equal(answered, 50);
  const share = lossy.relay.lost / (lossy.relay.lost + lossy.relay.passed);
  assert.ok(share > 0.07 && share < 0.13, `${lossy.relay.lost} lost, ${lossy.relay.passed} passed`);
});

test('5 of 5 calls between two whole phones', async () => {
  await using lossy = await openLossyLab(7);
  const start = (user: string): Promise<SimulatedPhone> =>
    SimulatedPhone.start({ params: { ...lineAt(lossy.relay.port, user), 'voip/signalling/sip/sip_t1': 100 } });
  const [ann, ben] = await Promise.all([start('1001'), start('1002')]);
  await using _ann = ann;
  await using _ben = ben;
  await Promise.all([ann.waitForLine(), ben.waitForLine()]);
  for (let calls = 0; calls < 5; calls++) {
    await ann.hook(true);
    await ann.type('1002#');
    await ben.waitForScreen('incoming');
    await ben.hook(true);
    await Promise.all([ann.waitForScreen('call'), ben.waitForScreen('call')]);
    await ann.hook(false);
    await ben.waitForScreen('ended');
    await putDown(ben);
    await putDown(ann);
  }
});
