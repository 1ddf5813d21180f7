// Parameters for the administrator's boundary: listed, searched, compared and changed, with secrets kept in.

import { type ChangeError, check, decode } from '#config/contents';
import type { Declaration } from '#config/declaration';
import { findParameter, type Parameter, parameters, type StoredValue } from '#config/schema';
import { Secret } from '#config/secrets';
import type { ChangeResult, Setting, Store } from '#config/store';
import { readUserRights, type UserAccess, userAccess } from '#config/user-rights';
import { writeValue } from '#config/value';
import type {
  Account,
  ParameterAdministration,
  ParameterChange,
  ParameterDifference,
  ParameterError,
  ParameterFilter,
  ParameterKind,
  ParameterRevision,
  ParameterState,
  ParametersChanged,
  Role,
} from '#ui/administration';
import { inSlices } from '../system/in-slices.ts';

export class PhoneParameters implements ParameterAdministration {
  readonly #store: Store;
  readonly #clock: { readonly monotonicMs: number };
  readonly #languages: () => readonly string[];

  /** `languages`: names of those that were brought. */
  constructor(store: Store, clock: { readonly monotonicMs: number }, languages: () => readonly string[]) {
    this.#store = store;
    this.#clock = clock;
    this.#languages = languages;
  }

  kinds(role: Role): readonly ParameterKind[] {
    const accessOf = this.#accessOf(role);
    const rows = Map.groupBy(parameters(), ({ pattern }) => pattern);
    return [...rows].flatMap(([pattern, row]): readonly ParameterKind[] => {
      const [first] = row;
      const having = (access: UserAccess): readonly number[] =>
        row.filter((parameter) => accessOf(parameter) === access).map(({ index }) => index ?? 0);
      const [hidden, readOnly] = [having('na'), having('ro')];
      if (first === undefined || hidden.length === row.length) return [];
      return [
        {
          pattern,
          declaration: this.#offered(pattern, first.declaration),
          ...(readOnly.length === 0 ? {} : { readOnly }),
          ...(hidden.length === 0 ? {} : { hidden }),
        },
      ];
    });
  }

