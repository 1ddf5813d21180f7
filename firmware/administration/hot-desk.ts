// Hot desk: the account of the first line comes and goes with the person.

import type { Change, Store } from '#config/store';
import type { HotDesk, HotDeskResult, HotDeskState } from '#ui/administration/hot-desk';
import type { Phone } from '#ui/phone';

const line = 'voip/line/0';
const forwardingKinds = ['always', 'busy', 'noAnswer'] as const;

export class PhoneHotDesk implements HotDesk {
  readonly #store: Store;
  readonly #phone: Phone;

  constructor(store: Store, phone: Phone) {
    this.#store = store;
    this.#phone = phone;
  }

  get state(): HotDeskState {
    const id = this.#store.get(`${line}/enabled`) ? this.#store.get(`${line}/id`) : '';
    return { enabled: this.#store.get('system/hot_desk/enabled'), signedIn: id === '' ? undefined : id };
  }

  signIn({ id, authName, password }: Parameters<HotDesk['signIn']>[0]): Promise<HotDeskResult> {
    return this.#become(
      [
        { path: `${line}/id`, value: id },
        { path: `${line}/auth_name`, value: authName },
        { path: `${line}/auth_password`, value: password },
        { path: `${line}/enabled`, value: true },
      ],
      `${id} signed in`,
    );
  }

  async signOut(): Promise<HotDeskResult> {
    const result = await this.#become(
      [
        { path: `${line}/enabled`, value: false },
        ...['id', 'auth_name', 'auth_password'].map((name) => ({ path: `${line}/${name}`, value: undefined })),
      ],
      'signed out',
    );
    if (result.ok) this.#forget();
    return result;
  }

  async #become(changes: readonly Change[], reason: string): Promise<HotDeskResult> {
    if (!this.state.enabled) return { ok: false, error: 'disabled' };
    if (this.#phone.snapshot.calls.some(({ state }) => state !== 'ended')) return { ok: false, error: 'inACall' };
    const result = await this.#store.change(changes, 'user', reason);
    if (result.ok) return { ok: true };
    const [wrong] = result.reason === 'invalid' ? result.errors : [];
    if (wrong === undefined) return { ok: false, error: 'notStored' };
    return { ok: false, error: 'invalid', field: wrong.path.slice(line.length + 1), expected: wrong.expected };
  }

  #forget(): void {
    const { doNotDisturb, forwarding } = this.#phone.snapshot;
    if (doNotDisturb) this.#phone.toggleDoNotDisturb();
    for (const kind of forwardingKinds) {
      if (forwarding[kind].on || forwarding[kind].number !== '') this.#phone.setForwarding(kind, { on: false, number: '' });
    }
    this.#phone.clearCallLog();
  }
}
