// The panel's door: every endpoint, with good and with bad input.

import assert from 'node:assert/strict';
import { request } from 'node:http';
import { test } from 'node:test';
import { loadImage } from '@napi-rs/canvas';
import { keyNames } from '#hal/keys/keys';
import { writeWav } from '#test/support/wav-file';
import { openPanel } from './panel-fixture.ts';

interface Refusal {
  readonly error: string;
  readonly field: string;
  readonly expected: string;
}

const refusalOf = async (response: Response): Promise<Refusal> => (await response.json()) as Refusal;

test('state has exactly the shape that the door promises', async () => {
  await using door = await openPanel({ board: 'simulated/mono-128' });
  door.rig.board.leds.set('line1', { color: 'green', pattern: 'steady' });
  door.rig.board.leds.set('mute', { color: 'red', pattern: 'custom', stepsMs: [50, 50] });
  await door.post('/api/hook', { off: true });
  await door.post('/api/headset', { plugged: true });
  const off = { color: 'off', pattern: 'off' };
  assert.deepEqual(await (await fetch(`${door.address}/api/state`)).json(), {
    display: { width: 128, height: 64, color: false },
    light: { brightness: 100, contrast: 50 },
    leds: {
      line1: { color: 'green', pattern: 'steady' },
      line2: off,
      line3: off,
      line4: off,
      message: off,
      mute: { color: 'red', pattern: 'custom', stepsMs: [50, 50] },
      voicemail: off,
      headset: off,
      speaker: off,
    },
    hook: 'off',
    audio: { path: 'handset', muted: true, volume: 7 },
    headset: { plugged: true },
  });
});

test('the screen is the semantic tree as the firmware gives it', async () => {
  await using door = await openPanel();
  const response = await fetch(`${door.address}/api/screen`);
  assert.equal(response.status, 200);
  assert.deepEqual(await response.json(), door.sources.tree);
});

test('before the firmware is there, state and picture answer, the rest says when to come again', async () => {
  await using door = await openPanel({ attached: false });
  const state = (await (await fetch(`${door.address}/api/state`)).json()) as { audio: unknown };
  assert.deepEqual(state.audio, { path: 'none', muted: false, volume: 0 });
  assert.equal((await fetch(`${door.address}/api/screen.png`)).status, 200);
  assert.equal((await door.post('/api/key', { key: '1', action: 'press' })).status, 204);
  for (const path of ['/api/screen', '/api/load', '/api/earpiece?last=1', '/api/speaker?next=1']) {
    const response = await fetch(`${door.address}${path}`);
    assert.equal(response.status, 503, path);
    assert.equal(response.headers.get('retry-after'), '1');
  }
});

test('what is alive of calls can be counted', async () => {
  await using door = await openPanel();
  assert.deepEqual(await (await fetch(`${door.address}/api/load`)).json(), { calls: 2, dialogs: 1 });
});

test('the picture shows what was drawn', async () => {
  await using door = await openPanel();
  const pixels = new Uint16Array(320 * 240);
  pixels[320 * 10 + 20] = 0xf800;
  const frame = { format: 'rgb565', width: 320, height: 240, pixels } as const;
  door.rig.board.display.show(frame, [{ x: 0, y: 0, width: 320, height: 240 }]);
  const response = await fetch(`${door.address}/api/screen.png`);
  assert.equal(response.headers.get('content-type'), 'image/png');
  const image = await loadImage(Buffer.from(await response.arrayBuffer()));
  assert.deepEqual([image.width, image.height], [320, 240]);
});

test('every key of the board can be pressed, and none other', async () => {
  await using door = await openPanel({ board: 'simulated/mono-128' });
  const own = door.rig.board.keys.names;
  for (const key of keyNames) {
    const before = door.rig.events.length;
    const response = await door.post('/api/key', { key, action: 'press' });
    assert.equal(response.status, own.has(key) ? 204 : 400, key);
    assert.equal(door.rig.events.length - before, own.has(key) ? 2 : 0);
  }
});

test('down and up are one each', async () => {
  await using door = await openPanel();
  await door.post('/api/key', { key: '5', action: 'down' });
  await door.post('/api/key', { key: '5', action: 'down' });
  await door.post('/api/key', { key: '5', action: 'up' });
  assert.deepEqual(
    door.rig.events.map((event) => event.type === 'keyMoved' && `${event.key} ${event.action}`),
    ['5 down', '5 up'],
  );
});

