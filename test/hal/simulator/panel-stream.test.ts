// The live line of the page: what it is told, what it may say.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WebSocket } from 'ws';
import { openPanel, type PanelRig } from './panel-fixture.ts';

interface Message {
  readonly type: string;
  readonly board?: { readonly name: string };
  readonly hookOff?: boolean;
  readonly leds?: readonly unknown[];
  readonly text?: string;
}

interface Line {
  readonly socket: WebSocket;
  readonly texts: Message[];
  readonly binaries: Buffer[];
  /** The first text of the type, waited for. */
  text(type: string): Promise<Message>;
  closed: Promise<number>;
}

async function open(door: PanelRig, headers: Record<string, string> = {}): Promise<Line> {
  const socket = new WebSocket(`ws://127.0.0.1:${door.port}/api/stream`, { headers });
  const texts: Message[] = [];
  const binaries: Buffer[] = [];
  socket.on('message', (data, isBinary) => {
    if (isBinary) binaries.push(data as Buffer);
    else texts.push(JSON.parse(String(data)) as Message);
  });
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  await new Promise((resolve, reject) => socket.on('open', resolve).on('error', reject));
  const text = (type: string): Promise<Message> => until(() => texts.find((message) => message.type === type));
  return { socket, texts, binaries, closed, text };
}

