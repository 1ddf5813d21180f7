// Keys and hook switch on real input nodes, moved through uinput.

import { SystemClock } from '#firmware/system/system-clock';
import { openEvdevHook } from '#hal/hook/evdev';
import { openEvdevKeys } from '#hal/keys/evdev';
import type { KeyName } from '#hal/keys/keys';
import { hookContract } from '../contract/hook-contract.ts';
import { keysContract } from '../contract/keys-contract.ts';
import { openDriverRig } from '../support/driver-rig.ts';
import { Uinput } from './rig/uinput.ts';
import { until } from './rig/until.ts';

const codes: ReadonlyMap<KeyName, number> = new Map([
  ['1', 2],
  ['ok', 0x160],
  ['line1', 59],
  ['speaker', 0x2c0],
]);
const input = 'contract keys';

keysContract('evdev on uinput', async () => {
  const device = new Uinput({ name: input, keys: [...codes.values()] });
  await device.create();
  const clock = new SystemClock();
  const rig = await openDriverRig(clock);
  const keys = await openEvdevKeys(rig.context, {
    driver: 'evdev',
    input,
    names: [...codes].map(([name, code]) => ({ name, code })),
  });
  return {
    keys,
    get events() {
      return rig.only('keyMoved', 'deviceLost', 'deviceReturned');
    },
    move: (key, action) => device.tell(['key', codes.get(key) ?? 0, action === 'down' ? 1 : 0]),
    nowMs: () => clock.monotonicMs,
    loss: {
      lose: async () => {
        device.destroy();
        await until('the loss', () => rig.only('deviceLost').length > 0);
      },
      return: async () => {
        await device.create();
        await until('the return', () => rig.only('deviceReturned').length > 0);
      },
    },
    [Symbol.asyncDispose]: async () => {
      await keys[Symbol.asyncDispose]();
      await rig[Symbol.asyncDispose]();
      device.destroy();
    },
  };
});

for (const [word, kind, code] of [
  ['a key', 'key', 169],
  ['a switch', 'switch', 5],
] as const) {
  hookContract(`evdev on uinput, ${word}`, async (liftedBefore) => {
    const device = new Uinput({ name: 'contract hook', keys: [169], switches: [5] });
    await device.create();
    if (liftedBefore) await device.tell([kind, code, 1]);
    const rig = await openDriverRig(new SystemClock());
    const choice = { driver: 'evdev', input: 'contract hook', code: kind === 'key' ? 'KEY_PHONE' : 'SW_DOCK' } as const;
    const hook = await openEvdevHook(rig.context, choice);
    return {
      hook,
      get events() {
        return rig.only('hookMoved');
      },
      move: (off) => device.tell([kind, code, off ? 1 : 0]),
      [Symbol.asyncDispose]: async () => {
        await hook[Symbol.asyncDispose]();
        await rig[Symbol.asyncDispose]();
        device.destroy();
      },
    };
  });
}
