// The simulated phone's body: what a hand would move and an eye would see. Simulated drivers stand on one side of it,
// the panel (or a test) on the other.

import type { AudioPathName, Room } from '../audio/audio.ts';
import type { BoardDefinition, DeviceEvent, DeviceName } from '../board.ts';
import type { ConsoleEvent } from '../console/console.ts';
import type { Frame, Rectangle, TouchEvent } from '../display/display.ts';
import type { HeadsetButton, HeadsetCallState, HeadsetEvent } from '../headset/headset.ts';
import type { HookEvent } from '../hook/hook.ts';
import type { KeyEvent, KeyName } from '../keys/keys.ts';
import type { LedName, LedState } from '../leds/leds.ts';
import type { DhcpOptions, NetworkAddress, NetworkEvent } from '../network/network.ts';
import type { Clock } from '../ports.ts';
import { VirtualPicture } from './virtual-picture.ts';

/** What the hand did, as the drivers report it, and what the phone shows for it. */
export type VirtualBoardChange =
  | KeyEvent
  | HookEvent
  | HeadsetEvent
  | TouchEvent
  | Extract<ConsoleEvent, { readonly type: 'bytesReceived' }>
  | NetworkEvent
  | DeviceEvent
  | { readonly type: 'ledChanged'; readonly name: LedName; readonly state: LedState }
  | { readonly type: 'pictureChanged'; readonly rectangles: readonly Rectangle[] }
  | { readonly type: 'brightnessChanged'; readonly percent: number }
  | { readonly type: 'pathSelected'; readonly path: AudioPathName | 'none' }
  | { readonly type: 'headsetTold'; readonly call: HeadsetCallState; readonly muted: boolean }
  | { readonly type: 'consolePrinted'; readonly bytes: Uint8Array }
  | { readonly type: 'restartRequested' };

/** What a hand can pull out. */
export type LosableDevice = Extract<DeviceName, 'keys' | 'hook' | 'headset'>;

export interface VirtualBoardOptions {
  readonly definition: BoardDefinition;
  readonly clock: Clock;
  /** Default: loopback, IPv4. */
  readonly addresses?: readonly NetworkAddress[];
  /** Default: `020000000001`, of the locally administered kind. */
  readonly macAddress?: string;
  /** Default: no DHCP server. */
  readonly dhcpOptions?: DhcpOptions;
  /** Default: microphones hear nothing but what they are fed. */
  readonly room?: Room;
}

const loopback: readonly NetworkAddress[] = [{ family: 4, address: '127.0.0.1', interface: 'lo' }];
const dark: LedState = { color: 'off', pattern: 'off' };

export class VirtualBoard {
  readonly definition: BoardDefinition;
  readonly macAddress: string;
  readonly room: Room | undefined;
  readonly #clock: Clock;
  readonly #keyNames: ReadonlySet<KeyName>;
  readonly #leds: Map<LedName, LedState>;
  readonly #picture: VirtualPicture;
  readonly #sidecar: VirtualPicture | undefined;
  readonly #observers = new Set<(change: VirtualBoardChange) => void>();
  readonly #keysDown = new Set<KeyName>();
  readonly #lost = new Set<DeviceName>();
  #addresses: readonly NetworkAddress[];
  #dhcpOptions: DhcpOptions;
  #hookOff = false;
  #headsetPlugged = false;
  #headsetShows: { readonly call: HeadsetCallState; readonly muted: boolean } = { call: 'idle', muted: false };
  #brightness = 100;
  #contrast = 50;
  #path: AudioPathName | 'none' = 'none';

  constructor({ definition, clock, addresses, macAddress, dhcpOptions, room }: VirtualBoardOptions) {
    this.definition = definition;
    this.macAddress = macAddress ?? '020000000001';
    this.room = room;
    this.#clock = clock;
    this.#addresses = addresses ?? loopback;
    this.#dhcpOptions = dhcpOptions ?? new Map();
    this.#keyNames = new Set(definition.keys.names.map(({ name }) => name));
    this.#leds = new Map(definition.leds.names.map(({ name }) => [name, dark]));
    this.#picture = new VirtualPicture(definition.display);
    this.#sidecar = definition.sidecar === undefined ? undefined : new VirtualPicture(definition.sidecar);
  }

  /** Everything that happens from now on, in order. Returns the way to stop. */
  observe(observer: (change: VirtualBoardChange) => void): () => void {
    const own = (change: VirtualBoardChange): void => observer(change);
    this.#observers.add(own);
    return () => void this.#observers.delete(own);
  }

  get hookOff(): boolean {
    return this.#hookOff;
  }
  get headsetPlugged(): boolean {
    return this.#headsetPlugged;
  }
  get headsetShows(): { readonly call: HeadsetCallState; readonly muted: boolean } {
    return this.#headsetShows;
  }
  get leds(): ReadonlyMap<LedName, LedState> {
    return this.#leds;
  }
  /** Undefined without an expansion unit. */
  get sidecarFrame(): Frame | undefined {
    return this.#sidecar?.frame;
  }
  get frame(): Frame {
    return this.#picture.frame;
  }
  get brightness(): number {
    return this.#brightness;
  }
  get contrast(): number {
    return this.#contrast;
  }
  get path(): AudioPathName | 'none' {
    return this.#path;
  }
  get dhcpOptions(): DhcpOptions {
    return this.#dhcpOptions;
  }

