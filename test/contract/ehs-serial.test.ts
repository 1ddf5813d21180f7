// An electronic hook switch on a serial line: two pseudo-terminals, the far one a base with words of its own.

import assert from 'node:assert/strict';
import { describe, it, test } from 'node:test';
import { SerialPort } from 'serialport';
import { SystemClock } from '#firmware/system/system-clock';
import { EhsReader, type EhsTable, wordBytes } from '#hal/headset/ehs/ehs-codec';
import { openSerialEhs } from '#hal/headset/ehs-serial';
import { SeededRandom } from '../fuzz/seeded-random.ts';
import { openDriverRig } from '../support/driver-rig.ts';
import { openPtyPair } from '../support/pty-pair.ts';
import { headsetContract } from './headset-contract.ts';

const table: EhsTable = {
  signals: {
    offHook: 'aa 01',
    onHook: 'aa 02',
    mute: 'aa 10',
    volumeUp: 'aa 11',
    volumeDown: 'aa 12',
    present: 'ff',
    absent: 'fe',
  },
  commands: { ringOn: '55 01', ringOff: '55 02', linkOn: '55 03', linkOff: '55 04', muteOn: '55 05', muteOff: '55 06' },
};
const words = { answer: 'aa 01', mute: 'aa 10', up: 'aa 11', down: 'aa 12' } as const;
const longestWaitMs = 10_000;

async function until(what: string, met: () => boolean): Promise<void> {
  for (const end = Date.now() + longestWaitMs; !met(); ) {
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

headsetContract('ehs-serial', async () => {
  const pair = await openPtyPair();
  const rig = await openDriverRig(new SystemClock());
  const headset = await openSerialEhs(rig.context, { driver: 'ehs-serial', path: pair.near, baudRate: 9600, table });
  const base = new SerialPort({ path: pair.far, baudRate: 9600 });
  const shown = { ring: false, link: false, muted: false };
  base.on('data', (bytes: Buffer) => {
    for (const command of bytes.toString('hex').match(/55../g) ?? []) {
      const number = Number(command.slice(2));
      const on = number % 2 === 1;
      if (number <= 2) shown.ring = on;
      else if (number <= 4) shown.link = on;
      else shown.muted = on;
    }
  });
  const look = () => ({ call: shown.ring ? 'ringing' : shown.link ? 'active' : 'idle', muted: shown.muted });
  const say = (word: string): void => void base.write(Buffer.from(wordBytes(word) ?? []));
  return {
    headset,
    get events() {
      return rig.only('headsetPlugged', 'headsetButtonPressed', 'deviceLost', 'deviceReturned');
    },
    plug: async (plugged) => {
      say(plugged ? 'ff' : 'fe');
      await until('the headset', () => headset.plugged === plugged);
    },
    press: async (button) => {
      const before = rig.only('headsetButtonPressed').length;
      if (button === 'end') headset.showCall('active');
      say(button === 'end' ? 'aa 02' : words[button]);
      await until(button, () => rig.only('headsetButtonPressed').length > before);
      headset.showCall('idle');
    },
    look,
    holdLooksActive: true,
    settled: ({ call, muted }) => until(`${call} ${muted}`, () => look().call === call && look().muted === muted),
    [Symbol.asyncDispose]: async () => {
      await headset[Symbol.asyncDispose]();
      await new Promise<void>((resolve) => base.close(() => resolve()));
      await rig[Symbol.asyncDispose]();
      await pair[Symbol.asyncDispose]();
    },
  };
});

test('headset, ehs-serial: a line that is not there is told of when the board is opened', async () => {
  const rig = await openDriverRig(new SystemClock());
  await assert.rejects(openSerialEhs(rig.context, { driver: 'ehs-serial', path: '/dev/does-not-exist', baudRate: 9600, table }));
});

describe('the words of a base', () => {
  const read = (signals: EhsTable['signals'], ...pieces: readonly (readonly number[])[]): string => {
    const reader = new EhsReader({ signals, commands: {} });
    return pieces.flatMap((piece) => reader.read(Uint8Array.from(piece))).join(' ');
  };

  it('are found in pieces and between what is none', () => {
    assert.equal(read(table.signals, [0xaa], [0x01, 0x00, 0xaa], [0x7f, 0xaa, 0x10]), 'offHook mute');
  });

  it('of two that begin alike the longer counts, once it is whole', () => {
    const signals = { offHook: '01', onHook: '01 02' };
    assert.equal(read(signals, [1], [2], [1, 3]), 'onHook offHook');
  });

  it('that are no hexadecimal are no words', () => {
    for (const text of ['', 'a', 'zz', '0'.repeat(66)]) assert.equal(wordBytes(text), undefined);
    assert.deepEqual(wordBytes('AA 01'), Uint8Array.of(0xaa, 1));
  });

  it('never grow in memory, whatever comes', () => {
    const reader = new EhsReader(table);
    const random = new SeededRandom(7);
    const noise = Uint8Array.from({ length: 50_000 }, () => random.below(256));
    for (const signal of reader.read(noise)) assert.ok(signal in table.signals);
  });
});