test('a long press holds the key for 900 ms of the clock', async () => {
  await using door = await openPanel();
  const answered = door.post('/api/key', { key: 'menu', action: 'long' });
  while (door.rig.clock.pendingTimers === 0) await new Promise((resolve) => setImmediate(resolve));
  door.rig.clock.advance(899);
  assert.equal(door.rig.events.length, 1);
  door.rig.clock.advance(1);
  assert.equal((await answered).status, 204);
  assert.deepEqual(
    door.rig.events.map((event) => event.type === 'keyMoved' && [event.action, event.atMs]),
    [
      ['down', 0],
      ['up', 900],
    ],
  );
});

test('a long press whose client goes lets the key up', async () => {
  await using door = await openPanel();
  const gone = new AbortController();
  const body = JSON.stringify({ key: 'menu', action: 'long' });
  const answered = fetch(`${door.address}/api/key`, { method: 'POST', body, signal: gone.signal });
  while (door.rig.clock.pendingTimers === 0) await new Promise((resolve) => setImmediate(resolve));
  gone.abort();
  await assert.rejects(answered);
  while (door.rig.events.length < 2) await new Promise((resolve) => setImmediate(resolve));
  assert.equal(door.rig.virtual.keysDown.size, 0);
  assert.equal(door.rig.clock.pendingTimers, 0);
});

test('a POST answers only after what it did has been drawn', async () => {
  await using door = await openPanel();
  const drawing = Promise.withResolvers<void>();
  let asked = false;
  door.sources.settle = () => {
    asked = true;
    return drawing.promise;
  };
  let answered = false;
  const response = door.post('/api/hook', { off: true }).then((value) => {
    answered = true;
    return value;
  });
  while (!asked) await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(
    door.rig.events.map((event) => event.type),
    ['hookMoved'],
  );
  assert.equal(answered, false);
  drawing.resolve();
  assert.equal((await response).status, 204);
});

test('headset: plug and buttons', async () => {
  await using door = await openPanel();
  await door.post('/api/headset', { plugged: true });
  for (const button of ['answer', 'end', 'mute', 'up', 'down']) {
    assert.equal((await door.post('/api/headset', { button })).status, 204);
  }
  assert.deepEqual(
    door.rig.events.map((event) => (event.type === 'headsetButtonPressed' ? event.button : event.type)),
    ['headsetPlugged', 'answer', 'end', 'mute', 'up', 'down'],
  );
});

test('touch: a tap on the touch board, a clear refusal on others', async () => {
  await using door = await openPanel({ board: 'simulated/touch-800' });
  assert.equal((await door.post('/api/touch', { x: 799, y: 479 })).status, 204);
  assert.deepEqual(
    door.rig.events.map((event) => event.type === 'touched' && [event.action, event.x, event.y]),
    [
      ['down', 799, 479],
      ['up', 799, 479],
    ],
  );
  await using other = await openPanel();
  const refused = await other.post('/api/touch', { x: 1, y: 1 });
  assert.equal(refused.status, 400);
  assert.match((await refusalOf(refused)).error, /no touch-screen/);
});