  edition(role: Role): string {
    const rights = role === 'admin' ? '' : this.#store.get('system/user_rights');
    return [rights, ...this.#languages()].join('\n');
  }

  /** Languages that were brought are chosen as others are. */
  #offered(pattern: string, declaration: Declaration): Declaration {
    if (pattern !== 'personal_settings/language' || declaration.type !== 'string') return declaration;
    return { ...declaration, enum: [...(declaration.enum ?? []), ...this.#languages()] };
  }

  list(filter: ParameterFilter, role: Role): Promise<readonly ParameterState[]> {
    return inSlices(this.#list(filter, role), this.#clock);
  }

  preview(changes: readonly ParameterChange[], role: Role): ReturnType<ParameterAdministration['preview']> {
    return inSlices(this.#preview(changes, role), this.#clock);
  }

  async change(changes: readonly ParameterChange[], { name, role }: Account): Promise<ParametersChanged> {
    const errors = await inSlices(this.#errorsOf(changes, role), this.#clock);
    if (errors.length > 0) return { ok: false, errors };
    return told(await this.#store.change(changes.map(storeChange), role, name));
  }

  async history(limit: number): Promise<readonly ParameterRevision[]> {
    return await this.#store.history(limit);
  }

  async revision(revision: number): Promise<readonly ParameterDifference[] | undefined> {
    const differences = await this.#store.difference(revision - 1, revision);
    return differences?.map(({ parameter, before, after }) => {
      const { path, declaration } = parameter;
      const shown = (value: StoredValue | Secret<string> | undefined): string =>
        value === undefined ? '' : shownText(declaration, value instanceof Secret ? value.reveal() : value);
      const needsRestart = declaration.needsRestart === true;
      return { path, title: declaration.title, from: shown(before), to: shown(after), needsRestart };
    });
  }

  async rollBack(revision: number, { name, role }: Account): Promise<ParametersChanged> {
    return told(await this.#store.rollBack(revision, role, name));
  }

  *#list(
    { prefix = '', search = '', modified = false, sparse = false }: ParameterFilter,
    role: Role,
  ): Generator<void, readonly ParameterState[]> {
    const words = search.toLowerCase().split(/\s+/).filter(Boolean);
    const texts = new Map<Declaration, string>();
    const accessOf = this.#accessOf(role);
    const states: ParameterState[] = [];
    // All of one moment.
    for (const setting of this.#store.settings(prefix)) {
      yield;
      const { parameter, source } = setting;
      if (modified && source !== 'stored' && source !== 'commandLine') continue;
      if (sparse && isAsDeclared(setting)) continue;
      if (accessOf(parameter) !== 'na' && mentions(parameter, words, texts)) states.push(stateOf(setting));
    }
    return states;
  }

  *#preview(changes: readonly ParameterChange[], role: Role): Generator<void, Awaited<ReturnType<PhoneParameters['preview']>>> {
    const errors = yield* this.#errorsOf(changes, role);
    const wrong = new Set(errors.map(({ path }) => path));
    const differences: ParameterDifference[] = [];
    for (const change of changes) {
      if (!wrong.has(change.path)) differences.push(...this.#difference(change));
      yield;
    }
    return { differences, errors };
  }

  *#errorsOf(changes: readonly ParameterChange[], role: Role): Generator<void, readonly ParameterError[]> {
    const errors: ParameterError[] = [];
    const accessOf = this.#accessOf(role);
    for (const change of changes) {
      const parameter = findParameter(change.path);
      const access = parameter === undefined ? 'na' : accessOf(parameter);
      if (access === 'ro') errors.push({ path: change.path, expected: 'to be left as it is: the administrator keeps it so' });
      // What one may not see is not there.
      else if (access === 'na') errors.push({ path: change.path.slice(0, 200), expected: 'the path of a parameter' });
      else {
        const checked = check(storeChange(change));
        if ('expected' in checked) errors.push(errorOf(checked));
      }
      yield;
    }
    return errors;
  }

  /** What somebody with this role may do with each parameter. */
  #accessOf(role: Role): (parameter: Parameter) => UserAccess {
    if (role === 'admin') return () => 'rw';
    const rights = readUserRights(this.#store.get('system/user_rights'));
    return ({ path, declaration }) => userAccess(rights, path, declaration.owner);
  }

  #difference(change: ParameterChange): readonly ParameterDifference[] {
    const parameter = findParameter(change.path);
    const setting = this.#store.setting(change.path);
    if (parameter === undefined || setting === undefined) return [];
    const { declaration } = parameter;
    const checked = check(storeChange(change));
    const decoded = 'expected' in checked ? undefined : decode(checked);
    const to = decoded?.value ?? this.#without(parameter);
    const from = setting.value instanceof Secret ? setting.value.reveal() : setting.value;
    if (from === to) return [];
    const needsRestart = declaration.needsRestart === true;
    const shown = (value: StoredValue): string => shownText(declaration, value);
    return [{ path: change.path, title: declaration.title, from: shown(from), to: shown(to), needsRestart }];
  }

  /** What holds when the parameter is not set. */
  #without(parameter: Parameter): StoredValue {
    const parent = parameter.inherits === undefined ? undefined : this.#store.setting(parameter.inherits);
    const inherited = parent?.value ?? parameter.default;
    return inherited instanceof Secret ? inherited.reveal() : inherited;
  }
}

/** `texts`: what is the same of all of a kind. */
function mentions({ path, declaration }: Parameter, words: readonly string[], texts: Map<Declaration, string>): boolean {
  if (words.length === 0) return true;
  const text = texts.get(declaration) ?? textOf(declaration);
  texts.set(declaration, text);
  const name = path.toLowerCase();
  return words.every((word) => text.includes(word) || name.includes(word));
}

function textOf({ title, help, aliases }: Declaration): string {
  return [title, help, aliases?.spa, aliases?.cisco, aliases?.audiocodes].flat().join(' ').toLowerCase();
}

/** Whoever sells the phone may have another default, and so may the parameter that one is inherited from. */
function isAsDeclared({ parameter, value, source }: Setting): boolean {
  return source === 'default' && (value instanceof Secret ? value.reveal() : value) === parameter.default;
}

function stateOf({ parameter, value, source }: Setting): ParameterState {
  const { path } = parameter;
  return value instanceof Secret ? { path, source, secretSet: value.reveal() !== '' } : { path, source, value };
}

function shownText(declaration: Declaration, value: StoredValue): string {
  if (declaration.secret === true) return value === '' ? '' : '***';
  return writeValue(declaration, value);
}

function storeChange({ path, value }: ParameterChange): { readonly path: string; readonly value: unknown } {
  return { path, value: value ?? undefined };
}

function errorOf({ path, expected }: ChangeError): ParameterError {
  return { path, expected };
}

function told(result: ChangeResult): ParametersChanged {
  if (result.ok) return result;
  if (result.reason === 'invalid') return { ok: false, errors: result.errors.map(errorOf) };
  if (result.reason === 'notStored') return { ok: false, notStored: result.code };
  return { ok: false, errors: [{ path: 'revision', expected: `a revision from ${result.oldest} to ${result.newest}` }] };
}
