// The emulator's own eye and hand, by its monitor protocol (QMP): what its displays show, what its keyboard types, what is unplugged.

import { readFileSync } from 'node:fs';
import { linuxKernel } from '#hal/linux/kernel-door';
import { until } from './until.ts';

const ports = '/sys/class/virtio-ports';
/** One folder, as the guest and the emulator see it. */
const folder = { here: '/exchange', there: process.env['exchange'] ?? '' };

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Three bytes a pixel. */
  readonly rgb: Uint8Array;
}

export class Monitor implements Disposable {
  readonly #fd: number;
  #received = '';

  private constructor(fd: number) {
    this.#fd = fd;
  }

  static async open(): Promise<Monitor> {
    const port = linuxKernel.list(ports).find((each) => linuxKernel.readText(`${ports}/${each}/name`) === 'monitor');
    if (port === undefined) throw new Error('this machine has no monitor');
    const monitor = new Monitor(linuxKernel.open(`/dev/${port}`, 'readWrite'));
    // Whoever opened it before us has said so already.
    await monitor.do('qmp_capabilities', {}).catch(() => {});
    return monitor;
  }

  /** Resolves when it is done; rejects with the emulator's words. */
  async do(execute: string, args: Readonly<Record<string, unknown>>): Promise<void> {
    linuxKernel.write(this.#fd, new TextEncoder().encode(`${JSON.stringify({ execute, arguments: args })}\n`));
    let answer: { readonly error?: { readonly desc: string } } | undefined;
    await until(`the answer to ${execute}`, () => {
      answer = this.#lines().find((line) => 'return' in line || 'error' in line);
      return answer !== undefined;
    });
    if (answer?.error !== undefined) throw new Error(`${execute}: ${answer.error.desc}`);
  }

  /** What the display shows. */
  async look(device: string): Promise<Picture> {
    await this.do('screendump', { device, filename: `${folder.there}/picture.ppm` });
    return readPpm(readFileSync(`${folder.here}/picture.ppm`));
  }

  /** Leaves the picture of the moment to people: build/vm/<arch>/pictures/<name>.ppm. */
  async keep(device: string, name: string): Promise<void> {
    await this.do('screendump', { device, filename: `${folder.there}/${name}.ppm` });
  }

  [Symbol.dispose](): void {
    linuxKernel.close(this.#fd);
  }

  #lines(): readonly Record<string, never>[] {
    const bytes = new Uint8Array(65_536);
    for (
      let count = linuxKernel.read(this.#fd, bytes);
      count !== undefined && count > 0;
      count = linuxKernel.read(this.#fd, bytes)
    ) {
      this.#received += new TextDecoder().decode(bytes.subarray(0, count));
    }
    const lines = this.#received.split('\n');
    this.#received = lines.pop() ?? '';
    return lines.filter((line) => line.trim() !== '').map((line) => JSON.parse(line) as Record<string, never>);
  }
}

/** `P6\n<width> <height>\n255\n` and the pixels. */
function readPpm(bytes: Uint8Array): Picture {
  const head = /^P6\s+(\d+)\s+(\d+)\s+255\s/.exec(new TextDecoder('latin1').decode(bytes.subarray(0, 64)));
  if (head === null) throw new Error('the picture is no PPM');
  return { width: Number(head[1]), height: Number(head[2]), rgb: bytes.subarray(head[0].length) };
}

/** The middle of a picture, as the phone's own pixels. */
export function middleOf(
  { width, height, rgb }: Picture,
  size: { readonly width: number; readonly height: number },
): readonly number[] {
  const left = Math.floor((width - size.width) / 2);
  const top = Math.floor((height - size.height) / 2);
  return Array.from({ length: size.width * size.height }, (_, index) => {
    const at = 3 * ((top + Math.floor(index / size.width)) * width + left + (index % size.width));
    const part = (offset: number, most: number): number => Math.round(((rgb[at + offset] ?? 0) * most) / 255);
    return (part(0, 31) << 11) | (part(1, 63) << 5) | part(2, 31);
  });
}