async function until<Value>(found: () => Value | undefined): Promise<Value> {
  for (;;) {
    const value = found();
    if (value !== undefined && value !== false) return value;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function microphone(rateHz: number, count: number, kind = 4): Buffer {
  const message = Buffer.alloc(8 + count * 2);
  message.writeUInt8(kind, 0);
  message.writeUInt32LE(rateHz, 4);
  for (let index = 0; index < count; index++) message.writeInt16LE(index, 8 + index * 2);
  return message;
}

test('it begins with the board, the lamps and the whole picture', async () => {
  await using door = await openPanel({ board: 'simulated/mono-128' });
  door.rig.board.leds.set('line1', { color: 'red', pattern: 'double' });
  await door.post('/api/hook', { off: true });
  const line = await open(door);
  const hello = await line.text('hello');
  assert.equal(hello.board?.name, 'simulated/mono-128');
  assert.equal(hello.hookOff, true);
  assert.deepEqual(hello.leds?.[0], {
    name: 'line1',
    color: 'red',
    pattern: 'double',
    stepsMs: [100, 100, 100, 700],
  });
  assert.deepEqual(await line.text('attached'), {
    type: 'attached',
    microphoneRateHz: 16_000,
    hints: [{ dial: '600', text: 'Echo' }],
  });
  const picture = await until(() => line.binaries[0]);
  assert.equal(picture.length, 12 + 128 * 64);
  assert.deepEqual([...picture.subarray(0, 12)], [1, 0, 0, 0, 0, 0, 128, 0, 64, 0, 0, 0]);
});

test('only what changed of the picture follows, pixel for pixel', async () => {
  await using door = await openPanel();
  const line = await open(door);
  await until(() => line.binaries[0]);
  const pixels = Uint16Array.from({ length: 320 * 240 }, (_, index) => index & 0xffff);
  const frame = { format: 'rgb565', width: 320, height: 240, pixels } as const;
  door.rig.board.display.show(frame, [{ x: 318, y: 238, width: 50, height: 50 }]);
  const part = await until(() => line.binaries[1]);
  assert.deepEqual(
    [2, 4, 6, 8].map((at) => part.readUInt16LE(at)),
    [318, 238, 2, 2],
  );
  const sent = [12, 14, 16, 18].map((at) => part.readUInt16LE(at));
  assert.deepEqual(
    sent,
    [238 * 320 + 318, 238 * 320 + 319, 239 * 320 + 318, 239 * 320 + 319].map((value) => value & 0xffff),
  );
});

test('lamps, keys, hook, headset, light and SIP messages are told as they happen', async () => {
  await using door = await openPanel();
  const line = await open(door);
  await line.text('attached');
  door.rig.board.leds.set('speaker', { color: 'green', pattern: 'slow' });
  door.rig.board.backlight.setBrightness(40);
  await door.post('/api/key', { key: 'ok', action: 'press' });
  await door.post('/api/hook', { off: true });
  await door.post('/api/headset', { plugged: true });
  const message = {
    atMs: 5,
    direction: 'sent',
    protocol: 'UDP',
    remote: '127.0.0.1:5060',
    startLine: 'OPTIONS sip:a SIP/2.0',
  } as const;
  for (const tell of door.sources.traced) tell({ ...message, text: 'x'.repeat(20_000) });
  const sip = await line.text('sip');
  assert.equal(sip.text?.length, 8_192 + 4);
  assert.deepEqual(line.texts.slice(2, -1), [
    { type: 'led', name: 'speaker', color: 'green', pattern: 'slow', stepsMs: [500, 500] },
    { type: 'brightness', percent: 40 },
    { type: 'key', key: 'ok', action: 'down' },
    { type: 'key', key: 'ok', action: 'up' },
    { type: 'hook', off: true },
    { type: 'headset', plugged: true },
  ]);
});

test('a page that came before the firmware is told when it is there', async () => {
  await using door = await openPanel({ attached: false });
  const line = await open(door);
  await line.text('hello');
  door.panel.attach(door.sources);
  await line.text('attached');
  assert.equal(door.sources.traced.size, 1);
});

test('sound comes to the page that asks for it, until it goes', async () => {
  await using door = await openPanel();
  const line = await open(door);
  await line.text('attached');
  assert.equal(door.sources.listeners.size, 0);
  line.socket.send('{"type":"audio","on":true}');
  const [tell] = await until(() => (door.sources.listeners.size > 0 ? [...door.sources.listeners] : undefined));
  tell?.('speaker', { sampleRateHz: 8_000, samples: Int16Array.of(1, -2) });
  const chunk = await until(() => line.binaries.find((message) => message[0] === 3));
  assert.deepEqual([...chunk], [3, 0, 0, 0, 0x40, 0x1f, 0, 0, 1, 0, 0xfe, 0xff]);
  line.socket.close();
  await until(() => door.sources.listeners.size === 0 && door.sources.traced.size === 0);
});

test('the page that claimed the microphone last is the one that is heard', async () => {
  await using door = await openPanel();
  const [first, second] = [await open(door), await open(door)];
  await second.text('attached');
  first.socket.send(microphone(16_000, 320));
  first.socket.send('{"type":"microphone","on":true}');
  first.socket.send(microphone(16_000, 320));
  await until(() => door.sources.live.length === 1);
  assert.deepEqual([...(door.sources.live[0]?.samples.slice(0, 3) ?? [])], [0, 1, 2]);
  second.socket.send('{"type":"microphone","on":true}');
  second.socket.send(microphone(16_000, 160));
  await until(() => door.sources.live.length === 2);
  first.socket.send(microphone(16_000, 320));
  first.socket.send('{"type":"audio","on":true}');
  await until(() => door.sources.listeners.size === 1);
  assert.equal(door.sources.live.length, 2);
});

test('whoever sends what the format does not know is cut off', async () => {
  await using door = await openPanel();
  const wrong: readonly (string | Buffer)[] = [
    'no json',
    '{"type":"audio"}',
    '{"type":"shout","on":true}',
    '{"type":"audio","on":1}',
    'null',
    Buffer.alloc(0),
    Buffer.alloc(7),
    microphone(16_000, 320, 5),
    microphone(8_000, 160),
    microphone(16_000, 3_201),
    microphone(16_000, 320).subarray(0, 11),
  ];
  for (const message of wrong) {
    const line = await open(door);
    await line.text('attached');
    line.socket.send(message);
    assert.equal(await line.closed, 1008, String(message).slice(0, 40));
  }
  const line = await open(door);
  line.socket.send(Buffer.alloc(100_000));
  assert.equal(await line.closed, 1009);
  assert.deepEqual(door.sources.live, []);
});

test('pages of other origins and names do not get a line', async () => {
  await using door = await openPanel();
  for (const headers of [{ origin: 'http://evil.example' }, { host: 'evil.example' }, { origin: 'null' }] as Record<
    string,
    string
  >[]) {
    await assert.rejects(open(door, headers), /403/);
  }
  await open(door, { origin: `http://127.0.0.1:${door.port}` });
  const socket = new WebSocket(`ws://127.0.0.1:${door.port}/api/other`);
  await assert.rejects(new Promise((_resolve, reject) => socket.on('error', reject)), /404/);
});

test('there is an end to how many pages are served', async () => {
  await using door = await openPanel();
  for (let count = 0; count < 16; count++) await (await open(door)).text('hello');
  const line = await open(door);
  assert.equal(await line.closed, 1013);
});

test('closing the panel ends every line', async () => {
  const door = await openPanel();
  const line = await open(door);
  await line.text('attached');
  await door[Symbol.asyncDispose]();
  await line.closed;
  assert.equal(door.sources.traced.size, 0);
});
