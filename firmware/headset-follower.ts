// Tells the headset what its own lamp and ring should say, as a function of the phone.

import type { Headset, HeadsetCallState } from '#hal/headset/headset';
import type { CallSnapshot, Phone, PhoneSnapshot, Unsubscribe } from '#ui/phone';
import type { Parameters } from './lines/line-settings.ts';

interface HeadsetView {
  readonly call: HeadsetCallState;
  readonly muted: boolean;
}

/**
 * What is heard elsewhere is none of the headset's: a wireless base that is told `active` would open its own radio path, and one
 * told `ringing` would ring beside the tone in the ear. What is heard here stays `active` while another call waits.
 */
export function headsetView({ audio, calls, dialing }: PhoneSnapshot): HeadsetView {
  const has = (state: CallSnapshot['state']): boolean => calls.some((call) => call.state === state);
  if (audio.path === 'headset') {
    const speaks = has('active') || has('outgoing') || dialing?.offHook === true;
    return { call: speaks || !has('held') ? 'active' : 'held', muted: audio.muted };
  }
  if (audio.path === 'none' && audio.ringing && has('incoming')) return { call: 'ringing', muted: false };
  return { call: has('held') ? 'held' : 'idle', muted: false };
}

/** `voip/services/electronic_hook_switch/enabled`: a base is listened to only where the administrator says so. */
export function isIgnoredHeadset(driver: string, parameters: Parameters): boolean {
  return driver.startsWith('ehs-') && !parameters.get('voip/services/electronic_hook_switch/enabled');
}

export const noHeadset: Pick<Headset, 'showCall' | 'showMute'> = { showCall: () => {}, showMute: () => {} };

export class HeadsetFollower {
  readonly #headset: Pick<Headset, 'showCall' | 'showMute'>;
  readonly #phone: Phone;
  #told: HeadsetView | undefined;
  #unsubscribe: Unsubscribe | undefined;

  constructor(headset: Pick<Headset, 'showCall' | 'showMute'>, phone: Phone) {
    this.#headset = headset;
    this.#phone = phone;
  }

  /** Tells the present state and follows the phone from then on. */
  start(): void {
    this.#unsubscribe = this.#phone.subscribe(() => this.#follow());
    this.#follow();
  }

  /** The headset rests. */
  close(): void {
    this.#unsubscribe?.();
    this.#tell({ call: 'idle', muted: false });
  }

  #follow(): void {
    const { snapshot } = this.#phone;
    // What is plugged in later has heard nothing yet.
    if (!snapshot.headsetPlugged) this.#told = undefined;
    else this.#tell(headsetView(snapshot));
  }

  #tell(view: HeadsetView): void {
    if (view.call !== this.#told?.call) this.#headset.showCall(view.call);
    if (view.muted !== this.#told?.muted) this.#headset.showMute(view.muted);
    this.#told = view;
  }
}
