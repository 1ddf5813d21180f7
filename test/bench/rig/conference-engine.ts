// A media engine in a process of its own with many sessions, for the conference's bench. It either mixes them or only speaks in each.
// node conference-engine.ts <sessions> mixes|speaks <codec>

import { MediaEngine } from '#media/engine';
import { sine } from '../../support/tone-meter.ts';

const [count, role, codecName] = [Number(process.argv[2]), process.argv[3], process.argv[4] ?? 'PCMU'];
const codec = { name: codecName, payloadType: codecName === 'G722' ? 9 : 0, clockRateHz: 8000, packetTimeMs: 20 };
const quiet = (): void => {};
const ports: number[] = [];
const engine = new MediaEngine({
  log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
  listener: (event) => {
    if (event.type !== 'sessionOpened') return;
    ports.push(event.rtpPort);
    if (ports.length === count) process.send?.(ports);
  },
});
engine.send({ type: 'openDevice', path: 'handset', device: { driver: 'simulated' } });
engine.send({ type: 'selectPath', path: 'handset' });
const sessions = Array.from({ length: count }, (_, session) => session);
for (const session of sessions) {
  const portRange = { first: 30_000, last: 39_999 };
  engine.send({ type: 'openSession', session, address: '127.0.0.1', portRange, tos: 184, canonicalName: 'bench' });
}
process.on('message', (theirs: readonly number[]) => {
  for (const session of sessions) {
    const port = theirs[session] ?? 0;
    engine.send({
      type: 'configureSession',
      session,
      remote: { address: '127.0.0.1', rtpPort: port, rtcpPort: port + 1 },
      direction: 'sendrecv',
      send: codec,
      receive: [codec],
      telephoneEvent: { send: undefined, receive: undefined },
    });
    // Who only speaks hears nobody, but its sessions all say the same.
    engine.send({ type: 'connectSession', session, heard: true });
  }
  if (role === 'mixes') engine.send({ type: 'mixSessions', groups: [sessions] });
  engine.simulatedSound.setMicrophone(sine(role === 'mixes' ? 1000 : 600, -20, 16_000, 1000), true);
});
process.on('disconnect', () => process.exit());
