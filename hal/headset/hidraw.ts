// A USB headset, or a conference loudspeaker: its buttons and lamps by HID telephony, through the kernel's hidraw. It may come and go.

import type { Choice, DriverContext } from '../driver.ts';
import type { HeadsetDriver } from '../driver-choices.ts';
import { type KernelDoor, linuxKernel, type Watch } from '../linux/kernel-door.ts';
import { request } from '../linux/request.ts';
import type { Headset, HeadsetAbout, HeadsetCallState } from './headset.ts';
import { readInputs, type TelephonyInput, type TelephonyLayout, telephonyLayout, writeLamps } from './hid/telephony-layout.ts';
import { lampsOf, reportReceived, restingTelephony, type TelephonyState } from './hid/telephony-machine.ts';

const nodes = '/sys/class/hidraw';
const longestDescriptor = 4096;
const longestReport = 256;
const longestName = 256;
/** How often is looked whether one was plugged in. */
const lookEveryMs = 1_000;
const mostReportsAtOnce = 64;

const requests = {
  descriptorSize: request('read', 'H', 1, 4),
  descriptor: request('read', 'H', 2, 4 + longestDescriptor),
  name: request('read', 'H', 4, longestName),
};

type HidrawChoice = Choice<HeadsetDriver, 'hidraw'>;

export async function openHidrawHeadset(
  context: DriverContext,
  choice: HidrawChoice,
  kernel: KernelDoor = linuxKernel,
): Promise<Headset> {
  const headset = new HidrawHeadset(context, choice, kernel);
  headset.look();
  return headset;
}

interface Plugged {
  readonly fd: number;
  readonly watch: Watch;
  readonly layout: TelephonyLayout;
  readonly relative: ReadonlySet<TelephonyInput>;
  readonly about: HeadsetAbout;
}

class HidrawHeadset implements Headset {
  readonly #context: DriverContext;
  readonly #choice: HidrawChoice;
  readonly #kernel: KernelDoor;
  readonly #report = new Uint8Array(longestReport);
  #plugged: Plugged | undefined;
  #state: TelephonyState = restingTelephony;
  #timer: { cancel(): void } | undefined;
  #closed = false;

  constructor(context: DriverContext, choice: HidrawChoice, kernel: KernelDoor) {
    this.#context = context;
    this.#choice = choice;
    this.#kernel = kernel;
  }

  get plugged(): boolean {
    return this.#plugged !== undefined;
  }

  get about(): HeadsetAbout | undefined {
    return this.#plugged?.about;
  }

  showCall(call: HeadsetCallState): void {
    this.#state = { ...this.#state, call };
    this.#light();
  }

  showMute(muted: boolean): void {
    this.#state = { ...this.#state, muted };
    this.#light();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    this.#timer?.cancel();
    this.#unplug();
  }

  /** Whether one is there now; goes on looking until then. */
  look(): void {
    if (this.#closed || this.#plugged !== undefined) return;
    for (const node of this.#candidates()) {
      this.#plugged = this.#openNode(node);
      if (this.#plugged !== undefined) break;
    }
    if (this.#plugged === undefined) {
      this.#timer = this.#context.clock.setTimer(lookEveryMs, () => this.#lookAgain());
      return;
    }
    this.#state = { ...this.#state, inputs: new Map() };
    this.#light();
  }

  #lookAgain(): void {
    this.look();
    if (this.#plugged !== undefined) this.#tellPlugged(true);
  }

  #tellPlugged(plugged: boolean): void {
    const { clock, report } = this.#context;
    report({ type: 'headsetPlugged', plugged, atMs: clock.monotonicMs });
  }

  #candidates(): readonly string[] {
    try {
      return [...this.#kernel.list(nodes)].filter((name) => /^hidraw\d+$/.test(name)).toSorted();
    } catch {
      return [];
    }
  }

  /** Undefined: it is no headset, not the one that the board means, or was gone before it could be opened. */
  #openNode(node: string): Plugged | undefined {
    const kernel = this.#kernel;
    let fd: number | undefined;
    try {
      fd = kernel.open(`/dev/${node}`, 'readWrite');
      const name = this.#nameOf(fd);
      const layout = telephonyLayout(this.#descriptorOf(fd));
      const wanted = this.#choice.device;
      if (layout === undefined || (wanted !== undefined && !name.includes(wanted))) {
        kernel.close(fd);
        return undefined;
      }
      const relative = new Set(layout.inputs.filter(({ field }) => field.relative).map(({ input }) => input));
      const watch = kernel.watch(fd, (failed) => this.#readable(failed));
      return { fd, watch, layout, relative, about: { name, firmware: this.#firmwareOf(node) } };
    } catch (error) {
      this.#context.log.debug('hal', `${node} could not be opened`, { error });
      if (fd !== undefined) kernel.close(fd);
      return undefined;
    }
  }

  #descriptorOf(fd: number): Uint8Array {
    const size = new Uint8Array(4);
    this.#kernel.ioctl(fd, requests.descriptorSize, size);
    const answer = new Uint8Array(4 + longestDescriptor);
    answer.set(size);
    this.#kernel.ioctl(fd, requests.descriptor, answer);
    const length = Math.min(longestDescriptor, new DataView(size.buffer).getUint32(0, true));
    return answer.subarray(4, 4 + length);
  }

  #nameOf(fd: number): string {
    const bytes = new Uint8Array(longestName);
    this.#kernel.ioctl(fd, requests.name, bytes);
    const end = bytes.indexOf(0);
    return new TextDecoder().decode(bytes.subarray(0, end === -1 ? longestName : end)).trim();
  }

  /** The release that the USB device tells of itself: `0110` is 1.10. */
  #firmwareOf(node: string): string {
    try {
      const bcd = this.#kernel.readText(`${nodes}/${node}/device/../../bcdDevice`);
      return /^[0-9]{4}$/.test(bcd) ? `${Number(bcd.slice(0, 2))}.${bcd.slice(2)}` : bcd;
    } catch {
      return '';
    }
  }

  #readable(failed: boolean): void {
    const plugged = this.#plugged;
    if (plugged === undefined) return;
    try {
      for (let i = 0; i < mostReportsAtOnce; i++) {
        const count = this.#kernel.read(plugged.fd, this.#report);
        if (count === undefined || count === 0) {
          if (failed) this.#lost();
          return;
        }
        this.#take(plugged, this.#report.subarray(0, count));
      }
    } catch {
      this.#lost();
    }
  }

  #take({ layout, relative }: Plugged, report: Uint8Array): void {
    const { clock, report: tell } = this.#context;
    const { state, buttons } = reportReceived(this.#state, readInputs(layout, report), relative);
    this.#state = state;
    for (const button of buttons) tell({ type: 'headsetButtonPressed', button, atMs: clock.monotonicMs });
  }

  #light(): void {
    const plugged = this.#plugged;
    if (plugged === undefined) return;
    try {
      for (const report of writeLamps(plugged.layout, lampsOf(this.#state))) this.#kernel.write(plugged.fd, report);
    } catch {
      this.#lost();
    }
  }

  #lost(): void {
    if (this.#plugged === undefined) return;
    this.#unplug();
    this.#tellPlugged(false);
    this.#timer = this.#context.clock.setTimer(lookEveryMs, () => this.#lookAgain());
  }

  #unplug(): void {
    this.#plugged?.watch.close();
    if (this.#plugged !== undefined) this.#kernel.close(this.#plugged.fd);
    this.#plugged = undefined;
  }
}
