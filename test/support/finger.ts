// A finger on the touch-screen of 800 by 480 of a simulated phone: it finds what is there by name, and touches where that is drawn.

import type { SimulatedPhone } from './simulated-phone.ts';

type Place = readonly [x: number, y: number];

interface Item {
  readonly role: string;
  readonly id?: string;
  readonly text: string;
  readonly detail?: string;
  readonly state?: string;
}

const top = 44;
const softBar = 68;
const bottom = 480 - softBar;
const leastRow = 68;
const padRows = ['123', '456', '789', '*0#'];
const letterRows = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'];

export class Finger {
  readonly #phone: SimulatedPhone;

  constructor(phone: SimulatedPhone) {
    this.#phone = phone;
  }

  async touch([x, y]: Place, action: 'press' | 'down' | 'move' | 'up' = 'press'): Promise<void> {
    await this.#phone.post('/api/touch', { x: Math.round(x), y: Math.round(y), action });
  }

  async items(): Promise<readonly Item[]> {
    return (await this.#phone.screen()).items as readonly Item[];
  }

  async focused(): Promise<Item | undefined> {
    const { items, focus } = await this.#phone.screen();
    return items[Number(focus)] as Item | undefined;
  }

  /** A soft key by its action, wherever More has put it. */
  async soft(action: string): Promise<void> {
    await this.#phone.waitFor(`soft key ${action}`, async () => {
      const { softkeys } = await this.#phone.screen();
      const place = softkeys.findIndex((key) => key.action === action);
      const more = softkeys.findIndex((key) => key.action === 'more');
      if (place === -1 && more !== -1) await this.touch([100 + 200 * more, 446]);
      if (place !== -1) await this.touch([100 + 200 * place, 446]);
      return place === -1 ? undefined : true;
    });
  }

  /** The dial keys at the right of the screen. */
  async dial(digits: string): Promise<void> {
    for (const digit of digits) {
      const row = padRows.findIndex((keys) => keys.includes(digit));
      await this.touch([528 + 109 * (padRows[row] ?? '').indexOf(digit), 90 + 92 * row]);
    }
  }

  /** A field's keys for numbers, four in a row. */
  async digits(digits: string): Promise<void> {
    for (const digit of digits) {
      const row = padRows.findIndex((keys) => keys.includes(digit));
      await this.touch([100 + 200 * (padRows[row] ?? '').indexOf(digit), 174 + 68 * row]);
    }
  }

  /** Small letters of a field's keyboard; the mode may make them capitals. */
  async letters(text: string): Promise<void> {
    for (const letter of text) {
      const row = letterRows.findIndex((keys) => keys.includes(letter));
      const keys = letterRows[row] ?? '';
      await this.touch([400 - 40 * keys.length + 40 + 80 * keys.indexOf(letter), 174 + 68 * row]);
    }
  }

  /** The row with this id: drawn into sight where it is not, and touched until it does what it is there for. */
  async row(id: string): Promise<void> {
    await this.#phone.waitFor(`row ${id}`, async () => {
      const { screen, items, focus } = await this.#phone.screen();
      const rows = (items as readonly Item[]).filter(({ role }) => role === 'row');
      const index = rows.findIndex((row) => row.id === id);
      if (index === -1) return undefined;
      const head = (items as readonly Item[]).some(({ role, id: name }) => role === 'tab' || name === 'query') ? leastRow : 0;
      const shown = Math.max(1, Math.floor((bottom - top - head) / leastRow));
      const height = Math.floor((bottom - top - head) / shown);
      const focused = rows.indexOf((items as readonly Item[])[Number(focus)] as Item);
      const first = Math.max(0, Math.min(focused - (shown >> 1), rows.length - shown));
      const place = index - first;
      if (place < 0 || place >= shown) {
        await this.#draw(place < 0 ? -1 : 1, height);
        return undefined;
      }
      await this.touch([300, top + head + height * (place + 0.5)]);
      return screen === 'menu' || focused === index ? true : undefined;
    });
  }

  /** The list goes along with the finger by one row. */
  async #draw(rows: 1 | -1, height: number): Promise<void> {
    const from = rows > 0 ? bottom - height / 2 : top + leastRow + height / 2;
    await this.touch([300, from], 'down');
    await this.touch([300, from - rows * (height + 2)], 'move');
    await this.touch([300, from - rows * (height + 2)], 'up');
  }

  /** From the idle screen into the menus. */
  async menu(...ids: readonly string[]): Promise<void> {
    await this.home();
    await this.soft('menu');
    for (const id of ids) await this.row(id);
  }

  /** Back to the idle screen. */
  async home(): Promise<void> {
    await this.#phone.waitFor('the idle screen', async () => {
      const { screen, softkeys } = await this.#phone.screen();
      if (screen === 'idle') return true;
      const place = softkeys.findIndex(({ action }) => ['back', 'cancel', 'close'].includes(action));
      if (place !== -1) await this.touch([100 + 200 * place, 446]);
      return undefined;
    });
  }
}
