// A whole phone in this process: what its board reports reaches the person, and what the person set reaches its board.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Store } from '#config/store';
import { readCommandLine } from '#firmware/command-line';
import { openMachine } from '#firmware/machine';
import { openSurfaces } from '#firmware/surfaces';
import { Log } from '#firmware/system/log';
import { SystemClock } from '#firmware/system/system-clock';
import { openTelephony } from '#firmware/telephony';
import type { VirtualBoard } from '#hal/simulator/virtual-board';
import type { Phone } from '#ui/phone';

interface WholePhone extends AsyncDisposable {
  readonly body: VirtualBoard;
  readonly phone: Phone;
  readonly store: Store;
}

async function openPhone(board: string, ...parameters: readonly string[]): Promise<WholePhone> {
  await using parts = new AsyncDisposableStack();
  const directory = mkdtempSync(join(tmpdir(), 'surfaces-'));
  parts.defer(() => rmSync(directory, { recursive: true, force: true }));
  const given = ['voip/signalling/sip/port=0', ...parameters].flatMap((each) => ['--param', each]);
  const read = readCommandLine(['--board', board, '--data', directory, ...given]);
  assert.ok(read.ok);
  const clock = new SystemClock();
  const log = new Log(clock);
  const machine = parts.use(await openMachine(read.commandLine, log, clock));
  const telephony = parts.use(await openTelephony(machine, log, clock));
  parts.use(await openSurfaces(machine, telephony, read.commandLine, { log, clock }));
  telephony.start();
  assert.ok(machine.virtualBoard);
  const closing = parts.move();
  return {
    body: machine.virtualBoard,
    phone: telephony.phone,
    store: machine.store,
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  };
}

test('brightness and contrast are what the person set, and follow a change at once', async () => {
  await using rig = await openPhone(
    'simulated/mono-128',
    'personal_settings/lcd_active_mode_brightness=LOW',
    'personal_settings/lcd_contrast=80',
  );
  assert.equal(rig.body.brightness, Math.round((20 * 100) / 31));
  // 80 on the manual's scale from 55 to 90.
  assert.equal(rig.body.contrast, 71);
  await rig.store.change([{ path: 'personal_settings/lcd_active_mode_brightness', value: 'HIGH' }], 'user');
  assert.equal(rig.body.brightness, 100);
});

test('a headset is told of its call, and rests when the phone closes', async () => {
  // A line that is configured; nobody answers at its server.
  const line = ['enabled=1', 'id=1001', 'domain=127.0.0.1', 'proxy_address=127.0.0.1', 'proxy_port=9'];
  let body: VirtualBoard;
  {
    await using rig = await openPhone('simulated/color-320', ...line.map((each) => `voip/line/0/${each}`));
    body = rig.body;
    body.plugHeadset(true);
    body.moveKey('headset', 'down');
    body.moveKey('headset', 'up');
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(rig.phone.snapshot.audio.path, 'headset');
    assert.equal(body.headsetShows.call, 'active');
  }
  assert.equal(body.headsetShows.call, 'idle');
});

test('keys that are lost are let go of, and are a notice until they are back', async () => {
  await using rig = await openPhone('simulated/color-320');
  rig.body.moveKey('5', 'down');
  rig.body.loseDevice('keys', 'ENODEV');
  rig.body.loseDevice('headset', 'ENODEV');
  assert.equal(rig.body.keysDown.size, 0);
  const told = () => rig.phone.snapshot.notices.map(({ title }) => title);
  assert.deepEqual(told(), ['The keys do not answer', 'The headset does not answer']);
  rig.body.returnDevice('keys');
  assert.deepEqual(told(), ['The headset does not answer']);
});
