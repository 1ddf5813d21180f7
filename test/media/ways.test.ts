// Media through the channel of a TURN server, and RTCP on RTP's port: what goes out, what is taken, and what strangers can not do.
import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { describe, test } from 'node:test';
import { eventually } from '../support/eventually.ts';
import { EVENT_PAYLOAD_TYPE, MediaStation, PCMU, pause } from '../support/media-station.ts';
import { rtpPacket } from '../support/rtp-probe.ts';

const CHANNEL = 0x4001;

type Socket = ReturnType<typeof createSocket>;

async function socketAt(address: string): Promise<{ readonly socket: Socket; readonly port: number; readonly got: Buffer[] }> {
  const socket = createSocket('udp4').bind(0, address);
  // A test that fails must not wait for it.
  socket.unref();
  await once(socket, 'listening');
  const got: Buffer[] = [];
  socket.on('message', (bytes: Buffer) => got.push(bytes));
  return { socket, port: socket.address().port, got };
}

function framed(channel: number, bytes: Uint8Array): Uint8Array {
  return Buffer.concat([Uint8Array.of(channel >> 8, channel & 255, bytes.length >> 8, bytes.length & 255), bytes]);
}

interface Wishes {
  readonly relayPort?: number;
  readonly rtpPort?: number;
  /** Of what goes through the relay; both when absent. */
  readonly relayed?: 'rtcp';
}

function talk(station: MediaStation, { relayPort, rtpPort = 4000, relayed }: Wishes): void {
  const rtpChannel = relayed === 'rtcp' ? 0 : CHANNEL;
  station.send({
    type: 'configureSession',
    session: 1,
    remote: { address: relayPort === undefined || rtpChannel === 0 ? '127.0.0.1' : '203.0.113.1', rtpPort, rtcpPort: 9 },
    direction: 'sendrecv',
    send: PCMU,
    receive: [PCMU],
    telephoneEvent: { send: EVENT_PAYLOAD_TYPE, receive: EVENT_PAYLOAD_TYPE },
    rtcpMultiplexed: relayed === undefined,
    ...(relayPort === undefined ? {} : { relay: { address: '127.0.0.1', port: relayPort, rtpChannel, rtcpChannel: CHANNEL } }),
  });
}

const packet = (sequence: number): Uint8Array =>
  rtpPacket({ ssrc: 7, sequence, timestamp: sequence * 160, payload: new Uint8Array(160).fill(0xff) });

describe('the ways of media', { concurrency: true }, () => {
  test('through a channel: framed there, and taken from the server in this channel alone', async () => {
    await using station = await MediaStation.open();
    const server = await socketAt('127.0.0.1');
    const stranger = await socketAt('127.0.0.9');
    talk(station, { relayPort: server.port });
    await eventually(async () => assert.ok(server.got.length > 2));
    for (const bytes of server.got) {
      assert.deepEqual([bytes.readUInt16BE(0), bytes.readUInt16BE(2)], [CHANNEL, bytes.length - 4]);
      assert.equal((bytes[4] ?? 0) >> 6, 2);
    }
    for (let sequence = 1; sequence <= 5; sequence++) {
      server.socket.send(framed(CHANNEL, packet(sequence)), station.rtpPort, '127.0.0.1');
      server.socket.send(framed(CHANNEL + 1, packet(100 + sequence)), station.rtpPort, '127.0.0.1');
      server.socket.send(packet(200 + sequence), station.rtpPort, '127.0.0.1');
      stranger.socket.send(framed(CHANNEL, packet(300 + sequence)), station.rtpPort, '127.0.0.1');
    }
    assert.match((await station.next('mediaStarted')).from, /^203\.0\.113\.1:4000$/);
    await eventually(async () => {
      const { packetsReceived, packetsRefused } = await station.statistics();
      assert.deepEqual({ packetsReceived, packetsRefused }, { packetsReceived: 5, packetsRefused: 15 });
    });
    server.socket.close();
    stranger.socket.close();
  });

  test('the voice straight and its reports through a channel, when that is what was found', async () => {
    await using station = await MediaStation.open();
    const server = await socketAt('127.0.0.1');
    const peer = await socketAt('127.0.0.1');
    talk(station, { relayPort: server.port, rtpPort: peer.port, relayed: 'rtcp' });
    await pause(60);
    peer.socket.send(packet(1), station.rtpPort, '127.0.0.1');
    await station.next('mediaStarted');
    station.send({ type: 'closeSession', session: 1 });
    await station.next('qualityReported', ({ final }) => final);
    await pause(50);
    assert.ok(peer.got.length > 0 && peer.got.every((bytes) => bytes[1] === PCMU.payloadType || bytes[1] === 128));
    assert.ok(server.got.length > 0 && server.got.every((bytes) => bytes.readUInt16BE(0) === CHANNEL && bytes[5] !== 0));
    server.socket.close();
    peer.socket.close();
  });

  test('reports come on the port of the voice, and only there is a goodbye sent', async () => {
    await using station = await MediaStation.open();
    const peer = await socketAt('127.0.0.1');
    talk(station, { rtpPort: peer.port });
    await pause(60);
    peer.socket.send(packet(1), station.rtpPort, '127.0.0.1');
    peer.socket.send(packet(2), station.rtpPort, '127.0.0.1');
    await pause(30);
    const report = Buffer.from('80c9000100000007 81cb000100000007'.replace(' ', ''), 'hex');
    peer.socket.send(report, station.rtpPort, '127.0.0.1');
    await station.next('remoteLeft');
    station.send({ type: 'closeSession', session: 1 });
    await station.next('qualityReported', ({ final }) => final);
    await eventually(async () =>
      assert.ok(
        peer.got.some((bytes) => bytes[1] === 200 || bytes[1] === 201),
        'a report on the port of the voice',
      ),
    );
    peer.socket.close();
  });
});
