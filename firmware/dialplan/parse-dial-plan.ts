// Reads a dial plan as SPA phones write it: `L:8,S:4,(0|<9,:>1xxx[2-9]xxxxxxS0|1900xxxxxxx!|xx.)`. What cannot be read of it is left out:
// gateways (`<:@gw0>`) and hot lines (`P5`) are no matter of this phone.

/** One step through what is typed. */
export type PlanNode =
  /** A key of these; `repeats`: any number of them, none too. `dialled`: it goes into the number. */
  | { readonly type: 'key'; readonly keys: ReadonlySet<string>; readonly repeats: boolean; readonly dialled: boolean }
  /** Goes into the number without being typed. */
  | { readonly type: 'text'; readonly text: string };

export interface Sequence {
  readonly nodes: readonly PlanNode[];
  readonly barred: boolean;
  /** Of its own: how long is waited after a number that is complete, and one that is not. */
  readonly shortMs: number | undefined;
  readonly longMs: number | undefined;
}

const mostSequences = 256;
const mostNodes = 4096;
const digits: ReadonlySet<string> = new Set('0123456789');

export function parseDialPlan(text: string): readonly Sequence[] {
  const bare = text.replace(/[\t\r\n ]+(?=[^\d])|^\s+|\s+$/g, ' ').trim();
  const master = /^((?:[LS]:\d{1,2},)+)?\(?(.*?)\)?$/s.exec(bare.replaceAll(' (', '('));
  const longMs = timeOf(/L:(\d{1,2}),/.exec(master?.[1] ?? '')?.[1]);
  const shortMs = timeOf(/S:(\d{1,2}),/.exec(master?.[1] ?? '')?.[1]);
  let left = mostNodes;
  return splitSequences(master?.[2] ?? '').flatMap((each) => {
    const sequence = new SequenceReader(each).read();
    if (sequence === undefined || sequence.nodes.length > left) return [];
    left -= sequence.nodes.length;
    return [{ ...sequence, shortMs: sequence.shortMs ?? shortMs, longMs: sequence.longMs ?? longMs }];
  });
}

function splitSequences(text: string): readonly string[] {
  return text
    .split('|')
    .slice(0, mostSequences)
    .filter((each) => each.trim() !== '');
}

function timeOf(seconds: string | undefined): number | undefined {
  return seconds === undefined ? undefined : Number(seconds) * 1000;
}

class SequenceReader {
  readonly #text: string;
  #at = 0;
  #nodes: PlanNode[] = [];
  #barred = false;
  #shortMs: number | undefined;
  #longMs: number | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  /** Undefined: not one that this phone honours. */
  read(): Sequence | undefined {
    while (this.#at < this.#text.length) if (!this.#readItem()) return undefined;
    if (this.#nodes.every(({ type }) => type === 'text')) return undefined;
    return { nodes: this.#nodes, barred: this.#barred, shortMs: this.#shortMs, longMs: this.#longMs };
  }

  #readItem(): boolean {
    const rest = this.#text.slice(this.#at);
    const timer = /^([SLP])(\d{1,2})(?= |$|[^\d])/.exec(rest);
    if (timer !== null) return this.#readTimer(timer);
    const [first = ''] = rest;
    if (first === ' ' || first === ',') return this.#skip(1);
    if (first === '!') {
      this.#barred = true;
      return this.#skip(1);
    }
    if (first === '<') return this.#readSubstitution(rest);
    return this.#readKey(rest, true);
  }

  #readTimer([whole, kind, seconds]: RegExpExecArray): boolean {
    if (kind === 'S') this.#shortMs = timeOf(seconds);
    else if (kind === 'L') this.#longMs = timeOf(seconds);
    else return false;
    return this.#skip(whole.length);
  }

  #readSubstitution(rest: string): boolean {
    const found = /^<([^<>:]*):([^<>]*)>/.exec(rest);
    if (found === null) return false;
    const [whole, typed = '', dialled = ''] = found;
    if (dialled.startsWith('@')) return false;
    let left = typed.replace(/[ ,]/g, '');
    while (left !== '') {
      const taken = this.#take(left, false);
      if (taken === 0) return false;
      left = left.slice(taken);
    }
    if (dialled.trim() !== '') this.#nodes.push({ type: 'text', text: dialled.trim() });
    return this.#skip(whole.length);
  }

  #readKey(rest: string, dialled: boolean): boolean {
    const taken = this.#take(rest, dialled);
    return taken > 0 && this.#skip(taken);
  }

  /** How many characters a key's node took; 0: none begins here. */
  #take(rest: string, dialled: boolean): number {
    const found = /^(?:\[([^\]]{1,64})\]|([0-9*#+a-zA-Z]))(\.?)/.exec(rest);
    if (found === null) return 0;
    const [whole, set, key = '', dot] = found;
    const keys = set === undefined ? keyOf(key) : keysOf(set);
    // A dot lets what stands before it come any number of times, none too.
    this.#nodes.push({ type: 'key', keys, repeats: dot === '.', dialled });
    return whole.length;
  }

  #skip(count: number): true {
    this.#at += count;
    return true;
  }
}

function keyOf(key: string): ReadonlySet<string> {
  return key === 'x' || key === 'X' ? digits : new Set([key]);
}

/** `[235-8*]`. */
function keysOf(set: string): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const [, from = '', to = from] of set.matchAll(/([0-9*#+a-zA-Z])(?:-([0-9]))?/g)) {
    if (from === 'x') for (const digit of digits) keys.add(digit);
    else if (from === to) keys.add(from);
    else for (let digit = Number(from); digit <= Number(to); digit++) keys.add(String(digit));
  }
  return keys;
}
