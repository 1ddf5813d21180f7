// Screen, keys and restart, as the administrator has them from afar.

import type { BoardEvent } from '#hal/board';
import type { KeyEvent, KeyName } from '#hal/keys/keys';
import { encodePng } from '#hal/simulator/png';
import type { DeviceControl } from '#ui/administration/device';
import type { LcdSurface } from '#ui/lcd/surface';
import type { Phone } from '#ui/phone';
import type { Clock } from '#ui/ports';
import { markForReset } from '../system/factory-reset.ts';

export interface DeviceControlOptions {
  readonly clock: Clock;
  readonly phone: Phone;
  readonly lcd: LcdSurface;
  readonly keyNames: ReadonlySet<KeyName>;
  /** As if the board had reported it. */
  readonly take: (event: BoardEvent) => void;
  readonly dataDirectory: string;
}

export class RemoteControl implements DeviceControl {
  readonly #options: DeviceControlOptions;

  constructor(options: DeviceControlOptions) {
    this.#options = options;
  }

  get keys(): readonly string[] {
    return [...this.#options.keyNames];
  }

  screenshot(): Uint8Array {
    this.#options.lcd.settle();
    return encodePng(this.#options.lcd.frame);
  }

  screenTree(): unknown {
    this.#options.lcd.settle();
    return this.#options.lcd.tree;
  }

  pressKey(key: string, action: 'press' | 'down' | 'up'): boolean {
    const { keyNames, take, clock } = this.#options;
    const name = [...keyNames].find((each) => each === key);
    if (name === undefined) return false;
    const moves: readonly KeyEvent['action'][] = action === 'press' ? ['down', 'up'] : [action];
    for (const move of moves) take({ type: 'keyMoved', key: name, action: move, atMs: clock.monotonicMs });
    return true;
  }

  restart(): void {
    this.#options.phone.restart();
  }

  factoryReset(): void {
    markForReset(this.#options.dataDirectory);
    this.#options.phone.restart();
  }
}