  get addresses(): readonly NetworkAddress[] {
    return this.#addresses;
  }
  get keysDown(): ReadonlySet<KeyName> {
    return this.#keysDown;
  }

  // The hand's side.

  /** A key that is down cannot go down again, as on a real matrix; a key that this board lacks does nothing. */
  moveKey(key: KeyName, action: KeyEvent['action']): void {
    if (this.#lost.has('keys') || !this.#keyNames.has(key) || this.#keysDown.has(key) === (action === 'down')) return;
    if (action === 'down') this.#keysDown.add(key);
    else this.#keysDown.delete(key);
    this.#tell({ type: 'keyMoved', key, action, atMs: this.#clock.monotonicMs });
  }

  moveHook(off: boolean): void {
    if (this.#lost.has('hook') || this.#hookOff === off) return;
    this.#hookOff = off;
    this.#tell({ type: 'hookMoved', off, atMs: this.#clock.monotonicMs });
  }

  plugHeadset(plugged: boolean): void {
    if (this.#lost.has('headset') || this.#headsetPlugged === plugged) return;
    this.#headsetPlugged = plugged;
    this.#tell({ type: 'headsetPlugged', plugged, atMs: this.#clock.monotonicMs });
  }

  pressHeadsetButton(button: HeadsetButton): void {
    if (this.#lost.has('headset')) return;
    this.#tell({ type: 'headsetButtonPressed', button, atMs: this.#clock.monotonicMs });
  }

  touch(action: TouchEvent['action'], x: number, y: number): void {
    this.#tell({ type: 'touched', action, x, y, atMs: this.#clock.monotonicMs });
  }

  typeOnConsole(bytes: Uint8Array): void {
    this.#tell({ type: 'bytesReceived', bytes });
  }

  changeDhcpOptions(options: DhcpOptions): void {
    this.#dhcpOptions = options;
    this.#tell({ type: 'dhcpOptionsChanged', options });
  }

  changeAddresses(addresses: readonly NetworkAddress[]): void {
    this.#addresses = addresses;
    this.#tell({ type: 'addressChanged', addresses });
  }

  /** Another device answers for these addresses. */
  duplicateAddresses(addresses: readonly string[]): void {
    this.#tell({ type: 'duplicateAddressesChanged', addresses });
  }

  /** Pulls a device out of the board: it lets go of what it held, and nothing moves it until it is back. */
  loseDevice(device: LosableDevice, reason: string): void {
    if (this.#lost.has(device)) return;
    if (device === 'keys') for (const key of [...this.#keysDown]) this.moveKey(key, 'up');
    if (device === 'headset') this.plugHeadset(false);
    this.#lost.add(device);
    this.#tell({ type: 'deviceLost', device, reason });
  }

  returnDevice(device: LosableDevice): void {
    if (this.#lost.delete(device)) this.#tell({ type: 'deviceReturned', device });
  }

  // The drivers' side.

  setLed(name: LedName, state: LedState): void {
    const before = this.#leds.get(name);
    if (before === undefined) return;
    const after = state.color === 'off' || state.pattern === 'off' ? dark : state;
    if (sameLed(before, after)) return;
    this.#leds.set(name, after);
    this.#tell({ type: 'ledChanged', name, state: after });
  }

  showOnSidecar(frame: Frame, changed: readonly Rectangle[]): void {
    this.#sidecar?.update(frame, changed);
  }

  show(frame: Frame, changed: readonly Rectangle[]): void {
    const rectangles = this.#picture.update(frame, changed);
    if (rectangles.length > 0) this.#tell({ type: 'pictureChanged', rectangles });
  }

  setBrightness(percent: number): void {
    this.#brightness = Math.min(100, Math.max(0, percent));
    this.#tell({ type: 'brightnessChanged', percent: this.#brightness });
  }

  setContrast(percent: number): void {
    this.#contrast = Math.min(100, Math.max(0, percent));
  }

  selectPath(path: AudioPathName | 'none'): void {
    if (this.#path === path) return;
    this.#path = path;
    this.#tell({ type: 'pathSelected', path });
  }

  showOnHeadset(change: { readonly call?: HeadsetCallState; readonly muted?: boolean }): void {
    this.#headsetShows = { ...this.#headsetShows, ...change };
    this.#tell({ type: 'headsetTold', ...this.#headsetShows });
  }

  printOnConsole(bytes: Uint8Array): void {
    this.#tell({ type: 'consolePrinted', bytes: bytes.slice() });
  }

  requestRestart(): void {
    this.#tell({ type: 'restartRequested' });
  }

  #tell(change: VirtualBoardChange): void {
    for (const observer of [...this.#observers]) observer(change);
  }
}

function sameLed(left: LedState, right: LedState): boolean {
  return (
    left.color === right.color && left.pattern === right.pattern && (left.stepsMs ?? []).join() === (right.stepsMs ?? []).join()
  );
}

/** Whether this is the loss or the return of the device. */
export function isDeviceEvent(change: VirtualBoardChange, device: LosableDevice): change is DeviceEvent {
  return (change.type === 'deviceLost' || change.type === 'deviceReturned') && change.device === device;
}
