// What becomes of the phone when nobody touches it: its light goes down.

import type { Store } from '#config/store';
import type { Board, BoardEvent } from '#hal/board';
import type { Clock } from '#sip/ports';
import type { Phone, PhoneSnapshot } from '#ui/phone';
import { DisplayLight, lightChangesMs, lightMode } from './display-light.ts';
import { RestWatch } from './rest-watch.ts';

const touches: ReadonlySet<BoardEvent['type']> = new Set([
  'keyMoved',
  'hookMoved',
  'headsetPlugged',
  'headsetButtonPressed',
  'touched',
]);

/** Whether a hand did it. */
export function isTouch({ type }: BoardEvent): boolean {
  return touches.has(type);
}

export interface PhoneAtRestOptions {
  readonly clock: Clock;
  readonly store: Store;
  readonly phone: Phone;
  readonly board: Pick<Board, 'backlight' | 'definition'>;
}

/** Begins with the phone awake. */
export function watchRest({ clock, store, phone, board }: PhoneAtRestOptions): Disposable & Pick<RestWatch, 'stir'> {
  const { display } = board.definition;
  const light = new DisplayLight(store, board.backlight);
  const watch = new RestWatch({
    clock,
    afterMs: () => lightChangesMs(store, display),
    rested: (restedMs) => light.show(lightMode(store, display, restedMs)),
  });
  const unsubscribe = [
    phone.subscribe(() => watch.follow(isUsed(phone.snapshot))),
    store.subscribe('personal_settings', () => watch.reconsider()),
  ];
  watch.follow(isUsed(phone.snapshot));
  watch.stir();
  return {
    stir: () => watch.stir(),
    [Symbol.dispose]: () => {
      for (const stop of unsubscribe) stop();
      watch.close();
    },
  };
}

/** While somebody calls, dials or speaks to a group. */
function isUsed({ calls, dialing, page }: PhoneSnapshot): boolean {
  return dialing !== undefined || page !== undefined || calls.some(({ state }) => state !== 'ended');
}
