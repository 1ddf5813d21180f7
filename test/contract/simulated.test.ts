// Every device's contract, kept by its simulated driver.

import type { BoardEvent } from '#hal/board';
import { boardNames } from '#hal/boards';
import { openVirtualRig, type VirtualRig } from '../support/virtual-rig.ts';
import { consoleContract } from './console-contract.ts';
import { displayContract } from './display-contract.ts';
import { headsetContract } from './headset-contract.ts';
import { hookContract } from './hook-contract.ts';
import { keysContract } from './keys-contract.ts';
import { ledsContract } from './leds-contract.ts';
import { audioContract, backlightContract, networkContract, powerContract } from './quiet-contracts.ts';

/** Of all that a board reports, what one device's contract speaks of. */
function only<Type extends BoardEvent['type']>(
  rig: VirtualRig,
  ...types: readonly Type[]
): readonly Extract<BoardEvent, { type: Type }>[] {
  const chosen: ReadonlySet<string> = new Set(types);
  return rig.events.filter((event): event is Extract<BoardEvent, { type: Type }> => chosen.has(event.type));
}

const dispose = (rig: VirtualRig) => ({ [Symbol.asyncDispose]: () => rig[Symbol.asyncDispose]() });

keysContract('simulated', async () => {
  const rig = await openVirtualRig();
  return {
    keys: rig.board.keys,
    get events() {
      return only(rig, 'keyMoved', 'deviceLost', 'deviceReturned');
    },
    move: async (key, action) => {
      rig.clock.advance(5);
      rig.virtual.moveKey(key, action);
    },
    nowMs: () => rig.clock.monotonicMs,
    loss: {
      lose: async () => rig.virtual.loseDevice('keys', 'pulled out'),
      return: async () => rig.virtual.returnDevice('keys'),
    },
    ...dispose(rig),
  };
});

hookContract('simulated', async (liftedBefore) => {
  const rig = await openVirtualRig();
  if (liftedBefore) {
    rig.virtual.moveHook(true);
    rig.events.length = 0;
  }
  return {
    hook: rig.board.hook,
    get events() {
      return only(rig, 'hookMoved');
    },
    move: async (off) => rig.virtual.moveHook(off),
    ...dispose(rig),
  };
});

ledsContract('simulated', async () => {
  const rig = await openVirtualRig();
  return {
    leds: rig.board.leds,
    look: (name) => rig.virtual.leds.get(name) ?? { color: 'off', pattern: 'off' },
    ...dispose(rig),
  };
});

for (const name of boardNames.filter((each) => each.startsWith('simulated/'))) {
  displayContract(name, async () => {
    const rig = await openVirtualRig(name);
    const touch = {
      get events() {
        return only(rig, 'touched');
      },
      move: async (action: 'down' | 'move' | 'up', x: number, y: number) => rig.virtual.touch(action, x, y),
    };
    return {
      display: rig.board.display,
      look: () => [...rig.virtual.frame.pixels],
      ...(rig.virtual.definition.display.touch && { touch }),
      ...dispose(rig),
    };
  });
}

for (const name of ['simulated/color-320', 'simulated/mono-128']) {
  backlightContract(name, async () => {
    const rig = await openVirtualRig(name);
    const lookAtContrast = (): number => rig.virtual.contrast;
    return {
      backlight: rig.board.backlight,
      look: () => rig.virtual.brightness,
      ...(rig.virtual.definition.display.format === 'mono' && { lookAtContrast }),
      ...dispose(rig),
    };
  });
}

audioContract('simulated', async () => {
  const rig = await openVirtualRig();
  return { audio: rig.board.audio, look: () => rig.virtual.path, ...dispose(rig) };
});

headsetContract('simulated', async () => {
  const rig = await openVirtualRig();
  return {
    headset: rig.board.headset,
    get events() {
      return only(rig, 'headsetPlugged', 'headsetButtonPressed', 'deviceLost', 'deviceReturned');
    },
    plug: async (plugged) => rig.virtual.plugHeadset(plugged),
    press: async (button) => rig.virtual.pressHeadsetButton(button),
    look: () => rig.virtual.headsetShows,
    loss: {
      lose: async () => rig.virtual.loseDevice('headset', 'pulled out'),
      return: async () => rig.virtual.returnDevice('headset'),
    },
    ...dispose(rig),
  };
});

consoleContract('simulated', async () => {
  const rig = await openVirtualRig();
  const printed: number[] = [];
  rig.virtual.observe((change) => {
    if (change.type === 'consolePrinted') printed.push(...change.bytes);
  });
  return {
    console: rig.board.console,
    get events() {
      return only(rig, 'bytesReceived', 'lineLost');
    },
    type: (bytes) => rig.virtual.typeOnConsole(bytes),
    read: async (count) => Uint8Array.from(printed.slice(0, count)),
    heard: async () => Uint8Array.from(only(rig, 'bytesReceived').flatMap(({ bytes }) => [...bytes])),
    ...dispose(rig),
  };
});

powerContract('simulated', async () => {
  const rig = await openVirtualRig();
  let restarts = 0;
  rig.virtual.observe((change) => {
    if (change.type === 'restartRequested') restarts++;
  });
  return { power: rig.board.power, restarts: () => restarts, ...dispose(rig) };
});

networkContract('simulated', async () => {
  const rig = await openVirtualRig();
  return {
    network: rig.board.network,
    get events() {
      return only(rig, 'addressChanged');
    },
    change: async (addresses) => rig.virtual.changeAddresses(addresses),
    ...dispose(rig),
  };
});
