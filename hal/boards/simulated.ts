// What all simulated boards have in common, so that each of them says only how it differs.

import type { BoardDefinition, SidecarChoice } from '../board.ts';
import type { DisplayClass } from '../display/display.ts';
import {
  audioKeys,
  callKeys,
  digitKeys,
  type FunctionKey,
  functionKeys,
  type LineKey,
  lineKeys,
  navigationKeys,
  sidecarKeys,
  softKeys,
} from '../keys/keys.ts';
import type { LedColor, LedName } from '../leds/leds.ts';

interface Body {
  readonly class: DisplayClass;
  readonly width: number;
  readonly height: number;
  readonly format: 'mono' | 'rgb565';
  readonly touch?: boolean;
  /** How many of each the board has; default all, 6 and 12. */
  readonly lineKeys?: number;
  readonly functionKeys?: number;
  readonly sidecar?: Omit<SidecarChoice, 'driver'>;
}

const simulated = { driver: 'simulated' } as const;
const threeColors: readonly LedColor[] = ['off', 'red', 'green', 'amber'];

export function simulatedBoard(body: Body): BoardDefinition {
  const lines: readonly LineKey[] = lineKeys.slice(0, body.lineKeys ?? lineKeys.length);
  const functions: readonly FunctionKey[] = functionKeys.slice(0, body.functionKeys ?? functionKeys.length);
  const unitKeys = sidecarKeys.slice(0, body.sidecar?.keys ?? 0);
  const lamps = (names: readonly LedName[], colors: readonly LedColor[]) => names.map((name) => ({ name, colors }));
  return {
    name: `simulated/${body.class}`,
    keys: {
      ...simulated,
      names: [...digitKeys, ...softKeys, ...navigationKeys, ...callKeys, ...audioKeys, ...lines, ...functions, ...unitKeys].map(
        (name) => ({
          name,
        }),
      ),
    },
    hook: simulated,
    leds: {
      ...simulated,
      names: [
        ...lamps([...lines, ...functions], threeColors),
        ...lamps(['message', 'mute', 'voicemail'], ['off', 'red']),
        ...lamps(['headset', 'speaker'], ['off', 'green']),
      ],
    },
    display: {
      ...simulated,
      class: body.class,
      width: body.width,
      height: body.height,
      format: body.format,
      touch: body.touch ?? false,
    },
    backlight: simulated,
    audio: simulated,
    headset: simulated,
    console: simulated,
    power: simulated,
    network: simulated,
    ...(body.sidecar === undefined ? {} : { sidecar: { ...simulated, ...body.sidecar } }),
  };
}
