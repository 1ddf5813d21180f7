// What the person sets at the phone itself and finds again after a restart. Keeps it in the store, and tells the desk when somebody else
// changed it there.

import type { Store } from '#config/store';
import type { AudioPath, ForwardingKind } from '#ui/phone';
import type { DeskInput, PersonalSettings } from './calls/desk-messages.ts';
import type { DeskState } from './calls/desk-state.ts';
import { forwarding, volumes } from './desk-settings.ts';
import { changesOf, forwardingPaths, keepSettings, type SettingEffect } from './save-setting.ts';
import type { Log } from './system/log.ts';

export interface KeptSettingsOptions {
  readonly store: Store;
  readonly log: Log;
  readonly report: (input: DeskInput) => void;
}

const doNotDisturbPath = 'voip/services/do_not_disturb/enabled';
const hideNumberPath = 'voip/services/hide_number/enabled';
const loudnesses: readonly (AudioPath | 'ringer')[] = ['handset', 'headset', 'speaker', 'ringer'];
const followed = ['voip/services', 'voip/audio/volume'];

export class KeptSettings {
  readonly #options: KeptSettingsOptions;
  /** How often each path is being written for the person, whose next press may come before that is done. */
  readonly #writing = new Map<string, number>();

  constructor(options: KeptSettingsOptions) {
    this.#options = options;
  }

  get all(): Pick<DeskState, 'volumes' | 'doNotDisturb' | 'forwarding' | 'hideNumber'> {
    const { store } = this.#options;
    return {
      volumes: volumes(store),
      doNotDisturb: store.get(doNotDisturbPath),
      forwarding: forwarding(store),
      hideNumber: store.get(hideNumberPath),
    };
  }

  save(effect: SettingEffect): void {
    const { store, log } = this.#options;
    const changes = changesOf(effect);
    for (const { path } of changes) this.#writing.set(path, (this.#writing.get(path) ?? 0) + 1);
    void keepSettings(changes, store, log).then(() => {
      for (const { path } of changes) this.#written(path);
    });
  }

  /** Returns the end of following. */
  follow(): () => void {
    const { store } = this.#options;
    const ends = followed.map((prefix) => store.subscribe(prefix, (paths) => this.#changed(paths)));
    return () => {
      for (const end of ends) end();
    };
  }

  #written(path: string): void {
    const left = (this.#writing.get(path) ?? 1) - 1;
    if (left > 0) this.#writing.set(path, left);
    else this.#writing.delete(path);
  }

  #changed(paths: readonly string[]): void {
    const settings = this.#settingsAt(paths.filter((path) => !this.#writing.has(path)));
    if (Object.keys(settings).length > 0) this.#options.report({ type: 'personalSettingsChanged', ...settings });
  }

  #settingsAt(paths: readonly string[]): PersonalSettings {
    const { volumes: now, forwarding: sent, doNotDisturb, hideNumber } = this.all;
    const louder = loudnesses.filter((of) => paths.includes(`voip/audio/volume/${of}`));
    const kinds = (Object.keys(forwardingPaths) as ForwardingKind[]).filter((kind) =>
      paths.some((path) => path === `${forwardingPaths[kind]}/enabled` || path === `${forwardingPaths[kind]}/destination`),
    );
    return {
      ...(louder.length > 0 && { volumes: Object.fromEntries(louder.map((of) => [of, now[of]])) }),
      ...(kinds.length > 0 && { forwarding: Object.fromEntries(kinds.map((kind) => [kind, sent[kind]])) }),
      ...(paths.includes(doNotDisturbPath) && { doNotDisturb }),
      ...(paths.includes(hideNumberPath) && { hideNumber }),
    };
  }
}
