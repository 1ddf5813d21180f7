// LCD light of the kernel's backlight class. Contrast stands beside it where the display's driver has a file for it.

import type { Choice, DriverContext } from '../driver.ts';
import type { BacklightDriver } from '../driver-choices.ts';
import { type KernelDoor, linuxKernel } from '../linux/kernel-door.ts';
import { Reopening } from '../linux/reopening.ts';
import type { Backlight } from './backlight.ts';

const folder = '/sys/class/backlight';

export async function openBacklightClass(
  context: DriverContext,
  choice: Choice<BacklightDriver, 'backlight-class'>,
  kernel: KernelDoor = linuxKernel,
): Promise<Backlight> {
  const path = `${folder}/${choice.name}`;
  const most = brightest(kernel, path, choice.name);
  const brightness = new KeptFile(context, kernel, `${path}/brightness`);
  const contrast = choice.contrast && new KeptFile(context, kernel, choice.contrast.path);
  if (choice.contrast !== undefined) kernel.readText(choice.contrast.path);
  unblank(kernel, path);
  return {
    setBrightness: (percent) => brightness.write(scaled(percent, 0, most)),
    ...(contrast && {
      setContrast: (percent: number) =>
        contrast.write(scaled(percent, choice.contrast?.least ?? 0, choice.contrast?.most ?? 100)),
    }),
    [Symbol.asyncDispose]: async () => {
      brightness.close();
      contrast?.close();
    },
  };
}

/** Some begin switched off (gpio-backlight without `default-on`), whatever their brightness is. Not all have the file. */
function unblank(kernel: KernelDoor, path: string): void {
  try {
    kernel.writeText(`${path}/bl_power`, '0');
  } catch {
    // It has no other state than its brightness.
  }
}

function brightest(kernel: KernelDoor, path: string, name: string): number {
  try {
    return Number(kernel.readText(`${path}/max_brightness`));
  } catch {
    let there = 'none';
    try {
      there = kernel.list(folder).join(', ') || there;
    } catch {
      // The kernel has no such class at all.
    }
    throw new Error(`there is no light "${name}" in ${folder}; there are: ${there}. Load its driver, or name one of these`);
  }
}

/** Never dark but at 0: the lowest step of a coarse light is one. */
function scaled(percent: number, least: number, most: number): number {
  const held = Math.min(100, Math.max(0, percent));
  const value = least + ((most - least) * held) / 100;
  return held > 0 ? Math.max(Math.ceil(least + 0.5), Math.round(value)) : least;
}

/** A file of sysfs that gets its value again when it was away. */
class KeptFile {
  readonly #context: Pick<DriverContext, 'report'>;
  readonly #kernel: KernelDoor;
  readonly #path: string;
  readonly #reopening: Reopening;
  #value = 0;
  #lost = false;

  constructor(context: Pick<DriverContext, 'clock' | 'report'>, kernel: KernelDoor, path: string) {
    this.#context = context;
    this.#kernel = kernel;
    this.#path = path;
    this.#reopening = new Reopening(context.clock, () => {
      kernel.writeText(path, `${this.#value}`);
      this.#lost = false;
      context.report({ type: 'deviceReturned', device: 'backlight' });
    });
  }

  write(value: number): void {
    this.#value = value;
    if (this.#lost) return;
    try {
      this.#kernel.writeText(this.#path, `${value}`);
    } catch (error) {
      this.#lost = true;
      this.#context.report({
        type: 'deviceLost',
        device: 'backlight',
        reason: error instanceof Error ? error.message : String(error),
      });
      this.#reopening.start();
    }
  }

  close(): void {
    this.#reopening.close();
  }
}