test('bad input says which field, and what would have been right', async () => {
  await using door = await openPanel({ board: 'simulated/touch-800' });
  const cases: readonly (readonly [path: string, body: unknown, field: string])[] = [
    ['/api/key', '{', 'body'],
    ['/api/key', '', 'body'],
    ['/api/key', '[]', 'body'],
    ['/api/key', 'null', 'body'],
    ['/api/key', '"5"', 'body'],
    ['/api/key', {}, 'key'],
    ['/api/key', { key: '5' }, 'action'],
    ['/api/key', { key: 5, action: 'press' }, 'key'],
    ['/api/key', { key: 'softkey5', action: 'press' }, 'key'],
    ['/api/key', { key: '__proto__', action: 'press' }, 'key'],
    ['/api/key', { key: '5', action: 'hit' }, 'action'],
    ['/api/key', { key: '5', action: 'press', twice: true }, 'twice'],
    ['/api/key', '{"__proto__": {}, "key": "5", "action": "press"}', '__proto__'],
    ['/api/hook', {}, 'off'],
    ['/api/hook', { off: 'true' }, 'off'],
    ['/api/headset', {}, 'plugged'],
    ['/api/headset', { plugged: true, button: 'end' }, 'plugged'],
    ['/api/headset', { button: 'volume' }, 'button'],
    ['/api/network', { address: 'example.org' }, 'address'],
    ['/api/touch', { x: 1 }, 'y'],
    ['/api/touch', { x: 800, y: 0 }, 'x'],
    ['/api/touch', { x: 0, y: 1.5 }, 'y'],
    ['/api/touch', { x: 0, y: 0, action: 'stroke' }, 'action'],
  ];
  for (const [path, body, field] of cases) {
    const response = await door.post(path, body);
    const told = `${path} ${JSON.stringify(body)}`;
    assert.equal(response.status, 400, told);
    const refusal = await refusalOf(response);
    assert.equal(refusal.field, field, told);
    assert.ok(refusal.expected.length > 0 && refusal.error.length > 0, told);
  }
  assert.deepEqual(door.rig.events, []);
});

test('invalid UTF-8 is not JSON', async () => {
  await using door = await openPanel();
  const response = await fetch(`${door.address}/api/key`, { method: 'POST', body: new Uint8Array([0x22, 0xff, 0x22]) });
  assert.equal(response.status, 400);
});

test('too large, wrong method and unknown path have their own codes', async () => {
  await using door = await openPanel();
  assert.equal((await door.post('/api/key', `"${'x'.repeat(100_000)}"`)).status, 413);
  const wrong = await fetch(`${door.address}/api/key`);
  assert.equal(wrong.status, 405);
  assert.equal(wrong.headers.get('allow'), 'POST');
  assert.equal((await fetch(`${door.address}/`, { method: 'DELETE' })).status, 405);
  for (const path of ['/api', '/api/keys', '/../panel.ts', '/%2e%2e/panel.ts', '/phone.js/', '/constructor']) {
    assert.equal((await fetch(`${door.address}${path}`)).status, 404, path);
  }
  assert.equal((await fetch(`${door.address}/api/state?x=1`)).status, 400);
});

test('a WAV becomes the microphone, at the rate that the sound card wants', async () => {
  await using door = await openPanel();
  const body = writeWav({ sampleRateHz: 8_000, samples: new Int16Array(8_000).fill(1_000) });
  for (const [query, loop] of [
    ['', false],
    ['?loop=0', false],
    ['?loop=1', true],
  ] as const) {
    const response = await fetch(`${door.address}/api/microphone${query}`, { method: 'PUT', body });
    assert.equal(response.status, 204);
    const heard = door.sources.microphone.at(-1);
    assert.equal(heard?.loop, loop);
    assert.equal(heard?.sound.sampleRateHz, 16_000);
    assert.equal(heard?.sound.samples.length, 16_000);
  }
});

test('what is no WAV is refused in words', async () => {
  await using door = await openPanel();
  const put = (query: string, body: Uint8Array<ArrayBuffer>) =>
    fetch(`${door.address}/api/microphone${query}`, { method: 'PUT', body });
  for (const body of [new Uint8Array(0), new TextEncoder().encode('RIFF....WAVE'), new Uint8Array(1_000)]) {
    const response = await put('', body);
    assert.equal(response.status, 400);
    assert.equal((await refusalOf(response)).field, 'body');
  }
  assert.equal((await put('?loop=2', new Uint8Array(4))).status, 400);
  assert.equal((await put('', new Uint8Array(17 * 1024 * 1024))).status, 413);
  assert.deepEqual(door.sources.microphone, []);
});

test('earpiece and speaker are given as 16-bit mono WAV', async () => {
  await using door = await openPanel();
  for (const [path, asked, samples] of [
    ['/api/earpiece?last=0.5', 'earpiece last 0.5', 4_000],
    ['/api/earpiece?next=1', 'earpiece next 1', 8_000],
    ['/api/speaker?last=60', 'speaker last 60', 480_000],
    ['/api/speaker?next=2.25', 'speaker next 2.25', 18_000],
  ] as const) {
    const response = await fetch(`${door.address}${path}`);
    assert.equal(response.headers.get('content-type'), 'audio/wav');
    const wav = Buffer.from(await response.arrayBuffer());
    assert.equal(wav.length, 44 + samples * 2);
    assert.equal(wav.readUInt16LE(22), 1);
    assert.equal(wav.readUInt16LE(34), 16);
    assert.equal(door.sources.asked.at(-1), asked);
  }
});

