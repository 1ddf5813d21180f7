// 10,000 calls and 10,000 registrations of one user agent, and what they leave on the heap: prints {"heapKilobytes", "load"}. A process of its own,
// for `--expose-gc` and a heap that nobody else uses.

import { makeResponse } from '#sip/message/make-response';
import { FakeClock } from '#test/support/fake-clock';
import { LossyNetwork } from '#test/support/lossy-network';
import { VirtualPhone } from '#test/support/virtual-phone';

const rounds = 10_000;
/** What is made once (compiled code, caches) is there by then. */
const warmUp = 1000;

const clock = new FakeClock();
const network = new LossyNetwork(clock, 1);
network.attach('10.0.0.9', (event) => {
  if (event.type !== 'messageReceived' || event.message.kind !== 'request') return;
  const response = makeResponse(event.message, 200, undefined, 'registrar');
  for (const contact of event.message.headers.getAll('Contact')) response.headers.append('Contact', contact);
  const { remote } = event.source;
  network.deliver('10.0.0.9', response, { protocol: 'UDP', remote });
});
const ann = new VirtualPhone(clock, network, '10.0.0.1', 1);
const ben = new VirtualPhone(clock, network, '10.0.0.2', 2);
const proxy = { proxy: { host: '10.0.0.2', port: undefined }, registration: undefined };
const { account } = ann.account(proxy);
ben.account({ user: '1002', acceptStrangers: true, registration: undefined });
const registering = ann.account({ id: 'line2', user: '1003', registration: { expiresS: 600, retryS: 30 } });

/** The tests' own notes are not the phone's. */
function forgetNotes(): void {
  network.wire.length = 0;
  registering.events.length = 0;
  for (const phone of [ann, ben]) for (const notes of [phone.media, phone.incoming, phone.traced]) notes.length = 0;
}

async function round(): Promise<void> {
  const { call, events } = ann.call(account, '1002');
  registering.account.register();
  await clock.advanceAsync(20);
  ben.incoming[0]?.call.answer();
  await clock.advanceAsync(20);
  call.end();
  void registering.account.unregister();
  await clock.advanceAsync(20);
  const told = [...events, ...registering.events].map(({ type }) => type);
  for (const type of ['answered', 'ended', 'registered', 'unregistered'] as const)
    if (!told.includes(type)) throw new Error(`not ${type} but ${told}`);
  forgetNotes();
}

async function heapKilobytes(): Promise<number> {
  // Timers J and K are over: whatever stays now stays for good.
  await clock.advanceAsync(70_000);
  forgetNotes();
  globalThis.gc?.();
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 1024;
}

if (globalThis.gc === undefined) throw new Error('node --expose-gc');
for (let i = 0; i < warmUp; i++) await round();
const before = await heapKilobytes();
for (let i = 0; i < rounds; i++) await round();
const after = await heapKilobytes();
process.stdout.write(JSON.stringify({ heapKilobytes: Math.round(after - before), load: [ann.agent.load, ben.agent.load] }));
