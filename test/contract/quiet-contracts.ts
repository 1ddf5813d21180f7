// What the drivers of backlight, audio paths, power and network must do: devices with a word or two each.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Audio } from '#hal/audio/audio';
import type { Backlight } from '#hal/backlight/backlight';
import type { Network, NetworkAddress, NetworkEvent } from '#hal/network/network';
import type { Power } from '#hal/power/power';

export interface BacklightRig extends AsyncDisposable {
  readonly backlight: Backlight;
  /** Undefined when this rig cannot tell. */
  look(): number | undefined;
  readonly lookAtContrast?: () => number;
}

export function backlightContract(driver: string, open: () => Promise<BacklightRig>): void {
  test(`backlight, ${driver}: brightness is followed and kept between 0 and 100`, async () => {
    await using rig = await open();
    for (const [given, seen] of [
      [0, 0],
      [37, 37],
      [100, 100],
      [-5, 0],
      [400, 100],
    ] as const) {
      rig.backlight.setBrightness(given);
      assert.equal(rig.look() ?? seen, seen);
    }
  });

  test(`backlight, ${driver}: contrast, where it can be set, is followed and kept between 0 and 100`, async () => {
    await using rig = await open();
    assert.equal(rig.lookAtContrast === undefined, rig.backlight.setContrast === undefined);
    for (const [given, seen] of [
      [69, 69],
      [-1, 0],
      [101, 100],
    ] as const) {
      rig.backlight.setContrast?.(given);
      assert.equal(rig.lookAtContrast?.() ?? seen, seen);
    }
  });
}

export interface AudioRig extends AsyncDisposable {
  readonly audio: Audio;
  /** The path whose amplifier is on; undefined when this rig cannot tell. */
  look(): string | undefined;
}

export function audioContract(driver: string, open: () => Promise<AudioRig>): void {
  test(`audio, ${driver}: each path is named once and the ringer is one of them`, async () => {
    await using rig = await open();
    const names = rig.audio.paths.map(({ name }) => name);
    assert.equal(new Set(names).size, names.length);
    assert.ok(names.includes(rig.audio.ringer));
  });

  test(`audio, ${driver}: every path can be selected, and none`, async () => {
    await using rig = await open();
    for (const path of [...rig.audio.paths.map(({ name }) => name), 'none'] as const) {
      rig.audio.select(path);
      assert.equal(rig.look() ?? path, path);
    }
  });
}

export interface PowerRig extends AsyncDisposable {
  readonly power: Power;
  restarts(): number;
}

export function powerContract(driver: string, open: () => Promise<PowerRig>): void {
  test(`power, ${driver}: a restart is asked for once a call`, async () => {
    await using rig = await open();
    await rig.power.restart();
    assert.equal(rig.restarts(), 1);
  });
}

export interface NetworkRig extends AsyncDisposable {
  readonly network: Network;
  readonly events: readonly NetworkEvent[];
  change(addresses: readonly NetworkAddress[]): Promise<void>;
}

export function networkContract(driver: string, open: () => Promise<NetworkRig>): void {
  test(`network, ${driver}: there is an address, and a MAC in its plain form`, async () => {
    await using rig = await open();
    assert.ok(rig.network.addresses.length > 0);
    assert.match(rig.network.macAddress, /^[0-9a-f]{12}$/);
  });

  test(`network, ${driver}: a change is told and seen`, async () => {
    await using rig = await open();
    const addresses: readonly NetworkAddress[] = [{ family: 6, address: '2001:db8::1', interface: 'eth0' }];
    await rig.change(addresses);
    assert.deepEqual(rig.events, [{ type: 'addressChanged', addresses }]);
    assert.deepEqual(rig.network.addresses, addresses);
  });
}