test('a recording asks for one time, more than nothing and up to a minute', async () => {
  await using door = await openPanel();
  for (const query of [
    '',
    '?next=0',
    '?next=61',
    '?next=-1',
    '?next=1e1',
    '?last=',
    '?last=NaN',
    '?next=1&last=1',
    '?next=1&next=1',
    '?soon=1',
  ]) {
    const response = await fetch(`${door.address}/api/earpiece${query}`);
    assert.equal(response.status, 400, query);
  }
  assert.deepEqual(door.sources.asked, []);
});

test('a recording is given up when its client goes, and when the panel closes', async () => {
  const door = await openPanel();
  const gone = new AbortController();
  const first = fetch(`${door.address}/api/earpiece?next=60`, { signal: gone.signal });
  while (door.sources.asked.length < 1) await new Promise((resolve) => setImmediate(resolve));
  gone.abort();
  await assert.rejects(first);
  while (door.sources.aborted < 1) await new Promise((resolve) => setImmediate(resolve));
  const second = fetch(`${door.address}/api/speaker?next=60`);
  while (door.sources.asked.length < 2) await new Promise((resolve) => setImmediate(resolve));
  const closing = door[Symbol.asyncDispose]();
  await assert.rejects(second);
  await closing;
  assert.equal(door.sources.aborted, 2);
  assert.deepEqual(
    door.rig.log.lines.filter((line) => line.level === 'error'),
    [],
  );
});

test('what fails above is a 500 and a line in the log', async () => {
  await using door = await openPanel();
  door.sources.settle = () => Promise.reject(new Error('boom'));
  assert.equal((await door.post('/api/hook', { off: true })).status, 500);
  assert.equal(door.rig.log.lines.at(-1)?.level, 'error');
});

test('only this machine may ask: foreign names and origins are turned away', async () => {
  await using door = await openPanel();
  const ask = (headers: Record<string, string>): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      const asked = request(`${door.address}/api/state`, { headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      asked.on('error', reject);
      asked.end();
    });
  const own = `127.0.0.1:${door.port}`;
  assert.equal(await ask({ host: own }), 200);
  assert.equal(await ask({ host: 'localhost:9' }), 200);
  assert.equal(await ask({ host: '[::1]:9' }), 200);
  assert.equal(await ask({ host: own, origin: `http://${own}` }), 200);
  for (const host of [
    'evil.example',
    'evil.example:80',
    '127.0.0.1.evil.example',
    '10.0.0.1',
    '0.0.0.0',
    'localhost.evil',
    '127.0.0.1@evil',
  ]) {
    assert.equal(await ask({ host }), 403, host);
  }
  for (const origin of ['http://evil.example', 'null', `https://${own}`, 'http://127.0.0.1:1']) {
    assert.equal(await ask({ host: own, origin }), 403, origin);
  }
});

test('the page and all that it names are served, under a strict policy', async () => {
  await using door = await openPanel();
  const page = await fetch(`${door.address}/`);
  const policy = page.headers.get('content-security-policy') ?? '';
  assert.match(policy, /default-src 'none'/);
  assert.doesNotMatch(policy, /unsafe|https?:|\*/);
  const html = await page.text();
  assert.doesNotMatch(html, /https?:\/\/(?!www\.w3\.org)/);
  const named = [...html.matchAll(/(?:href|src)="(\/[^"]+)"/g)].map((match) => match[1] ?? '');
  assert.ok(named.length >= 6);
  const scripts = new Set(named);
  for (const path of scripts) {
    const response = await fetch(`${door.address}${path}`);
    assert.equal(response.status, 200, path);
    const text = await response.text();
    if (!path.endsWith('.js')) continue;
    for (const [, file] of text.matchAll(/(?:from |addModule\()'\.?\/([a-z-]+\.js)'/g)) scripts.add(`/${file}`);
  }
  assert.ok(scripts.size >= 15, [...scripts].join(' '));
});
