// The values in memory: what is stored, what the command line puts over it, what is inherited, what is default.

import { findParameter, type Parameter, parameters, type StoredValue } from './schema.ts';
import { inSteps, type Steps } from './steps.ts';

export type Source = 'commandLine' | 'stored' | 'inherited' | 'default';

export interface Resolved {
  readonly value: StoredValue;
  readonly source: Source;
}

/** Path to those that inherit from it directly. */
function heirsByPath(): ReadonlyMap<string, readonly string[]> {
  const heirs = new Map<string, string[]>();
  for (const { path, inherits } of parameters()) {
    if (inherits === undefined) continue;
    const list = heirs.get(inherits) ?? [];
    list.push(path);
    heirs.set(inherits, list);
  }
  return heirs;
}

const heirs = heirsByPath();

export class Settings {
  readonly #stored = new Map<string, StoredValue>();
  readonly #overrides = new Map<string, StoredValue>();
  /** Of whoever sells the phone under a name of its own, in place of ours. */
  readonly #defaults: ReadonlyMap<string, StoredValue>;

  constructor(defaults: ReadonlyMap<string, StoredValue>) {
    this.#defaults = defaults;
  }

  resolve(parameter: Parameter): Resolved {
    const override = this.#overrides.get(parameter.path);
    if (override !== undefined) return { value: override, source: 'commandLine' };
    const stored = this.#stored.get(parameter.path);
    const parent = parameter.inherits === undefined ? undefined : findParameter(parameter.inherits);
    // An empty field of a form or file means "as inherited", not "nothing".
    if (stored !== undefined && !(stored === '' && parent !== undefined)) return { value: stored, source: 'stored' };
    const own = this.#defaults.get(parameter.path);
    if (own !== undefined) return { value: own, source: 'default' };
    if (parent === undefined) return { value: parameter.default, source: 'default' };
    const { value, source } = this.resolve(parent);
    return { value, source: source === 'default' ? 'default' : 'inherited' };
  }

  /** Each holds until the parameter is changed. */
  override(path: string, value: StoredValue): void {
    this.#overrides.set(path, value);
  }

  /**
   * Takes over what was stored; undefined: not set any more. Returns the paths whose value is another now, heirs included.
   * A change takes an override's place: the person's last word counts. In steps, of which one alone changes anything: until the last,
   * nobody else may apply.
   */
  *apply(changes: readonly { readonly path: string; readonly value: StoredValue | undefined }[]): Steps<readonly string[]> {
    const concerned = new Set<string>();
    yield* inSteps(changes, ({ path }) => withHeirs(path, concerned));
    const before = new Map<Parameter, StoredValue>();
    yield* inSteps([...concerned], (path) => {
      const parameter = findParameter(path);
      if (parameter !== undefined) before.set(parameter, this.resolve(parameter).value);
    });
    for (const { path, value } of changes) {
      this.#overrides.delete(path);
      if (value === undefined) this.#stored.delete(path);
      else this.#stored.set(path, value);
    }
    const changed: string[] = [];
    yield* inSteps([...before], ([parameter, value]) => {
      if (this.resolve(parameter).value !== value) changed.push(parameter.path);
    });
    return changed;
  }
}

/** Added to `paths`, which may be thousands. */
function withHeirs(path: string, paths: Set<string>): void {
  paths.add(path);
  for (const heir of heirs.get(path) ?? []) withHeirs(heir, paths);
}
